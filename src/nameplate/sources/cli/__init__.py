"""Output of network equipment: topics, templates, what each kind of table says."""
