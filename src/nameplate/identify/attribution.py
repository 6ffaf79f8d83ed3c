"""The attribution of one device: the verdict of its signs, with every claim and the place where it was read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from nameplate.identify import fuse, settle
from nameplate.identify.fuse import Sign
from nameplate.identify.signs import Read
from nameplate.model import Alternative, Attribution, Claim, Component, ObservationRef
from nameplate.register import lineage
from nameplate.register.lineage import Behind, Unit
from nameplate.register.load import Register

_CLAIMS_SHOWN = 24
"""Claims kept per device: the strongest of each rule; a unit with a hundred open ports needs no more."""

Readings = Sequence[tuple[Read, ObservationRef]]
Texts = Mapping[str, Sequence[str]]


class Attributor:
    """Attributes devices; devices with the same signs share one verdict."""

    def __init__(self, register: Register, market: fuse.Market = fuse.NO_MARKET) -> None:
        self._register = register
        self._market = market
        self._verdicts: dict[tuple[tuple[Sign, ...], tuple[Behind, ...]], tuple[fuse.Verdict, frozenset[str]]] = {}

    def attribute(self, readings: Readings, unit: Unit, texts: Texts, known: Sequence[str]) -> Attribution:
        """One device: its signs with their places, its texts by role, and which identifiers are known of it."""
        signs = tuple(dict.fromkeys([read.sign for read, _ in readings]))
        behind = self._behind(signs, unit)
        key = (signs, tuple([b for _, b in behind]))
        found = self._verdicts.get(key)
        if found is None:
            verdict = fuse.fuse(signs, behind, self._market)
            found = self._verdicts[key] = (verdict, fuse.carrying(signs, behind, verdict, self._market))
        attribution = _attribution(*found, readings, behind, texts, known, self._parts(signs, unit))
        prior = self._market.get(attribution.maker or "")
        return attribution if prior is None else msgspec.structs.replace(attribution, prior=prior)

    def _parts(self, signs: Sequence[Sign], unit: Unit) -> tuple[Component, ...]:
        """Parts that a verified rule read or that the register knows of this line; not one that is only suspected."""
        read = [
            Component(s.value, s.category or "other") for s in signs if s.about == "component" and s.basis == "seen"
        ]
        brands = [b for s in signs if s.about == "brand" and (b := self._register.brands.get(s.value))]
        known = [part for brand in brands for part in lineage.parts_inside(brand, unit)]
        return tuple(dict.fromkeys([*read, *known])) if read or known else ()

    def _behind(self, signs: Sequence[Sign], unit: Unit) -> list[tuple[Sign, Behind]]:
        """Makers behind each brand. A relabeller's own MAC block shows whose interface it is, not whose label."""
        found: list[tuple[Sign, Behind]] = []
        for sign in signs:
            brand = self._register.brands.get(sign.value) if sign.about == "brand" else None
            if brand and not any(s.value == sign.value for s, _ in found):
                behind = lineage.makers_behind(brand, unit)
                labelled = any(s.about == "brand" and s.value == sign.value and s.cause != "mac" for s in signs)
                found.extend((sign, b if labelled else lineage.undecided(b)) for b in behind)
        return found


def _attribution(
    verdict: fuse.Verdict,
    carrying: frozenset[str],
    readings: Readings,
    behind: Sequence[tuple[Sign, Behind]],
    texts: Texts,
    known: Sequence[str],
    parts: tuple[Component, ...],
) -> Attribution:
    models = texts["model"] or [r.words for r, _ in readings if r.words and r.sign.about == "maker"]
    entity = next((r.sign.facts[0] for r, _ in readings if r.sign.facts and r.sign.value == verdict.maker), None)
    brand = verdict.brand or next(iter((*texts["brand"], *texts["maker"])), None)
    return Attribution(
        maker=verdict.maker,
        probability=verdict.probability,
        verdict=verdict.verdict,
        proof=verdict.proof,
        brand=brand,
        model=models[0] if models else None,
        firmware_family=verdict.firmware_family,
        entity=entity if entity != verdict.maker else None,
        category=verdict.category,
        alternatives=tuple(Alternative(m, p) for m, p in verdict.makers if m != verdict.maker and p >= 0.001),
        claims=_claims(readings, behind, carrying),
        contradictions=verdict.contradictions,
        would_settle=settle.steps(verdict, known) if verdict.verdict == "cannot_tell" else (),
        components=parts,
    )


def _claims(readings: Readings, behind: Sequence[tuple[Sign, Behind]], carrying: frozenset[str]) -> tuple[Claim, ...]:
    """One claim per rule and value, strongest first, with the lineage facts that connect a brand to makers."""
    facts: dict[Sign, tuple[str, ...]] = defaultdict(tuple)
    for sign, b in behind:
        facts[sign] += (b.fact,)
    seen: dict[tuple[str, str, str], Claim] = {}
    for (sign, words), reference in readings:
        key = (sign.about, sign.value, sign.rule)
        if key not in seen and sign.rule != "category-word":
            strength = fuse.ratio(sign.level) if sign.basis == "seen" else 1.0
            says = _says(sign, words)
            seen[key] = Claim(
                about=sign.about,
                value=sign.value,
                rule=sign.rule,
                strength=strength,
                observation=reference,
                facts=sign.facts + facts[sign],
                says=says,
                carries=sign.cause in carrying,
            )
    ordered = sorted(seen.values(), key=lambda c: -c.strength)
    return tuple(ordered[:_CLAIMS_SHOWN])


def _says(sign: Sign, words: str | None) -> str:
    """What a sign proves, in a sentence for the chain."""
    if sign.rule.startswith("oui:"):
        return f"the MAC block is registered to {words or sign.value}"
    sentences = {
        "unit": f"numbered or named as only {sign.value} does",
        "firmware": f"answers as firmware of {sign.value} does",
        "written": f"the model is of {sign.value}'s own grammar, as the list's writer gave it",
        "brand": f"called {sign.value} by whoever wrote it",
        "text": f"free text names {sign.value}",
        "supporting": f"a weak sign of {sign.value}, shared with others",
        "tool": f"a scanner names the service as one of {sign.value}",
        "vendor": f"another tool names {sign.value} for the MAC address",
    }
    return sentences.get(sign.level, sign.value)
