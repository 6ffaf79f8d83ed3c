"""Lists, filters and facets say what a plain count over the same devices says."""

import datetime as dt
import random
from collections import Counter

import pytest

from databases import KINDS, fresh
from nameplate.errors import UsageError
from nameplate.model import Attribution, Device, Duty, Finding, Identifiers, Place
from nameplate.policy.foremost import STRICTEST
from nameplate.store import case_rows, imports, queries
from nameplate.store.imports import Incoming

ORDERS = ("US-889B", "US-FCC-COVERED", "US-GA-HB113")
MAKERS, SITES, MODELS = ("hikvision", "dahua", "axis"), ("north", "süd", "o'hara", None), ("A", "a", "Ä", "%", None)
DAY = dt.date(2026, 11, 1)


def device(rng: random.Random, number: int) -> Device:
    identified = rng.random() < 0.8
    return Device(
        id=f"d-{number:04}",
        subjects=(Place("list.csv", f"row {number}", f"row {number}"),),
        site=rng.choice(SITES),
        identifiers=Identifiers(),
        attribution=Attribution(
            rng.choice(MAKERS),
            0.9,
            "identified" if identified else "cannot_tell",
            None,
            brand=rng.choice(("Own", "Other", None)),
            model=rng.choice(MODELS),
            category=rng.choice(("camera", "recorder", None)),
        ),
        quantity=rng.choice((1, 1, 1, 12)),
        supplier=rng.choice(("Shop", None)),
    )


def findings_on(rng: random.Random, one: Device) -> list[Finding]:
    chosen = rng.sample(ORDERS, rng.randint(0, len(ORDERS)))
    return [
        Finding(one.id, order, rng.choice(STRICTEST), (), (Duty("remove", rng.choice((DAY, None))),), (), ())
        for order in chosen
    ]


RNG = random.Random(889)
DEVICES = [device(RNG, number) for number in range(300)]
FINDINGS = [finding for one in DEVICES for finding in findings_on(RNG, one)]
OF_DEVICE = {one.id: [f for f in FINDINGS if f.device == one.id] for one in DEVICES}
VERDICTS = {
    one.id: min((f.verdict for f in OF_DEVICE[one.id]), key=STRICTEST.index, default="not_covered") for one in DEVICES
}


def value(one: Device, name: str) -> str | None:
    """A device's value under the name of a filter, from the structs."""
    if name == "verdict":
        return VERDICTS[one.id]
    if name == "maker":
        return one.attribution.maker if one.attribution.verdict == "identified" else None
    return getattr(one, name, None) if name in {"site", "supplier", "id"} else getattr(one.attribution, name)


def fit(where: dict[str, str]) -> list[Device]:
    def fits(one: Device) -> bool:
        covered = "order" not in where or any(f.order == where["order"] for f in OF_DEVICE[one.id])
        return covered and all(value(one, name) == wanted for name, wanted in where.items() if name != "order")

    return [one for one in DEVICES if fits(one)]


def filters() -> list[dict[str, str]]:
    rng = random.Random(7)
    found: list[dict[str, str]] = [{}, {"id": "d-0007"}, {"maker": "nobody"}]
    for _ in range(25):
        one = rng.choice(DEVICES)
        names = rng.sample((*queries.DEVICE_FACETS, "order"), rng.randint(1, 3))
        chosen = {name: rng.choice(ORDERS) if name == "order" else value(one, name) for name in names}
        found.append({name: wanted for name, wanted in chosen.items() if wanted is not None})
    return found


