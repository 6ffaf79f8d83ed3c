"""Distinct values -> signs: every rule, name, registry block and category word, each distinct value once.

This is the "match" of distinct -> match -> join: nothing here knows a row or a device.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import msgspec
import polars as pl

from nameplate import kinds
from nameplate.identify import categories, oui, values
from nameplate.identify.fuse import Level, Sign
from nameplate.identify.names import Named, Names, taken_away
from nameplate.identify.rulebook import Reading, Rulebook
from nameplate.register.load import Register
from nameplate.register.who import Entity, Maker

_TOKEN = re.compile(r"[A-Za-z0-9][\w\-/().]{4,}")
_CAUSES = {"unit": "unit", "firmware": "firmware", "registrant": "mac", "brand": "label"}
_TEXT_ROLES = {"text", "name"}
_SENTENCE_ROLES = {*_TEXT_ROLES, "banner", "evidence"}
"""Roles of values in which a maker can be named for another reason than that it made the unit."""


class Derived(NamedTuple):
    """An identifier that a rule read out of another value (a MAC inside a UUID)."""

    kind: str
    value: str
    what: str
    identifier: str


class Read(NamedTuple):
    """A sign and the words it was read from: a model, a registrant's name as registered, or nothing."""

    sign: Sign
    words: str | None = None


@dataclass
class Signs:
    """All signs found: `by_value` maps (kind, value) to its signs; `derived` are identifiers inside other values."""

    by_value: dict[tuple[str, str], list[Read]] = field(default_factory=lambda: defaultdict(list))
    derived: list[Derived] = field(default_factory=list)


class SignSource(Protocol):
    """Another body of fingerprints, asked beside our own rules."""

    def signs(self, kind: str, values: Sequence[str], names: Names) -> dict[str, list[Read]]:
        """Signs of the distinct values of one kind; values without any are left out."""


