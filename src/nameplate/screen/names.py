"""Names that a review met, against lists: each distinct name once, only what may be somebody listed.

Never a verdict: a person looks at the names, and an order decides on makers, not on this.
"""

from collections.abc import Iterable, Sequence

from nameplate.screen import AT_LEAST, many
from nameplate.screen.party import Listing, Match, Query
from nameplate.screen.screener import Screener


def of_names(
    names: Iterable[str], listings: Sequence[Listing], at_least: float = AT_LEAST
) -> dict[str, tuple[Match, ...]]:
    """Distinct names -> their matches from `at_least` on, best first; names without a match are not in it."""
    distinct = sorted({name for name in names if name.strip()})
    answers = many.screen(Screener(listings), [Query(at, name) for at, name in enumerate(distinct)])
    found = {
        name: tuple(m for m in answer.matches if m.score >= at_least)
        for name, answer in zip(distinct, answers, strict=True)
    }
    return {name: matches for name, matches in found.items() if matches}
