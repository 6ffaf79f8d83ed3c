"""Whether an event is asserted, alleged, denied or planned, from the words around it in its sentence."""

from nameplate.watch.scene import Scene
from nameplate.watch.shapes import Stance
from nameplate.watch.windows import Window

_BEFORE, _NEAR, _DENIAL = 70, 22, 45
"""Characters before an event's words in which a plan, a negation, a denial counts."""
_DENYING = "negated|negated_whole|deny"
_AFTER_IN = frozenset({"de", "zh"})
"""Languages whose verb of planning may follow what is planned."""


def of(scene: Scene, window: Window, kind: str, learnt: str | None = None) -> Stance:
    """The stance of an event whose words stand in `window` of a sentence.

    `learnt` is what its clues say ("" for nothing, None where they were not asked); a denial needs a word that denies.

    An accusation is alleged and a denial denied by their nature; an objection is an act that the article asserts.
    """
    if kind in {"allegation", "denial", "objection"}:
        return {"allegation": "alleged", "denial": "denied"}.get(kind, "asserted")  # type: ignore[return-value]
    if learnt and kind != "detention" and (learnt != "denied" or scene.hits(_DENYING)):
        return learnt  # type: ignore[return-value]
    hedged = scene.has("alleged", 0, window.end + _NEAR)
    if kind == "detention":
        return "alleged" if hedged else "asserted"
    if _denied(scene, window):
        return "denied"
    if hedged:
        return "alleged"
    if learnt is not None:
        return "asserted"
    end = _clause_end(scene.text, window.end, _BEFORE) if scene.language in _AFTER_IN else window.end
    reach = _NEAR if kind == "holdings_review" else _BEFORE
    start = max(_clause(scene.text, window.start), window.start - reach)
    return "planned" if scene.has("planned", start, end) else "asserted"


def _denied(scene: Scene, window: Window) -> bool:
    if scene.has("negated_whole", window.start - _NEAR, window.end + _NEAR):
        return True
    if any(window.start - _DENIAL <= first <= window.start for first, _ in scene.hits("deny")):
        return True
    if scene.language in {"zh", "ar"}:
        return False
    return scene.has("negated", max(_clause(scene.text, window.anchor), window.anchor - _NEAR), window.anchor)


def _clause(text: str, place: int) -> int:
    """Where the clause around a place begins."""
    return max((text.rfind(c, 0, place) + 1 for c in ",;،؛，；"), default=0)


def _clause_end(text: str, place: int, reach: int) -> int:
    """Where the clause around a place ends, at most so many characters on."""
    ends = [found for c in ",;،؛，；" if (found := text.find(c, place, place + reach)) >= 0]
    return min(ends, default=min(len(text), place + reach))
