"""Judging one imagined device for one holder on one day, with the packaged register: what the tests of policy ask."""

import datetime as dt
from functools import cache

from nameplate.model import Finding, Holder, Site
from nameplate.policy.ask import ask
from nameplate.policy.evaluate import Evaluator
from nameplate.register import load

TODAY = dt.date(2026, 11, 24)
BOUGHT = dt.date(2022, 6, 1)

CONTRACTOR = Holder("Contractor", actors=("contractor",), jurisdictions=("US",))
AGENCY = Holder("Agency", actors=("agency",), jurisdictions=("US",))
DISTRICT = Holder("District", actors=("public_body", "grantee"), jurisdictions=("US", "US-LA"))
DEPARTMENT = Holder("Department", actors=("agency",), jurisdictions=("CA",))
QUEBEC = Holder("Ville", actors=("public_body",), jurisdictions=("CA", "CA-QC"), sectors=())
COUNCIL = Holder("Council", actors=("public_body",), jurisdictions=("GB",))
MINISTRY = Holder("Ministry", actors=("agency",), jurisdictions=("GB",))
NOBODY = Holder("(no holder file given)")

GATE = Site("gate", purposes=("government_facility",), sensitive=False, funding=("own_funds",))
SHOP = Site("shop", purposes=("commercial",), sensitive=False, funding=("own_funds",))
UNSAID = Site("unsaid")


@cache
def evaluator(holder: Holder, as_of: dt.date) -> Evaluator:
    """One evaluator for each holder and day: its cache is part of what is tested."""
    return Evaluator(load.load(), holder, as_of)


def findings(
    maker: str,
    category: str = "camera",
    holder: Holder = CONTRACTOR,
    site: Site | None = GATE,
    acquired: dt.date = BOUGHT,
    as_of: dt.date = TODAY,
) -> dict[str, Finding]:
    """Every order's finding, by order."""
    found = ask(maker, category, site, acquired, evaluator(holder, as_of), load.load())  # type: ignore[arg-type]
    return {one.order: one for one in found}


def verdict(order: str, maker: str, category: str = "camera", **more: object) -> str:
    """What one order says."""
    return findings(maker, category, **more)[order].verdict  # type: ignore[arg-type]


def covering(maker: str, category: str = "camera", **more: object) -> dict[str, str]:
    """All orders that do not say `not_covered`, with their verdicts."""
    found = findings(maker, category, **more)  # type: ignore[arg-type]
    return {order: one.verdict for order, one in found.items() if one.verdict != "not_covered"}
