"""masscan's list form (`masscan -oL`): `open tcp 80 10.4.0.9 1700000000`, `banner tcp 22 10.4.0.9 1700000000 ssh ..`.

Source: out-text.c of masscan. All lines of one address are one unit.
"""

from nameplate.sources import addresses, instants, masscan_kinds, text_lines
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.nmap_text import NmapText

_GREPABLE = ("Host:", "Timestamp:")


class MasscanList:
    """Reads the lines."""

    name = "masscan-list"
    about = "masscan's list (-oL): open ports and banners"

    def claim(self, document: Document) -> Fit | None:
        """A line `#masscan` at the top, or lines of that form."""
        lines = [line for line in text_lines.head_text(document).split("\n")[:20] if line.strip()]
        if lines and lines[0].lower().startswith("#masscan") and not any(line.startswith(_GREPABLE) for line in lines):
            return Fit(0.98, "the first line of a masscan list")
        rows = [line for line in lines if not line.startswith("#")]
        fitting = bool(rows) and all(_row(line) for line in rows[: max(1, len(rows) - 1)])
        return Fit(0.9, "lines of a masscan list") if fitting else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every line."""
        told: set[tuple[str, str, str]] = set()
        for number, line in text_lines.lines(document, sink):
            if not line.strip() or line.startswith("#"):
                continue
            sink.rows += 1
            row = _row(line)
            if row is None:
                sink.problem(f"line {number}", "no line of a masscan list: left out")
                continue
            state, protocol, port, address, moment, *rest = row
            values = [("ip", address)]
            if state == "open":
                values.append(("nmap.port", f"{port}/{protocol}"))
            elif rest:
                kind = masscan_kinds.KINDS.get(rest[0], f"{rest[0]}.banner")
                values.append((kind, " ".join(rest[1:])))
            for kind, value in values:
                if kind and (address, kind, value) not in told:
                    told.add((address, kind, value))
                    sink.observe(address, f"line {number}", kind, value, instants.from_epoch(moment))


def _row(line: str) -> list[str] | None:
    """state, protocol, port, address, moment, and for banners the service and its text."""
    parts = line.split(" ")
    if len(parts) < 5 or parts[0] not in {"open", "banner"} or not parts[2].isdecimal():
        return None
    return parts if addresses.is_unit(parts[3]) else None


READER = MasscanList()
READERS = (READER, NmapText())
