"""For every table: each used cell is found again at its row, and no bytes make the reader fail but by `SourceError`."""

import pytest
from as_table import as_csv, read_table
from hostile import damaged, few, survives
from hypothesis import example, given
from hypothesis import strategies as st

from nameplate.sources.delimited import READER
from nameplate.sources.tables import text

HEADING = ("Manufacturer", "Model", "Serial Number", "Notes")
KINDS = ("inventory.maker", "inventory.model", "inventory.serial", "inventory.description")
VALID = (
    b"Manufacturer,Model,Serial\nHikvision,DS-2CD2143G0-I,SN0012345\nAxis,P3245-LVE,SN0067890\n",
    'Fabricant;Modèle;Remarques\nDahua;IPC-HDW2431T;"à l\'étage; nord"\n'.encode(),
    b"mac\tip\n44:19:b6:00:11:22\t10.0.0.4\n",
)

# A cell begins and ends with a letter: blanks around it, placeholders, escapes and totals have tests of their own.
inner = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], exclude_characters="@\ufeff"), max_size=12
)
cells = st.builds("q{}q".format, inner | st.sampled_from(["a\nb", 'a"b', ",", ";;", "\t", '""', '","', "|", " x "]))
rows = st.lists(st.tuples(cells, cells, cells | st.just(""), cells | st.just("")), min_size=1, max_size=6)
words = st.from_regex(r"[A-Za-z][a-z0-9 ]{0,8}[a-z0-9]q", fullmatch=True)
plain_rows = st.lists(st.tuples(words, words, words, words), min_size=1, max_size=6)


@few
@given(rows=rows, delimiter=st.sampled_from(",;\t|"))
def test_every_cell_is_found_again_at_its_row(rows, delimiter):
    table = read_table(as_csv([HEADING, *rows], delimiter))
    assert table.sink.rows == len(rows)
    for number, row in enumerate(rows, start=2):
        expected = {kind: cell for kind, cell in zip(KINDS, row, strict=True) if cell}
        assert table.at(f"row {number}") == expected


@few
@given(rows=rows, codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), end=st.sampled_from(["\n", "\r"]))
def test_encoding_and_line_ends_change_nothing(rows, codec, end):
    written = as_csv([HEADING, *rows]).replace("\r\n", "\n")
    assert read_table(written.replace("\n", end).encode(codec)).observed == read_table(written).observed


@few
@given(rows=plain_rows, extra=st.lists(st.sampled_from(["", "  ", "\u00a0"]), max_size=4))
def test_blank_columns_at_the_right_change_nothing(rows, extra):
    plain = read_table(as_csv([HEADING, *rows]))
    padded = read_table(as_csv([HEADING, *[[*row, *extra] for row in rows]]))
    assert padded.observed == plain.observed


@few
@given(content=st.text(st.characters(exclude_characters="\r\0"), max_size=300))
def test_the_delimiter_is_one_of_four_or_none(content):
    dialect = text.sniff(content)
    assert dialect is None or dialect.delimiter in ",;\t|"


@example(content=b'Manufacturer;Model;Notes\n;P3245-LVE;4" dome\n')
@few
@given(content=damaged(*VALID))
def test_any_bytes_are_read_or_refused_and_twice_alike(content):
    survives(READER, content)


@pytest.mark.parametrize(
    "content", [b'"', b'"\n"', b",", b"\r", b'a,"b', b'"a"b,c\n', b"\xff\xfe", b"\0\0\0\0", b'x\t"']
)
def test_the_smallest_damaged_files_do_no_harm(content):
    survives(READER, content)
