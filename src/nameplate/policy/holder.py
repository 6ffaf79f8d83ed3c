"""The holder file: who is asked, in which jurisdictions, with which sites. A typo never becomes a silent "no"."""

import difflib
import ipaddress
import re
from collections.abc import Sequence
from pathlib import Path

from nameplate import yamlfile
from nameplate.errors import DocumentError
from nameplate.model import PURPOSES, Holder, MarketShare

JURISDICTION = r"[A-Z]{2}(-[A-Z0-9]{1,3})?"
"""ISO 3166-1 alpha-2 or ISO 3166-2."""
UNKNOWN = Holder(name="(no holder file given)")
"""Stands in where no holder file is given: whatever depends on the holder is unknown, never "no"."""


def load(path: Path) -> Holder:
    """Read a holder file. Raises `DocumentError` naming key, line and the nearest right word."""
    holder = yamlfile.load(path, Holder)
    for site in holder.sites:
        for purpose in site.purposes or ():
            _check_purpose(path, site.id, purpose)
        for network in site.match.network:
            _check_network(path, site.id, network)
    for words in (holder.funding, *(site.funding for site in holder.sites)):
        for word in words or ():
            _check_funding(path, word)
    _check_market(path, holder.market)
    ids = [site.id for site in holder.sites]
    doubled = sorted({i for i in ids if ids.count(i) > 1})
    if doubled:
        raise DocumentError(f"{path}: site id '{doubled[0]}' stands there twice; ids must differ")
    for jurisdiction in holder.jurisdictions:
        if not re.fullmatch(JURISDICTION, jurisdiction):
            raise DocumentError(
                f"{path}: jurisdiction '{jurisdiction}' is no ISO 3166 code; write US, or US-LA for a state"
            )
    return holder


FUNDING = ("federal_award", "federal_funds", "e_rate", "universal_service", "own_funds")
"""Words for money that orders ask about, and one for the holder's own."""


def _check_funding(path: Path, word: str) -> None:
    """Money that no order names is kept; a misspelt known word is refused: it would be a silent "no"."""
    near = difflib.get_close_matches(word, FUNDING, n=1, cutoff=0.7)
    if word not in FUNDING and near:
        raise DocumentError(f"{path}: unknown funding '{word}'; did you mean '{near[0]}'?")


def _check_market(path: Path, market: Sequence[MarketShare]) -> None:
    for one in market:
        if not 0 < one.share < 1:
            raise DocumentError(f"{path}: market: the share of '{one.maker}' must lie between 0 and 1, say 0.3")
    total = sum(one.share for one in market)
    if total > 1:
        raise DocumentError(f"{path}: market: the shares add up to {total:.2f}; they cannot pass 1")


def _check_network(path: Path, site: str, network: str) -> None:
    try:
        ipaddress.ip_network(network, strict=False)
    except ValueError as error:
        raise DocumentError(f"{path}: site '{site}': '{network}' is no network; write it like 10.4.0.0/16") from error


def _check_purpose(path: Path, site: str, purpose: str) -> None:
    """A purpose that no order names is kept; one that looks like a misspelt known one is refused."""
    near = difflib.get_close_matches(purpose, PURPOSES, n=1, cutoff=0.8)
    if purpose not in PURPOSES and near:
        raise DocumentError(f"{path}: site '{site}': unknown purpose '{purpose}'; did you mean '{near[0]}'?")