@pytest.fixture(scope="module", params=KINDS)
def filled(request, tmp_path_factory):
    with fresh(request.param, tmp_path_factory.mktemp("filled")) as store:
        incoming = Incoming("r", DAY, "1", {}, DEVICES, FINDINGS, VERDICTS, {"list.csv": "digest"})
        with store.writing() as connection:
            imports.take_in(connection, incoming, dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
            for number in range(40):
                case_rows.add(connection, case(number), [DEVICES[number].id, DEVICES[number + 100].id])
        yield store


def case(number: int) -> dict[str, object]:
    return {
        "id": f"c-{number}",
        "title": f"case {number}",
        "state": ("opened", "decided", "closed")[number % 3],
        "verdict": STRICTEST[number % 4],
        "decision": ("remove", None)[number % 2],
        "until": None,
        "due": DAY + dt.timedelta(days=number * 7 % 11) if number % 5 else None,
        "stopped": False,
        "opened": number,
        "updated": number,
    }


@pytest.mark.parametrize("where", filters(), ids=str)
def test_a_list_holds_the_devices_that_fit_and_no_others(filled, where):
    expected = [one.id for one in fit(where)]
    with filled.reading() as connection:
        assert queries.matching(connection, where) == expected
        assert [row["id"] for row in queries.devices(connection, where, limit=1000)] == expected
        paged = [r["id"] for at in range(0, 300, 37) for r in queries.devices(connection, where, limit=37, offset=at)]
        assert paged == expected


@pytest.mark.parametrize("where", filters()[:12], ids=str)
@pytest.mark.parametrize("column", queries.DEVICE_FACETS)
def test_a_facet_counts_units_most_first(filled, column, where):
    counted: Counter[str] = Counter()
    for one in fit(where):
        counted[value(one, column) or "(not known)"] += one.quantity
    with filled.reading() as connection:
        found = queries.facet(connection, column, where)
    assert dict(found) == dict(counted)
    assert [count for _, count in found] == sorted(counted.values(), reverse=True)


def test_devices_and_findings_come_back_as_they_went_in(filled):
    with filled.reading() as connection:
        for one in DEVICES[::29]:
            assert queries.device(connection, one.id) == one
            assert queries.findings(connection, [one.id]) == sorted(OF_DEVICE[one.id], key=lambda f: f.order)


def test_more_devices_can_be_asked_for_than_a_database_takes_parameters(filled):
    wanted = [f"d-{number:04}" for number in range(70_000)]
    with filled.reading() as connection:
        assert len(queries.findings(connection, wanted)) == len(FINDINGS)
        assert case_rows.due(connection, wanted) == DAY


@pytest.mark.parametrize(
    "where", [{}, {"state": "decided"}, {"verdict": "forbidden", "decision": "remove"}, {"site": "süd"}]
)
def test_a_list_of_cases_is_in_order_of_date(filled, where):
    rows = [case(number) for number in range(40)]
    if site := where.get("site"):
        inside = {one.id for one in DEVICES if one.site == site}
        rows = [r for r in rows if {DEVICES[r["opened"]].id, DEVICES[r["opened"] + 100].id} & inside]
    rows = [row for row in rows if all(row[name] == wanted for name, wanted in where.items() if name != "site")]
    with filled.reading() as connection:
        found = queries.cases(connection, where)
    assert [row["id"] for row in found] == [
        row["id"] for row in sorted(rows, key=lambda r: (r["due"] is None, r["due"] or DAY, r["id"]))
    ]


@pytest.mark.parametrize("column", queries.CASE_FACETS)
def test_a_facet_of_cases_counts_cases(filled, column):
    with filled.reading() as connection:
        found = queries.case_facet(connection, column)
    assert dict(found) == dict(Counter(case(number)[column] or "(none)" for number in range(40)))


def test_what_filters_nothing_is_refused(filled):
    with filled.reading() as connection:
        for ask in (
            lambda: queries.devices(connection, {"colour": "red"}),
            lambda: queries.cases(connection, {"colour": "red"}),
            lambda: queries.facet(connection, "payload"),
            lambda: queries.case_facet(connection, "title"),
            lambda: queries.device(connection, "d-nowhere"),
        ):
            with pytest.raises(UsageError):
                ask()
