"""The words of the forms, from forms.yaml: titles, clauses, terms, headings, fields; none stands in code."""

import difflib
from functools import cache
from typing import Literal

import msgspec

from nameplate import yamlfile
from nameplate.errors import UsageError


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause that asks for the form; `when` says in which case it is the one to cite."""

    code: str
    when: str = ""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By when: `n` business days of `jurisdiction` (ISO 3166-1, its federal calendar) after an event."""

    n: int
    unit: Literal["business_day"]
    after: Literal["identification", "first_report"]
    jurisdiction: str


class FieldWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field: its label, the keys under which a person may have said it, whether it is asked for only if known."""

    label: str
    said: tuple[str, ...] = ()
    if_known: bool = False
    choices: tuple[str, ...] = ()


class PartWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a form: heading, explanations, and what is said when it has no rows."""

    heading: str
    says: tuple[str, ...] = ()
    empty: str = ""


class LeftOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that an answer to the public leaves out, and why."""

    what: str
    why: str


class FormWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All words of one form; `orders` says which orders of the register it is about, by use."""

    title: str
    line: str
    clauses: tuple[Clause, ...]
    cite: tuple[str, ...]
    says: tuple[str, ...]
    parts: dict[str, PartWords]
    fields: dict[str, FieldWords]
    orders: dict[str, tuple[str, ...]] = {}
    term: Term | None = None
    addressee: str = ""
    unknown_due: str = ""
    left_out: dict[str, LeftOut] = {}

    @property
    def all_orders(self) -> frozenset[str]:
        """Every order that the form is about."""
        return frozenset(order for orders in self.orders.values() for order in orders)


class Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every form says."""

    not_advice: str
    no_head: str
    statements: PartWords
    statement_fields: dict[str, FieldWords]
    to_fill: PartWords
    kinds: dict[str, str] = {}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """forms.yaml."""

    common: Common
    forms: dict[str, FormWords]


@cache
def words() -> Words:
    """The packaged words."""
    return yamlfile.packaged("nameplate.report.forms", "forms.yaml", Words)


def keys() -> frozenset[str]:
    """Every key under which something for a form can be said."""
    return frozenset(key for form in words().forms.values() for field in form.fields.values() for key in field.said)


def check_key(key: str) -> None:
    """Raises `UsageError` on a key that no form asks for, naming the nearest one that is."""
    if key not in keys():
        near = difflib.get_close_matches(key, sorted(keys()), n=1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; they ask for {', '.join(sorted(keys()))}"
        raise UsageError(f"no form asks for '{key}'{hint}")
