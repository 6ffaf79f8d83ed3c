"""Units as items of a form: which of them an order covers, and alike ones together."""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from nameplate.model import Category, Device, Finding, percent
from nameplate.policy.foremost import STRICTEST
from nameplate.report.forms.filled import Blank, or_blank
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import words
from nameplate.review.case import Case

NO_BREAK = "\u00a0"
COVERED = ("forbidden", "forbidden_if")


class Item(msgspec.Struct, frozen=True):
    """Alike units: of one case, label, model, kind, supplier and verdict."""

    case: Case | None
    devices: tuple[Device, ...]
    findings: tuple[Finding, ...]

    @property
    def units(self) -> int:
        """How many units."""
        return sum(device.quantity for device in self.devices)

    @property
    def device(self) -> Device:
        """One of them, to say what all have in common."""
        return self.devices[0]

    @property
    def sure(self) -> bool:
        """Whether an order forbids them, no question open."""
        return any(finding.verdict == "forbidden" for finding in self.findings)

    @property
    def conditions(self) -> tuple[str, ...]:
        """What must be so that they are covered; empty where they are."""
        return () if self.sure else tuple(dict.fromkeys(c for f in self.findings for c in f.conditions))


def covered(given: FormInput, pairs: Iterable[tuple[Case | None, Device]], orders: Collection[str]) -> list[Item]:
    """Items among these units that one of `orders` forbids or could forbid, in order of first appearance."""
    groups: dict[tuple[object, ...], list[tuple[Device, list[Finding]]]] = defaultdict(list)
    case_at: dict[tuple[object, ...], Case | None] = {}
    for case, device in pairs:
        found = [f for f in given.findings_of.get(device.id, ()) if f.order in orders and f.verdict in COVERED]
        if found:
            key = _alike(case, device, found)
            groups[key].append((device, found))
            case_at[key] = case
    return [Item(case_at[key], tuple(d for d, _ in units), tuple(units[0][1])) for key, units in groups.items()]


def _alike(case: Case | None, device: Device, found: Collection[Finding]) -> tuple[object, ...]:
    attribution = device.attribution
    what = (attribution.brand, attribution.model, attribution.category, attribution.maker, device.supplier)
    return (case.id if case else None, *what, *sorted((f.order, f.verdict, f.conditions) for f in found))


def brand(given: FormInput, device: Device) -> str | None:
    """The name on the box."""
    return given.register.label(device.attribution.brand) if device.attribution.brand else None


def maker(given: FormInput, device: Device) -> str | None:
    """The maker that the evidence names, by the company's name where it is that exact."""
    attribution = device.attribution
    named = attribution.verdict == "identified"
    return given.register.label(attribution.entity or attribution.maker) if named and attribution.maker else None


def description(given: FormInput, item: Item) -> str | Blank:
    """Kind, maker found and number of units, in words; a line to fill where neither kind nor maker is known."""
    attribution = item.device.attribution
    kind = in_words(attribution.category)
    who = maker(given, item.device)
    made = f"made by {who} (identified with {percent(attribution.probability).replace(' ', NO_BREAK)})" if who else None
    count = f"{item.units:,} units" if item.units != 1 else None
    return or_blank("; ".join(p for p in (kind, made, count) if p) if kind or made else None, label(given, item))


def in_words(category: Category | None) -> str | None:
    """What kind of thing a unit is, in words."""
    return words().common.kinds.get(category, category.replace("_", " ")) if category else None


def label(given: FormInput, item: Item) -> str:
    """What an item is called where it must be told from others."""
    named = " ".join(p for p in (brand(given, item.device), item.device.attribution.model) if p)
    return named or item.device.id


def other_cases(given: FormInput, found: Iterable[Item]) -> list[Case]:
    """The cases given of which no unit is among these items."""
    covered = {item.case.id for item in found if item.case}
    return [case for case in given.cases if case.id not in covered]


def undecided(given: FormInput, orders: Collection[str]) -> list[tuple[Device, str]]:
    """Units of which it cannot be told whether one of `orders` covers them, each with what would settle it."""
    found = []
    for device in given.devices.values():
        on_it = [f for f in given.findings_of.get(device.id, ()) if f.order in orders]
        open_ = [condition for f in on_it if f.verdict == "cannot_tell" for condition in f.conditions]
        if device.attribution.verdict == "cannot_tell":
            found.append((device, "; ".join(device.attribution.would_settle)))
        elif any(f.verdict == "cannot_tell" for f in on_it) and not any(f.verdict in COVERED for f in on_it):
            found.append((device, "; ".join(dict.fromkeys(open_))))
    return found


def strictest(given: FormInput, device: Device) -> str:
    """The strictest verdict on a unit; undecided where no order speaks of it and its maker is not known."""
    found = {finding.verdict for finding in given.findings_of.get(device.id, ())}
    bare = "cannot_tell" if device.attribution.verdict == "cannot_tell" else "not_covered"
    return next((verdict for verdict in STRICTEST if verdict in found), bare)
