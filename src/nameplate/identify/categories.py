"""The kind of product in an inventory's own words -> category of the register's taxonomy."""

import re
from functools import cache
from typing import get_args

import msgspec

from nameplate import yamlfile
from nameplate.identify.names import fold
from nameplate.model import Category


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    categories: dict[Category, tuple[str, ...]]


@cache
def _patterns() -> tuple[tuple[Category, re.Pattern[str]], ...]:
    words = yamlfile.packaged("nameplate.identify", "data/categories.yaml", _Words).categories
    return tuple(
        (category, re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(w)) for w in names) + r")s?(?!\w)"))
        for category, names in words.items()
    )


@cache
def of_text(text: str) -> Category | None:
    """The first category one of whose words stands in `text`; a category's own id counts too."""
    folded = fold(text)
    if folded.replace(" ", "_") in get_args(Category):
        return folded.replace(" ", "_")  # type: ignore[return-value]
    return next((category for category, pattern in _patterns() if pattern.search(folded)), None)
