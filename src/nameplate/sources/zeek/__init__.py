"""Logs of Zeek as columns: where they lie in a file, what their fields are, which host says what."""
