"""What the fields of Zeek's logs mean, loaded once from `data/zeek.yaml`."""

from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from nameplate import yamlfile


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that name their host: by the first set field of `subject`; `fields` is field -> kind."""

    subject: tuple[str, ...]
    fields: dict[str, str]
    when: dict[str, tuple[str, ...]] = {}
    unless: dict[str, tuple[str, ...]] = {}


class Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One log: the fields it is told by where it has no name, and what its ends and its rows say."""

    needs: tuple[str, ...] = ()
    orig: dict[str, str] = {}
    resp: dict[str, str] = {}
    own: tuple[Own, ...] = ()
    secrets: tuple[str, ...] | None = None

    def used(self) -> Iterator[str]:
        """Every field that is looked at."""
        yield from (*self.orig, *self.resp, *ENDS)
        for own in self.own:
            yield from (*own.subject, *own.fields, *own.when, *own.unless)

    def hidden(self) -> tuple[str, ...]:
        """Fields whose values are credentials or say who somebody is."""
        return known().secrets if self.secrets is None else self.secrets


class Knowledge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `data/zeek.yaml`."""

    aliases: dict[str, str]
    secrets: tuple[str, ...]
    lists: dict[str, int]
    silent: tuple[str, ...]
    logs: dict[str, Log]


ENDS = ("ts", "id.orig_h", "id.resp_h", "local_orig", "local_resp", "conn_state", "resp_pkts")
"""Fields of any log of connections."""

ADDRESSES = Log()
"""A log of which only the addresses are used."""


@cache
def known() -> Knowledge:
    """The packaged knowledge."""
    return yamlfile.packaged("nameplate.sources", "data/zeek.yaml", Knowledge)


@cache
def all_used() -> frozenset[str]:
    """Plain names of every field that some log uses, and of those that are dropped."""
    logs = known().logs.values()
    return frozenset(name for log in logs for name in (*log.used(), *log.hidden()))


def plain(name: str) -> str:
    """A field's own name where a site has given it another."""
    return known().aliases.get(name, name)


def log_of(path: str, names: Sequence[str]) -> Log | None:
    """The log by its name (`#path`, `_path`), else by its fields; None if it names no host."""
    logs, have = known().logs, set(map(plain, names))
    if path in logs and logs[path].own:
        return logs[path]
    if path in logs:
        return logs[path] if "id.orig_h" in have else None
    fitting = [log for log in logs.values() if have.issuperset(log.needs)]
    if path or not fitting:
        return ADDRESSES if {"id.orig_h", "id.resp_h"} & have else _with_hosts(have)
    return max(fitting, key=lambda log: len(log.needs))


def name_of(log: Log | None) -> str:
    """What a log is called that does not say it itself."""
    return next((name for name, one in known().logs.items() if one is log), "a log without a name")


def _with_hosts(have: set[str]) -> Log | None:
    """A log of somebody's own that names hosts as the `known_` logs do."""
    return known().logs["known_hosts"] if "host" in have else None
