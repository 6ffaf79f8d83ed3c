"""The register's files: every one has its shape, cites what exists, and keeps its own rules of evidence.

Facts are not repeated here; what is checked is what a reader relies on: ids, citations, dates, and that no
evaluated element rests on unverified evidence alone.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from nameplate import register, yamlfile
from nameplate.identify import oui
from nameplate.model import PURPOSES
from nameplate.register.evidence import CitationFile, Evidence
from nameplate.register.orders import Order, OrderFile
from nameplate.register.who import Brand, BrandFile, Entity, Lineage, Maker, MakerFile

DATA = Path(register.__file__).parent / "data"
LAST_READING = dt.date(2026, 11, 24)
"""No source was read later than this."""


def _ids(words: str) -> frozenset[str]:
    return frozenset(words.split())


REQUIRED_FIRST = _ids(
    """US-889A US-889B US-889-GRANT US-FAR-RFO US-FCC-LIST US-FCC-22-84 US-FCC-LEGACY US-BIS-EL-2019
    US-BIS-EL-2023 US-BIS-50 US-CMIC US-1260H US-LA US-TX-LIST CA-ICA-HIK CA-FED-USE CA-QC CA-5G-2022
    UK-WMS-2022 AU-2023 NZ-NONE CN-MICRON"""
)
ALL_ORDERS = REQUIRED_FIRST | _ids(
    """US-DFARS-7018 US-NERC-2019 US-FCC-USF US-FCC-25-71 US-FCC-UAS US-FCC-ROUTER US-5949 US-ICTS-KAS
    US-FAR-KAS US-FAR-TIKTOK US-ICTS-CAR US-FASCSA-01 US-ASDA US-TX-HB129 US-VT US-NE US-GA CA-MOBILE
    UK-PA-2023 UK-DVD-HUAWEI AU-PSPF EU-EP EU-CSA2 DE-5G LT-ELEC CZ-NUKIB DK-REGH NL-AMS TW-ICT IN-CRO
    IN-GFR KR-MIL CN-UEL CN-CYBERSW CN-MOF-46 CN-ECL RU-166 RU-250"""
)
NAMED_MAKERS = _ids(
    """hikvision dahua huawei zte hytera uniview tvt raysharp xiongmai tiandy kedacom sunell jovision longse
    herospeed milesight tp-link dji autel quectel smic cxmt ymtc kaspersky acronis micron skydio techinsights
    illumina sensetime megvii yitu iflytek honor xfusion lorex bytedance"""
)
NOT_ABOUT_HOLDINGS = _ids("CA-ICA-HIK US-CMIC US-BIS-EL-2019 US-BIS-EL-2023 US-BIS-50 CN-ECL CN-UEL NZ-NONE")
PUBLISHED_AFTER_TAKING_EFFECT = _ids("US-FASCSA-01")

CITATIONS = yamlfile.load(DATA / "citations.yaml", CitationFile).citations
MAKERS = {p.stem: yamlfile.load(p, MakerFile).maker for p in sorted((DATA / "makers").glob("*.yaml"))}
BRANDS = [b for p in sorted((DATA / "brands").glob("*.yaml")) for b in yamlfile.load(p, BrandFile).brands]
ORDERS = {p.stem: yamlfile.load(p, OrderFile).order for p in sorted((DATA / "orders").rglob("*.yaml"))}
ENTITIES = {e.id: e for m in MAKERS.values() for e in m.entities}
LINEAGES = {line.id: (brand, line) for brand in BRANDS for line in brand.lineage}


def _evidence() -> Iterator[tuple[str, Evidence]]:
    """Every item that carries evidence, with a name for the message."""
    yield from MAKERS.items()
    yield from ENTITIES.items()
    yield from ((i, line) for i, (_, line) in LINEAGES.items())
    yield from ((f"{o.id}/{f.field}", f) for o in ORDERS.values() for f in o.facts)


def _doubled(ids: Iterator[str]) -> list[str]:
    return [i for i, n in Counter(ids).items() if n > 1]


def test_every_order_that_the_contract_names_is_there() -> None:
    assert len(ALL_ORDERS) == 60
    assert set(ORDERS) >= ALL_ORDERS


def test_every_maker_of_the_facts_is_there() -> None:
    assert set(MAKERS) >= NAMED_MAKERS


def test_a_file_is_named_after_what_it_holds() -> None:
    assert all(stem == order.id for stem, order in ORDERS.items())
    assert all(stem == maker.id for stem, maker in MAKERS.items())


def test_ids_are_unique() -> None:
    assert not _doubled(i for m in MAKERS.values() for i in (m.id, *(e.id for e in m.entities)))
    assert not _doubled(brand.id for brand in BRANDS)
    assert not _doubled(line.id for brand in BRANDS for line in brand.lineage)


def test_the_brand_claims_of_the_facts_are_all_taken_over() -> None:
    relabels = [line for _, line in LINEAGES.values() if line.role != "own_brand"]
    assert len(relabels) >= 146
    assert len(LINEAGES) >= 200


@pytest.mark.parametrize("brand", ["lorex", "amcrest", "lts", "honeywell", "annke", "swann", "cp-plus", "hilook"])
def test_the_brands_that_people_hold_are_there(brand: str) -> None:
    assert brand in {b.id for b in BRANDS}


def test_every_citation_key_exists_and_every_item_cites_something() -> None:
    assert not [name for name, item in _evidence() if not item.cite]
    missing = {(name, key) for name, item in _evidence() for key in item.cite if key not in CITATIONS}
    assert not missing


def test_no_fact_is_known_before_its_source_or_after_the_reading() -> None:
    late = [name for name, item in _evidence() if item.as_of > LAST_READING]
    assert not late
    assert all(c.accessed <= LAST_READING for c in CITATIONS.values())


def test_unverified_means_low_confidence() -> None:
    assert not [n for n, item in _evidence() if item.basis == "unverified" and item.confidence != "low"]


def test_one_informal_source_alone_never_gives_high_confidence() -> None:
    alone = [
        i
        for i, (_, line) in LINEAGES.items()
        if line.basis == "informal" and len(line.cite) == 1 and line.confidence == "high"
    ]
    assert not alone


def test_every_maker_or_entity_that_is_named_exists() -> None:
    known = set(MAKERS) | set(ENTITIES)
    named = {(i, line.maker) for i, (_, line) in LINEAGES.items()}
    named |= {(o.id, e) for o in ORDERS.values() for t in o.targets for e in t.entities}
    named |= {(o.id, b.entity) for o in ORDERS.values() for b in o.bound if b.entity}
    assert not {(where, who) for where, who in named if who not in known}


def test_contradictions_point_to_claims_on_the_same_brand() -> None:
    for brand, line in LINEAGES.values():
        assert set(line.contradicted_by) <= {other.id for other in brand.lineage} - {line.id}, line.id


def test_orders_refer_to_orders() -> None:
    for order in ORDERS.values():
        assert set(order.same_as) | set(order.lists_by_reference) <= set(ORDERS), order.id


@pytest.mark.parametrize("item", [*ENTITIES.values(), *(line for _, line in LINEAGES.values())], ids=lambda i: i.id)
def test_valid_time_runs_forward(item: Entity | Lineage) -> None:
    assert item.from_ is None or item.to is None or item.from_ <= item.to


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_dates_of_an_order_run_forward(order: Order) -> None:
    changes = [c.from_ for c in order.status_history]
    assert changes
    assert changes == sorted(changes)
    spans = [(c.from_, c.to) for c in order.citations] + [(t.from_, t.to) for t in order.targets]
    spans += [(a.from_, a.until) for a in order.acts]
    spans += [(order.effective, order.end)]
    if order.id not in PUBLISHED_AFTER_TAKING_EFFECT:
        spans += [(order.announced, order.effective)]
    assert not [(start, end) for start, end in spans if start and end and start > end]


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_every_evaluated_element_rests_on_a_verified_fact(order: Order) -> None:
    elements = {
        "status": order.status_history,
        "announced": order.announced,
        "effective": order.effective,
        "end": order.end,
        "bound": order.bound,
        "acts": order.acts,
        "targets": order.targets,
        "exceptions": order.exceptions,
        "duties": order.duties,
        "citations": order.citations,
        "lists": order.lists_by_reference,
    }
    verified = {fact.field for fact in order.facts if fact.basis != "unverified"}
    assert not [name for name, value in elements.items() if value and name not in verified]


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_an_order_speaks_the_words_that_holders_use(order: Order) -> None:
    purposes = {p for t in order.targets for p in t.purposes} | {s for a in order.acts for s in a.scope}
    assert purposes <= set(PURPOSES)
    assert re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", order.jurisdiction)


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_an_order_that_does_not_touch_holdings_says_why(order: Order) -> None:
    assert order.touches_holdings is not bool(order.why_not)
    assert order.touches_holdings is False or order.id not in NOT_ABOUT_HOLDINGS


def test_a_holder_is_never_bound_by_an_order_to_one_company() -> None:
    order = ORDERS["CA-ICA-HIK"]
    assert [b.entity for b in order.bound] == ["hikvision-canada"]
    assert [t.entities for t in order.targets] == [("hikvision-canada",)]


@pytest.mark.parametrize(
    ("order", "day", "status"),
    [
        ("US-BIS-50", dt.date(2026, 11, 9), "suspended"),
        ("US-BIS-50", dt.date(2026, 11, 10), "unknown"),
        ("CA-ICA-HIK", dt.date(2025, 10, 24), "in_force"),
        ("CA-ICA-HIK", dt.date(2025, 10, 25), "unknown"),
        ("US-5949", dt.date(2026, 11, 24), "proposed"),
        ("US-ASDA", dt.date(2028, 12, 22), "lapsed"),
        ("NZ-NONE", dt.date(2026, 11, 24), "none_found"),
    ],
)
def test_a_status_changes_on_its_day(order: str, day: dt.date, status: str) -> None:
    assert [c.status for c in ORDERS[order].status_history if c.from_ <= day][-1] == status


def test_a_moved_clause_shows_both_citations() -> None:
    codes = " ".join(c.code for c in ORDERS["US-889B"].citations)
    assert "52.204-25" in codes
    assert "52.240-91" in codes


def test_the_report_after_a_finding_has_two_terms_in_business_days() -> None:
    for name in ("US-889A", "US-889B"):
        terms = [(d.after, d.within.n, d.within.unit) for d in ORDERS[name].duties if d.within]
        assert terms == [("discovery", 1, "business_day"), ("first_report", 10, "business_day")]


def test_the_maker_that_is_named_has_its_answer_beside_the_order() -> None:
    for name in ("CA-ICA-HIK", "CA-FED-USE"):
        answers = [f for f in ORDERS[name].facts if f.field == "reply"]
        assert any("Hikvision" in f.says and f.as_of == dt.date(2025, 6, 28) for f in answers)


@pytest.mark.parametrize(
    ("brand", "model", "lineage"),
    [
        ("safire", "SF-IPD820A-4E1", "safire-tvt"),
        ("abus", "IPCB42515", "abus-performance"),
        ("lts", "CMIP3042W-28", "lts-cmip"),
        ("honeywell", "HEN16184", "honeywell-performance"),
        ("lorex", "LNB2153", "lorex-hikvision"),
        ("empiretech", "IPC-T2347G3-SLRB", "empiretech-hikvision"),
    ],
)
def test_a_line_is_told_by_its_model(brand: str, model: str, lineage: str) -> None:
    lines = next(b for b in BRANDS if b.id == brand).lineage
    hit = [x.id for x in lines if any(re.search(p, model, re.IGNORECASE) for p in x.line.include)]
    assert lineage in hit


@pytest.mark.parametrize(
    ("brand", "model", "lineage"),
    [
        ("lts", "VSIP7442W", "lts-hikvision"),
        ("lorex", "LNB2153", "lorex-dahua"),
        ("empiretech", "IPC-T2347G3-SLRB", "empiretech-dahua"),
    ],
)
def test_a_line_leaves_out_what_another_maker_built(brand: str, model: str, lineage: str) -> None:
    line = next(x for b in BRANDS if b.id == brand for x in b.lineage if x.id == lineage).line
    assert any(re.search(p, model, re.IGNORECASE) for p in line.exclude)


def test_every_pattern_compiles() -> None:
    patterns = [p for _, x in LINEAGES.values() for p in (*x.line.include, *x.line.exclude)]
    assert all(re.compile(p) for p in patterns)


def test_a_brand_that_may_decide_names_one_maker_without_contradiction() -> None:
    for brand, line in LINEAGES.values():
        if line.state == "mix" or line.confidence == "low" or line.contradicted_by:
            continue
        clean = [
            x
            for x in brand.lineage
            if x.role in {"own_brand", "relabel"}
            and x.share in {"all", "most"}
            and x.line == type(x.line)()
            and x.from_ is None
            and x.to is None
            and x.confidence != "low"
            and x.state in {"cur", "end"}
        ]
        assert len({x.maker for x in clean}) <= 1, brand.id


def _registrants() -> dict[str, int]:
    """Registrant name -> number of MAC blocks in the packaged list."""
    counts = oui.table().group_by("registrant").len()
    return dict(zip(counts["registrant"].to_list(), counts["len"].to_list(), strict=True))


def _named_by(holder: Maker | Entity | Brand, registrant: str) -> bool:
    """Whether a pattern is the beginning of the registrant's name, ending at a word's end."""
    return any(re.match(re.escape(p) + r"(?!\w)", registrant, re.IGNORECASE) for p in holder.registrant)


@pytest.mark.parametrize(
    ("maker", "at_least"),
    [("hikvision", 84), ("dahua", 31), ("huawei", 1407), ("zte", 499), ("dji", 10), ("uniview", 4)],
)
def test_the_mac_blocks_of_a_maker_are_found(maker: str, at_least: int) -> None:
    found = sum(n for name, n in _registrants().items() if _named_by(MAKERS[maker], name))
    assert found >= at_least


@pytest.mark.parametrize(
    "stranger",
    [
        "Nautel LTD",
        "Beijing Autelan Technology Inc.",
        "Autelis, LLC",
        "Teltronics, Inc.",
        "Teltronic AG",
        "New H3C Technologies Co., Ltd",
        "Huawei Symantec Technologies Co.,Ltd.",
        "HUAWEI-3COM",
        "Hisilicon Technologies Co., Ltd",
        "Shanghai Dahua Scale Factory",
        "UniView Technologies",
        "JOREX LOREX INDIA PRIVATE LIMITED",
        "ZTEC Instruments, Inc.",
        "ANHUI WANZTEN P&T CO., LTD",
        "Zhejiang Haikang Science And Technology Co.,Ltd",
        "Avedis Zildjian Company",
        "Shenzhen Kedakeda Technology Co., Ltd.",
        "JMicron Technology Corp.",
        "Pramac GmbH",
    ],
)
def test_a_name_that_only_looks_alike_belongs_to_nobody_here(stranger: str) -> None:
    holders = [*MAKERS.values(), *ENTITIES.values(), *BRANDS]
    assert not [h.id for h in holders if _named_by(h, stranger)]


def test_honor_is_not_huawei_in_the_registry() -> None:
    named = [h.id for h in (*MAKERS.values(), *ENTITIES.values()) if _named_by(h, "Honor Device Co., Ltd.")]
    assert named == ["honor"]


def test_whoever_sells_modules_to_others_is_marked() -> None:
    assert MAKERS["quectel"].sells_interfaces
    for maker in ("hikvision", "dahua", "uniview", "tvt", "zte", "hytera", "dji", "tp-link", "kaspersky", "huawei"):
        assert not MAKERS[maker].sells_interfaces


def test_a_name_is_in_no_two_brands() -> None:
    assert not _doubled(name.casefold() for brand in BRANDS for name in brand.names)


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda p: p.stem)
def test_lines_are_short_enough_to_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [i for i, line in enumerate(lines, 1) if len(line) > 110]


@pytest.mark.shared
def test_the_order_ids_are_those_of_the_fact_sheet(shared: Path) -> None:
    sheet = (shared / "facts" / "orders.md").read_text(encoding="utf-8")
    table = sheet.split("## 1.")[1].split("## 2.")[0]
    assert set(re.findall(r"^\| ([A-Z]{2}-[A-Z0-9-]+) \|", table, re.MULTILINE)) == ALL_ORDERS
