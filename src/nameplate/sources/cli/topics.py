"""What output of network equipment is read, loaded once from `data/cli.yaml`, and which templates there are for it."""

import re
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from nameplate import yamlfile


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of table; see the comments in the file."""

    name: str
    observe: Literal["neighbour", "cdp", "discovered", "mac", "lease", "arp", "parts", "own"]
    templates: str
    command: str
    hint: str
    key: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    begins: str = ""
    needs: str = ""

    @property
    def is_table(self) -> bool:
        """Whether every row is one line with a MAC address."""
        return self.observe in {"mac", "arp", "lease"}


class Knowledge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `data/cli.yaml`."""

    topics: tuple[Topic, ...]
    looks: dict[str, str]
    own_ports: str
    own_types: str
    learnt: str
    chassis: str
    nothing: frozenset[str]
    plain_heading: str
    plain: dict[str, tuple[str, str]]
    columns: dict[str, dict[str, tuple[str, str]]]
    blocks: dict[str, dict[str, tuple[str, ...]]]
    said: dict[str, tuple[str, ...]]


_VERBS = {"sh": "_show_", "dis": "_display_", "diag": "_diagnose_", "get": "_get_", "exec": "_execute_"}


@cache
def known() -> Knowledge:
    """The packaged knowledge."""
    return yamlfile.packaged("nameplate.sources", "data/cli.yaml", Knowledge)


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern of the file, compiled."""
    return re.compile(text)


def of_command(command: str) -> tuple[Topic, ...]:
    """Topics that a command asks for."""
    asked = _words(command)
    return tuple(topic for topic in known().topics if re.search(topic.command, asked, re.IGNORECASE))


def _words(command: str) -> str:
    """A command whose words are joined as a path (`/ip/arp/print`) as words."""
    return "/" + command[1:].replace("/", " ") if command.startswith("/") else command


@cache
def templates(name: str) -> tuple[str, ...]:
    """Names of the installed templates of a topic, sorted."""
    return tuple(template for template, topic in _by_template().items() if topic == name)


def is_of_verb(template: str, command: str) -> bool:
    """Whether a template is for equipment whose commands begin as this one: `show` and `display` are of two worlds."""
    verb = next((name for short, name in _VERBS.items() if command.lower().lstrip("/").startswith(short)), "")
    return not verb or verb in template


def is_for(template: str, command: str) -> bool:
    """Whether the index of the templates says that a template is for a command, abbreviations included."""
    expected = _commands().get(template)
    return (
        expected is not None and expected.fullmatch(_words(command).lower().partition("|")[0].strip("/ ")) is not None
    )


@cache
def _commands() -> dict[str, re.Pattern[str]]:
    """Template -> its command in the index, where `sh[[ow]]` stands for any beginning from `sh` to `show`."""
    index = resources.files("ntc_templates").joinpath("templates", "index").read_text(encoding="utf-8")
    found: dict[str, re.Pattern[str]] = {}
    for line in index.splitlines():
        parts = [part.strip() for part in line.split(",", 3)]
        if len(parts) == 4 and parts[0].endswith(".textfsm"):
            command = re.sub(r"\[\[(.+?)\]\]", lambda m: _abbreviated(m[1]), parts[3])
            found[parts[0].removesuffix(".textfsm")] = re.compile(command, re.IGNORECASE)
    return found


def _abbreviated(rest: str) -> str:
    """`ow` as `(o(w)?)?`."""
    return "(?:" + "(?:".join(map(re.escape, rest)) + ")?" * len(rest)


@cache
def _by_template() -> dict[str, str]:
    """Template -> its topic, for all that have one."""
    folder = resources.files("ntc_templates").joinpath("templates")
    names = sorted(p.name.removesuffix(".textfsm") for p in folder.iterdir() if p.name.endswith(".textfsm"))
    found: dict[str, str] = {}
    for template in names:
        topic = next((t.name for t in known().topics if pattern(t.templates).search(template)), None)
        if topic is not None:
            found[template] = topic
    return found
