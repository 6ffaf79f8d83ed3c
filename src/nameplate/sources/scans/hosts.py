"""What a report told of its hosts so far: each value of a host once, with when it was seen."""

import datetime as dt
import re
from dataclasses import dataclass, field

from nameplate.sources import addresses, mac_text
from nameplate.sources.interface import Sink
from nameplate.sources.scans import knowledge
from nameplate.sources.tools import hidden, moments

_MAC = re.compile(rf"(?<![\w.:-]){mac_text.PATTERN}(?![\w.:-])")
_UTC = "%b %d, %Y %H:%M:%S UTC"


@dataclass
class Hosts:
    """Takes values and findings of hosts."""

    sink: Sink
    told: set[tuple[str, str, str]] = field(default_factory=set)
    unnamed: int = 0
    last: str = ""

    def observe(self, host: str, where: str, kind: str, value: str, at: dt.datetime | None = None) -> None:
        """One value; several on lines of their own are several."""
        for text in self._texts(kind, value):
            named = ("ip" if addresses.is_address(text) else "hostname") if kind == "address" else kind
            if (named == "mac" and not mac_text.is_unit(text)) or (named == "ip" and not addresses.is_unit(text)):
                continue
            if named and (host, named, text) not in self.told:
                self.told.add((host, named, text))
                self.sink.observe(host, where, named, text, at)

    def finding(self, host: str, where: str, number: str, output: str, at: dt.datetime | None = None) -> None:
        """A finding that is the unit's own words; of an object identifier the last number counts."""
        output = hidden.lines(output, self.sink)
        for kind, form in knowledge.known().findings.get(number.strip().rpartition(".")[2], {}).items():
            found = knowledge.pattern(form).finditer(output) if output else iter(())
            for match in found if kind in knowledge.known().lines else [m for m, _ in zip(found, "1", strict=False)]:
                self.observe(host, where, kind, match[1], at)

    def _texts(self, kind: str, value: str) -> list[str]:
        value = hidden.lines(value, self.sink)
        lines = value.splitlines() if kind in knowledge.known().lines else [value]
        if kind == "mac":
            lines = [found.group() for line in lines for found in _MAC.finditer(line)]
        return [text for line in lines if (text := line.partition(" -> ")[0].strip())]


def moment(text: str) -> dt.datetime | None:
    """When a report says that a host was seen: seconds since 1970, ISO 8601, `Oct 17, 2024 17:24:54 UTC`."""
    if not (text := text.strip()):
        return None
    if at := moments.of(text):
        return at
    try:
        return dt.datetime.strptime(text, _UTC).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
