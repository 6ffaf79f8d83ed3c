"""A Latin word as an English speaker says it, for comparison with names that were carried over by ear."""

import re
from functools import cache, lru_cache

from nameplate.screen.text import knowledge

SHORTEST = 4
"""Letters from which a word is a word; shorter ones are initials, which are spelled."""


@lru_cache(maxsize=65536)
def heard(word: str) -> str:
    """What is heard of a word ("univyu" of "uniview"), by the rules of `data/sounds.yaml`."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    return _rules().sub(lambda m: _sounds()[m.lastgroup or ""], word)


@cache
def _sounds() -> dict[str, str]:
    return {f"rule{at}": sound for at, (_, sound) in enumerate(knowledge.sounds().english)}


@cache
def _rules() -> re.Pattern[str]:
    """All patterns as one, so that what a rule wrote is not read by the next."""
    rules = knowledge.sounds().english
    return re.compile("|".join(f"(?P<rule{at}>{pattern})" for at, (pattern, _) in enumerate(rules)))
