"""From rows of a log to observations of hosts: who said what, which ends are units at all.

Of a connection between a private and a public address only the private one can be the holder's; where
Zeek marks ends as local, that decides. Who never answered, and groups, are no units. A MAC address that
stands before several addresses is a router's (RFC 1812): it is a unit of its own.
"""

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from nameplate.sources import addresses, columnar
from nameplate.sources.interface import Sink
from nameplate.sources.zeek import fields
from nameplate.sources.zeek.fields import Log, Own
from nameplate.sources.zeek.tsv import LINE

_ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})|\\(\\)")
_NOT_UNITS = "ends of connections that are far away, never answered, or are groups"
_ROUTERS = "MAC addresses that stand before several addresses (routers): taken as units of their own"


@dataclass
class Hosts:
    """What was read of one log so far: the first place of every distinct observation."""

    sink: Sink
    set_separator: str = ","
    frames: list[pl.DataFrame] = field(default_factory=list)
    logs: Counter[str] = field(default_factory=Counter)
    useless: Counter[str] = field(default_factory=Counter)
    not_units: int = 0
    last: dt.datetime | None = None

    def rows(self, path: str, names: tuple[str, ...], rows: pl.DataFrame, *, as_json: bool = False) -> None:
        """Observe the rows of one log; `names` are all fields that it has."""
        self.sink.rows += rows.height
        log = fields.log_of(path, names)
        called = path or fields.name_of(log)
        self.logs[called] += rows.height
        if log is None:
            self.useless[f"{called}, which names no host"] += rows.height
            return
        self._drop(log, rows)
        rows = rows.with_columns(_moment(rows).alias("observed_at"))
        parts = [part for part in (*self._ends(log, rows), *self._own(log, rows, called)) if part.height]
        if parts:
            told = columnar.firsts(
                _split(pl.concat(parts), self.set_separator, as_json=as_json).sort(LINE, maintain_order=True)
            )
            self.frames.append(told)
        self._until(rows["observed_at"].max())

    def _until(self, moment: object) -> None:
        if isinstance(moment, dt.datetime):
            self.last = max(self.last or moment, moment)

    def finish(self) -> None:
        """Hand all that was found to the sink, and say what was left out."""
        if self.frames:
            found = columnar.firsts(pl.concat(self.frames))
            found = _valid(found, self.sink)
            columnar.observe(self._routers_apart(found), self.sink)
        for path, count in self.useless.items():
            self.sink.skip("", f"rows of {path}", count)
        if self.not_units:
            self.sink.skip("", _NOT_UNITS, self.not_units)
        names = ", ".join(f"{path} ({count:,} rows)" for path, count in sorted(self.logs.items()))
        self.sink.note(f"Zeek log: {names}; what a row repeats is kept once, with its first line")

    def _drop(self, log: Log, rows: pl.DataFrame) -> None:
        for name in log.hidden():
            if name in rows.columns and (count := rows.height - rows[name].null_count()):
                self.sink.drop(name, count)

    def _ends(self, log: Log, rows: pl.DataFrame) -> list[pl.DataFrame]:
        """What the two ends of each connection say."""
        if "id.orig_h" not in rows.columns and "id.resp_h" not in rows.columns:
            return []
        parts = []
        for host, other, mark, told in (
            ("id.orig_h", "id.resp_h", "local_orig", log.orig),
            ("id.resp_h", "id.orig_h", "local_resp", log.resp),
        ):
            if host in rows.columns:
                units = rows.filter(_is_unit(rows, host, other, mark))
                self.not_units += rows.height - rows[host].null_count() - units.height
                parts += [_said(units, pl.col(host), name, kind) for name, kind in {host: "ip", **told}.items()]
        return parts

    def _own(self, log: Log, rows: pl.DataFrame, called: str) -> list[pl.DataFrame]:
        """What rows that name their host say."""
        parts = []
        for own in log.own:
            subject = [pl.col(name) for name in own.subject if name in rows.columns]
            if subject:
                told = rows.filter(_holds(own, rows))
                if len(log.own) == 1 and not log.orig and rows.height > told.height:
                    self.useless[f"{called} that are of no unit"] += rows.height - told.height
                parts += [_said(told, pl.coalesce(subject), name, kind) for name, kind in own.fields.items()]
        return parts

    def _routers_apart(self, found: pl.DataFrame) -> pl.DataFrame:
        behind = found.filter((pl.col("kind") == "mac") & pl.col("subject").str.contains(r"^[0-9.]+$"))
        many = behind.group_by("value").agg(pl.col("subject").n_unique().alias("n")).filter(pl.col("n") > 1)["value"]
        if many.is_empty():
            return found
        self.sink.skip("", _ROUTERS, many.len())
        router = (pl.col("kind") == "mac") & pl.col("value").is_in(many.implode())
        return columnar.firsts(found.with_columns(pl.when(router).then("value").otherwise("subject").alias("subject")))


