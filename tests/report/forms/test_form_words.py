"""forms.yaml: what it cites was read, what it asks for is what the clauses ask for, and no wording breaks a page."""

import re
from pathlib import Path

import pytest
from played import REGISTER

from nameplate.errors import UsageError
from nameplate.report.forms.given import Options
from nameplate.report.forms.words import keys, words
from nameplate.report.forms.write import FORMS

FIRST_REPORT = (
    "contract", "orders", "supplier", "supplier_uei", "supplier_cage", "brand", "model", "model_kind", "description",
    "mitigation",
)  # fmt: skip
"""FAR 52.204-25(d)(2)(i) in the order of the facts."""


def test_there_are_six_forms_each_with_a_line():
    assert list(FORMS) == [
        "first_report", "follow_up", "representation", "removal_plan", "exception_request", "public_records",
    ]  # fmt: skip
    assert all(len(line) < 120 for line in FORMS.values())


@pytest.mark.parametrize("form", FORMS)
def test_every_citation_is_one_of_the_register(form):
    assert [key for key in words().forms[form].cite if key not in REGISTER.citations] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_with_clauses_says_where_they_were_read(form):
    assert bool(words().forms[form].clauses) == bool(words().forms[form].cite)


@pytest.mark.parametrize("form", FORMS)
def test_every_order_of_a_form_is_in_the_register_and_names_a_clause_of_the_form(form):
    for order in words().forms[form].all_orders:
        codes = " ".join(code.code for code in REGISTER.orders[order].citations)
        assert any(code.code.split("(")[0] in codes for code in words().forms[form].clauses)


@pytest.mark.parametrize("form", FORMS)
def test_titles_can_stand_in_a_style_sheet_and_in_a_printed_heading(form):
    assert re.fullmatch(r"[A-Za-z -]+", words().forms[form].title)


def test_the_first_report_asks_for_what_the_clause_asks_for_and_nothing_else():
    from nameplate.report.forms.first_report import _COLUMNS

    assert ("item", *FIRST_REPORT) == _COLUMNS
    assert words().forms["first_report"].fields["model_kind"].choices == (
        "OEM number", "manufacturer part number", "wholesaler number",
    )  # fmt: skip
    asked_if_known = [key for key in FIRST_REPORT if words().forms["first_report"].fields[key].if_known]
    assert asked_if_known == ["orders", "supplier_uei", "supplier_cage"]


def test_the_terms_are_one_and_ten_business_days_from_two_different_events():
    first, follow = (words().forms[name].term for name in ("first_report", "follow_up"))
    assert (first.n, first.after, follow.n, follow.after) == (1, "identification", 10, "first_report")


def test_every_clause_stands_in_the_facts(shared):
    facts = (shared / "facts" / "forms.md").read_text(encoding="utf-8")
    for form in words().forms.values():
        for clause in form.clauses:
            number, *subs = re.fullmatch(r"FAR (\d+\.\d+-\d+)((?:\(\w+\))*)", clause.code).groups()
            assert number in facts
            assert all(sub in facts for sub in subs)


def test_what_no_form_asks_for_is_refused_with_the_nearest_key():
    assert "contract" in keys()
    with pytest.raises(UsageError, match="did you mean 'contract'"):
        Options(said={"contrakt": "1"})


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(UsageError, match="Mars/Olympus"):
        Options(zone="Mars/Olympus")


def test_every_form_and_every_key_that_can_be_said_is_told():
    text = (Path(__file__).resolve().parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")
    assert [word for word in (*FORMS, *sorted(keys())) if f"`{word}`" not in text] == []
