"""An answer to a request for records: what is held and decided, without what would show where, which one, or who."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from nameplate.model import Device
from nameplate.policy.foremost import STRICTEST
from nameplate.report.forms import acts, items, provenance
from nameplate.report.forms.discretion import INSTEAD, Discretion
from nameplate.report.forms.filled import Form, Layout, Part, Row
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import words

NAME = "public_records"
_HELD = ("kind", "label", "maker", "model", "count", "verdict", "decision", "state")
_ORDERS = ("order", "title", "jurisdiction", "forbidden", "forbidden_if", "reply")
_SITES = ("site", "count", "forbidden", "forbidden_if")
_LEFT_OUT = ("what", "how_many", "why")


def build(given: FormInput) -> Form:
    """Fill the answer from all devices given; counts by site only if the person asked for them."""
    answer = _Answer(given)
    layout = answer.layout
    parts = [
        answer.totals(),
        layout.table("held", _HELD, answer.held()),
        layout.table("orders", _ORDERS, list(answer.orders())),
        layout.table("sites", _SITES, answer.sites()) if given.options.sites else None,
        layout.table("left_out", _LEFT_OUT, list(answer.left_out())),
    ]
    return provenance.form(NAME, given, layout.words, parts)


SENSITIVE, ELSEWHERE = "sensitive sites", "places that are no site of the holder"
"""What stands for sites that are not named: a file's own word for a place can be an address."""


class _Answer:
    """The parts of one answer."""

    def __init__(self, given: FormInput) -> None:
        self._given = given
        self._discretion = Discretion(given)
        self._devices: Sequence[Device] = tuple(given.devices.values())
        self.layout = Layout(words().forms[NAME])

    @cached_property
    def _verdicts(self) -> dict[str, str]:
        return {device.id: items.strictest(self._given, device) for device in self._devices}

    def totals(self) -> Part:
        """Units in all, by verdict, and decided upon."""
        counted: Counter[str] = Counter()
        for device in self._devices:
            counted[self._verdicts[device.id]] += device.quantity
        decided = [d for d in self._devices if (case := self._given.case_of.get(d.id)) and case.decision]
        return self.layout.part(
            "totals",
            units=sum(counted.values()),
            covered=counted["forbidden"],
            conditional=counted["forbidden_if"],
            undecided=counted["cannot_tell"],
            decided=sum(device.quantity for device in decided),
        )

    def held(self) -> list[Row]:
        """Alike units with what was decided, strictest verdict first, then most units."""
        counted: Counter[tuple[str, ...]] = Counter()
        for device in self._devices:
            counted[self._alike(device)] += device.quantity
        ordered = sorted(counted.items(), key=lambda p: (STRICTEST.index(p[0][4]), -p[1], p[0]))
        return [self._row(alike, units) for alike, units in ordered]

    def _alike(self, device: Device) -> tuple[str, ...]:
        attribution, case, clean = device.attribution, self._given.case_of.get(device.id), self._discretion.clean
        return (
            items.in_words(attribution.category) or "",
            self._named(attribution.brand, items.brand(self._given, device)) or "",
            self._named(attribution.maker, items.maker(self._given, device)) or "not known",
            clean(attribution.model) or "",
            self._verdicts[device.id],
            acts.decision(case) if case and case.decision else "not decided",
            acts.state(case) if case else "no case",
        )

    def _named(self, identifier: str | None, label: str | None) -> str | None:
        """A label without what is left out; the id is looked at too, since its label is written in another way."""
        hidden = self._discretion.clean(identifier) != identifier
        return INSTEAD if hidden and label else self._discretion.clean(label)

    def _row(self, alike: tuple[str, ...], units: int) -> Row:
        kind, label, maker, model, verdict, decision, state = alike
        return {
            "kind": kind,
            "label": label,
            "maker": maker,
            "model": model,
            "count": units,
            "verdict": verdict.replace("_", " "),
            "decision": decision,
            "state": state,
        }

    def orders(self) -> Iterator[Row]:
        """Each order that forbids or could forbid a unit: its jurisdiction, units, and what a maker answered to it."""
        counted: Counter[tuple[str, str]] = Counter()
        for device in self._devices:
            for finding in self._given.findings_of.get(device.id, ()):
                counted[finding.order, finding.verdict] += device.quantity
        for name in sorted({order for order, verdict in counted if verdict in items.COVERED}):
            order = self._given.register.orders[name]
            yield {
                "order": name,
                "title": order.title,
                "jurisdiction": order.jurisdiction,
                "forbidden": counted[name, "forbidden"],
                "forbidden_if": counted[name, "forbidden_if"],
                "reply": " ".join(fact.says for fact in order.facts if fact.field == "reply"),
            }

    def sites(self) -> list[Row]:
        """Counts by site, those of sensitive sites together."""
        counted: dict[str, Counter[str]] = {}
        names = {s.id: SENSITIVE if s.sensitive else s.name or s.id for s in self._given.holder.sites}
        for device in self._devices:
            name = names.get(device.site or "", ELSEWHERE)
            here = counted.setdefault(name, Counter())
            here.update({"count": device.quantity, self._verdicts[device.id]: device.quantity})
        return [
            {"site": n, **{key: counted[n][key] for key in ("count", "forbidden", "forbidden_if")}}
            for n in sorted(counted)
        ]

    def left_out(self) -> Iterator[Row]:
        """What is not in the answer: kind, how many values, why."""
        values = self._discretion.values
        texts = sum(1 for case in self._given.cases for done in case.history for v in done.said.values() if v)
        for key, left in self.layout.words.left_out.items():
            if key == "sites" and self._given.options.sites:
                continue
            count = texts if key == "free_text" else len(values[key])
            yield {"what": left.what, "how_many": count, "why": left.why}
