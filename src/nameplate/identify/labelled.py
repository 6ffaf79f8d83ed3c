"""Labelled evidence: what devices said, with the maker that somebody else names, as observations with a truth.

Two shapes of line: `{"observations": [{"kind", "value"}], "maker": ...}`, and rows of evidence collections
`{"channel", "raw", "maker", "weight"}`, whose channels become kinds by `channels.yaml`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from nameplate import yamlfile
from nameplate.errors import UsageError
from nameplate.identify import jsonlines
from nameplate.register.load import Register


class _Channels(msgspec.Struct, forbid_unknown_fields=True):
    kinds: dict[str, str]
    prefixes: dict[str, str]
    fields: dict[str, dict[str, str]]


class Labelled(msgspec.Struct, frozen=True):
    """One labelled device or answer. `maker` null means that nothing may be concluded about its maker."""

    observations: tuple[tuple[str, str], ...]
    maker: str | None
    channel: str
    weight: str


class _Row(msgspec.Struct):
    maker: str | None = None
    channel: str = ""
    raw: Any = None
    weight: str = "brand"
    observations: list[dict[str, Any]] = []


def read(lines: Iterable[bytes], name: str) -> list[Labelled]:
    """All rows of a labelled file. Raises `UsageError` naming a bad line."""
    found = []
    for number, text in enumerate(lines, start=1):
        if text.strip():
            try:
                row = jsonlines.decode(text, _Row)
            except ValueError as error:
                raise UsageError(f"{name}, line {number}: not a labelled line ({error})") from error
            pairs = [(str(o.get("kind", "")), str(o.get("value", ""))) for o in row.observations]
            observations = pairs or list(_observations(row.channel, row.raw))
            found.append(Labelled(tuple(observations), row.maker, row.channel or "observations", row.weight))
    return found


def same_maker(register: Register, said: str, truth: str) -> bool:
    """Whether two maker ids are one maker (a company and its maker are); other makers are compared as slugs."""
    plain = truth.removeprefix("other:")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    return register.maker_of(said) in {register.maker_of(plain), register.maker_of(slug), slug, plain}


@cache
def _channels() -> _Channels:
    return yamlfile.packaged("nameplate.identify", "data/channels.yaml", _Channels)


def _observations(channel: str, raw: Any) -> Iterator[tuple[str, str]]:
    table = _channels()
    if channel in table.kinds:
        yield table.kinds[channel], str(raw)
    elif channel in table.fields:
        yield from ((kind, str(raw[key])) for key, kind in table.fields[channel].items() if raw.get(key))
    elif channel == "oui":
        yield "mac", (raw["prefix"] + "0123456789ab")[:12]
    elif channel == "service-banner":
        yield f"{raw['service']}.banner", raw["text"]
    elif channel == "rtsp-path":
        yield "rtsp.path", raw["path"]
    elif channel == "dahua-magicbox":
        key, _, value = str(raw).partition("=")
        yield f"magicbox.{key}", value
    elif channel == "nmap-host":
        yield from _nmap(raw)
    else:
        prefix = table.prefixes.get(channel, re.sub(r"[^a-z0-9]+", ".", channel))
        yield from _leaves(prefix, raw)


def _nmap(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if raw.get("mac"):
        yield "mac", raw["mac"]
    for port in raw.get("ports", []):
        for key in ("product", "version", "extrainfo", "devicetype", "cpe"):
            if port.get(key):
                yield f"nmap.{key}", str(port[key])


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{prefix}.{key.lstrip('@')}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(prefix, inner)
    elif value not in (None, ""):
        yield prefix, str(value)
