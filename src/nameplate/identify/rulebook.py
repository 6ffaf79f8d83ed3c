"""All rules in memory: loaded, compiled, and found by the kind of observation they read."""

import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

import msgspec

from nameplate import kinds, yamlfile
from nameplate.errors import UsageError
from nameplate.identify.matching import linear
from nameplate.identify.matching.linear import Linear
from nameplate.identify.matching.matcher import Matcher
from nameplate.identify.rulefile import Rule, RuleFile


@dataclass(frozen=True)
class Reading:
    """What one rule read from one value: the rule, the text it fits, and the text of its named groups."""

    rule: Rule
    value: str | None
    text: str
    groups: dict[str, str]


@dataclass(frozen=True)
class Rulebook:
    """Rule files that come with Nameplate, and a user's own; each in order of name."""

    files: tuple[RuleFile, ...]
    own: tuple[RuleFile, ...] = ()

    @property
    def all_files(self) -> tuple[RuleFile, ...]:
        """Packaged files, then the user's."""
        return self.files + self.own

    @cached_property
    def rules(self) -> tuple[tuple[Rule, str | None], ...]:
        """Every rule with the value it claims."""
        return tuple((rule, rule.value or f.maker) for f in self.all_files for rule in f.rules)

    @cached_property
    def _trusted(self) -> int:
        """How many of `rules` are packaged; they come first."""
        return sum(len(f.rules) for f in self.files)

    @cached_property
    def compiled(self) -> tuple[re.Pattern[str] | Linear, ...]:
        """The patterns of `rules`, in the same order. Raises `DocumentError` on an own one that RE2 does not take."""
        return tuple(
            compile_rule(rule) if at < self._trusted else compile_own(rule) for at, (rule, _) in enumerate(self.rules)
        )

    @cached_property
    def _matchers(self) -> dict[tuple[int, ...], Matcher]:
        return {}

    def read(self, kind: str, values: Sequence[str]) -> dict[str, list[Reading]]:
        """What the rules read from each of the distinct `values` of one kind; values without any are left out."""
        found: dict[str, list[Reading]] = {}
        for indices in self._rules_for(kind):
            for value, matches in zip(values, self._matcher(indices).all_matches(values), strict=True):
                for position, match in matches:
                    reading = Reading(*self.rules[indices[position]], match.group(0), _groups(match))
                    found.setdefault(value, []).append(reading)
        return found

    def _matcher(self, indices: tuple[int, ...]) -> Matcher:
        if indices not in self._matchers:
            self._matchers[indices] = Matcher([self.compiled[i] for i in indices])
        return self._matchers[indices]

    def _rules_for(self, kind: str) -> list[tuple[int, ...]]:
        """Positions of the rules that read a kind: the packaged ones, then the user's, which have a matcher apart
        (Hyperscan takes the patterns of `re` only)."""
        name, role = kind.lower(), f"role:{kinds.role(kind)}"
        fitting = [
            index
            for index, (rule, _) in enumerate(self.rules)
            if any(p == role or fnmatch.fnmatchcase(name, p.lower()) for p in rule.in_)
        ]
        parts = (i for i in fitting if i < self._trusted), (i for i in fitting if i >= self._trusted)
        return [part for part in map(tuple, parts) if part]


def compile_rule(rule: Rule) -> re.Pattern[str]:
    """The rule's pattern; case counts only if the rule says so."""
    return re.compile(rule.pattern, 0 if rule.case else re.IGNORECASE)


def compile_own(rule: Rule) -> Linear:
    """The pattern of a user's own rule. Raises `DocumentError` if RE2, which cannot run away, does not take it."""
    return linear.untrusted(rule.pattern, ignore_case=not rule.case, name=rule.id)


def load_own(folder: Path) -> tuple[RuleFile, ...]:
    """The rule files of a user's folder; `own:` stands before the id of each rule, so that it is told apart in every
    chain. Raises `UsageError` where there is none, `DocumentError` on a file of wrong shape."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    files = tuple(yamlfile.load(path, RuleFile) for path in sorted({*folder.glob("*.yaml"), *folder.glob("*.yml")}))
    if not files:
        raise UsageError(f"{folder}: no rule file (*.yaml) in this folder")
    return tuple(msgspec.structs.replace(f, rules=tuple(map(_as_own, f.rules))) for f in files)


def _as_own(rule: Rule) -> Rule:
    return msgspec.structs.replace(rule, id=f"own:{rule.id}")


@cache
def packaged() -> Rulebook:
    """The rules that come with Nameplate."""
    with resources.as_file(resources.files("nameplate.identify").joinpath("rules")) as folder:
        return Rulebook(tuple(yamlfile.load(path, RuleFile) for path in sorted(folder.glob("*.yaml"))))


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: text.strip() for name, text in match.groupdict().items() if text}
