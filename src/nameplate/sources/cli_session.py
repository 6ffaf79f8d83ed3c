"""Saved terminal sessions of switches and routers, cut into the output of one command each.

A prompt (`sw1#show lldp neighbors detail`) begins a section and names the switch; a file without prompts is
one section. What the pager left (`--More--`, backspaces) is taken out. Nothing here knows a format.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_PROMPT = re.compile(r"\s*(?P<host>[A-Za-z0-9][\w.:/@~-]{0,63})(?:\([\w-]{1,32}\))?[#>]\s*(?P<command>.*)")
_COMMAND = re.compile(
    r"(?:do\s+)?(?:sh|show|dis|display|get|diag|terminal|term|ter|exit|quit|conf|en)\w*\b", re.IGNORECASE
)
_PAGER = re.compile(r"\s*-+\s*\(?[Mm]ore\)?\s*-+\s*|<-+ More -+>|\x1b\[[0-9;]*[A-Za-z]")
_LONGEST = 500
"""Longer lines are cut: templates may take very long over them, and what names a unit stands in front."""


@dataclass
class Section:
    """The output of one command: the switch's name ('' if not shown), the command, numbered lines."""

    switch: str = ""
    command: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line for _, line in self.lines) + "\n"


def sections(numbered: Iterable[tuple[int, str]]) -> Iterator[Section]:
    """All sections that have lines, in order."""
    section = Section()
    hosts: set[str] = set()
    for number, raw in numbered:
        line = plain(raw)
        prompt = _PROMPT.fullmatch(line)
        if prompt and (prompt["host"] in hosts or _COMMAND.match(prompt["command"])):
            if any(text.strip() for _, text in section.lines):
                yield section
            hosts.add(prompt["host"])
            section = Section(prompt["host"].rpartition(":")[2], prompt["command"].strip())
        else:
            section.lines.append((number, line))
    if any(text.strip() for _, text in section.lines):
        yield section


def plain(line: str) -> str:
    """A line without what the pager and the cursor left in it."""
    text = line[:_LONGEST]
    if "ore" in text or "\x1b" in text:
        text = _PAGER.sub("", text)
    if "\b" in text:
        text = re.sub(r"^.*\x08\s*", "", text)
    return text.replace("\t", "        ").rstrip()
