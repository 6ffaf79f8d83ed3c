"""Text of files and devices in a terminal: neither our markup nor the terminal's own commands."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from nameplate.report.markup import escape


def printed(text: str) -> str:
    out = io.StringIO()
    Console(file=out, width=10_000, force_terminal=True, color_system=None).print(escape(text), soft_wrap=True)
    return out.getvalue()


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "[link=http://x]y[/link]", "[/]", "[red]", "\\[x]", "a [1] b"])
def test_markup_is_text(text):
    assert printed(text).rstrip("\n") == text


@pytest.mark.parametrize("text", ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\u202egnp.exe", "a\rb", "\x00", "\u2028"])
def test_control_characters_are_shown_as_unknown(text):
    found = printed(text)
    assert "\ufffd" in found
    assert not set(found) & set("\x1b\x07\x9b\u202e\r\x00\u2028")


@given(st.text(max_size=60))
def test_nothing_drives_the_terminal(text):
    found = printed(text)
    assert not [c for c in found if c not in {"\n", "\t"} and (ord(c) < 32 or 127 <= ord(c) < 160)]
