"""The first screen: counted once for every output, shown in the terminal as the golden file has it.

After a wanted change of wording: NAMEPLATE_GOLDEN=write .venv/bin/python -m pytest tests/report
"""

import io
import os
import re
from pathlib import Path

import msgspec
import pytest
from reviews import HOLDER, PLAIN, REGISTER, SCRIPT, review_of
from rich.console import Console

from nameplate.errors import UsageError
from nameplate.model import Holder
from nameplate.report import explain, summary, terminal

GOLDEN = Path(__file__).parent / "golden" / "first-screen.txt"


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    return review_of(tmp_path_factory.mktemp("review"), PLAIN)


def shown(review) -> str:
    out = io.StringIO()
    console = Console(file=out, width=120, force_terminal=False, color_system=None)
    terminal.show(review, summary.summarise(review, REGISTER), [], console)
    return re.sub(r"/\S*/list\.csv", "list.csv", out.getvalue())


def test_the_terminal_shows_the_golden_first_screen(review):
    found = "\n".join(line.rstrip() for line in shown(review).splitlines()) + "\n"
    if os.environ.get("NAMEPLATE_GOLDEN") == "write":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_every_unit_counts_once_in_every_table(review):
    found = summary.summarise(review, REGISTER)
    assert found.units == sum(found.by_verdict.values()) == 7
    for rows in (found.sites, found.makers):
        assert sum(row.units for row in rows) == 7
        assert all(sum(row.by_verdict.values()) == row.units for row in rows)


def test_the_sentence_counts_what_the_tables_count(review):
    sentence = summary.summarise(review, REGISTER).sentence
    assert sentence.startswith("Of 7 units held, 4 are forbidden, 1 forbidden if an open question is answered yes, ")
    assert sentence.endswith("1 undecided and 1 not covered.")


def test_the_matrix_tells_the_label_from_the_maker(review):
    cells = {(c.label, c.maker): (c.units, c.relabelled) for c in summary.summarise(review, REGISTER).matrix}
    assert cells[("LTS", "Hikvision")] == (1, True)
    assert cells[("Dahua", "Dahua")] == (3, False)
    assert cells[("Axis", "Axis")] == (1, False)


def test_actions_are_the_three_that_settle_most(review):
    actions = summary.summarise(review, REGISTER).actions
    assert len(actions) == 3
    assert [a.units for a in actions] == sorted((a.units for a in actions), reverse=True)


def test_coverage_names_silent_sites_and_dropped_credentials(review):
    text = " ".join(summary.summarise(review, REGISTER).coverage)
    assert "Depot" in text
    assert "2 values of passwords" in text
    assert "5 rows" in text


def test_none_found_never_stands_alone(tmp_path):
    review = review_of(tmp_path, "Manufacturer,Model,Serial,Category\nAxis,P3245-LVE,ACCC8E112233,camera\n")
    found = summary.summarise(review, REGISTER)
    assert found.by_verdict == {"not_covered": 1}
    assert found.coverage
    assert "Sites of the holder that no file speaks of: North High, Annex, Depot." in found.coverage


def test_the_terminal_takes_no_markup_from_a_file(tmp_path):
    review = review_of(
        tmp_path, PLAIN.replace("North High", "[red]x[/red] [/] [link=http://x]"), Holder(f"[bold]{SCRIPT}")
    )
    assert "[red]x[/red] [/] [link=http://x]" in shown(review)
    assert f"[bold]{SCRIPT}" in shown(review)


def test_no_control_character_of_a_file_reaches_the_terminal(tmp_path):
    review = review_of(tmp_path, PLAIN.replace("North High", "\x1b[2J\x1b]0;owned\x07"))
    assert "\x1b" not in shown(review)


def chain_of(review, wanted: str) -> str:
    device = explain.find(review, wanted)
    out = io.StringIO()
    findings = tuple(f for f in review.findings if f.device == device.id)
    Console(file=out, width=200, force_terminal=False).print(explain.tree(device, findings, REGISTER))
    return out.getvalue()


@pytest.mark.parametrize("wanted", ["SN0011111", "sn0011111"])
def test_a_unit_is_found_by_its_serial(review, wanted):
    assert explain.find(review, wanted).attribution.brand == "lts"


def test_the_chain_goes_from_file_and_row_to_fact_and_verdict(review):
    text = chain_of(review, "SN0011111")
    for words in (
        "list.csv, row 2",
        "inventory.maker = 'LTS'",
        "built by Hikvision",
        "US-889B",
        "forbidden",
        "https://",
    ):
        assert words in text


def test_an_undecided_unit_says_what_would_settle_it(review):
    text = chain_of(review, "SN0044444")
    assert "cannot tell who made it" in text
    assert "what would settle it, cheapest first" in text


def test_a_unit_that_is_not_there_or_not_one_is_refused(review):
    with pytest.raises(UsageError, match="no device 'nothing'"):
        explain.find(review, "nothing")
    twins = msgspec.structs.replace(review, devices=(*review.devices, *review.devices))
    with pytest.raises(UsageError, match="fits 2 devices"):
        explain.find(twins, "SN0011111")


def test_the_holder_of_whom_nothing_is_known_is_told_so(tmp_path):
    review = review_of(tmp_path, PLAIN, Holder("(no holder file given)"))
    assert summary.summarise(review, REGISTER).by_verdict.get("forbidden", 0) == 0
    assert HOLDER.name not in shown(review)
