"""How long a backtracking search for a pattern can take at worst, read off the pattern.

`re` tries every way to divide a text between repetitions that can share it. Those repetitions are found in the parse
tree, with the literal that stands after each: it bounds how many ways there are on a given text.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nameplate.identify.matching import syntax

_FEW = 16
"""A repetition with no more choices than this is a constant factor of the cost, not a loop over the text."""


class Loop(NamedTuple):
    """A repetition that can share text with what follows it: it goes round once for each place where one of the
    folded literals `after` it stands (for every place, if there are none), or at most `rounds` times. With each
    literal, how many times as often it can stand in a text as `str.count` says, overlapping itself."""

    after: tuple[tuple[str, int], ...]
    rounds: int | None


_NESTED = Loop((), 0)
"""Stands for a repetition inside a repetition that can share its text."""


@dataclass(frozen=True)
class Cost:
    """What a backtracking search can cost at worst: loops inside loops. `nested`: with each character
    of the text it grows by a factor."""

    loops: tuple[Loop, ...]
    nested: bool

    def longest(self, steps: int) -> int:
        """The length of text up to which any search takes at most about `steps` steps.

        The places of a pattern's literals stand in order in the text, hence the factorial.
        """
        if self.nested:
            return 0
        endless = [loop for loop in self.loops if loop.rounds is None]
        apart = math.prod(
            min((_period(literal) for literal, _ in loop.after), default=1) for loop in endless
        ) * math.factorial(len(endless))
        fixed = math.prod(loop.rounds for loop in self.loops if loop.rounds is not None)
        return max(16, int((steps * apart / fixed) ** (1 / (1 + len(endless)))))

    def steps(self, value: str) -> float:
        """About the most steps that a search of this text takes."""
        if self.nested:
            return math.inf
        folded = syntax.fold(value)
        anywhere = sum(loop.rounds is None and not loop.after for loop in self.loops)
        ways = math.prod(_places(loop, folded) for loop in self.loops) / math.factorial(anywhere)
        return len(value) * ways


def cost(run: syntax.Run) -> Cost:
    """The cost of a search for a pattern."""
    loops = list(_loops(run, 0))
    parts = syntax.flat(run)
    first = parts[0] if parts else None
    once = first == syntax.Edge("start") or (first == syntax.Edge("line_start") and not _crosses_lines(run))
    starts = [] if once else [Loop(_entrance(parts), None)]
    return Cost((*starts, *(loop for loop in loops if loop != _NESTED)), _NESTED in loops)


def _entrance(parts: Sequence[syntax.Node]) -> tuple[tuple[str, int], ...]:
    """The longest literal that a match must have passed before its first loop; a search gets no further without."""
    straight = itertools.takewhile(lambda part: not any(_loops(syntax.Run((part,)), syntax.EVERYTHING)), parts)
    runs = "".join((syntax.letter(p.mask) if isinstance(p, syntax.One) else "") or "\0" for p in straight).split("\0")
    best = max(runs, key=len)
    return _weighed(best) if best else ()


def _first(parts: Sequence[syntax.Node], after: int) -> int:
    """The characters with which the parts, or what comes `after` them, can begin; 0 if they cannot fail."""
    found = 0
    for part in parts:
        mask, skippable = syntax.begins(part)
        found |= mask
        if not skippable:
            return found
    return found | after if after or not all(map(_cannot_fail, parts)) else 0


def _cannot_fail(part: syntax.Node) -> bool:
    """Whether a part fits at any place of any text."""
    match part:
        case syntax.Repeat(_, least, _, body):
            return least == 0 or _cannot_fail(body)
        case syntax.Run(parts) | syntax.Group(_, syntax.Run(parts)):
            return all(map(_cannot_fail, parts))
        case syntax.Either(branches):
            return any(map(_cannot_fail, branches))
        case _:
            return False


def _loops(run: syntax.Run, after: int) -> Iterator[Loop]:
    """The repetitions that can share text with what follows. `after` is with what the text after the run can
    begin; 0 if nothing can fail any more."""
    parts = syntax.flat(run)
    for at, part in enumerate(parts):
        follow = _first(parts[at + 1 :], after)
        if isinstance(part, syntax.Either):
            yield from max((list(_loops(branch, follow)) for branch in part.branches), key=_badness)
            if follow and _alike(part):
                yield Loop((), len(part.branches))
        elif isinstance(part, syntax.Repeat):
            yield from _loops_of(part, follow, _after(parts[at + 1 :], follow))
        elif isinstance(part, syntax.Opaque):
            yield from _loops(part.body, follow if part.consumes else 0) if part.body else [Loop((), None)]


def _loops_of(part: syntax.Repeat, after: int, literals: tuple[tuple[str, int], ...]) -> Iterator[Loop]:
    again = syntax.begins(part.body)[0]
    if part.most is not None and part.most <= 1:
        yield from _loops(part.body, after)
        if part.least == 0 and (again & after or syntax.can_be_empty(part.body)):
            yield Loop((), 2)
        return
    settled = part.least <= 1 and not after
    if not settled and (any(_loops(part.body, again)) or _forked(part.body)):
        yield _NESTED
        return
    yield from _loops(part.body, after)
    if again & after and part.most != part.least:
        span = None if part.most is None else part.most - part.least + 1
        yield Loop(literals, span if span is not None and span <= _FEW else None)
    if _reads_on(part.body):
        yield Loop((), None)


def _reads_on(node: syntax.Node) -> bool:
    """Whether a part can read far before it fails: inside a repetition it may do so again from each place."""
    match node:
        case syntax.Run(parts) | syntax.Group(_, syntax.Run(parts)):
            return any(map(_reads_on, parts))
        case syntax.Either(branches):
            return any(map(_reads_on, branches))
        case syntax.Repeat(_, _, most, body):
            return most is None or most > _FEW or _reads_on(body)
        case _:
            return False


def _badness(loops: list[Loop]) -> tuple[bool, int, int]:
    return _NESTED in loops, sum(loop.rounds is None for loop in loops), len(loops)


def _places(loop: Loop, text: str) -> int:
    """In how many places of a folded text the loop can end."""
    if loop.rounds is not None:
        return loop.rounds
    if not loop.after:
        return len(text)
    # the end of a text stands for one more newline
    return max(1, sum(text.count(literal) * weight + (literal == "\n") for literal, weight in loop.after))


def _after(parts: Sequence[syntax.Node], follow: int) -> tuple[tuple[str, int], ...]:
    """What must stand where a loop ends: the literal that comes next, or one of a few characters."""
    literal = _leading_literal(parts)
    if literal:
        return _weighed(literal)
    few = 0 < follow < syntax.BEYOND and follow.bit_count() <= _FEW
    return _weighed(*sorted({chr(code).lower() for code in range(128) if follow >> code & 1})) if few else ()


def _weighed(*literals: str) -> tuple[tuple[str, int], ...]:
    return tuple((literal, -(-len(literal) // _period(literal))) for literal in literals)


def _leading_literal(parts: Sequence[syntax.Node]) -> str:
    letters = (syntax.letter(part.mask) if isinstance(part, syntax.One) else "" for part in parts)
    return "".join(itertools.takewhile(bool, letters))


def _period(text: str) -> int:
    """The shortest distance at which a literal can stand again; 1 for none."""
    return next((n for n in range(1, len(text)) if text.startswith(text[n:])), max(1, len(text)))


def _forked(run: syntax.Run) -> bool:
    """Whether a repeated body can read the same text in two ways: alternatives that begin alike, or empty."""
    if all(syntax.begins(part)[1] for part in run.parts):
        return True
    choices = [part for part in syntax.flat(run) if isinstance(part, syntax.Either)]
    return any(_alike(part) or any(map(_forked, part.branches)) for part in choices)


def _alike(part: syntax.Either) -> bool:
    """Whether two of the alternatives can read the same text, or nothing."""
    if sum(map(syntax.can_be_empty, part.branches)) > 1:
        return True
    begins = [(syntax.begins(branch)[0], _leading_literal(syntax.flat(branch))) for branch in part.branches]
    return any(a & b and _agree(x, y) for (a, x), (b, y) in itertools.combinations(begins, 2))


def _agree(one: str, other: str) -> bool:
    """Whether one literal begins with the other: if not, no text begins with both."""
    return one.startswith(other) or other.startswith(one)


def _crosses_lines(node: syntax.Node) -> bool:
    """Whether a repetition in the pattern can go on over the end of a line."""
    match node:
        case syntax.Run(parts):
            return any(map(_crosses_lines, parts))
        case syntax.Group(_, body):
            return _crosses_lines(body)
        case syntax.Either(branches):
            return any(map(_crosses_lines, branches))
        case syntax.Repeat(_, _, _, body):
            return any(
                isinstance(p, syntax.One) and bool(p.mask & syntax.NEWLINE) for p in syntax.flat(body)
            ) or _crosses_lines(body)
        case _:
            return False
