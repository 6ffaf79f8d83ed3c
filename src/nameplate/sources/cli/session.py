"""Saved terminal sessions of switches and routers, cut into the output of one command each.

A prompt (`sw1#show lldp neighbors detail`, `<sw1>display arp`, `admin@sw1> show arp`, `[admin@sw1] > /ip arp print`,
`(sw1) #show version`) begins a section and names the switch; a file without prompts is one section. What the
pager left (`--More--`, backspaces) is taken out. Nothing here knows a format.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_HOST = r"[A-Za-z0-9][\w.:/@~-]{0,63}"
_PROMPT = re.compile(
    rf"\s*(?:\{{[\w:.-]{{1,40}}\}}\s*)?(?:"
    rf"<(?P<angle>{_HOST})>"
    rf"|\[[~*]?(?P<square>{_HOST})\](?:\s*/?[\w ]{{0,40}}>)?"
    rf"|\((?P<round>[A-Za-z0-9][\w.:/@~ -]{{0,63}})\)\s*(?:\[[\w-]{{1,40}}\]\s*)?\*?[#>]"
    rf"|(?P<host>{_HOST})(?:\s?\([\w.-]{{1,32}}\))?\s?[#>$]"
    r")\s*(?P<command>.*)"
)
_COMMAND = re.compile(
    r"(?:do\s+|admin\s+|run\s+|/)?(?:sh|show|dis|display|get|diag|diagnose|execute|terminal|term|ter|exit|quit|conf|en"
    r"|lldp|ip|ipv6|interface|system|screen-length|set|no|print|cli|export|fnsysctl|config|end|undo|oam|arp|mac|user|log"
    r"|file|ping)\w*\b",
    re.IGNORECASE,
)
_PAGER = re.compile(
    r"\s*-+\s*\(?[Mm]ore\)?[^-]{0,60}-+\s*|<-+ More -+>|--More--(?:,[^\x1b]{0,80})?|lines \d+-\d+(?: \(END\))?"
    r"|\x1b\[[0-9;?]*[A-Za-z]"
)
_STAMP = re.compile(
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?:? ?|\[\d\d:\d\d:\d\d(?:[.,]\d+)?\] ?"
)
"""The time that a terminal program writes before each line."""
_LONGEST = 500
"""Longer lines are cut: templates may take very long over them, and what names a unit stands in front."""


@dataclass
class Section:
    """The output of one command: the switch's name ('' if not shown), the command, numbered lines."""

    switch: str = ""
    command: str = ""
    begins: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether the command printed nothing."""
        return not any(line.strip() for _, line in self.lines)


def sections(numbered: Iterable[tuple[int, str]]) -> Iterator[Section]:
    """All sections that have lines, in order."""
    section = Section()
    hosts: set[str] = set()
    for number, raw in numbered:
        line = plain(raw)
        found = prompt(line, hosts)
        if found is None:
            section.lines.append((number, line))
            continue
        if not section.is_blank:
            yield section
        hosts.add(found[0])
        section = Section(*found, begins=number)
    if not section.is_blank:
        yield section


def prompt(line: str, hosts: Iterable[str] = ()) -> tuple[str, str] | None:
    """(switch, command) of a line that is a prompt; without a command only for switches already met."""
    if not ("#" in line or ">" in line or "$" in line or "]" in line) or not (found := _PROMPT.fullmatch(line)):
        return None
    host = found["angle"] or found["square"] or found["round"] or found["host"]
    counted = found["host"] and re.search(r"[a-zA-Z][\w-]*\.\d+ [#>]", line)  # `name.12 #`: commands are counted
    switch = re.sub(r"\.\d+$", "", host) if counted else _name(host)
    command = found["command"].strip()
    if _COMMAND.match(command) or (not found["square"] and switch in hosts):
        return switch, command.removeprefix("do ").strip()
    return None


def _name(host: str) -> str:
    """The switch's name in a prompt: `user@name`, `name:user`, `name:/path`, `RP/0/CPU0:name`, `name/pri/act`."""
    bare = host.rpartition("@")[2]
    left, _, right = bare.partition(":")
    named = right if "/" in left and right else left
    return re.sub(r"(?:/(?:pri|sec|act|stby))+$", "", named) or host


def plain(line: str) -> str:
    """A line without what the pager and the cursor left in it."""
    text = line[:_LONGEST].rstrip()
    if text[:1] in {"[", "1", "2"} and (stamp := _STAMP.match(text)):
        text = text[stamp.end() :]
    if text.isprintable() and "ore" not in text and "lines " not in text:
        return text
    if "ore" in text or "\x1b" in text or "lines " in text:
        text = _PAGER.sub("", text)
    if "\b" in text:
        text = re.sub(r"^.*\x08\s*", "", text)
    return text.expandtabs().rstrip()
