"""What each column of a table is: by the user's mapping, by a known export, by its heading, by its values.

The answer for every column, used or not, goes into the report with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from nameplate.sources.interface import SECRET_NAME
from nameplate.sources.tables import knowledge

SAMPLE = 300
"""Distinct values of a column that are looked at."""

KNOWN = "known heading"

LOOKED_AT = {"mac", "ip"}
"""Kinds whose values are checked even if the heading is known: a mislabelled column is common here."""


@dataclass(frozen=True)
class Choice:
    """What a column is read as; `kind` None means "not used", `secret` that its values are dropped."""

    kind: str | None
    why: str
    secret: bool = False


def choose(names: Sequence[str | None], body: pl.DataFrame, mapping: Mapping[str, str]) -> tuple[list[Choice], str]:
    """One choice per column of `body` (text columns, same order as `names`), and the export's name or ''."""
    folded = [knowledge.fold(name) if name else "" for name in names]
    own = {knowledge.fold(column): kind for column, kind in mapping.items()}
    export, table = _export(folded)
    choices = []
    for name, key, column in zip(names, folded, body.iter_columns(), strict=True):
        if key and key in own:
            kind = own[key]
            choices.append(Choice(kind or None, "by your mapping file"))
        elif name and SECRET_NAME.search(name):
            choices.append(Choice(None, "credentials: dropped at reading", secret=True))
        elif key in table:
            choices.append(_by_export(table[key], export))
        else:
            choices.append(_by_heading(key, column))
    return [_beside(i, folded, choices) for i in range(len(choices))], export


def _beside(position: int, folded: Sequence[str], choices: Sequence[Choice]) -> Choice:
    """The choice for an ambiguous heading once the other columns are known."""
    choice = choices[position]
    rule = knowledge.ambiguous().get(folded[position])
    if rule is None or choice.why != KNOWN:
        return choice
    others = {c.kind for i, c in enumerate(choices) if i != position}
    headings = {knowledge.fold(name) for name in rule.headings}
    if others & set(rule.kinds) - ({choice.kind} if _twins(position, folded, choices) else set()) or headings & set(
        folded
    ):
        return Choice(rule.becomes, "known heading, read so beside the others of this table")
    return choice


def _twins(position: int, folded: Sequence[str], choices: Sequence[Choice]) -> bool:
    """Whether every other column of the same kind has an ambiguous heading too."""
    same = [i for i, c in enumerate(choices) if i != position and c.kind == choices[position].kind]
    return all(folded[i] in knowledge.ambiguous() for i in same)


def _export(folded: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """The most demanding known export whose columns are all there."""
    present = set(folded)
    for export, needs, columns in knowledge.exports():
        if needs <= present:
            return export.name, columns
    return "", {}


def _by_export(kind: str, export: str) -> Choice:
    if kind:
        return Choice(kind, f"column of the {export}")
    return Choice(None, f"column of the {export} that says nothing of the unit")


def _by_heading(key: str, column: pl.Series) -> Choice:
    kind = knowledge.headings().get(key)
    seen = None if kind and kind not in LOOKED_AT else _by_values(column)
    if kind == "ip" and seen is None and not _looks_like(column, "ip"):
        return Choice(None, "the heading says address, but no value is a network address")
    if kind and seen and seen in LOOKED_AT and seen != kind:
        return Choice(seen, f"its values are {seen.upper()} addresses, whatever the heading says")
    if kind:
        return Choice(kind, KNOWN)
    if seen:
        return Choice(seen, "by what its values look like")
    return Choice(None, "heading not known and values not telling" if key else "no heading, values not telling")


def _looks_like(column: pl.Series, kind: str) -> bool:
    """Whether any value of the column holds what a kind looks like (a host name in place of an address counts)."""
    look = next(one for one in knowledge.looks() if one.kind == kind)
    values = column.drop_nulls().head(5_000).unique(maintain_order=True).head(SAMPLE)
    return values.is_empty() or bool(values.str.contains(f"(?i)^(?:{look.pattern})|^\\S+\\.\\S+$|://").any())


def _by_values(column: pl.Series) -> str | None:
    values = column.drop_nulls().head(5_000).str.strip_chars().unique(maintain_order=True).head(SAMPLE)
    values = values.filter(values.str.len_chars() > 0)
    if values.is_empty():
        return None
    for look in knowledge.looks():
        fitting = values.str.contains(f"(?i)^(?:{look.pattern})$").sum()
        if fitting >= look.share * len(values):
            return look.kind
    return None
