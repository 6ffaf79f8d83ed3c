"""`nameplate review` and `explain`: exit codes, files written, JSON shapes, and words for every wrong use."""

import json

import pytest

AS_OF = ("--as-of", "2026-11-24")


def review(nameplate, *more: object):
    return nameplate("review", *more, "--holder", "holder.yaml", "--out", "out", *AS_OF)


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        (["innocent.csv"], 0),
        (["forbidden.csv"], 1),
        (["letter.txt"], 3),
        (["forbidden.csv", "letter.txt"], 3),
        (["innocent.csv", "nothing.csv"], 3),
    ],
)
def test_exit_codes(nameplate, files, sources, code):
    assert review(nameplate, *sources, "--quiet").code == code


def test_a_bad_source_does_not_stop_the_rest(nameplate, files):
    review(nameplate, "forbidden.csv", "letter.txt", "--quiet")
    found = json.loads((files / "out" / "review.json").read_text())
    assert len(found["devices"]) == 2
    assert [p["source"] for p in found["problems"]] == ["letter.txt"]


def test_all_formats_are_written_by_default(nameplate, files):
    review(nameplate, "forbidden.csv", "--quiet")
    names = {path.name for path in (files / "out").iterdir()}
    assert names == {
        "review.json",
        "findings.csv",
        "walk-list.csv",
        "findings.xlsx",
        "report.html",
        "questions.yaml",
        "questions.html",
        "observations.parquet",
    }


def test_only_the_formats_asked_for_are_written(nameplate, files):
    review(nameplate, "forbidden.csv", "--format", "json, csv", "--quiet")
    assert not (files / "out" / "report.html").exists()
    assert (files / "out" / "findings.csv").exists()


def test_json_gives_totals_and_paths(nameplate, files):
    found = review(nameplate, "forbidden.csv", "--json")
    assert found.code == 1
    assert found.json["totals"]["units"] == 2
    assert found.json["totals"]["by_verdict"] == {"forbidden": 1, "not_covered": 1}
    assert "out/review.json" in found.json["written"]


def test_quiet_says_nothing_and_else_the_first_screen_is_shown(nameplate, files):
    assert review(nameplate, "forbidden.csv", "--quiet").out == ""
    shown = review(nameplate, "forbidden.csv").out
    assert "Of 2 units held, 1 is forbidden" in shown
    assert "out/report.html" in shown


def test_the_output_of_an_earlier_run_is_no_source(nameplate, files):
    nameplate("review", ".", "--holder", "holder.yaml", "--out", "out", "--quiet", *AS_OF)
    first = json.loads((files / "out" / "review.json").read_text())
    nameplate("review", ".", "--holder", "holder.yaml", "--out", "out", "--quiet", *AS_OF)
    again = json.loads((files / "out" / "review.json").read_text())
    assert [s["path"] for s in again["sources"]] == [s["path"] for s in first["sources"]]
    assert "holder.yaml" not in {s["path"] for s in again["sources"]}


def totals(files) -> dict[str, int]:
    return json.loads((files / "out" / "review.json").read_text())["totals"]["by_verdict"]


def test_without_a_holder_file_nothing_is_forbidden_outright_but_conditions_stand(nameplate, files):
    assert nameplate("review", "forbidden.csv", "--out", "out", "--quiet", *AS_OF).code == 1
    assert "forbidden" not in totals(files)
    assert totals(files)["forbidden_if"] >= 1


def test_without_a_holder_file_an_innocent_camera_is_not_accused(nameplate, files):
    assert nameplate("review", "innocent.csv", "--out", "out", "--quiet", *AS_OF).code == 0
    assert "forbidden_if" not in totals(files)


def test_as_of_decides(nameplate, files):
    early = nameplate(
        "review", "forbidden.csv", "--holder", "holder.yaml", "--out", "out", "--as-of", "2018-01-01", "-q"
    )
    assert early.code == 0


