"""The command line: one module per command group; the only part that knows all the others."""
