"""What every item of the register carries: where it was read, when, and how far it can be trusted.

Every item carries its evidence: `cite` (keys of `citations.yaml`), `as_of` (knowledge time: when the source said so),
`confidence`, `basis`. `from`/`to` are valid time and apart from it. An item with basis `unverified` may be shown to a
reader; it never decides a verdict.
"""

import datetime as dt
from typing import Literal

import msgspec

Basis = Literal["text_seen", "secondary", "press", "informal", "unverified"]

Confidence = Literal["high", "medium", "low"]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every register item carries. `cite` holds keys of citations.yaml."""

    cite: tuple[str, ...]
    as_of: dt.date
    confidence: Confidence
    basis: Basis


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source that facts cite. `url` is a page or file that was read; `accessed` the day."""

    title: str
    url: str
    accessed: dt.date


class CitationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """citations.yaml: key -> citation."""

    citations: dict[str, Citation]


class SeatFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """seats.yaml: maker id -> ISO 3166-1 code, for makers that have no file of their own. The country is that of
    the registered address of the maker's MAC blocks (citation `ieee-registry`)."""

    seats: dict[str, str]
    cite: tuple[str, ...]
    as_of: dt.date
