"""The picture of the timeline: every order in its lane, what is not known hatched, no text over another."""

import datetime as dt
import re
from dataclasses import replace

import msgspec
import pytest
from lxml import etree
from reviews import AS_OF, HOSTILE, REGISTER

from nameplate.policy.timeline import select
from nameplate.report import timeline_picture

SVG = "{http://www.w3.org/2000/svg}"
PER_DAY = 1120 / 3652


def drawn(folder, maker=None, jurisdiction=None, as_of=AS_OF, register=REGISTER):
    path = folder / "timeline.svg"
    timeline_picture.write(register, select(register, maker, jurisdiction), maker, as_of, path)
    return etree.parse(path).getroot()


def rows(root) -> dict[str, etree._Element]:
    """Order id -> its row, found by the tooltip."""
    return {g.find(f"{SVG}title").text.split(",")[0]: g for g in root.iter(f"{SVG}g") if g.get("class") == "order"}


def bars(row, state: str) -> list[tuple[float, float]]:
    return [(float(r.get("x")), float(r.get("width"))) for r in row.findall(f"{SVG}rect[@class='{state}']")]


def at(day: str) -> float:
    return 236 + (dt.date.fromisoformat(day) - dt.date(2018, 1, 1)).days * PER_DAY


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    return drawn(tmp_path_factory.mktemp("picture"))


def test_every_order_has_its_row(picture):
    assert set(rows(picture)) == set(REGISTER.orders)


def test_a_bar_begins_and_ends_with_the_status(picture):
    ((begin, width),) = bars(rows(picture)["CA-ICA-HIK"], "in-force")
    assert begin == pytest.approx(at("2025-06-27"), abs=0.2)
    assert begin + width == pytest.approx(at("2025-10-25"), abs=0.2)


def test_what_is_not_known_is_hatched(picture):
    ((begin, width),) = bars(rows(picture)["CA-ICA-HIK"], "unknown")
    assert begin == pytest.approx(at("2025-10-25"), abs=0.2)
    assert begin + width == pytest.approx(236 + 1120, abs=0.2)
    assert bars(rows(picture)["US-VT"], "in-force") == []
    assert bars(rows(picture)["US-VT"], "unknown")


def test_where_no_order_was_found_the_picture_says_so(picture):
    row = rows(picture)["NZ-NONE"]
    assert "looked for, none found" in "".join(row.itertext())
    assert row.findall(f"{SVG}rect") == []


def test_milestones_are_marked_with_their_days(picture):
    titles = [t.text for t in rows(picture)["UK-DVD-HUAWEI"].iter(f"{SVG}title")]
    assert {"2023-01-28", "2023-10-31", "2023-12-31", "2027-12-31"} <= {t[:10] for t in titles}


def test_no_date_lies_over_another_or_over_a_mark(picture):
    for row in rows(picture).values():
        marks, texts = [], []
        for mark in row.findall(f"{SVG}g"):
            x = float(re.match(r"translate\((\S+)", mark.get("transform")).group(1))
            marks.append((x - 5, x + 5))
            for text in mark.findall(f"{SVG}text"):
                texts.append((x + 9, x + 75) if text.get("text-anchor") is None else (x - 75, x - 9))
        for text in texts:
            others = [box for box in [*texts, *marks] if box is not text]
            assert all(text[1] <= box[0] or box[1] <= text[0] for box in others)
            assert text[1] <= 236 + 1120 + 44


def test_the_line_of_the_day_stands_where_the_day_is_and_nowhere_else(tmp_path):
    root = drawn(tmp_path, as_of=dt.date(2026, 11, 24))
    lines = [p.get("d") for p in root.findall(f"{SVG}path") if p.get("stroke-width") == "1.5"]
    assert [float(re.match(r"M(\S+)", line).group(1)) for line in lines] == [pytest.approx(at("2026-11-24"), abs=0.2)]
    later = drawn(tmp_path, as_of=dt.date(2031, 1, 1))
    assert [p for p in later.findall(f"{SVG}path") if p.get("stroke-width") == "1.5"] == []


def test_title_and_description_say_what_the_picture_shows(picture):
    assert picture.get("role") == "img"
    title, desc = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert picture.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert "2018 to 2027, as of 2026-11-24" in title.text
    assert f"{len(REGISTER.orders)} orders" in desc.text


def test_one_maker_or_one_country_draws_fewer(tmp_path):
    assert set(rows(drawn(tmp_path, jurisdiction="GB"))) == {"UK-DVD-HUAWEI", "UK-PA-2023", "UK-WMS-2022"}
    assert "US-LA" in rows(drawn(tmp_path, jurisdiction="US"))
    hytera = rows(drawn(tmp_path, maker="hytera"))
    assert "US-889B" in hytera
    assert "CA-ICA-HIK" not in hytera


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[31m", "a\x00b", "\u202eLA-SU"])
def test_an_own_order_cannot_break_the_picture(tmp_path, text):
    order = msgspec.structs.replace(REGISTER.orders["US-LA"], id=text, title=text, jurisdiction=text)
    root = drawn(tmp_path, register=replace(REGISTER, orders={text: order}))
    assert {etree.QName(e).localname for e in root.iter(etree.Element)} <= {
        "svg", "title", "desc", "defs", "pattern", "rect", "text", "g", "path", "circle",
    }  # fmt: skip
    assert not [e for e in root.iter(etree.Element) if any(str(name).startswith("on") for name in e.attrib)]
