"""Every order: the unit that it reaches farthest, and one that it must not touch; where it forbids nothing, why."""

import datetime as dt

import pytest
from cases import TODAY, evaluator

from nameplate.model import Finding, Holder, Site
from nameplate.policy.ask import ask
from nameplate.register import load
from nameplate.register.orders import Order

REGISTER = load.load()
LATER = dt.date(2028, 2, 1)
SECTORS = tuple(sorted({s for o in REGISTER.orders.values() for b in o.bound for s in b.sectors}))
FARTHEST = {
    # order: (maker, category, day of purchase and of judging, verdict)
    "AU-2023": ("dahua", "camera", TODAY, "restricted"),
    "AU-PSPF": ("deepseek", "service", TODAY, "forbidden"),
    "CA-5G-2022": ("huawei", "module", TODAY, "forbidden"),
    "CA-FED-USE": ("hikvision", "camera", TODAY, "forbidden"),
    "CA-ICA-HIK": ("dji", "camera", TODAY, "not_covered"),
    "CA-MOBILE": ("bytedance", "software", TODAY, "forbidden"),
    "CA-QC": ("hikvision", "camera", TODAY, "forbidden"),
    "CN-CYBERSW": ("micron", "software", TODAY, "cannot_tell"),
    "CN-ECL": ("dji", "camera", TODAY, "not_covered"),
    "CN-MICRON": ("micron", "camera", TODAY, "forbidden"),
    "CN-MOF-46": ("micron", "camera", TODAY, "cannot_tell"),
    "CN-UEL": ("dji", "camera", TODAY, "not_covered"),
    "CZ-NUKIB": ("dji", "camera", TODAY, "restricted"),
    "DE-5G": ("dji", "module", LATER, "cannot_tell"),
    "DK-REGH": ("hikvision", "camera", TODAY, "forbidden"),
    "EU-CSA2": ("dji", "camera", TODAY, "not_covered"),
    "EU-EP": ("dji", "camera", TODAY, "not_covered"),
    "IN-CRO": ("dji", "camera", TODAY, "forbidden_if"),
    "IN-GFR": ("dji", "camera", TODAY, "cannot_tell"),
    "KR-MIL": ("dji", "camera", TODAY, "restricted"),
    "LT-ELEC": ("dji", "camera", TODAY, "cannot_tell"),
    "NL-AMS": ("dji", "camera", TODAY, "restricted"),
    "NZ-NONE": ("dji", "camera", TODAY, "not_covered"),
    "RU-166": ("dji", "software", TODAY, "forbidden"),
    "RU-250": ("dji", "software", TODAY, "cannot_tell"),
    "TW-ICT": ("dji", "camera", TODAY, "forbidden"),
    "UK-DVD-HUAWEI": ("huawei", "module", TODAY, "forbidden"),
    "UK-PA-2023": ("dji", "camera", TODAY, "not_covered"),
    "UK-WMS-2022": ("dji", "camera", TODAY, "forbidden"),
    "US-1260H": ("autel", "camera", LATER, "forbidden"),
    "US-5949": ("cxmt", "chip", LATER, "forbidden"),
    "US-889-GRANT": ("dahua", "access_control", TODAY, "forbidden"),
    "US-889A": ("dahua", "access_control", TODAY, "forbidden"),
    "US-889B": ("dahua", "access_control", TODAY, "forbidden"),
    "US-ASDA": ("dji", "drone", TODAY, "cannot_tell"),
    "US-BIS-50": ("dahua", "camera", TODAY, "not_covered"),
    "US-BIS-EL-2019": ("dahua", "camera", TODAY, "not_covered"),
    "US-BIS-EL-2023": ("dji", "camera", TODAY, "not_covered"),
    "US-CMIC": ("dji", "camera", TODAY, "not_covered"),
    "US-DFARS-7018": ("huawei", "intercom", TODAY, "forbidden_if"),
    "US-FAR-KAS": ("kaspersky", "service", TODAY, "forbidden_if"),
    "US-FAR-RFO": ("dji", "camera", TODAY, "not_covered"),
    "US-FAR-TIKTOK": ("bytedance", "software", TODAY, "forbidden_if"),
    "US-FASCSA-01": ("acronis", "service", TODAY, "forbidden"),
    "US-FCC-22-84": ("dahua", "access_control", TODAY, "forbidden"),
    "US-FCC-25-71": ("dahua", "camera", TODAY, "forbidden_if"),
    "US-FCC-LEGACY": ("dahua", "access_control", TODAY, "forbidden"),
    "US-FCC-LIST": ("dahua", "access_control", TODAY, "restricted"),
    "US-FCC-ROUTER": ("dji", "network", TODAY, "forbidden_if"),
    "US-FCC-UAS": ("dji", "drone", TODAY, "forbidden_if"),
    "US-FCC-USF": ("dahua", "access_control", TODAY, "forbidden"),
    "US-GA": ("dji", "camera", TODAY, "cannot_tell"),
    "US-ICTS-CAR": ("dji", "vehicle", TODAY, "cannot_tell"),
    "US-ICTS-KAS": ("kaspersky", "service", TODAY, "forbidden"),
    "US-LA": ("dahua", "access_control", TODAY, "forbidden"),
    "US-NE": ("dji", "camera", TODAY, "cannot_tell"),
    "US-NERC-2019": ("dahua", "camera", TODAY, "restricted"),
    "US-TX-HB129": ("dji", "camera", TODAY, "not_covered"),
    "US-TX-LIST": ("autel", "camera", TODAY, "forbidden"),
    "US-VT": ("dahua", "camera", TODAY, "cannot_tell"),
}
WHY_NOT = {
    "AU-2023": "no outright ban",
    "CA-ICA-HIK": "an order to one company to stop doing business",
    "CN-CYBERSW": "unpublished",
    "CN-ECL": "about exports",
    "CN-MOF-46": "The names on the list",
    "CN-UEL": "about trade and investment",
    "CZ-NUKIB": "no outright ban",
    "DE-5G": "The contracts with",
    "EU-CSA2": "proposed since",
    "EU-EP": "one institution's own building",
    "IN-GFR": "Who bid must be known",
    "KR-MIL": "no outright ban",
    "LT-ELEC": "The states were not",
    "NL-AMS": "no outright ban",
    "NZ-NONE": "no order was found here",
    "RU-250": "Which states count",
    "UK-PA-2023": "no supplier was seen on the list",
    "US-ASDA": "The list's names were",
    "US-BIS-50": "about exports",
    "US-BIS-EL-2019": "about exports",
    "US-BIS-EL-2023": "about exports",
    "US-CMIC": "about securities",
    "US-FAR-RFO": "not final when last seen",
    "US-FCC-LIST": "no outright ban",
    "US-GA": "is in force on",
    "US-ICTS-CAR": "is in force on",
    "US-NE": "The definition was n",
    "US-NERC-2019": "no outright ban",
    "US-TX-HB129": "not known to be law",
    "US-VT": "is in force on",
}
"""Orders of which no unit is found forbidden, with the words that say why."""
UNTOUCHED = [("axis", "camera"), ("axis", "other"), ("axis", "service")]


