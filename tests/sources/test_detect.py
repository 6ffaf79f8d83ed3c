"""The reader is chosen by what is in the file, never by its name; what nobody takes gets a reason and an advice."""

from pathlib import Path

import pytest
from hostile import few
from hypothesis import given
from hypothesis import strategies as st

from nameplate.sources import detect
from nameplate.sources.interface import HEAD_BYTES, Document


def document(content: bytes, path: Path | None = None) -> Document:
    return Document("misleading.name.xlsx", path, len(content), content[:HEAD_BYTES])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "reader"),
    [
        (b'<?xml version="1.0"?>\n<nmaprun scanner="nmap" args="nmap" start="1"><host/></nmaprun>', "nmap-xml"),
        (b"lease 10.0.0.4 {\n  hardware ethernet 44:19:b6:00:11:22;\n}\n", "isc-leases"),
        (b"Manufacturer,Model,Serial\nHikvision,DS-2CD2143G0-I,SN0012345\n", "delimited"),
        (b"Fabricant;Mod\xe8le;Num\xe9ro de s\xe9rie\nDahua;IPC-HDW2431T;SN0012345\n", "delimited"),
        ("Manufacturer\tModel\nHikvision\tDS-1\n".encode("utf-16"), "delimited"),
        (b"Make,Model\rHikvision,DS-1\rAxis,P3245-LVE\r", "delimited"),
        (b"44:19:b6:00:11:22,10.0.0.4\n44:19:b6:00:11:23,10.0.0.5\n", "delimited"),
    ],
)
def test_a_file_goes_to_the_reader_of_its_format_whatever_its_name(content, reader):
    chosen = detect.choose(document(content))
    assert chosen is not None
    assert chosen.reader.name == reader
    assert 0 < chosen.fit.score <= 1
    assert chosen.fit.why


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n\0\1\2", "a PDF; export the table"),
        (b"PK\x03\x04\0\0\0\0", "no workbook"),
        (bytes(range(256)) * 4, "binary data"),
        (
            b"Dear colleagues,\nthe cameras were installed in 2019. Nobody knows by whom.\nRegards\n",
            "no reader recognises",
        ),
    ],
)
def test_a_file_that_nobody_takes_gets_a_reason(content, says, tmp_path):
    path = tmp_path / "x"
    path.write_bytes(content)
    found = document(content, path)
    assert detect.choose(found) is None
    assert says in detect.why_not(found)


def test_readers_have_names_of_their_own_and_say_what_they_read():
    readers = detect.readers()
    names = [reader.name for reader in readers]
    assert len(names) == len(set(names))
    assert all(reader.about for reader in readers)


def test_every_module_of_readers_is_listed():
    folder = Path(detect.__file__).parent
    with_reader = {p.stem for p in folder.glob("*.py") if "\nREADER" in p.read_text(encoding="utf-8")}
    assert with_reader - set(detect.MODULES) == set()


def test_the_others_who_would_have_taken_it_are_named():
    chosen = detect.choose(
        document(b"IP address       HW type     Flags       HW address            Mask     Device\n")
    )
    if chosen is not None:
        assert chosen.reader.name not in [name for name, _ in chosen.others]


@few
@given(content=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_choosing_never_fails_and_is_always_the_same(content):
    first, again = detect.choose(document(content, Path("/nonexistent"))), detect.choose(document(content, Path("/x")))
    assert (first and first.reader.name) == (again and again.reader.name)
