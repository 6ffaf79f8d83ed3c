"""Pages and workbooks: whole, escaped, printable, without anything that runs; what is left to fill is told."""

import re
import zipfile
from html.parser import HTMLParser

import polars as pl
import pytest
from played import AS_OF, REGISTER, Play, review_of, text_of

from nameplate.errors import LedgerError
from nameplate.ledger import checkpoint, note
from nameplate.model import Holder, Site, SiteMatch
from nameplate.report.forms.write import FORMS, fill, write

SCRIPT = "<script>alert(1)</script>"
HOSTILE = (SCRIPT, '"><img src=x onerror=alert(1)>', "</style>", "{{ 7*7 }}", "&lt;b&gt;", "' onmouseover='x")
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x/")')
HOLDER = Holder(
    f"District {SCRIPT}",
    actors=("public_body", "contractor"),
    jurisdictions=("US",),
    sites=(Site("north", f"North {SCRIPT}", SiteMatch(site=("*",)), purposes=("public_safety",)),),
)


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def hostile(tmp_path):
    """Cases about units whose every word is hostile, in which people said hostile things."""
    lines = ["Manufacturer\tModel\tSerial\tCategory\tSite\tName\tSupplier\tRoom"]
    for number, text in enumerate((*HOSTILE, *FORMULAS)):
        lines.append("\t".join(["Hikvision", text, f"SN00{number:05}{text}", "camera", text, text, text, text]))
    listed = tmp_path / "list.tsv"
    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    play = Play(tmp_path / "store", review_of([listed], HOLDER))
    cases = play.open("device")
    for case, text in zip(cases, (*HOSTILE, *FORMULAS), strict=True):
        play.act(case, "assess", says=text, contract=text, mitigation=text, cost=text)
        play.act(case, "request", decision="exception", why=text, until="2027-03-31", safeguards=text)
    return play.given(*cases)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_in_a_page_runs_or_loads_whatever_files_and_people_say(form, hostile, tmp_path):
    page, _ = write(form, hostile, tmp_path)
    tags = Tags()
    tags.feed(page.read_text(encoding="utf-8"))
    names = {tag for tag, _ in tags.found}
    assert not names & {"script", "img", "link", "iframe", "object", "form", "a", "base", "svg"}
    assert [a for _, attributes in tags.found for a in attributes if a.startswith("on") or a in {"src", "href"}] == []
    assert sum(tag == "style" for tag, _ in tags.found) == 1
    assert not re.search(r"url\(|@import", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS)
def test_no_cell_of_a_workbook_is_or_becomes_a_formula(form, hostile, tmp_path):
    _, book = write(form, hostile, tmp_path)
    with zipfile.ZipFile(book) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert [n for n in sheets if b"<f>" in archive.read(n) or b"<f " in archive.read(n)] == []
        assert not [n for n in archive.namelist() if "externalLink" in n or "hyperlink" in n.lower()]
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode())
    assert [s for s in strings if s.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("form", FORMS)
def test_every_value_stands_in_page_and_workbook_alike(form, play: Play, tmp_path):
    case = play.open("model", model="PD782i")[0]
    play.act(case, "assess", says="x", contract="W912DR-24-C-0031", cost="77 USD", responsible="Facilities 4711")
    given = play.given(case)
    filled = fill(form, given)
    texts = [re.sub(r"\s+", " ", text_of(path)) for path in write(form, given, tmp_path)]
    for part in filled.parts:
        for row in (part.table.rows if part.table else ())[:20]:
            for value in row.values():
                if isinstance(value, str) and value.isalnum():
                    assert [value in text for text in texts] == [True, True], (part.key, value)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_it_is_made_from_and_that_it_is_not_legal_advice(form, play: Play, tmp_path):
    (case,) = play.open("model", model="PD782i")
    given = play.given(case)
    head = checkpoint.read_text(note.read(given.head.encode()).text)
    for path in write(form, given, tmp_path):
        text = text_of(path)
        for told in (
            f"1 case: {case.id}.",
            head.origin,
            head.root.hex(),
            REGISTER.version,
            str(AS_OF),
            "not legal advice",
        ):
            assert told in text, told
        assert f"{head.size} entries" in text


def test_without_a_head_the_form_says_so(play: Play):
    assert "no head of the ledger was given" in " ".join(fill("removal_plan", play.given(head=None)).made_from)


def test_a_head_that_is_none_is_refused(play: Play):
    with pytest.raises(LedgerError):
        fill("removal_plan", play.given(head="hello"))


def test_a_bare_head_is_taken_as_a_signed_one_is(play: Play):
    given = play.given()
    bare = note.read(given.head.encode()).text
    assert fill("removal_plan", play.given(head=bare)).made_from == fill("removal_plan", given).made_from


def test_cases_opened_with_another_register_are_told(play: Play):
    from dataclasses import replace

    import msgspec

    (case,) = play.open("model", model="PD782i")
    older = msgspec.structs.replace(case, opening=msgspec.structs.replace(case.opening, register="abc123"))
    given = replace(play.given(case), cases=(older,))
    assert "Cases were opened with abc123." in fill("removal_plan", given).made_from[2]


def test_lines_to_fill_are_empty_named_and_counted(play: Play, tmp_path):
    (case,) = play.open("model", model="PD782i")
    given = play.given(case)
    filled = fill("first_report", given)
    page, book = write("first_report", given, tmp_path)
    text = page.read_text(encoding="utf-8")
    assert f"{filled.left}." in text
    assert text.count('<span class="hidden">to fill: Contract number</span>') == len(filled.part("items").table.rows)
    left = pl.read_excel(book, sheet_name="What is left to fill")
    assert left.height == sum(len(of) for of in filled.to_fill.values())


def test_a_page_repeats_headings_and_numbers_its_sheets_when_printed(play: Play, tmp_path):
    page, _ = write("first_report", play.given(*play.open("model", model="PD782i")), tmp_path)
    text = page.read_text(encoding="utf-8")
    assert 'content:"First report of covered equipment"' in text
    assert 'content:"Page " counter(page) " of " counter(pages)' in text
    assert "table-header-group" in text and '<section class="wide"' in text


def test_a_form_with_no_case_at_all_is_still_a_form(play: Play, tmp_path):
    for form in FORMS:
        assert len(write(form, play.given(devices={}, findings=(), reviews=(), sources=()), tmp_path)) == 2
