"""`nameplate screen`: names, batches, lists, record, exit codes."""

import json

import pytest

EU = "Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName\n13;enterprise;Orbitek Trade LLC\n14;person;Jan Novak\n"
MORE = EU + "15;enterprise;Zandoval Marine\n"


@pytest.fixture
def lists(files):
    (files / "eu.csv").write_text(EU, encoding="utf-8")
    (files / "batch.jsonl").write_text(
        '{"id": "a", "name": "ORBITEK TRADE"}\n{"id": 2, "name": "Seaside Bakery"}\n', encoding="utf-8"
    )
    return files


def test_a_listed_name_exits_with_1_and_shows_entry_and_reason(nameplate, lists):
    result = nameplate("screen", "Orbitek Trade GmbH", "--list", "eu.csv")
    assert result.code == 1
    assert "eu:13" in result.out
    assert "orbitek = orbitek" in result.out
    assert "eu: 2 rows" in result.err


def test_another_name_exits_with_0(nameplate, lists):
    result = nameplate("screen", "Seaside Bakery", "--list", "eu.csv")
    assert (result.code, "no match" in result.out) == (0, True)


def test_the_register_is_always_screened(nameplate, files):
    result = nameplate("screen", "海康威視", "--json", "--quiet")
    assert result.code == 1
    assert result.json["answers"][0]["matches"][0]["entry"] == "reg:hikvision"


def test_a_batch_is_answered_line_by_line_in_order(nameplate, lists):
    result = nameplate("screen", "--batch", "batch.jsonl", "--list", "eu.csv")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert [line["id"] for line in lines] == ["a", 2]
    first = lines[0]["matches"][0]
    assert sorted(first) == ["entry", "list", "name", "score", "why"]
    assert (first["list"], first["entry"], first["name"]) == ("eu", "eu:13", "Orbitek Trade LLC")
    assert result.code == 1


def test_a_batch_may_come_from_standard_input(nameplate, lists):
    result = nameplate("screen", "--batch", "-", "--list", "eu.csv", stdin=b'{"id": 1, "name": "Orbitek Trade"}\n')
    assert json.loads(result.out)["id"] == 1


def test_a_line_that_is_no_query_is_told_and_the_others_are_screened(nameplate, lists):
    (lists / "batch.jsonl").write_text('{"id": 1}\n{"id": 2, "name": "Orbitek Trade"}\n', encoding="utf-8")
    result = nameplate("screen", "--batch", "batch.jsonl", "--list", "eu.csv")
    assert result.code == 2
    assert "line 1" in result.err
    assert json.loads(result.out)["id"] == 2


def test_quiet_prints_nothing(nameplate, lists):
    result = nameplate("screen", "Orbitek Trade", "--list", "eu.csv", "--quiet")
    assert (result.code, result.out, result.err) == (1, "", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no name given"),
        (["X", "--list", "gone.csv"], "cannot be read"),
        (["X", "--list", "letter.txt"], "none of the lists known"),
        (["X", "--at-least", "2"], "--at-least"),
        (["X", "--again"], "--record"),
        (["--batch", "gone.jsonl"], "cannot be read"),
        (["X", "--record", "r", "--decide", "reg:x"], "--decide"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(nameplate, lists, arguments, words):
    result = nameplate("screen", *arguments)
    assert result.code == 2
    assert words in result.err


def test_a_record_is_kept_decided_and_exported(nameplate, lists):
    nameplate("screen", "Orbitek Trade", "--list", "eu.csv", "--record", "kept", "--by", "anna")
    decided = nameplate(
        "screen", "Orbitek Trade", "--record", "kept", "--decide", "eu:13=other", "--by", "ben", "--note", "seat"
    )
    assert decided.code == 0
    nameplate("screen", "--record", "kept", "--export", "record.json")
    document = json.loads((lists / "record.json").read_text())
    assert document["screenings"][0]["person"] == "anna"
    assert document["screenings"][0]["answer"]["matches"][0]["parts"]
    assert document["decisions"][0]["note"] == "seat"


def test_a_confirmed_name_is_a_match_from_then_on(nameplate, lists):
    assert nameplate("screen", "蓝星电子", "--list", "eu.csv", "--record", "kept").code == 0
    say = ("--decide", "eu:13=same", "--note", "trade register", "--by", "ben")
    assert nameplate("screen", "蓝星电子", "--record", "kept", *say).code == 0
    result = nameplate("screen", "蓝星电子", "--list", "eu.csv", "--record", "kept")
    assert result.code == 1
    assert "confirmed by ben" in result.out
    assert "decided: same, ben" in result.out


def test_what_a_list_says_cannot_steer_the_terminal(nameplate, lists):
    (lists / "eu.csv").write_text(EU + '15;enterprise;"Evil\x1b[31m\u202eco [red]x[/red]"\n', encoding="utf-8")
    out = nameplate("screen", "Evil co [red]x[/red]\x1b[2J", "--list", "eu.csv", "--at-least", "0.02").out
    assert "\x1b[31m" not in out
    assert "\x1b[2J" not in out
    assert "\u202e" not in out
    assert "[red]" in out


def test_screening_again_shows_only_what_is_new(nameplate, lists):
    nameplate("screen", "Orbitek Trade", "Zandoval Marine", "--list", "eu.csv", "--record", "kept")
    assert nameplate("screen", "--record", "kept", "--again", "--list", "eu.csv").code == 0
    (lists / "eu.csv").write_text(MORE, encoding="utf-8")
    result = nameplate("screen", "--record", "kept", "--again", "--list", "eu.csv")
    assert result.code == 1
    assert "eu:15" in result.out
    assert "eu:13" not in result.out


def test_an_edition_that_lost_rows_is_an_alarm(nameplate, lists):
    (lists / "eu.csv").write_text(MORE, encoding="utf-8")
    nameplate("screen", "Orbitek", "--list", "eu.csv", "--record", "kept")
    (lists / "eu.csv").write_text(EU, encoding="utf-8")
    assert "ALARM" in nameplate("screen", "Orbitek", "--list", "eu.csv", "--record", "kept").err


def test_the_help_has_an_example(nameplate):
    assert "Example: nameplate screen" in nameplate("screen", "--help").out


def test_a_review_lists_the_names_that_stand_on_a_list_and_no_verdict_changes(nameplate, lists):
    (lists / "bought.csv").write_text(
        "Manufacturer,Model,Serial,Category,Supplier\nAxis,P3245-LVE,ACCC8E112233,camera,Orbitek Trade GmbH\n",
        encoding="utf-8",
    )
    result = nameplate("review", "bought.csv", "--screen", "eu.csv", "--out", "out", "--format", "json", "--json")
    assert result.code == 0
    assert any(path.endswith("names-to-look-at.csv") for path in result.json["written"])
    text = (lists / "out/names-to-look-at.csv").read_text(encoding="utf-8-sig")
    assert "Orbitek Trade GmbH,inventory.supplier,1," in text
    assert "eu:13" in text
