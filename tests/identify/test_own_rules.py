"""A user's own rules: run by RE2, told apart, and held to their examples like ours."""

import time

import pytest

from nameplate.errors import DocumentError, UsageError
from nameplate.identify import check, rulebook
from nameplate.identify.engine import Engine
from nameplate.identify.readers import reader_for
from nameplate.identify.rulebook import Rulebook
from nameplate.register import load
from units import NOBODY, observations

RULE = """\
maker: {maker}
label: Ours
rules:
  - id: {id}
    about: maker
    proof: firmware
    in: ['http_header.server']
    pattern: '{pattern}'
    examples: ['{example}']
    near_misses: ['nothing of it']
    references: ['our lab, 2026-05-02']
"""


@pytest.fixture
def folder(tmp_path):
    def write(pattern, example, *, maker="dahua", rule_id="lab-server"):
        (tmp_path / "ours.yaml").write_text(RULE.format(pattern=pattern, example=example, maker=maker, id=rule_id))
        return tmp_path

    return write


def identify(folder, value):
    engine = Engine(load.load(), reader_for(load.load(), rules=folder))
    (device,) = engine.identify(observations({"a.csv": [{"http_header.server": value}]}), NOBODY)
    return device.attribution


def test_an_own_rule_answers_beside_the_packaged_ones_and_is_told_apart(folder):
    found = identify(folder(r"^LabCam/\d", "LabCam/2"), "LabCam/7.1")
    assert (found.maker, found.verdict, found.claims[0].rule) == ("dahua", "identified", "own:lab-server")


def test_an_own_rule_with_the_id_of_a_packaged_one_replaces_nothing(folder):
    taken = rulebook.packaged().rules[0][0].id
    book = Rulebook(rulebook.packaged().files, rulebook.load_own(folder("^x", "x", rule_id=taken)))
    ids = [rule.id for rule, _ in book.rules]
    assert {taken, f"own:{taken}"} <= set(ids)


def test_an_own_pattern_that_would_run_away_in_re_answers_at_once(folder):
    where = folder("^(a+)+$", "aaaa")
    started = time.process_time()
    assert identify(where, "a" * 50_000 + "!").verdict == "nothing_known"
    assert time.process_time() - started < 60  # `re` would need longer than the age of the universe


@pytest.mark.parametrize(("pattern", "says"), [("(?<=a)b", "look-around"), (r"(a)\1", "RE2"), ("(", "RE2")])
def test_what_re2_has_not_is_refused_with_the_rules_name(folder, pattern, says):
    with pytest.raises(DocumentError, match=r"own:lab-server.*" + says):
        reader_for(load.load(), rules=folder(pattern, "ab"))


def test_an_own_rule_that_breaks_its_example_stops_the_review(folder):
    with pytest.raises(DocumentError, match=r"the example 'Other' does not match.*rules check"):
        reader_for(load.load(), rules=folder("^LabCam", "Other"))


def test_check_names_every_fault_of_an_own_folder(folder):
    counts, faults = check.check(Rulebook((), rulebook.load_own(folder("^LabCam", "Other"))), load.load())
    assert (counts.rules, [f.rule for f in faults]) == (1, ["own:lab-server"])


def test_a_folder_without_rules_is_said(tmp_path):
    with pytest.raises(UsageError, match="no rule file"):
        rulebook.load_own(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        rulebook.load_own(tmp_path / "none")
