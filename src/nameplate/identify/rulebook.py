"""All rules in memory: loaded, compiled, and found by the kind of observation they read."""

import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from nameplate import kinds, yamlfile
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
    """Rule files, in order of name. `for_kind` gives the matcher of a kind of observation."""

    files: tuple[RuleFile, ...]

    @cached_property
    def rules(self) -> tuple[tuple[Rule, str | None], ...]:
        """Every rule with the value it claims."""
        return tuple((rule, rule.value or f.maker) for f in self.files for rule in f.rules)

    @cached_property
    def compiled(self) -> tuple[re.Pattern[str], ...]:
        """The patterns of `rules`, in the same order."""
        return tuple(compile_rule(rule) for rule, _ in self.rules)

    @cached_property
    def _matchers(self) -> dict[tuple[int, ...], Matcher]:
        return {}

    def read(self, kind: str, values: Sequence[str]) -> dict[str, list[Reading]]:
        """What the rules read from each of the distinct `values` of one kind; values without any are left out."""
        indices = self._rules_for(kind)
        if not indices:
            return {}
        matcher = self._matchers.get(indices)
        if matcher is None:
            matcher = self._matchers[indices] = Matcher([self.compiled[i] for i in indices])
        return {
            value: [
                Reading(*self.rules[indices[position]], match.group(0), _groups(match)) for position, match in matches
            ]
            for value, matches in zip(values, matcher.all_matches(values), strict=True)
            if matches
        }

    def _rules_for(self, kind: str) -> tuple[int, ...]:
        name, role = kind.lower(), f"role:{kinds.role(kind)}"
        return tuple(
            index
            for index, (rule, _) in enumerate(self.rules)
            if any(p == role or fnmatch.fnmatchcase(name, p.lower()) for p in rule.in_)
        )


def compile_rule(rule: Rule) -> re.Pattern[str]:
    """The rule's pattern; case counts only if the rule says so."""
    return re.compile(rule.pattern, 0 if rule.case else re.IGNORECASE)


def load_folder(folder: Path) -> Rulebook:
    """All rule files of a folder. Raises `DocumentError` on a file of wrong shape."""
    return Rulebook(tuple(yamlfile.load(path, RuleFile) for path in sorted(folder.glob("*.yaml"))))


@cache
def packaged() -> Rulebook:
    """The rules that come with Nameplate."""
    with resources.as_file(resources.files("nameplate.identify").joinpath("rules")) as folder:
        return load_folder(folder)


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: text.strip() for name, text in match.groupdict().items() if text}
