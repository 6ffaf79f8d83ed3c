"""Names that a person confirmed as those of a listed party: later screenings with the record look for them as well.

What no spelling gives is knowledge, and a review is where it comes from. Each alias says who confirmed it and when; a
later decision on the same name and entry takes it away again. Lists themselves and their editions stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from nameplate.screen.party import Listing, Party
from nameplate.screen.record import Decision
from nameplate.screen.text.name import within

Aliases = Mapping[str, Mapping[str, str]]
"""Entry -> name -> who confirmed it and when."""


def confirmed(decisions: Iterable[Decision]) -> dict[str, dict[str, str]]:
    """The aliases that decisions leave: the last one on a name and an entry counts."""
    out: dict[str, dict[str, str]] = {}
    for one in decisions:
        known, alias = out.setdefault(one.entry, {}), within(one.name)
        if one.verdict == "same" and alias:
            known[alias] = f"confirmed by {one.person}, {one.time.date()}" + (f": {one.note}" if one.note else "")
        else:
            known.pop(alias, None)
    return {entry: known for entry, known in out.items() if known}


def added(listings: Sequence[Listing], aliases: Aliases) -> list[Listing]:
    """`listings` with aliases among the names of their parties."""
    if not aliases:
        return list(listings)
    return [
        msgspec.structs.replace(one, parties=tuple(_with(party, aliases.get(party.entry, {})) for party in one.parties))
        for one in listings
    ]


def _with(party: Party, known: Mapping[str, str]) -> Party:
    new = {name: source for name, source in known.items() if name not in party.names}
    if not new:
        return party
    return msgspec.structs.replace(party, names=(*party.names, *new), sources={**party.sources, **new})


def homeless(listings: Sequence[Listing], aliases: Aliases) -> list[str]:
    """Aliases of entries that a list which was read does not have, in words."""
    entries = {party.entry for one in listings for party in one.parties}
    lists = {one.edition.list for one in listings}
    return [
        f"{entry} is not on its list; its confirmed names are not looked for: {', '.join(known)}"
        for entry, known in aliases.items()
        if entry not in entries and entry.split(":", 1)[0] in lists
    ]
