"""The shape of a rule file: one maker or family a file, each rule with its examples and near misses.

A rule reads one observation and claims one thing; it knows no file format (kinds and roles come from
`nameplate.kinds`) and decides nothing alone. Patterns are `re` syntax, searched, case ignored unless
`case` is true; named groups `model`, `serial`, `mac`, `firmware` are kept as what the rule read.
"""

from typing import Literal

import msgspec

from nameplate.model import About, Category


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"in_": "in"}):
    """One rule.

    `in` lists kinds (shell patterns allowed) or roles (`role:serial`). `value` is a maker id, a brand id
    (about brand) or a family id; null means the file's maker. `proof` is the level in
    device-evidence terms: unit U, firmware F, registrant R, brand B; `none` for a rule that only derives.
    `cause` groups rules that one cause makes fire together (they count once). `basis` unverified never
    decides. `derives` names groups whose text is a further observation (a MAC inside a UUID, say).
    """

    id: str
    about: About
    proof: Literal["unit", "firmware", "registrant", "brand", "none"]
    in_: tuple[str, ...]
    pattern: str
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]
    references: tuple[str, ...]
    value: str | None = None
    case: bool = False
    category: Category | None = None
    cause: str | None = None
    basis: Literal["seen", "unverified"] = "seen"
    weight: Literal["decisive", "supporting"] = "decisive"
    derives: tuple[Literal["mac", "model", "serial", "firmware"], ...] = ()
    note: str = ""


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One maker or family. `names` are the words by which free text names this maker (any script);
    `name_near_misses` are texts in which none of them may be found. Sub-brands and relabellers are in
    the register's brands, not here."""

    maker: str | None
    label: str
    names: tuple[str, ...] = ()
    name_near_misses: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
