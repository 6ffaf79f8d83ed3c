"""The first screen, computed once for every output: how many, by when, what moves it most, what was not seen.

Nothing is decided here; units are counted and grouped. A unit counts under the strictest of its findings.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from nameplate.model import Device, Duty, Finding, Verdict
from nameplate.pipeline import Review, verdicts
from nameplate.policy import questionnaire
from nameplate.policy.foremost import STRICTEST
from nameplate.policy.questionnaire import Open, Questionnaire
from nameplate.register.load import Register

NO_SITE = "(no site named)"
_ACTIONS = 3


class Action(msgspec.Struct, frozen=True):
    """Something to do, and how many units it settles."""

    says: str
    units: int


class Row(msgspec.Struct, frozen=True):
    """One line of a table of units by verdict: a site, a maker, an order."""

    id: str
    label: str
    units: int
    by_verdict: dict[Verdict, int]


class Relabel(msgspec.Struct, frozen=True):
    """One cell of the label-against-maker picture."""

    label: str
    maker: str
    units: int
    relabelled: bool


class Deadline(msgspec.Struct, frozen=True):
    """The nearest duty: what, by when, under which order, for how many units."""

    duty: Duty
    order: str
    units: int


class Summary(msgspec.Struct, frozen=True):
    """Everything that every output shows, in the order in which a reader needs it."""

    units: int
    by_verdict: dict[Verdict, int]
    sentence: str
    deadline: Deadline | None
    actions: tuple[Action, ...]
    sites: tuple[Row, ...]
    makers: tuple[Row, ...]
    orders: tuple[Row, ...]
    matrix: tuple[Relabel, ...]
    verdict_of: dict[str, Verdict]
    findings_of: dict[str, tuple[Finding, ...]]
    walk: tuple[Device, ...]
    questions: tuple[Action, ...]
    questionnaire: Questionnaire
    coverage: tuple[str, ...]


def summarise(review: Review, register: Register) -> Summary:
    """Count and group one review."""
    strictest = verdicts(review.findings)
    verdict_of: dict[str, Verdict] = {d.id: strictest.get(d.id) or _bare(d) for d in review.devices}
    by_verdict = _count((verdict_of[d.id], d.quantity) for d in review.devices)
    quantity = {d.id: d.quantity for d in review.devices}
    findings_of: dict[str, list[Finding]] = defaultdict(list)
    for finding in review.findings:
        findings_of[finding.device].append(finding)
    site_names = {s.id: s.name or s.id for s in review.holder.sites}
    walk = [d for d in review.devices if d.attribution.verdict == "cannot_tell"]
    opened = questionnaire.open_inputs(review.devices, review.findings, review.holder)
    asked = _questions(opened)
    return Summary(
        units=sum(quantity.values()),
        by_verdict=by_verdict,
        sentence=_sentence(by_verdict, sum(quantity.values())),
        deadline=_deadline(review.findings, quantity),
        actions=_actions(asked, walk),
        sites=_rows(review.devices, verdict_of, lambda d: d.site or NO_SITE, lambda s: site_names.get(s, s)),
        makers=_rows(review.devices, verdict_of, _maker_key, register.label),
        orders=_order_rows(review, register, quantity),
        matrix=_matrix(review.devices, register),
        verdict_of=verdict_of,
        findings_of={device: tuple(found) for device, found in findings_of.items()},
        walk=tuple(sorted(walk, key=lambda d: (d.site or "~", d.place or "", d.name or "", d.id))),
        questions=tuple(asked),
        questionnaire=questionnaire.of_review(opened, review.as_of, review.holder, register, review.answers.given),
        coverage=tuple(_coverage(review, walk)),
    )


def _bare(device: Device) -> Verdict:
    return "cannot_tell" if device.attribution.verdict == "cannot_tell" else "not_covered"


def _count(pairs: Iterable[tuple[Verdict, int]]) -> dict[Verdict, int]:
    counted: Counter[Verdict] = Counter()
    for verdict, units in pairs:
        counted[verdict] += units
    return {verdict: counted[verdict] for verdict in STRICTEST if counted[verdict]}


def _sentence(by_verdict: dict[Verdict, int], units: int) -> str:
    """One sentence, no jargon."""
    forbidden, conditional = by_verdict.get("forbidden", 0), by_verdict.get("forbidden_if", 0)
    parts = [f"Of {units:,} units held, {forbidden:,} {'is' if forbidden == 1 else 'are'} forbidden"]
    if conditional:
        parts.append(f"{conditional:,} forbidden if an open question is answered yes")
    if restricted := by_verdict.get("restricted", 0):
        parts.append(f"{restricted:,} under a duty short of a ban")
    if undecided := by_verdict.get("cannot_tell", 0):
        parts.append(f"{undecided:,} undecided")
    rest = by_verdict.get("not_covered", 0) + by_verdict.get("allowed_by_exception", 0)
    parts.append(f"{rest:,} not covered")
    return ", ".join(parts[:-1]) + f" and {parts[-1]}." if len(parts) > 1 else parts[0] + "."


def _deadline(findings: Sequence[Finding], quantity: dict[str, int]) -> Deadline | None:
    units: Counter[tuple[dt.date, str, str, str]] = Counter()
    for finding in findings:
        if finding.verdict in {"forbidden", "restricted"}:
            for duty in finding.duties:
                if duty.due:
                    units[duty.due, duty.verb, duty.says, finding.order] += quantity[finding.device]
    if not units:
        return None
    due, verb, says, order = min(units)
    return Deadline(Duty(verb, due, says), order, units[due, verb, says, order])


def _questions(opened: Sequence[Open]) -> list[Action]:
    """Open inputs as questions, most units first; one question for all sites that need the same answer."""
    asked = [one for one in questionnaire.by_input(opened) if one.missing != "device.maker"]
    return sorted((Action(one.ask(), one.units) for one in asked), key=lambda a: (-a.units, a.says))


def _actions(asked: Sequence[Action], walk: Sequence[Device]) -> tuple[Action, ...]:
    """The three things that settle most units: a question, a walk, a letter to one supplier."""
    found = list(asked[:_ACTIONS])
    if walk:
        places = {d.site for d in walk if d.site}
        where = f" in {len(places)} {'place' if len(places) == 1 else 'places'}" if places else ""
        units = sum(d.quantity for d in walk)
        found.append(Action(f"Walk to {units:,} units{where} and read the plate (walk-list.csv).", units))
        suppliers = Counter(d.supplier for d in walk if d.supplier)
        if suppliers:
            name, count = suppliers.most_common(1)[0]
            found.append(Action(f"Ask {name} in writing who made {count:,} units that it sold.", count))
    return tuple(sorted(found, key=lambda a: (-a.units, a.says))[:_ACTIONS])


def _maker_key(device: Device) -> str:
    if device.attribution.verdict == "identified":
        return device.attribution.maker or ""
    return f"({device.attribution.verdict.replace('_', ' ')})"


def _rows(
    devices: Sequence[Device],
    verdict_of: dict[str, Verdict],
    key: Callable[[Device], str],
    label: Callable[[str], str],
) -> tuple[Row, ...]:
    groups: dict[str, list[Device]] = defaultdict(list)
    for device in devices:
        groups[key(device)].append(device)
    rows = [
        Row(
            k,
            label(k) if not k.startswith("(") else k,
            sum(d.quantity for d in g),
            _count((verdict_of[d.id], d.quantity) for d in g),
        )
        for k, g in groups.items()
    ]
    return tuple(sorted(rows, key=_severity))


def _severity(row: Row) -> tuple[int, int, int, str]:
    hit = row.by_verdict
    return (-hit.get("forbidden", 0), -hit.get("forbidden_if", 0), -row.units, row.label)


def _order_rows(review: Review, register: Register, quantity: dict[str, int]) -> tuple[Row, ...]:
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for finding in review.findings:
        counts[finding.order][finding.verdict] += quantity[finding.device]
    rows = [
        Row(order, register.orders[order].title, sum(c.values()), {v: c[v] for v in STRICTEST if c[v]})
        for order, c in counts.items()
    ]
    return tuple(sorted(rows, key=_severity))


def _matrix(devices: Sequence[Device], register: Register) -> tuple[Relabel, ...]:
    """Brand on the box by maker behind it, for units whose maker is told; relabelled where they differ."""
    cells: Counter[tuple[str, str]] = Counter()
    for device in devices:
        if device.attribution.verdict == "identified" and device.attribution.maker:
            cells[device.attribution.brand or "(no label)", device.attribution.maker] += device.quantity
    merged: Counter[tuple[str, str, bool]] = Counter()
    for (brand, maker), units in cells.items():
        relabelled = brand != "(no label)" and register.maker_of(brand) != maker
        merged[register.label(brand) if brand != "(no label)" else brand, register.label(maker), relabelled] += units
    found = [Relabel(label, maker, units, relabelled) for (label, maker, relabelled), units in merged.items()]
    return tuple(sorted(found, key=lambda c: (not c.relabelled, -c.units, c.label, c.maker)))


def _coverage(review: Review, walk: Sequence[Device]) -> Iterable[str]:
    """What was read and what was not, in sentences; "none found" never stands alone."""
    rows = sum(s.rows for s in review.sources)
    yield f"{rows:,} rows and hosts read from {len(review.sources):,} files; {len(review.problems):,} reading problems."
    unused = [c.column for s in review.sources for c in s.columns if c.kind is None and "credentials" not in c.why]
    if unused:
        yield f"{len(unused):,} columns were not used; the table of sources says which and why."
    if dropped := sum(sum(s.dropped.values()) for s in review.sources):
        yield f"{dropped:,} values of passwords and other credentials were dropped at reading and written nowhere."
    if review.unreadable:
        yield "Not read at all: " + ", ".join(review.unreadable) + "."
    seen = {d.site for d in review.devices}
    silent = [s.name or s.id for s in review.holder.sites if s.id not in seen]
    if silent:
        yield "Sites of the holder that no file speaks of: " + ", ".join(silent) + "."
    if nowhere := sum(d.quantity for d in review.devices if d.site is None):
        yield f"{nowhere:,} units carry no site, host name or network that leads to a site."
    if review.answers.given:
        yield f"{len(review.answers.given):,} answers of {review.answers.file} were used."
    if walk:
        yield f"{sum(d.quantity for d in walk):,} units cannot be decided from these files."