class SignReader:
    """Reads signs with one rulebook, one register, and optionally further sources of signs (Recog)."""

    def __init__(self, register: Register, rulebook: Rulebook, others: Sequence[SignSource] = ()) -> None:
        self.others = others
        self._register = register
        self.rulebook = rulebook
        self._names = Names(register, rulebook)
        self._ruled = {f.maker for f in rulebook.all_files if f.maker}
        self._registrants = tuple(_registrant_patterns(register))
        self._brand_blocks = tuple((_prefix(p), b.id) for b in register.brands.values() for p in b.registrant)
        self._block_signs: dict[str, Sign | None] = {}

    def read(self, distinct: pl.DataFrame) -> Signs:
        """Signs of each distinct (kind, value) of `distinct` (columns kind, value)."""
        signs = Signs()
        for (kind,), part in distinct.group_by("kind", maintain_order=True):
            name, texts = str(kind), part["value"]
            self._by_rules(name, texts.to_list(), signs)
            self._by_role(name, texts, signs)
        return signs

    def _by_rules(self, kind: str, texts: Sequence[str], signs: Signs) -> None:
        for value, readings in self.rulebook.read(kind, texts).items():
            for reading in readings:
                self._add_reading(kind, value, reading, signs)
        for source in self.others:
            for value, reads in source.signs(kind, texts, self._names).items():
                known = {read.sign.value: read.sign.cause for read in signs.by_value[kind, value]}
                signs.by_value[kind, value].extend(_counted_once(read, known) for read in reads)
        if kinds.role(kind) in _TEXT_ROLES:
            self._models_in_text(kind, texts, signs)

    def _add_reading(self, kind: str, value: str, reading: Reading, signs: Signs) -> None:
        rule = reading.rule
        if kinds.role(kind) in _SENTENCE_ROLES and self._speaks_of_others(value, reading):
            return
        for what in rule.derives:
            if text := reading.groups.get(what):
                self._derive(kind, value, what, text, signs)
        if rule.proof == "none" or reading.value is None:
            return
        signs.by_value[kind, value].append(_read(kind, reading, reading.value))

    def _speaks_of_others(self, value: str, reading: Reading) -> bool:
        """Whether what was read stands in words that take it away ("works with ..."), or is a mere name among those of
        several makers ("drivers for ..., ... and ...")."""
        if " " not in value:
            return False
        if taken_away(value, reading.text):
            return True
        mere_name = self._names.in_cell(reading.text)
        named = {self._register.maker_of(found.id) for found in self._names.in_text(value)} if mere_name else ()
        return len(named) > 1

    def _derive(self, kind: str, value: str, what: str, text: str, signs: Signs) -> None:
        if what == "mac":
            for mac in values.macs(pl.Series([values.from_eui64(text)]))["mac"].to_list():
                signs.derived.append(Derived(kind, value, "mac", mac))
                self._by_mac(kind, pl.DataFrame({"value": [value], "mac": [mac]}), signs)
        elif what == "serial":
            signs.derived.append(Derived(kind, value, "serial", text.upper()))

    def _models_in_text(self, kind: str, texts: Sequence[str], signs: Signs) -> None:
        """Model grammars on the words of free text: an invoice line names the model among other words."""
        where: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            for token in dict.fromkeys(_TOKEN.findall(text)):
                if any(c.isdigit() for c in token) and any(c.isalpha() for c in token):
                    where[token.rstrip(".)(")].append(text)
        for token, readings in self.rulebook.read("inventory.model", list(where)).items():
            for reading in readings:
                if reading.value and reading.rule.weight == "decisive" and reading.rule.proof != "none":
                    read = _read("inventory.model", reading, reading.value)
                    for text in where[token]:
                        if not taken_away(text, token):
                            signs.by_value[kind, text].append(Read(read.sign, token))

    def _by_role(self, kind: str, texts: pl.Series, signs: Signs) -> None:
        role = kinds.role(kind)
        if role in {"maker", "brand"}:
            self._by_cell(kind, texts.to_list(), signs)
        elif role in _TEXT_ROLES:
            self._by_text(kind, texts.to_list(), signs)
        elif role in {"mac", "serial"}:
            self._by_mac(kind, values.macs(texts), signs)
        elif role == "mac_vendor":
            self._by_vendor(kind, texts.to_list(), signs)
        if role in {"category", "model"} | _TEXT_ROLES:
            self._by_category(kind, texts.to_list(), signs)

    def _by_cell(self, kind: str, texts: Iterable[str], signs: Signs) -> None:
        said_by_unit = not kind.startswith("inventory.")
        for text in texts:
            named = self._names.in_cell(text)
            if named:
                level: Level = "firmware" if said_by_unit and named.about == "maker" else "brand"
                signs.by_value[kind, text].append(Read(_named_sign(named, level, "label")))

    def _by_text(self, kind: str, texts: Iterable[str], signs: Signs) -> None:
        for text in texts:
            for named in self._names.in_text(text):
                signs.by_value[kind, text].append(Read(_named_sign(named, "text", "label")))

    def _by_vendor(self, kind: str, texts: Iterable[str], signs: Signs) -> None:
        for text in texts:
            sign = self._block_sign(text)
            if sign:
                level: Level = "vendor" if sign.about == "registrant" else sign.level
                vendor = Sign(sign.about, sign.value, "vendor-name", level, "mac", facts=sign.facts)
                signs.by_value[kind, text].append(Read(vendor, text))

    def _by_category(self, kind: str, texts: Iterable[str], signs: Signs) -> None:
        for text in texts:
            category = categories.of_text(text)
            if category:
                level: Level = "brand" if kinds.role(kind) == "category" else "text"
                word = Sign("model", category, "category-word", level, "category", category=category)
                signs.by_value[kind, text].append(Read(word))

    def _by_mac(self, kind: str, macs: pl.DataFrame, signs: Signs) -> None:
        """Registry look-up of all addresses at once; the list's date and the prefix go into the claim's rule."""
        if macs.is_empty():
            return
        blocks = oui.look_up(macs["mac"].unique(maintain_order=True))
        for value, prefix, registrant in (
            macs.join(blocks, on="mac").select("value", "prefix", "registrant").iter_rows()
        ):
            sign = self._block_sign(registrant)
            if sign:
                rule = f"oui:{prefix}:{oui.note().as_of}"
                block = Sign(sign.about, sign.value, rule, sign.level, "mac", facts=sign.facts)
                signs.by_value[kind, value].append(Read(block, registrant))

    def _block_sign(self, registrant: str) -> Sign | None:
        """What a registrant's name stands for: a maker (with its entity), a brand with own blocks, or nothing."""
        if registrant not in self._block_signs:
            self._block_signs[registrant] = self._resolve_registrant(registrant)
        return self._block_signs[registrant]

    def _resolve_registrant(self, registrant: str) -> Sign | None:
        for pattern, brand in self._brand_blocks:
            if pattern.match(registrant):
                return Sign("brand", brand, "", "brand", "mac")
        for pattern, maker, entity in self._registrants:
            if pattern.match(registrant):
                if entity is not None and (entity.to is not None or entity.relation == "divested"):
                    return self._former(entity)
                level: Level = "supporting" if maker.sells_interfaces else "registrant"
                return Sign("registrant", maker.id, "", level, "mac", facts=(entity.id if entity else maker.id,))
        named = self._names.in_cell(registrant)
        if named is None or (named.text != registrant and named.about == "brand" and len(named.text) < 4):
            return None
        if named.about == "brand":
            return Sign("brand", named.id, "", "brand", "mac")
        if named.id in self._register.makers:
            return None  # the register lists this maker's registrants; another name is somebody else
        return Sign("registrant", named.id, "", "block", "mac")

    def _former(self, entity: Entity) -> Sign | None:
        """A block of a company that has left its maker: it says the brand, not who built the unit."""
        owned = [b.id for b in self._register.brands.values() if entity.id in {b.owner, b.id}]
        return Sign("brand", owned[0], "", "brand", "mac", facts=(entity.id,)) if owned else None


