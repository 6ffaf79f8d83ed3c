"""Rules prove themselves: every example must match, every near miss must not, every reference must be there."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from nameplate.errors import DocumentError
from nameplate.identify.matching.linear import Linear
from nameplate.identify.names import Context, Names, contexts
from nameplate.identify.rulebook import Rulebook, compile_own, compile_rule
from nameplate.identify.rulefile import Rule, RuleFile
from nameplate.register.load import Register


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with one rule or name."""

    rule: str
    what: str


class Counts(msgspec.Struct, frozen=True):
    """How much was checked."""

    files: int
    rules: int
    decisive: int
    unverified: int
    examples: int
    near_misses: int
    names: int
    contexts: int


def check(rulebook: Rulebook, register: Register) -> tuple[Counts, list[Fault]]:
    """Check every rule and name. A rulebook without faults gives an empty list."""
    faults = [fault for f in rulebook.files for rule in f.rules for fault in _rule(rule, f.maker, compile_rule)]
    faults += own_faults(rulebook.own)
    ids = [rule.id for rule, _ in rulebook.rules]
    faults += [Fault(i, "the id stands there twice") for i in sorted({i for i in ids if ids.count(i) > 1})]
    names = Names(register, rulebook)
    faults += [fault for f in rulebook.all_files for fault in _names(names, f.maker, f.names, f.name_near_misses)]
    probe = next((f.names[0] for f in rulebook.all_files if f.maker in register.makers and f.names), "")
    faults += [fault for context in contexts() for fault in _context(names, context, probe)]
    rules = [rule for rule, _ in rulebook.rules]
    counts = Counts(
        files=len(rulebook.all_files),
        rules=len(rules),
        decisive=sum(r.weight == "decisive" and r.basis == "seen" for r in rules),
        unverified=sum(r.basis == "unverified" for r in rules),
        examples=sum(len(r.examples) for r in rules),
        near_misses=sum(len(r.near_misses) for r in rules),
        names=sum(len(f.names) for f in rulebook.all_files),
        contexts=len(contexts()),
    )
    return counts, faults


def own_faults(files: Sequence[RuleFile]) -> list[Fault]:
    """What is wrong with a user's own rules, one by one."""
    return [fault for f in files for rule in f.rules for fault in _rule(rule, f.maker, compile_own)]


def _rule(rule: Rule, maker: str | None, compiled: Callable[[Rule], re.Pattern[str] | Linear]) -> Iterator[Fault]:
    try:
        pattern = compiled(rule)
    except (re.error, DocumentError) as error:
        yield Fault(rule.id, f"the pattern does not compile: {error}")
        return
    if not rule.examples or not rule.near_misses or not rule.references:
        yield Fault(rule.id, "a rule needs an example, a near miss and a reference")
    if rule.value is None and maker is None and rule.proof != "none":
        yield Fault(rule.id, "neither the rule nor its file says which maker it claims")
    for text in rule.examples:
        if not pattern.search(text):
            yield Fault(rule.id, f"the example '{text}' does not match")
    for text in rule.near_misses:
        if pattern.search(text):
            yield Fault(rule.id, f"the near miss '{text}' matches")
    for group in rule.derives:
        if group not in pattern.groupindex:
            yield Fault(rule.id, f"it derives '{group}' but the pattern has no such group")


def _names(names: Names, maker: str | None, own: Sequence[str], near_misses: Sequence[str]) -> Iterator[Fault]:
    if maker is None:
        return
    for name in own:
        if names.in_cell(name.lstrip("=")) is None:
            yield Fault(maker, f"the name '{name}' is not found in a cell that holds it")
    for text in near_misses:
        if any(found.about == "maker" and found.id == maker for found in names.in_text(text)):
            yield Fault(maker, f"the name is found in the near miss '{text}'")


def _context(names: Names, context: Context, name: str) -> Iterator[Fault]:
    """`{maker}` in an example stands for a name; it must not be taken for the unit's maker there."""
    maker = names.in_cell(name)
    if maker is None:
        return
    example, near_miss = context.example.replace("{maker}", name), context.near_miss.replace("{maker}", name)
    if any(found.id == maker.id for found in names.in_text(example)):
        yield Fault(f"context '{context.phrase}'", f"a maker is still named by '{example}'")
    if not any(found.id == maker.id for found in names.in_text(near_miss)):
        yield Fault(f"context '{context.phrase}'", f"no maker is named by the near miss '{near_miss}'")
