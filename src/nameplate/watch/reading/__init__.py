"""Articles and notices as text, whatever file they come in."""
