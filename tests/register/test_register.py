"""The register in memory: the user's folder beside the packaged one, labels, seats, and faults that the check finds."""

import pytest

from nameplate.errors import DocumentError
from nameplate.register import check, load

PACKAGED = load.load()
MAKER = """\
maker:
  id: acme
  name: Acme Optics
  seat: FR
  cite: [{cite}]
  as_of: 2026-01-01
  confidence: high
  basis: text_seen
"""
BRAND = """\
brands:
  - id: shiny
    names: [Shiny]
    lineage:
      - {{id: shiny-acme, maker: {maker}, role: relabel, state: cur, share: all, from: 2020-01-01, to: {to},
         contradicted_by: [{against}], cite: [ours], as_of: 2026-01-01, confidence: high, basis: text_seen}}
"""
CITATIONS = "citations:\n  ours: {title: Our file, url: https://example.org/x, accessed: 2026-01-01}\n"


@pytest.fixture
def own(tmp_path):
    """A folder of one's own with one maker, one brand and one citation."""

    def write(*, cite: str = "ours", maker: str = "acme", to: str = "null", against: str = ""):
        for folder, name, text in (
            ("makers", "acme.yaml", MAKER.format(cite=cite)),
            ("brands", "shiny.yaml", BRAND.format(maker=maker, to=to, against=against)),
            (".", "citations.yaml", CITATIONS),
        ):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(text)
        return load.load(tmp_path)

    return write


def test_the_packaged_register_has_no_fault():
    assert check.check(PACKAGED) == []


def test_a_folder_of_ones_own_stands_beside_the_packaged_one(own):
    found = own()
    assert check.check(found) == []
    assert found.own == {"acme", "shiny"}
    assert len(found.makers) == len(PACKAGED.makers) + 1
    assert found.version.startswith(PACKAGED.version + "+")
    assert found.label("shiny") == "Shiny"
    assert found.seat("acme") == "FR"


@pytest.mark.parametrize(
    ("change", "item", "says"),
    [
        ({"cite": "nobody"}, "acme", "the citation 'nobody' is not in citations.yaml"),
        ({"cite": ""}, "acme", "no citation"),
        ({"maker": "nobody"}, "shiny-acme", "the maker 'nobody' is not in the register"),
        ({"to": "2019-01-01"}, "shiny-acme", "its making ends before it begins"),
        ({"against": "nothing"}, "shiny-acme", "it is contradicted by 'nothing'"),
    ],
)
def test_each_fault_is_found(own, change, item, says):
    faults = check.check(own(**change))
    assert any(fault.item == item and fault.what.startswith(says) for fault in faults)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="no such folder"):
        load.load(tmp_path / "nothing")


def test_a_file_of_another_shape_is_named(tmp_path):
    (tmp_path / "makers").mkdir()
    (tmp_path / "makers" / "x.yaml").write_text("maker: {id: x, nmae: X}\n")
    with pytest.raises(DocumentError, match=r"x\.yaml: line 1: unknown key 'nmae'; did you mean 'name'"):
        load.load(tmp_path)


@pytest.mark.parametrize(
    ("identifier", "maker"),
    [("hikvision", "hikvision"), ("ezviz", "hikvision"), ("vigi", "tp-link"), ("lts", "lts"), ("axis", "axis")],
)
def test_an_id_leads_to_its_maker(identifier, maker):
    assert PACKAGED.maker_of(identifier) == maker


@pytest.mark.parametrize(
    ("identifier", "label"),
    [("hikvision", "Hikvision"), ("lts", "LTS"), ("dahua-usa", "Dahua Technology USA Inc."), ("x-corp", "X Corp")],
)
def test_everything_has_a_name_for_people(identifier, label):
    assert PACKAGED.label(identifier) == label
    assert PACKAGED.label(None) == "unknown"


def test_counts_are_those_of_what_is_there():
    counts = check.counts(PACKAGED)
    assert counts["orders"] == len(PACKAGED.orders)
    assert counts["facts"] > counts["orders"]
    assert all(n > 0 for n in counts.values())
