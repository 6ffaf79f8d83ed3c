"""Reports: one module per output format, all from the same review and the same summary of it."""
