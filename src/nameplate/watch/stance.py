"""Whether an event is asserted, alleged, denied or planned, from the words around it in its sentence."""

from nameplate.watch import lexicon
from nameplate.watch.shapes import Stance
from nameplate.watch.windows import Window, has

_BEFORE, _NEAR, _DENIAL = 70, 22, 90
"""Characters before an event's words in which a plan, a negation, a denial counts."""
_TELLING = frozenset({"objection", "denial", "allegation", "detention"})


def of(text: str, window: Window, kind: str, language: str) -> Stance:
    """The stance of an event whose words stand in `window` of a folded sentence.

    An accusation is alleged by its nature; objections and denials are acts that the article asserts.
    """
    if kind == "allegation":
        return "alleged"
    hedged = has(lexicon.group(language, "alleged"), text, 0, len(text))
    if kind in _TELLING:
        return "alleged" if hedged and kind == "detention" else "asserted"
    if _denied(text, window, language):
        return "denied"
    if hedged:
        return "alleged"
    start = _clause(text, window.start)
    planned = has(lexicon.group(language, "planned"), text, max(start, window.start - _BEFORE), window.end)
    return "planned" if planned else "asserted"


def _denied(text: str, window: Window, language: str) -> bool:
    if has(lexicon.group(language, "negated_whole"), text, window.start - _NEAR, window.end + _NEAR):
        return True
    if has(lexicon.group(language, "deny"), text, window.start - _DENIAL, window.start + 1):
        return True
    near = text[max(_clause(text, window.anchor), window.anchor - _NEAR) : window.anchor]
    return language not in {"zh", "ar"} and has(lexicon.group(language, "negated"), near, 0, len(near))


def _clause(text: str, place: int) -> int:
    """Where the clause around a place begins."""
    return max((text.rfind(c, 0, place) + 1 for c in ",;،؛，；"), default=0)