def holder_of(order: Order) -> Holder:
    """The holder whom the order binds most."""
    actors = {actor for bound in order.bound for actor in bound.actors} - {"anyone"}
    entity = next((bound.entity for bound in order.bound if bound.entity), None)
    own = ("named_company",) if "named_company" in actors else tuple(sorted(actors)) or ("agency",)
    return Holder("x", actors=own, jurisdictions=(order.jurisdiction,), sectors=SECTORS, entity=entity)


def site_of(order: Order) -> Site:
    """The site where it reaches farthest."""
    purposes = {p for target in order.targets for p in target.purposes} | {s for act in order.acts for s in act.scope}
    funding = {money for act in order.acts for money in act.funding} | {"federal_award"}
    return Site("s", purposes=tuple(sorted(purposes | {"government_facility"})), sensitive=True, funding=tuple(funding))


def judged(order: str, maker: str, category: str, day: dt.date) -> Finding:
    one = REGISTER.orders[order]
    found = ask(maker, category, site_of(one), day, evaluator(holder_of(one), day), REGISTER)
    return next(f for f in found if f.order == order)


def test_every_order_of_the_register_is_tried():
    assert set(FARTHEST) == set(REGISTER.orders)
    assert set(WHY_NOT) == {o for o, row in FARTHEST.items() if row[3] not in {"forbidden", "forbidden_if"}}


@pytest.mark.parametrize("order", sorted(FARTHEST))
def test_the_unit_that_an_order_reaches_farthest(order):
    maker, category, day, verdict = FARTHEST[order]
    found = judged(order, maker, category, day)
    assert found.verdict == verdict, found.chain[-1].says
    assert WHY_NOT.get(order, "") in " ".join(step.says for step in found.chain)


@pytest.mark.parametrize("order", sorted(FARTHEST))
def test_a_unit_that_an_order_must_not_touch(order):
    verdicts = {judged(order, maker, category, TODAY).verdict for maker, category in UNTOUCHED}
    assert "not_covered" in verdicts
    assert "forbidden" not in verdicts
