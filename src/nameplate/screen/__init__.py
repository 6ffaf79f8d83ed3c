"""Names in any script against published lists and the register, with a probability and its reasons.

`lists/` reads lists as they are published into parties; `text/` makes names comparable; `index.py` and
`candidates.py` find the few that can match; `align.py`, `features.py` and `model.py` weigh them; `screener.py` joins it
all. A score never says that somebody is a listed party: it says how often names that look alike like this are.
"""

AT_LEAST = 0.7
"""Probability from which a match is one, unless the user says otherwise: there, of names that only look like a listed
one, fewer than one in twenty are taken for it (docs/screening.md)."""