def test_a_mapping_file_names_the_columns(nameplate, files):
    (files / "odd.csv").write_text("Foo,Bar,Baz\nHikvision,IP dome,North High\nAxis,IP dome,Annex\n")
    (files / "mapping.yaml").write_text(
        "columns: {Foo: inventory.maker, Bar: inventory.category, Baz: inventory.site}\n"
    )
    assert review(nameplate, "odd.csv", "--mapping", "mapping.yaml", "--quiet").code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review"], "Missing argument"),
        (["review", "forbidden.csv", "--as-of", "yesterday"], "not a date; write it like 2026-11-24"),
        (["review", "forbidden.csv", "--format", "pdf"], "--format pdf: not known; choose from"),
        (["review", "forbidden.csv", "--holder", "nothing.yaml"], "cannot be read"),
        (["review", "forbidden.csv", "--register", "nowhere"], "no such folder"),
        (["review", "forbidden.csv", "--recog", "."], "no XML file in it"),
        (["review", "forbidden.csv", "--no-such-option"], "No such option"),
        (["review", "forbidden.csv", "--mapping", "holder.yaml"], "unknown key"),
        (["explain", "nowhere", "x"], "no review there"),
        (["no-such-command"], "No such command"),
    ],
)
def test_wrong_use_is_exit_2_with_words(nameplate, files, arguments, says):
    found = nameplate(*arguments)
    assert found.code == 2
    assert says in " ".join(found.err.split())
    assert "Traceback" not in found.err


def test_a_mapping_to_a_kind_that_does_not_exist_is_refused(nameplate, files):
    (files / "mapping.yaml").write_text("columns: {Manufacturer: inventory.mkaer}\n")
    assert review(nameplate, "forbidden.csv", "--mapping", "mapping.yaml", "--quiet").code == 2


def test_explain_shows_the_chain_of_one_unit(nameplate, files):
    review(nameplate, "forbidden.csv", "--quiet")
    found = nameplate("explain", "out", "SN0011111")
    assert found.code == 0
    for words in ("forbidden.csv, row 2", "inventory.maker = 'LTS'", "US-889B", "forbidden"):
        assert words in found.out


def test_explain_gives_device_and_findings_as_json(nameplate, files):
    review(nameplate, "forbidden.csv", "--quiet")
    found = nameplate("explain", "out", "SN0011111", "--json").json
    assert set(found) == {"device", "findings"}
    assert found["device"]["attribution"]["maker"] == "hikvision"
    assert {f["device"] for f in found["findings"]} == {found["device"]["id"]}


def test_explain_of_a_unit_that_is_not_there_is_wrong_use(nameplate, files):
    review(nameplate, "forbidden.csv", "--quiet")
    assert nameplate("explain", "out", "nothing").code == 2


def test_a_joins_file_keeps_units_apart(nameplate, files):
    (files / "more.csv").write_text("Serial,Model\nSN0011111,CMIP1042\n")
    review(nameplate, "forbidden.csv", "more.csv", "--quiet")
    assert len(json.loads((files / "out" / "review.json").read_text())["devices"]) == 2
    (files / "joins.yaml").write_text("never_join: [{what: serial, value: SN0011111, why: two labels of one number}]\n")
    review(nameplate, "forbidden.csv", "more.csv", "--joins", "joins.yaml", "--quiet")
    assert len(json.loads((files / "out" / "review.json").read_text())["devices"]) == 3


def test_a_joins_file_of_another_shape_is_refused(nameplate, files):
    (files / "joins.yaml").write_text("never_join: [{what: name, value: x}]\n")
    found = review(nameplate, "forbidden.csv", "--joins", "joins.yaml", "--quiet")
    assert found.code == 2
    assert "joins.yaml: line 1" in found.err


@pytest.mark.parametrize("out", ["holder.yaml", "/proc/nowhere"])
def test_an_output_folder_that_cannot_be_made_is_wrong_use(nameplate, files, out):
    assert nameplate("review", "innocent.csv", "--out", out, "--quiet", *AS_OF).code == 2


def test_a_bad_network_in_the_holder_file_is_wrong_use(nameplate, files):
    text = (files / "holder.yaml").read_text().replace('{site: ["North*"]}', '{network: ["10.4"]}')
    (files / "bad.yaml").write_text(text)
    assert nameplate("review", "innocent.csv", "--holder", "bad.yaml", "--out", "out", "--quiet").code == 2
