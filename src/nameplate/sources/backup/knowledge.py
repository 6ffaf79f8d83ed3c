"""What backups of controllers are, loaded once from `data/controller_backup.yaml`."""

import re
from functools import cache

import msgspec

from nameplate import yamlfile


class Container(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An encrypted file: AES-CBC with `key` and `iv` (hex; no `iv`: the first 16 bytes), and how its content begins."""

    name: str
    key: str
    iv: str
    begins: str
    database: tuple[str, ...]


class Collection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the fields of a collection's documents say, and which one tells when (seconds since 1970)."""

    fields: dict[str, str]
    seen: str = ""


class Sites(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where names of sites stand, and the field by which a unit names its site."""

    collection: str
    name: str
    beside: str
    kind: str


class Knowledge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    containers: tuple[Container, ...]
    collections: dict[str, Collection]
    sites: Sites
    secrets: str


@cache
def known() -> Knowledge:
    """The packaged knowledge."""
    return yamlfile.packaged("nameplate.sources", "data/controller_backup.yaml", Knowledge)


@cache
def secrets() -> re.Pattern[str]:
    """Names whose values are never kept."""
    return re.compile(known().secrets, re.IGNORECASE)
