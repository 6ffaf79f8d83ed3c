"""XML from outside: limits, several documents in one file, places of values."""

import time

import pytest

from nameplate.errors import SourceError
from nameplate.sources import xml_safe, xml_stream
from nameplate.sources.interface import Document, Sink


def document(tmp_path, content: str | bytes) -> Document:
    raw = content.encode() if isinstance(content, str) else content
    path = tmp_path / "x.xml"
    path.write_bytes(raw)
    return Document("x", path, len(raw), raw[:65_536])


def names(tmp_path, content: str | bytes) -> tuple[list[str], Sink]:
    sink = Sink("x")
    return [e.get("n", "") for e in xml_stream.elements(document(tmp_path, content), sink, "host")], sink


ONE = '<?xml version="1.0"?>\n<run>\n<host n="1"/>\n<host n="2"/>\n</run>\n'


def test_several_documents_in_one_file_are_all_read(tmp_path):
    found, sink = names(tmp_path, ONE + ONE.replace('n="1"', 'n="3"') + ONE)
    assert found == ["1", "2", "3", "2", "1", "2"]
    assert not sink.problems


def test_a_stopped_document_before_another_is_named_and_both_are_read(tmp_path):
    found, sink = names(tmp_path, ONE.replace("</run>", '<host n="cut">') + ONE)
    assert found == ["1", "2", "1", "2"]
    assert [p.locator for p in sink.problems] == ["line 6"]
    assert "the file stops in the middle" in sink.problems[0].reason


def test_entities_in_a_later_document_end_the_reading_with_a_problem(tmp_path):
    bomb = '<?xml version="1.0"?><!DOCTYPE run [<!ENTITY a "b">]><run><host n="&a;"/></run>'
    found, sink = names(tmp_path, ONE + bomb)
    assert found == ["1", "2"]
    assert sink.problems[0].reason == xml_safe.BOMB


def test_a_boundary_between_two_pieces_is_found(tmp_path):
    for pad in range(65_500, 65_560):
        first = f'<?xml version="1.0"?><run><host n="1"/><!--{"x" * (pad - 60)}--></run>'
        found, sink = names(tmp_path, first + ONE)
        assert found == ["1", "1", "2"]
        assert not sink.problems


def test_a_large_file_is_read_in_flat_memory(tmp_path):
    content = "<run>" + "<host n='1'><a b='c'/></host>" * 100_000 + "</run>"
    begun = time.perf_counter()
    found, _ = names(tmp_path, content)
    assert len(found) == 100_000
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize("content", [b"", b"\0", b"just text", b"<", b"\xff\xfe<\0"])
def test_what_has_no_element_is_an_error(content, tmp_path):
    with pytest.raises(SourceError):
        xml_safe.root(document(tmp_path, content), Sink("x"))
    with pytest.raises(SourceError):
        names(tmp_path, content)


def test_places_of_repeated_elements_are_numbered(tmp_path):
    root = xml_safe.root(document(tmp_path, "<a x='1'><b>1</b><b>2</b><c><d>3</d></c></a>"), Sink("x"))
    assert [(leaf.locator, leaf.text) for leaf in xml_safe.leaves(root)] == [
        ("/a/@x", "1"),
        ("/a/b[1]", "1"),
        ("/a/b[2]", "2"),
        ("/a/c/d", "3"),
    ]


def test_depth_is_limited(tmp_path):
    deep = "<a>" * 200 + "x" + "</a>" * 200
    root = xml_safe.root(document(tmp_path, deep), Sink("x"))
    assert list(xml_safe.leaves(root, limit=100)) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<a/>", "a"),
        ('\ufeff<?xml version="1.0"?><!-- c --><!DOCTYPE x [<!ELEMENT x ANY>]><p:a xmlns:p="u">', "a"),
        ("a,b", None),
        ("<<<", None),
        ("<!-- open", None),
    ],
)
def test_the_root_is_seen_without_parsing(content, name, tmp_path):
    root = xml_safe.peek(document(tmp_path, content))
    assert (root.name if root else None) == name
