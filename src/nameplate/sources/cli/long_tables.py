"""MAC and ARP tables as columns: they have a line for every unit of a network and would otherwise cost the most.

The same rules as in `observers`, for templates whose rows are lines. Rows wait until there are many.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from nameplate.sources import addresses, columnar, mac_text
from nameplate.sources.cli import templates, topics
from nameplate.sources.cli.session import Section
from nameplate.sources.cli.topics import Topic
from nameplate.sources.interface import Sink

_ENOUGH = 250_000
_BACK = 40
_PLAIN_MAC = (
    r"^(?i:[0-9a-f][02468ace][0-9a-f]{2}[.-][0-9a-f]{4}[.-][0-9a-f]{3}[1-9a-f]"
    r"|[0-9a-f][02468ace](?::[0-9a-f]{2}){4}:[0-9a-f][1-9a-f])$"
)
"""Addresses of units in their usual spellings; what does not fit is looked at one by one."""
_PLAIN_IP = r"^(?:10|172|192)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$"
_KINDS = {
    "mac": {"mac": "mac_address", "mac_table.switch": "switch", "mac_table.port": "port", "mac_table.vlan": "vlan"},
    "arp": {"ip": "ip_address", "mac": "mac_address", "arp.router": "switch", "arp.interface": "interface"},
}
"""Kind -> column, by `observe`; the first names the unit."""


@dataclass
class LongTables:
    """Rows that wait: by what is observed, columns of equal length."""

    sink: Sink
    waiting: dict[str, dict[str, list[str | None]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def takes(self, topic: Topic) -> bool:
        """Whether a table is read here."""
        return topic.observe in _KINDS

    def read(self, topic: Topic, template: str, section: Section) -> set[int]:
        """Take the rows of one table; gives the lines that were read."""
        names = templates.names(template)
        given = {name: [one.upper() for one in many if one.upper() in names] for name, many in topic.fields.items()}
        columns = self.waiting.setdefault(topic.observe, {name: [] for name in (*given, "switch")})
        lines = self.lines.setdefault(topic.observe, [])
        begin = len(lines)
        found, last = [], -1
        for at, record in templates.records(template, section.lines):
            if mac := next((value for name in given["mac_address"] if (value := record.get(name))), None):
                last = _line(section, last + 1, at, mac)
                found.append(record)
                lines.append(section.lines[last][0])
        for name, many in given.items():
            columns[name].extend(_column(found, many))
        columns["switch"].extend([section.switch or None] * (len(lines) - begin))
        self.sink.rows += len(lines) - begin
        read = set(lines[begin:])
        if len(lines) > _ENOUGH:
            self.flush()
        return read

    def flush(self) -> None:
        """Hand what waits to the sink."""
        for observe, columns in self.waiting.items():
            rows = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
            rows = rows.with_columns(pl.Series(columnar.NUMBER, self.lines[observe], dtype=pl.Int64))
            units = rows.filter(_is_unit(observe, rows))
            if rows.height > units.height:
                name = next(topic.name for topic in topics.known().topics if topic.observe == observe)
                what = f"rows of the {name} that are the switch's own, incomplete or group addresses"
                self.sink.skip("", what, rows.height - units.height)
            columnar.observe(_observations(observe, units), self.sink)
        self.waiting.clear()
        self.lines.clear()


def _line(section: Section, begin: int, at: int, mac: str) -> int:
    """The line that shows a MAC address: that of the record, or one before where a later line completed it."""
    if begin >= at:
        return at
    near = range(max(begin, at - _BACK), at + 1)
    return next((n for n in near if mac in section.lines[n][1]), at)


def _column(records: list[dict[str, Any]], names: list[str]) -> list[str | None]:
    """The first value that is set among `names` of each record."""
    if len(names) == 1:
        given = [record.get(names[0]) for record in records]
    else:
        given = [next((value for name in names if (value := record.get(name))), None) for record in records]
    return [",".join(filter(None, value)) if isinstance(value, list) else value for value in given]


def _is_unit(observe: str, rows: pl.DataFrame) -> pl.Expr:
    """Which rows are of a unit."""
    unit = _among(rows["mac_address"], _PLAIN_MAC, mac_text.is_unit)
    if observe == "arp":
        return unit & _among(rows["ip_address"], _PLAIN_IP, addresses.is_unit)
    data = topics.known()
    form, port = pl.col("type").fill_null(""), pl.col("port").fill_null("")
    own = form.str.contains(f"^(?:{data.own_types})$")
    port_own = port.str.contains(f"^(?:{data.own_ports})$") & ~form.str.contains(f"^(?:{data.learnt})$")
    return unit & ~own & ~port_own


def _among(column: pl.Series, plain: str, holds: Callable[[str], bool]) -> pl.Expr:
    """Whether the values of a column hold: by a pattern for the usual spelling, one by one for the others."""
    usual = column.str.contains(plain)
    others = column.filter(~usual.fill_null(value=True)).unique().to_list()
    also = [value for value in others if holds(value)]
    return (pl.lit(usual) | pl.col(column.name).is_in(also)).fill_null(value=False)


def _observations(observe: str, units: pl.DataFrame) -> pl.DataFrame:
    """All values of the rows, by line and then by kind."""
    kinds = _KINDS[observe]
    subject = next(iter(kinds.values()))
    parts = [
        units.select(
            columnar.NUMBER,
            pl.col(subject).alias("subject"),
            pl.lit(kind).alias("kind"),
            pl.col(column).alias("value"),
            pl.lit(None, dtype=columnar.SCHEMA["observed_at"]).alias("observed_at"),
        ).drop_nulls(["value", "subject"])
        for kind, column in kinds.items()
    ]
    return pl.concat(parts).sort(columnar.NUMBER, maintain_order=True)
