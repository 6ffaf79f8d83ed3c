"""Adding up costs that people wrote as words: only plain amounts in one currency are added, the rest is told."""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import msgspec

_AMOUNT = re.compile(
    r"\s*(?P<before>[A-Za-z]{3}|[$€£¥])?\s*(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(?P<part>\d{1,2}))?\s*"
    r"(?P<after>[A-Za-z]{3}|[$€£¥])?\s*"
)
"""`12,500`, `12 500.00 USD`, `$12500`: a comma or a space parts thousands, a point the decimals."""


class Amount(msgspec.Struct, frozen=True):
    """A sum of money; `currency` as it was written, or empty."""

    value: Decimal
    currency: str


def amount(text: str) -> Amount | None:
    """The amount that `text` is, or None if it is anything else (two currencies, a range, words)."""
    found = _AMOUNT.fullmatch(text)
    if not found or (found["before"] and found["after"]):
        return None
    digits = re.sub(r"\D", "", found["whole"]) + "." + (found["part"] or "0")
    return Amount(Decimal(digits), (found["before"] or found["after"] or "").upper())


def total(texts: Iterable[str]) -> str | None:
    """The sum by currency in words, with how many costs could not be added; None if nothing was said."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    found = [(text, amount(text)) for text in texts]
    for _, one in found:
        if one:
            sums[one.currency] += one.value
    words = [_written(value, currency) for currency, value in sorted(sums.items())]
    unclear = sum(1 for _, one in found if one is None)
    if unclear:
        words.append(f"{unclear} cost{'s' if unclear != 1 else ''} not a plain amount and not added")
    return "; ".join(words) if words else None


def _written(value: Decimal, currency: str) -> str:
    return f"{value:,.2f} {currency}".strip() if len(currency) != 1 else f"{currency}{value:,.2f}"
