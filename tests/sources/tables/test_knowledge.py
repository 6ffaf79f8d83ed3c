"""The data behind tables proves itself: headings under one kind, patterns with examples, exports with real kinds."""

import re
from importlib import resources

import polars as pl
import pytest
import yaml

from nameplate import kinds
from nameplate.sources.tables import knowledge

KNOWN_KINDS = {line.pattern for line in kinds.TABLE} | {"sadp.DeviceSN", "nmap.os"}
LOOKS = knowledge.looks()
EXPORTS = [export for export, _, _ in knowledge.exports()]
each_look = pytest.mark.parametrize("look", LOOKS, ids=[one.kind for one in LOOKS])


def headings_by_kind() -> dict[str, set[str]]:
    text = resources.files("nameplate.sources").joinpath("data", "headers.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)["headings"]
    return {
        kind: {knowledge.fold(name) for names in languages.values() for name in names}
        for kind, languages in found.items()
    }


def test_no_heading_stands_under_two_kinds():
    seen: dict[str, str] = {}
    doubles = []
    for kind, names in headings_by_kind().items():
        doubles += [(name, seen[name], kind) for name in names if name in seen]
        seen.update(dict.fromkeys(names, kind))
    assert doubles == []


def test_headings_lead_to_kinds_of_the_one_table():
    assert set(knowledge.headings().values()) <= KNOWN_KINDS


def test_no_heading_folds_to_nothing():
    assert "" not in knowledge.headings()


def test_an_ambiguous_heading_is_a_known_one_or_becomes_a_known_kind():
    assert {rule.becomes for rule in knowledge.ambiguous().values()} <= KNOWN_KINDS


@pytest.mark.parametrize("name", ["Serial No.", "serial_no", "SERIAL-NO", " serial  no ", "\ufeffSérial Nó"])
def test_spellings_of_one_heading_fold_to_one(name):
    assert knowledge.fold(name) == "serialno"


@each_look
def test_a_pattern_fits_its_examples_and_none_of_its_near_misses(look):
    fits = pl.Series([*look.examples, *look.near_misses]).str.contains(f"(?i)^(?:{look.pattern})$").to_list()
    assert fits == [True] * len(look.examples) + [False] * len(look.near_misses)
    assert look.examples
    assert look.near_misses


@each_look
def test_a_pattern_means_the_same_to_both_engines(look):
    pattern = re.compile(look.pattern, re.IGNORECASE)
    assert all(pattern.fullmatch(text) for text in look.examples)
    assert not any(pattern.fullmatch(text) for text in look.near_misses)


@pytest.mark.parametrize(
    "cell", ["44:19:b6:00:11:22", "10.0.0.4", "2021-08-01", "03/04/2021", "1,250.00", "$12", "15 %"]
)
def test_plain_data_is_never_taken_for_a_heading(cell):
    assert knowledge.value_like().fullmatch(cell)


@pytest.mark.parametrize("export", EXPORTS, ids=[export.name for export in EXPORTS])
def test_an_export_reads_its_columns_as_kinds_that_exist(export):
    assert {kinds.lookup(kind).pattern for kind in export.columns.values() if kind} <= {k.pattern for k in kinds.TABLE}
    assert "*" not in {kinds.lookup(kind).pattern for kind in export.columns.values() if kind}


@pytest.mark.parametrize("export", EXPORTS, ids=[export.name for export in EXPORTS])
def test_an_export_names_no_column_twice(export):
    folded = [knowledge.fold(name) for name in export.columns]
    assert len(folded) == len(set(folded))


def test_no_placeholder_is_written_with_capitals_or_blanks_around_it():
    words = knowledge.placeholders()
    assert all(word == word.lower().strip() for word in (*words.empty, *words.totals))
