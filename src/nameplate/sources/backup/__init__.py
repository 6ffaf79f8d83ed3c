"""Parts of the reader of controllers' backups: what they are, opening them, the database inside."""
