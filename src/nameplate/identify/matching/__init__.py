"""Many patterns over many distinct strings: the same first match whichever library does the filtering."""
