"""Lists as their publishers give them out, read into parties. What is known of each layout is `data/formats.yaml`."""
