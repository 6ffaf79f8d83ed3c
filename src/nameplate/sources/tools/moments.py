"""Moments as tools write them: numbers since 1970 of any unit, ISO 8601 with and without a zone."""

import datetime as dt
import re

from nameplate.sources import instants


def of(text: str) -> dt.datetime | None:
    """Seconds, thousandths or millionths since 1970, or ISO 8601 (`+0000`, `Z`, no zone: UTC); None for other text."""
    if re.fullmatch(r"\d{12,17}(?:\.\d+)?", text):
        whole = float(text)
        return instants.from_epoch(whole / (1e6 if whole > 1e14 else 1e3))
    if at := instants.from_epoch(text):
        return at
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text.replace("Z", "+00:00"))
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    return instants.from_iso(text if re.search(r"[+-]\d\d:\d\d$", text) or "T" not in text else f"{text}+00:00")
