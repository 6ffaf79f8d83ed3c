"""What an answer to the public must not show, and taking it out of text that came from files."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from nameplate.report.forms.given import FormInput

INSTEAD = "(left out)"
_ADDRESS = re.compile(
    "|".join(
        (
            r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])",
            r"(?<!\w)(?:[0-9A-Fa-f]{2}[:\- ]){5}[0-9A-Fa-f]{2}(?!\w)",
            r"(?<!\w)(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?!\w)",
            r"(?<!\w)[0-9A-Fa-f]{12}(?!\w)",
            r"(?<![\w:])[0-9A-Fa-f:]*::[0-9A-Fa-f:]*(?![\w:])",
            r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}(?![\w:])",
        )
    )
)
"""IPv4; MAC in pairs, in three groups of four, and bare; IPv6: also addresses that no unit is known to have."""
_SHORTEST = 3
"""Shorter values are taken out only where they are the whole text: `12` is a room and a part of many models."""


class Discretion:
    """The values of one input that are not shown, by kind."""

    def __init__(self, given: FormInput) -> None:
        self._given = given
        self._cleaned: dict[str, str] = {}

    @cached_property
    def values(self) -> dict[str, frozenset[str]]:
        """Kind of value (a key of `left_out` in forms.yaml) -> every value of it."""
        devices, sites = self._given.devices.values(), self._given.holder.sites
        people = (done.actor for case in self._given.cases for done in case.history)
        found = {
            "sites": [*(s.name for s in sites), *(s.id for s in sites), *(d.site or "" for d in devices)],
            "place": [d.place or "" for d in devices],
            "name": [d.name or "" for d in devices],
            "serial": [v for d in devices for v in d.identifiers.serial],
            "mac": [v for d in devices for v in d.identifiers.mac],
            "ip": [v for d in devices for v in d.identifiers.ip],
            "asset_tag": [v for d in devices for v in d.identifiers.asset_tag],
            "person": list(people),
        }
        return {kind: frozenset(v for v in values if v) for kind, values in found.items()}

    def clean(self, text: str | None) -> str | None:
        """Text from a file without any of these values and without addresses."""
        if not text:
            return text
        if text not in self._cleaned:
            self._cleaned[text] = self._without(text)
        return self._cleaned[text]

    def _without(self, text: str) -> str:
        folded = _fold(text)
        if folded in self._exact:
            return INSTEAD
        spans = sorted([*(found.span() for found in _ADDRESS.finditer(text)), *self._known(folded)])
        parts, done = [], 0
        for start, end in spans:
            if start >= done:
                parts += [text[done:start], INSTEAD]
            done = max(done, end)
        return "".join([*parts, text[done:]])

    def _known(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where a known value stands as a word of its own."""
        if len(self._automaton):
            for last, length in self._automaton.iter(folded):
                start, end = last + 1 - length, last + 1
                if not _inside_a_word(folded, start) and not _inside_a_word(folded, end):
                    yield start, end

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(_fold(value) for value in self._hidden())

    @cached_property
    def _automaton(self) -> Any:
        """Aho-Corasick over all longer values: one walk over a text, however many units there are."""
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for value in self._exact:
            if len(value) >= _SHORTEST:
                automaton.add_word(value, len(value))
        automaton.make_automaton()
        return automaton

    def _hidden(self) -> Iterator[str]:
        """All values but names of units that say no more than a model or a maker, such as a camera's default name."""
        plain = {_fold(d.attribution.model) for d in self._given.devices.values() if d.attribution.model}
        plain |= {_fold(name) for b in self._given.register.brands.values() for name in b.names}
        for kind, values in self.values.items():
            yield from (v for v in values if kind != "name" or _fold(v) not in plain)


def _fold(text: str) -> str:
    """Without case, letter by letter, so that places stay where they are."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _inside_a_word(text: str, at: int) -> bool:
    """Whether a word goes on across the place before `text[at]`."""
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
