"""An answer to the public: what is held and decided stands there; nothing that shows where, which one, or who does."""

import hashlib
import itertools
import re
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from played import AS_OF, REGISTER, ROLES, Play, holds, only, text_of, unlike

from nameplate.model import Attribution, Device, Holder, Identifiers
from nameplate.report.forms.discretion import INSTEAD, Discretion
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.write import fill, write

KINDS = ("sites", "place", "name", "serial", "mac", "ip", "asset_tag", "person")


def rows(form, part):
    return [dict(row) for row in form.part(part).table.rows]


def played(play: Play):
    """Cases in which people wrote what must not leave: a serial, an address, a place, a name."""
    cases = play.open("model", order="US-889B")
    radios = next(case for case in cases if "PD782i" in case.opening.title)
    play.act(radios, "assess", says="10.60.2.9 in Room 114, ask Mr Aldous", contract="C-1", mitigation="door of Lab 4")
    play.act(radios, "request", decision="remove", why="SN 55512345 at Harbor Street")
    play.decide(play.book.case(cases[0].id), decision="remove")
    return cases


def looked_for(given):
    """Every value that must not stand in the answer, with its kind."""
    for kind, values in Discretion(given).values.items():
        yield from ((kind, value) for value in values if len(value) >= 3)


def test_nothing_that_is_to_be_left_out_stands_in_page_or_workbook(play: Play, tmp_path):
    given = play.given(*played(play))
    secrets = [
        *looked_for(given),
        *(("free_text", t) for t in ("Aldous", "Room 114", "10.60.2.9", "55512345", "Lab 4")),
    ]
    counted = {kind: sum(1 for k, _ in secrets if k == kind) for kind in KINDS}
    assert counted["serial"] > 50 and counted["mac"] > 50 and counted["ip"] > 50 and counted["sites"] >= 6
    for path in write("public_records", given, tmp_path):
        text = text_of(path)
        found = [(kind, value) for kind, value in secrets if holds(text, value)]
        plain = {name.casefold() for d in given.devices.values() if (name := d.attribution.model)}
        assert [(kind, value) for kind, value in found if value.casefold() not in plain] == []


def test_no_name_of_a_person_and_no_case_title_stands_there(play: Play, tmp_path):
    cases = played(play)
    for path in write("public_records", play.given(*cases), tmp_path):
        text = text_of(path)
        assert [name for name in ROLES if name in text] == []
        assert [case.opening.title for case in cases if case.opening.title in text] == []


def test_what_is_held_and_decided_stands_there_with_counts(play: Play):
    form = fill("public_records", play.given(*played(play)))
    total = {column.key: value for column, value in form.part("totals").fields}
    assert total["units"] == play.review.totals["units"]
    assert total["covered"] == play.review.totals["by_verdict"]["forbidden"]
    held = rows(form, "held")
    assert sum(row["count"] for row in held) == total["units"]
    radio = next(row for row in held if row["model"] == "PD782i")
    assert (radio["label"], radio["maker"], radio["count"], radio["verdict"]) == ("Hytera", "Hytera", 5, "forbidden")


def test_what_is_only_asked_for_is_not_yet_decided(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="x")
    play.act(case, "request", decision="exception", why="x", until="2027-03-31", safeguards="y")
    radio = next(r for r in rows(fill("public_records", play.given(case)), "held") if r["model"] == "PD782i")
    assert radio["decision"] == "not decided"


def test_counts_stand_by_jurisdiction_and_in_total_unless_sites_are_asked_for(play: Play):
    given = play.given(*played(play))
    form = fill("public_records", given)
    assert [part.key for part in form.parts] == ["totals", "held", "orders", "left_out"]
    assert {row["jurisdiction"] for row in rows(form, "orders")} == {"US"}
    open_ = fill("public_records", only(given, sites=True))
    sites = {row["site"]: row["count"] for row in rows(open_, "sites")}
    assert "Headquarters Building 2" in sites
    assert sum(sites.values()) == play.review.totals["units"]
    assert "Names of sites" not in {row["what"] for row in rows(open_, "left_out")}


