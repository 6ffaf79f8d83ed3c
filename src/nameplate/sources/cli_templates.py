"""Tables out of command output, through the templates of ntc-templates (TextFSM), without their strictness.

The templates stop at the first line they do not know; saved sessions have such lines, so that the rules
that raise are taken out and the caller checks coverage instead. Of several templates the one that
reads most rows is used.
"""

import re
from functools import cache
from importlib import resources
from io import StringIO
from typing import Any

Row = dict[str, str]
"""Lower-case value names of a template to text; lists are joined with a comma."""

_RAISES = re.compile(r"^\s+\^.*->\s*(?:\w+\.)?Error\b.*$\n?", re.MULTILINE)


def best(text: str, templates: tuple[str, ...], key: str) -> list[Row]:
    """Rows of the template that reads the most rows with a value for one of the `key` names, split by '|'."""
    names = key.split("|")
    readings = [[row for row in parse(text, name) if any(row.get(n) for n in names)] for name in templates]
    return max(readings, key=len, default=[])


def parse(text: str, template: str) -> list[Row]:
    """Rows that one template reads from a text."""
    from textfsm.parser import TextFSMError

    machine = _machine(template)
    machine.Reset()
    try:
        rows = machine.ParseText(text)
    except TextFSMError:
        return []
    names = [name.lower() for name in machine.header]
    return [dict(zip(names, map(_text, row), strict=True)) for row in rows]


@cache
def _machine(template: str) -> Any:
    from textfsm import TextFSM

    source = resources.files("ntc_templates").joinpath("templates", f"{template}.textfsm").read_text(encoding="utf-8")
    return TextFSM(StringIO(_RAISES.sub("", source)))


def _text(value: str | list[str]) -> str:
    return ",".join(value) if isinstance(value, list) else value.strip()
