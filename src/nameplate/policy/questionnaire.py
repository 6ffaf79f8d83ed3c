"""What a review leaves open, counted once: as lines for the first screen, and as one short questionnaire.

A question speaks about the holder, one site or one product; every unit that waits for it counts. Inputs that no
answer file can give (who made a unit, how an order is read) are listed with the place where they belong.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import msgspec

from nameplate.model import Device, Finding, Holder
from nameplate.policy import questions
from nameplate.policy.questions import AnswerKind
from nameplate.register.load import Register

MOST = 100
"""Questions in one questionnaire, most units first; nobody answers more at once."""


class Open(msgspec.Struct, frozen=True):
    """One missing input: about which site or product, how many units and which orders wait for it, and where they
    are (name of the site -> devices)."""

    missing: str
    about: str | None
    units: int
    orders: tuple[str, ...]
    sites: dict[str, int]

    def ask(self) -> str:
        """The question in plain words."""
        return questions.ask(self.missing, together(self.sites), product=self.about or "it")


class Asked(msgspec.Struct, frozen=True):
    """One question of the questionnaire; `answers` is the kind of its answer, `answer` is for whoever fills it in."""

    id: str
    ask: str
    answers: str
    units: int
    orders: tuple[str, ...]
    answer: tuple[str, ...] = ()


class Elsewhere(msgspec.Struct, frozen=True):
    """An open input that is not answered here, and where its answer goes."""

    ask: str
    where: str
    units: int


class Questionnaire(msgspec.Struct, frozen=True):
    """All questions of one review, most units first. `answered` are those that the review was given answers to;
    `left_out` counts questions beyond `MOST`."""

    as_of: dt.date
    holder: str
    questions: tuple[Asked, ...]
    elsewhere: tuple[Elsewhere, ...]
    kinds: dict[str, AnswerKind]
    answered: dict[str, tuple[str, ...]] = {}
    left_out: int = 0


def open_inputs(devices: Sequence[Device], findings: Sequence[Finding], holder: Holder) -> list[Open]:
    """Every missing input by what it is about: most units first, `device.maker` with the rest."""
    device_of = {d.id: d for d in devices}
    waiting: dict[tuple[str, str | None], dict[str, None]] = {}
    orders: dict[tuple[str, str | None], set[str]] = {}
    for finding in findings:
        for missing in finding.missing:
            key = (missing, about(missing, device_of[finding.device]))
            waiting.setdefault(key, {})[finding.device] = None
            orders.setdefault(key, set()).add(finding.order)
    names = {s.id: s.name or s.id for s in holder.sites}
    found = []
    for (missing, what), ids in waiting.items():
        units = [device_of[i] for i in ids]
        sites = Counter(names.get(d.site or "", d.site or "") or "places without a site" for d in units)
        found.append(Open(missing, what, sum(d.quantity for d in units), tuple(sorted(orders[missing, what])), sites))
    return sorted(found, key=lambda o: (-o.units, o.missing, o.about or ""))


def about(missing: str, device: Device) -> str | None:
    """The site or product of a device that a question on `missing` speaks about; null for the holder, or unnamed."""
    question = questions.table().get(missing)
    if question is None or question.about in {None, "holder"}:
        return None
    return device.site if question.about == "site" else product(device)


def product(device: Device) -> str | None:
    """What a question calls a device's product: its model, else the brand on it."""
    return device.attribution.model or device.attribution.brand


def by_input(opened: Sequence[Open]) -> list[Open]:
    """One line for each missing input, whatever it is about."""
    found: dict[str, Open] = {}
    for one in opened:
        known = found.get(one.missing, Open(one.missing, None, 0, (), {}))
        sites = Counter(known.sites) + Counter(one.sites)
        orders = tuple(sorted({*known.orders, *one.orders}))
        found[one.missing] = Open(one.missing, None, known.units + one.units, orders, sites)
    return list(found.values())


def of_review(
    opened: Sequence[Open],
    as_of: dt.date,
    holder: Holder,
    register: Register,
    answered: dict[str, tuple[str, ...]],
) -> Questionnaire:
    """The questionnaire of a review."""
    asked, elsewhere = [], []
    for one in opened:
        question = questions.table().get(one.missing)
        if question and question.answer and (one.about or question.about == "holder"):
            name = question.id or one.missing
            name = f"{name}/{one.about}" if one.about else name
            asked.append(Asked(name, one.ask(), question.answer, one.units, one.orders))
        else:
            elsewhere.append(one)
    kinds = {q.answers: questions.answer_kind(q.answers, register) for q in asked[:MOST]}
    return Questionnaire(
        as_of,
        holder.name,
        tuple(asked[:MOST]),
        tuple(_elsewhere(one) for one in by_input(elsewhere)),
        kinds,
        answered,
        max(0, len(asked) - MOST),
    )


def _elsewhere(one: Open) -> Elsewhere:
    question = questions.table().get(one.missing)
    return Elsewhere(one.ask(), question.where if question else "", one.units)


def together(sites: dict[str, int]) -> str:
    """Up to three sites by name, most devices first, the others by number."""
    names = [name for name, _ in sorted(sites.items(), key=lambda pair: (-pair[1], pair[0]))]
    if len(names) <= 3:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{names[0]}, {names[1]} and {len(names) - 2} other sites"