def _said(rows: pl.DataFrame, subject: pl.Expr, name: str, kind: str) -> pl.DataFrame:
    """The set values of one field as observations of one kind."""
    if name not in rows.columns:
        return pl.DataFrame(schema={**columnar.SCHEMA, "items": pl.UInt32()})
    said = rows.select(
        pl.col(LINE).cast(pl.Int64),
        subject.alias("subject"),
        pl.lit(kind).alias("kind"),
        pl.col(name).alias("value"),
        pl.col("observed_at"),
        pl.lit(fields.known().lists.get(name), dtype=pl.UInt32).alias("items"),
    ).drop_nulls(["subject", "value"])
    return columnar.firsts(said)


def _is_unit(rows: pl.DataFrame, host: str, other: str, mark: str) -> pl.Expr:
    """Whether an end of a connection can be a unit of the holder."""
    near = pl.col(host).str.contains(addresses.PRIVATE)
    far = ~near & pl.col(other).str.contains(addresses.PRIVATE) if other in rows.columns else pl.lit(value=False)
    if mark in rows.columns:
        local = pl.col(mark).str.to_lowercase().str.head(1)
        far = pl.when(local.is_null()).then(far).otherwise((local == "f") & ~near)
    unit = ~far & ~pl.col(host).str.contains(addresses.NOBODY)
    if host == "id.resp_h" and "conn_state" in rows.columns:
        unit &= ~pl.col("conn_state").is_in(fields.known().silent).fill_null(value=False)
    if host == "id.resp_h" and "resp_pkts" in rows.columns:
        unit &= (pl.col("resp_pkts") != "0").fill_null(value=True)
    return unit.fill_null(value=False)


def _holds(own: Own, rows: pl.DataFrame) -> pl.Expr:
    holds = pl.lit(value=True)
    for conditions, wanted in ((own.when, True), (own.unless, False)):
        for name, values in conditions.items():
            given = pl.col(name).is_in(values).fill_null(value=False) if name in rows.columns else pl.lit(value=False)
            holds &= given if wanted else ~given
    return holds


def _moment(rows: pl.DataFrame) -> pl.Expr:
    """When a row was written: seconds since 1970, or ISO 8601 in UTC."""
    if "ts" not in rows.columns:
        return pl.lit(None, dtype=columnar.SCHEMA["observed_at"])
    seconds = pl.col("ts").cast(pl.Float64, strict=False)
    usable = pl.when((seconds > 0) & (seconds < 253_402_300_799)).then(
        (seconds * 1e6).round().cast(pl.Int64, strict=False)
    )
    epoch = usable.cast(pl.Datetime("us", "UTC"), strict=False)
    if rows["ts"].is_null().all() or not rows["ts"].str.contains("T").any():
        return epoch
    iso = pl.col("ts").str.strip_suffix("Z").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    return pl.coalesce(epoch, iso.dt.replace_time_zone("UTC"))


def _split(told: pl.DataFrame, separator: str, *, as_json: bool) -> pl.DataFrame:
    """Fields that hold several values as several observations (the first `items` of them); escapes undone."""
    lists = told.filter(pl.col("items").is_not_null())
    if lists.height:
        values = (
            pl.col("value").map_elements(_items, return_dtype=pl.List(pl.String))
            if as_json
            else pl.col("value").str.split(separator)
        )
        split = lists.with_columns(values.list.head(pl.col("items"))).explode("value").drop_nulls("value")
        told = pl.concat([told.filter(pl.col("items").is_null()), split])
    told = told.drop("items")
    escaped = {v: _plain(v) for column in ("value", "subject") for v in _escaped(told[column])}
    return told.with_columns(pl.col("value", "subject").replace(escaped)) if escaped else told


def _escaped(column: pl.Series) -> list[str]:
    return column.filter(column.str.contains("\\", literal=True)).unique().to_list()


def _items(value: str) -> list[str]:
    """The items of a JSON list; a value that is none is its only item."""
    try:
        items = json.loads(value)
    except ValueError:
        return [value]
    return [str(item) for item in items if item is not None] if isinstance(items, list) else [value]


def _plain(value: str) -> str:
    """A value without Zeek's escapes; bytes that are no text stay as they are written."""
    raw = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else "\\", value)
    try:
        text = raw.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value.replace("\\\\", "\\")
    return text if text.isprintable() else value.replace("\\\\", "\\")


def _valid(found: pl.DataFrame, sink: Sink) -> pl.DataFrame:
    """Without addresses and MAC addresses that are none of a unit."""
    mac = r"^(?i:[0-9a-f]{2}:){5}[0-9a-f]{2}$"
    group = r"^(?i:[0-9a-f][13579bdf]:|00:00:00:00:00:00)"
    is_mac = pl.col("kind") == "mac"
    no_mac = is_mac & (~pl.col("value").str.contains(mac) | pl.col("value").str.contains(group))
    no_ip = (pl.col("kind") == "ip") & (
        pl.col("value").str.contains(addresses.NOBODY)
        | ~pl.col("value").str.contains(r"^(?:[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$")
    )
    bad = found.filter(no_mac | no_ip)
    if bad.height:
        sink.skip("", "values that are no address of a unit (groups, all zeros, other text)", bad.height)
    return found.filter(~(no_mac | no_ip))
