"""report.html: well-formed, safe whatever a device calls itself, complete without a network or a script."""

import re
from html import unescape

import pytest
from lxml import etree, html
from reviews import HOSTILE, PLAIN, SCRIPT, hostile_table, written

from nameplate.model import Holder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return (written(tmp_path_factory.mktemp("h"), hostile_table()) / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return (written(tmp_path_factory.mktemp("p"), PLAIN) / "report.html").read_text(encoding="utf-8")


def tree(text: str):
    return html.document_fromstring(text)


VOID = re.compile(r"<(meta|link|img|br|hr|input|col|wbr)\b([^>]*?)/?>")


@pytest.mark.parametrize("page", ["plain", "hostile"])
def test_the_page_is_well_formed(page, request):
    """Strict XML apart from void elements, boolean attributes and the contents of style and script."""
    text = request.getfixturevalue(page)
    text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL).replace("<!doctype html>", "")
    text = VOID.sub(r"<\1\2/>", text)
    text = re.sub(r"(<[a-z]+[^<>]*?)\s(open|hidden|checked|selected)(?=[\s>])", r'\1 \2=""', text)
    entities = "".join(f"<!ENTITY {n} '&#{c};'>" for n, c in {"nbsp": 160, "hellip": 8230, "middot": 183}.items())
    etree.fromstring(f"<!DOCTYPE html [{entities}]>{text}", etree.XMLParser(resolve_entities=True))


def test_no_device_adds_an_element_or_a_handler(hostile, plain):
    page = tree(hostile)
    assert page.xpath("//img") == []
    assert [a for e in page.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on")] == []
    assert len(page.xpath("//script")) == len(tree(plain).xpath("//script")) == 1
    assert "alert(1)" not in page.xpath("//script")[0].text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_is_shown_as_it_stands(hostile, text):
    shown = " ".join(tree(hostile).text_content().split())
    assert " ".join(text.split()) in shown


def test_no_hostile_string_stands_unescaped(hostile):
    body = re.sub(r"<(style|script)>.*?</\1>", "", hostile, flags=re.DOTALL)
    assert SCRIPT not in body
    assert "<img" not in body
    assert SCRIPT in unescape(body)


def test_hostile_names_of_holder_site_and_file_are_escaped_too(tmp_path):
    holder = Holder(SCRIPT, actors=("contractor",), jurisdictions=("US",))
    out = written(tmp_path, PLAIN.replace("North High", SCRIPT), holder, name="a<b>&'.csv")
    page = tree((out / "report.html").read_text(encoding="utf-8"))
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//b[contains(text(), '.csv')]") or "a<b>&'.csv" in page.text_content()


@pytest.mark.parametrize("page", ["plain", "hostile"])
def test_the_page_needs_nothing_from_outside(page, request):
    found = tree(request.getfixturevalue(page))
    assert [e.get("src") for e in found.iter() if isinstance(e.tag, str) and e.get("src")] == []
    assert found.xpath("//link") == []
    assert [h for h in found.xpath("//a/@href") if not h.startswith("#")] == []
    policy = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "@import" not in request.getfixturevalue(page)


@pytest.mark.parametrize("page", ["plain", "hostile"])
def test_every_link_leads_somewhere_and_no_id_stands_twice(page, request):
    found = tree(request.getfixturevalue(page))
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in found.xpath("//a/@href")} - set(ids) == set()


def test_the_first_screen_says_how_many_by_when_and_what_was_not_seen(plain):
    text = tree(plain).text_content()
    order = ["Of 7 units held, 4 are forbidden", "By when", "2026-11-25", "What moves it most", "What was seen"]
    positions = [text.find(words) for words in order]
    assert -1 not in positions
    assert positions[0] < positions[1] < positions[2]


def test_the_relabelled_cell_is_told_by_more_than_colour(plain):
    cells = tree(plain).xpath("//table[contains(@class, 'matrix')]//a[contains(@class, 'relabel')]")
    assert len(cells) == 1
    assert "relabelled" in cells[0].text_content()


def test_the_page_says_its_language_and_skips_to_the_units(plain):
    page = tree(plain)
    assert page.get("lang") == "en"
    assert page.xpath("//a[@class='skip']/@href") == ["#units"]
    assert page.xpath("//table[not(.//th)]") == []


def test_a_review_of_nothing_is_a_page_too(tmp_path):
    out = written(tmp_path, "Manufacturer,Model,Serial\n")
    assert "Of 0 units held" in tree((out / "report.html").read_text(encoding="utf-8")).text_content()
