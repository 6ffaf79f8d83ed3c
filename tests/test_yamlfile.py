"""YAML with a shape: errors in words that name file, line, key and the nearest right key, for any document."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate import yamlfile
from nameplate.errors import DocumentError


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    colour: str
    size: int = 0


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    parts: list[Inner] = []
    table: dict[str, Inner] = {}


GOOD = "name: x\nparts:\n  - colour: red\n    size: 2\ntable:\n  a: {colour: blue}\n"


def parse(text: str) -> Outer:
    return yamlfile.parse(text, Outer, "x.yaml")


def test_a_document_of_the_right_shape_is_read():
    found = parse(GOOD)
    assert (found.parts[0].colour, found.parts[0].size, found.table["a"].colour) == ("red", 2, "blue")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("colour: red", "color: red"), "x.yaml: line 3: unknown key 'color'; did you mean 'colour'?"),
        (("size: 2", "size: two"), "x.yaml: line 4: parts.size: expected `int`, got `str`"),
        (("name: x", "nmae: x"), "x.yaml: line 1: unknown key 'nmae'; did you mean 'name'?"),
        (("name: x", "zebra: x"), "x.yaml: line 1: unknown key 'zebra'"),
        (("name: x\n", ""), "name"),
        (("{colour: blue}", "{colour: [}"), "x.yaml: line 6: not valid YAML"),
        (("name: x", "name: \tx: y: z"), "not valid YAML"),
        (("parts:", "parts: 7\nothers:"), "x.yaml: line"),
    ],
)
def test_a_mistake_is_named_with_line_and_key(change, says):
    with pytest.raises(DocumentError) as error:
        parse(GOOD.replace(*change))
    assert says in str(error.value)


@pytest.mark.parametrize("text", ["", "[]", "7", "null", "!!python/object:os.system {}", "&a [*a]", "a: &x [*x, *x]"])
def test_another_kind_of_document_is_refused(text):
    with pytest.raises(DocumentError):
        parse(text)


def test_deep_nesting_is_refused_and_does_no_harm():
    with pytest.raises(DocumentError):
        parse("[" * 5_000 + "]" * 5_000)


def test_a_mark_before_the_first_key_hides_nothing(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert yamlfile.load(path, Outer).name == "x"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    with suppress(DocumentError):
        assert isinstance(parse(text), Outer)
