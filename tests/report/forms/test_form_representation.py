"""The worksheet: boxes stay empty, the record of the inquiry is whole, disclosure has the clause's fields."""

import datetime as dt

import msgspec
from played import APPROVER, TAKER, TECHNICIAN, Play, only

from nameplate.model import Site
from nameplate.report.forms.filled import Blank
from nameplate.report.forms.write import fill


def rows(form, part):
    return [dict(row) for row in form.part(part).table.rows]


def test_no_box_is_ever_ticked(play: Play):
    form = fill("representation", play.given(*play.open("model", order="US-889B")))
    values = {column.key: value for column, value in form.part("statements").fields}
    assert values == dict.fromkeys(("provide", "use", "signed_by", "signed_on"), Blank())


def test_the_record_speaks_for_each_answer_in_units(play: Play):
    provides, uses = rows(fill("representation", play.given()), "supports")
    assert (uses["question"], uses["forbidden"], uses["says"]) == ("uses", 46, "does use")
    assert (provides["forbidden"], provides["says"]) == (0, "neither, until the open questions are answered")
    assert uses["forbidden_if"] > 0 and uses["undecided"] >= 10


def test_without_covered_units_the_record_still_points_at_what_was_not_seen(play: Play):
    provides, uses = rows(fill("representation", play.given(findings=())), "supports")
    assert provides["says"].startswith("nothing on record speaks for does provide; see what was not read")
    assert uses["forbidden"] == 0


def test_units_shown_to_be_gone_are_counted_apart(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.decide(case, decision="remove")
    play.act(case, "carry_out", TECHNICIAN, day="2026-11-24", how="boxed")
    play.act(case, "verify", TAKER, by="plate")
    _, uses = rows(fill("representation", play.given(case)), "supports")
    assert (uses["forbidden"], uses["gone"]) == (46, 5)
    assert APPROVER.name not in str(uses)


def test_the_sam_line_is_empty_until_somebody_says_it(play: Play):
    (case,) = play.open("model", model="PD782i")
    empty = fill("representation", play.given(case))
    assert ("SAM's excluded parties reviewed on", False) in empty.to_fill
    given = only(play.given(case), said={"sam_checked": "2026-11-20", "sam_checked_by": "J. Doe"})
    assert [value for _, value in fill("representation", given).part("check").fields] == ["2026-11-20", "J. Doe"]


def test_every_source_stands_there_with_its_digest_and_what_was_not_read(play: Play):
    form = fill("representation", play.given())
    assert [(row["source"], row["sha256"], row["rows"]) for row in rows(form, "read")] == [
        (source.path, source.sha256, source.rows) for source in play.review.sources
    ]
    partly = [(row["source"].rsplit("/")[-1], row["what"]) for row in rows(form, "partly")]
    assert ("purchase-ledger.xlsx", "1 line left out: a line of totals") in partly
    assert ("landlord-cameras.csv", "columns not used: Year") in partly
    (taken,) = rows(form, "imports")
    assert taken["digest"] == play.digest and taken["imported"] == "2026-11-24 15:00"


def test_a_site_that_no_source_speaks_of_and_a_file_that_was_not_read_are_told(play: Play):
    given = play.given()
    holder = msgspec.structs.replace(given.holder, sites=(*given.holder.sites, Site("depot", "Depot 9")))
    unread = msgspec.structs.replace(given.sources[0], reader="none", problems=1, columns=())
    partly = msgspec.structs.replace(given.sources[1], problems=1)
    form = fill("representation", play.given(holder=holder, sources=(unread, partly)))
    told = [row["what"] for row in rows(form, "partly")]
    assert told[:2] == ["not read at all", "1 place could not be read; the review's list of problems names them"]
    assert "site Depot 9: no source names a unit there" in told


def test_without_sources_the_worksheet_says_that_none_were_given(play: Play):
    part = fill("representation", play.given(sources=())).part("read")
    assert part.table.rows == () and "No record of the sources was given" in part.words.empty


def test_undecided_units_stand_with_what_would_settle_them(play: Play):
    found = rows(fill("representation", play.given()), "undecided")
    assert len(found) >= 10 and all(row["settle"] for row in found)
    assert {"Harbor Street Suite 400"} <= {row["site"] for row in found}


def test_disclosure_has_a_row_per_item_with_the_clauses_fields(play: Play):
    (case,) = play.open("model", model="CMIP1142W-28")
    play.act(case, "assess", says="x", proposed_use="none; to be replaced")
    row = next(r for r in rows(fill("representation", play.given(case)), "disclosure") if r["model"] == "CMIP1142W-28")
    assert (row["brand"], row["producer"], row["case"]) == ("LTS", "Hikvision", case.id)
    assert row["proposed_use"] == "none; to be replaced"
    assert row["producer_is"] == row["producer_cage"] == row["producer_uei"] == Blank("producer Hikvision")


def test_the_time_of_imports_is_a_day_and_an_hour(play: Play):
    play.time += dt.timedelta(hours=1)
    assert fill("representation", play.given()).part("imports").table.rows[0]["as_of"] == "2026-11-24"
