"""Readers: bytes in, observations and problems out. A reader knows no rule and interprets nothing."""
