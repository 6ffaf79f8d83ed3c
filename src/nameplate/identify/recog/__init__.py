"""Recog's fingerprint files, read as they are, with Recog's own answers."""
