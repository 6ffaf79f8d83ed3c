"""The review by people: cases, steps, decisions. Every rule is kept here, below command line and web."""
