"""Recog's files as they are: every example gives what it must, and the answers become claims of the right level."""

from pathlib import Path

import pytest

from nameplate.errors import DocumentError
from nameplate.identify import recog, recog_check
from nameplate.identify.readers import reader_for
from nameplate.register.load import load

FILE = """<?xml version="1.0"?>
<fingerprints matches="http_header.server" protocol="http" database_type="util.os">
  <fingerprint pattern="^Acme-Cam/(\\d+)$">
    <description>Acme camera</description>
    <example hw.version="7">Acme-Cam/7</example>
    <param pos="0" name="hw.vendor" value="Axis"/>
    <param pos="1" name="hw.version"/>
    <param pos="0" name="hw.product" value="Cam {hw.version}"/>
  </fingerprint>
</fingerprints>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one small file of fingerprints."""
    (tmp_path / "http_servers.xml").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_all_examples_of_recog_give_what_they_must(shared):
    found = recog_check.check(recog.load(shared / "corpus/recog"))
    assert (found.fingerprints, list(found.faults)) == (4_657, [])
    assert found.examples >= 7_523


def test_a_parameter_is_filled_from_the_match_and_from_other_parameters(folder):
    answer = recog.load(folder).match("http_header.server", "Acme-Cam/7")
    assert answer is not None
    assert (answer.params["hw.version"], answer.params["hw.product"]) == ("7", "Cam 7")


def test_an_example_that_gives_something_else_is_a_fault(folder):
    path = folder / "http_servers.xml"
    path.write_text(path.read_text(encoding="utf-8").replace('hw.version="7"', 'hw.version="8"'), encoding="utf-8")
    assert len(recog_check.check(recog.load(folder)).faults) == 1


def test_a_vendor_of_hardware_becomes_a_claim_on_the_maker(folder):
    import polars as pl

    pairs = pl.DataFrame({"kind": ["http_header.server"], "value": ["Acme-Cam/7"]})
    (reads,) = reader_for(load(), folder).read(pairs).by_value.values()
    assert {(read.sign.about, read.sign.value) for read in reads} == {("maker", "axis")}


def test_a_broken_file_is_named(folder):
    (folder / "http_servers.xml").write_text("<fingerprints", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"http_servers\.xml"):
        recog_check.check(recog.load(folder))