def _registrant_patterns(register: Register) -> Iterable[tuple[re.Pattern[str], Maker, Entity | None]]:
    for maker in register.makers.values():
        known = (e for e in maker.entities if e.basis != "unverified")
        holders: list[tuple[Entity | None, tuple[str, ...]]] = [(e, e.registrant) for e in known]
        for entity, prefixes in [*holders, (None, maker.registrant)]:
            for prefix in prefixes:
                yield _prefix(prefix), maker, entity


def _prefix(name: str) -> re.Pattern[str]:
    """A registrant's name begins with these whole words."""
    return re.compile(re.escape(name) + r"(?!\w)", re.IGNORECASE)


def _counted_once(read: Read, known: Mapping[str, str]) -> Read:
    """Another body of fingerprints that reads the same from the same words as a rule of ours (value -> cause) adds
    nothing to it: it gets the rule's cause."""
    cause = known.get(read.sign.value)
    return read._replace(sign=msgspec.structs.replace(read.sign, cause=cause)) if cause else read


def _read(kind: str, reading: Reading, value: str) -> Read:
    rule = reading.rule
    typed = kind.startswith("inventory.") and kinds.role(kind) in {"model", *_TEXT_ROLES}
    written = typed and rule.about != "brand"
    level: Level = rule.proof  # type: ignore[assignment]
    if rule.weight == "supporting":
        level = "supporting"
    elif written:
        level = "written"
    elif rule.about == "brand":
        level = "brand"
    elif kind.startswith("nmap."):
        level = "tool"
    cause = rule.cause or ("model" if written else _CAUSES.get(rule.proof, rule.proof))
    sign = Sign(rule.about, value, rule.id, level, cause, basis=rule.basis, category=rule.category)
    return Read(sign, reading.groups.get("model"))


def _named_sign(named: Named, level: Level, cause: str) -> Sign:
    return Sign(named.about, named.id, f"name:{named.text}", level, cause)
