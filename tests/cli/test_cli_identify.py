"""`identify`, `evaluate`, `sources`, `rules`: lines in and out, readers, and rules that prove themselves."""

import json

import pytest

from nameplate.sources import detect

LINES = (
    b'{"id": "a", "observations": [{"kind": "mac", "value": "44:19:b6:00:11:22"}]}\n'
    b'{"id": 2, "observations": [{"kind": "zebra", "value": "x"}]}\n'
    b'{"id": null, "observations": [{"kind": "inventory.brand", "value": "Annke"}]}\n'
)


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_identify_answers_each_line_in_order(nameplate):
    found = nameplate("identify", "-", stdin=LINES)
    assert found.code == 0
    answers = lines(found.out)
    assert [a["id"] for a in answers] == ["a", 2, None]
    assert [a["attribution"]["verdict"] for a in answers] == ["identified", "nothing_known", "cannot_tell"]
    assert answers[0]["attribution"]["maker"] == "hikvision"
    assert answers[2]["attribution"]["would_settle"]


def test_identify_reads_a_file_and_standard_input_alike(nameplate, files):
    (files / "x.jsonl").write_bytes(LINES)
    from_file, from_input = nameplate("identify", "x.jsonl").out, nameplate("identify", stdin=LINES).out
    makers = [[a["attribution"]["maker"] for a in lines(out)] for out in (from_file, from_input)]
    assert makers[0] == makers[1]


def test_identify_of_nothing_prints_nothing(nameplate):
    found = nameplate("identify", stdin=b"")
    assert (found.code, found.out) == (0, "")


def test_lines_are_never_joined(nameplate):
    same = LINES.splitlines(keepends=True)[0]
    assert len(lines(nameplate("identify", stdin=same * 3).out)) == 3


@pytest.mark.parametrize(("arguments", "stdin"), [(["nothing.jsonl"], b""), (["-"], b"{"), (["-"], b"[]\n")])
def test_identify_refuses_what_it_cannot_take(nameplate, files, arguments, stdin):
    found = nameplate("identify", *arguments, stdin=stdin)
    assert found.code == 2
    assert found.err.startswith("nameplate: ")


def test_evaluate_gives_figures_beside_a_baseline(nameplate, files):
    rows = (
        b'{"observations": [{"kind": "mac", "value": "44:19:b6:00:11:22"}], "maker": "hikvision", "weight": "unit"}\n'
    )
    (files / "labelled.jsonl").write_bytes(rows)
    found = nameplate("evaluate", "labelled.jsonl", "--json")
    assert found.code == 0
    ours, baseline = found.json["evaluations"]
    assert (ours["method"], baseline["method"]) == ("nameplate", "MAC registry only")
    assert ours["total"]["right"] == 1
    assert "precision" in nameplate("evaluate", "labelled.jsonl").out


def test_evaluate_of_a_file_that_is_not_there_is_wrong_use(nameplate, files):
    assert nameplate("evaluate", "nothing.jsonl").code == 2


def test_sources_lists_every_reader(nameplate):
    found = nameplate("sources", "--json")
    assert found.code == 0
    assert [r["name"] for r in found.json["readers"]] == [r.name for r in detect.readers()]
    assert "delimited" in nameplate("sources").out


def test_sources_says_who_takes_a_file_and_why(nameplate, files):
    found = nameplate("sources", "forbidden.csv", "--json")
    assert found.code == 0
    (file,) = found.json["files"]
    assert (file["path"], file["reader"]) == ("forbidden.csv", "delimited")
    assert file["why"]
    assert 0 < file["score"] <= 1


@pytest.mark.parametrize("name", ["letter.txt", "nothing.csv"])
def test_sources_exits_3_for_what_nobody_takes(nameplate, files, name):
    found = nameplate("sources", "forbidden.csv", name)
    assert found.code == 3
    assert name in found.out


def test_rules_check_is_clean_and_counts(nameplate):
    found = nameplate("rules", "check", "--json")
    assert found.code == 0
    assert found.json["faults"] == []
    assert found.json["rules"]["rules"] > 600
    assert found.json["rules"]["examples"] >= found.json["rules"]["rules"]


RULE = """\
maker: acme
label: Acme
rules:
  - id: acme.server
    about: firmware_family
    proof: firmware
    in: [http_header.server]
    pattern: '^Acme'
    examples: [Acme-Webs]
    near_misses: [Macme]
    references: [made up]
"""


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (("", ""), 0, ""),
        (("[Acme-Webs]", "[Other]"), 1, "the example 'Other' does not match"),
        (("[Macme]", "[Acme too]"), 1, "the near miss 'Acme too' matches"),
        (("'^Acme'", "'(Acme'"), 1, "does not compile"),
        (("references: [made up]", "references: []"), 1, "needs an example, a near miss and a reference"),
        (("proof: firmware", "proof: rumour"), 2, "line 6"),
        (("pattern:", "patern:"), 2, "did you mean 'pattern'"),
    ],
)
def test_a_rule_of_ones_own_must_prove_itself(nameplate, files, change, code, says):
    folder = files / "rules"
    folder.mkdir()
    (folder / "acme.yaml").write_text(RULE.replace(*change))
    found = nameplate("rules", "check", "rules")
    assert found.code == code
    assert says in found.out + found.err


def test_rules_of_a_folder_that_is_not_there_is_wrong_use(nameplate, files):
    assert nameplate("rules", "check", "nowhere").code == 2


def test_a_file_name_cannot_drive_the_terminal(nameplate, files):
    (files / "a\x1b[2Jb.csv").write_text("Make,Model\nAxis,P3245-LVE\n")
    assert "\x1b" not in nameplate("sources", ".").out