def test_sensitive_sites_and_places_that_are_no_site_are_never_named(play: Play):
    given = only(play.given(), sites=True)
    hidden, other = given.holder.sites[:2]
    holder = msgspec.structs.replace(given.holder, sites=(msgspec.structs.replace(hidden, sensitive=True),))
    names = {row["site"] for row in rows(fill("public_records", replace(given, holder=holder)), "sites")}
    assert names == {"sensitive sites", "places that are no site of the holder"}
    assert not {hidden.name, other.name} & names


def test_the_answer_lists_what_it_leaves_out_with_numbers_and_reasons(play: Play):
    listed = rows(fill("public_records", play.given(*played(play))), "left_out")
    assert len(listed) == 9 and all(row["why"] for row in listed)
    numbers = {row["what"]: row["how_many"] for row in listed}
    assert numbers["Serial numbers"] > 50
    assert numbers["Names of people in the review"] == 2


ADDRESSES = (
    "10.60.2.9",
    "E4:30:22:DD:0A:C4",
    "e4-30-22-dd-0a-c4",
    "e430.22dd.0ac4",
    "E43022DD0AC4",
    "fe80::1:2:3",
    "fe80::1",
    "2001:db8:0:0:0:0:0:1",
)


@pytest.mark.parametrize(("where", "secret"), list(itertools.product(("model", "brand"), ADDRESSES)))
def test_an_address_inside_a_model_or_label_is_taken_out(play: Play, where, secret):
    given = play.given()
    first = next(iter(given.devices.values()))
    attribution = msgspec.structs.replace(first.attribution, **{where: f"X100 at {secret}"})
    devices = {**given.devices, first.id: unlike(first, attribution=attribution)}
    text = str(rows(fill("public_records", replace(given, devices=devices)), "held"))
    assert INSTEAD in text
    assert re.sub(r"\W", "", secret).casefold() not in re.sub(r"\W", "", text).casefold()


def test_a_serial_or_site_inside_a_model_is_taken_out_whatever_its_case(play: Play):
    given = play.given()
    clean = Discretion(given).clean
    serial = next(s for d in given.devices.values() for s in d.identifiers.serial)
    assert clean(f"DS-2 ({serial.lower()})") == f"DS-2 ({INSTEAD})"
    assert clean("camera of HARBOR street suite 400") == f"camera of {INSTEAD}"
    assert clean("DS-2CD2385G1-I") == "DS-2CD2385G1-I"
    assert clean(None) is None


def test_a_units_name_that_is_only_its_model_does_not_hide_the_model(play: Play):
    given = play.given()
    first = next(d for d in given.devices.values() if d.attribution.model == "PD782i")
    devices = {**given.devices, first.id: unlike(first, name="PD782i")}
    held = rows(fill("public_records", replace(given, devices=devices)), "held")
    assert "PD782i" in {row["model"] for row in held}


def test_the_same_answer_has_the_same_bytes(play: Play, tmp_path):
    given = play.given(*played(play))
    once, again = (write("public_records", given, tmp_path / name) for name in "ab")
    digests = [[hashlib.sha256(p.read_bytes()).hexdigest() for p in paths] for paths in (once, again)]
    assert digests[0] == digests[1]


@drawn(
    st.text(max_size=12), st.text(max_size=12), st.sampled_from(["10.60.2.144", "OSG80157365", "ß-Straße 9", "İzmir 7"])
)
def test_a_known_value_never_survives_as_a_word_of_its_own(before, after, secret):
    device = Device("d-1", (), None, Identifiers(serial=(secret,)), Attribution(None, 0.0, "nothing_known", None))
    clean = Discretion(FormInput(Holder("h"), (), {"d-1": device}, (), REGISTER, AS_OF)).clean
    found = clean(f"{before} {secret} {after}")
    assert found is not None and INSTEAD in found
    assert not holds(found.replace(before, "").replace(after, ""), secret)


def test_overlapping_values_go_as_one(play: Play):
    clean = Discretion(play.given()).clean
    assert clean("at 10.60.2.144, 10.60.2.144") == f"at {INSTEAD}, {INSTEAD}"
