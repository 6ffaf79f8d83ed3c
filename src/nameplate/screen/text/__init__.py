"""Names made comparable: folded, cut into words, read aloud. Knows no list and no score."""
