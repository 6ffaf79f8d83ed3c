"""Why a name may mean a party, in words: which word matched which, what was left out, what speaks against it."""

import numpy as np
from rapidfuzz.distance import OSA

from nameplate.screen.align import Aligned
from nameplate.screen.candidates import Batch
from nameplate.screen.index import Index
from nameplate.screen.party import Party, Query
from nameplate.screen.text import knowledge
from nameplate.screen.text.name import spelt

HOW = ("same letters", "sounds alike", "same consonants", "looks alike when scanned", "cut short")
_KINDS = {"person": "a person", "vessel": "a ship", "aircraft": "an aircraft"}
FOUND = 0.7
"""Similarity from which two words are shown as partners."""


def reasons(
    query: Query, made: Batch, index: Index, aligned: Aligned, row: int, at: tuple[int, int]
) -> tuple[str, ...]:
    """The reasons of one pair; `row` is its place in `aligned`, `at` the query and the name."""
    number, name = at
    party = index.parties[index.owner[name]]
    out = [*_partners(made, index, aligned, row, at), *_together(made, index, aligned, row, at)]
    out += _without(made, index, aligned, row, at)
    forms = [word.key for word in made.names[number].words if word.form]
    if forms:
        out.append(f"weighs nothing: {', '.join(forms)}")
    if made.names[number].cut:
        out.append(f"cut off: {made.names[number].cut}")
    if source := party.sources.get(index.texts[name]):
        out.append(f"not from the list itself: {source}")
    if party.programme and party.list == "reg":
        out.append(party.programme)
    return (*out, *_against(query, made, party, index, at))


def _partners(made: Batch, index: Index, aligned: Aligned, row: int, at: tuple[int, int]) -> list[str]:
    out = []
    ours, theirs = made.table[at[0]], index.table[at[1]]
    for place, word in enumerate(theirs):
        if word < 0 or index.weights[at[1], place] <= 0.1:
            continue
        partner = int(np.argmax(aligned.best[row, :, place]))
        if ours[partner] < 0 or aligned.best[row, partner, place] < FOUND:
            continue
        mine, yours = made.words.keys[ours[partner]], index.words.keys[word]
        kinds = aligned.alike[row, partner, place]
        if mine == yours:
            out.append(f"{mine} = {yours}")
        elif made.words.shared[ours[partner]] >= 0 and made.words.shared[ours[partner]] == index.words.shared[word]:
            out.append(f"{mine} = {yours} (the same word in another spelling)")
        else:
            how = HOW[int(np.argmax(kinds))]
            reading = made.words.read[0][ours[partner]]
            read = f", read {reading}" if reading != mine else ""
            out.append(f"{mine} ~ {yours} ({how}{read}, {float(kinds.max()):.0%})")
    return out


def _together(made: Batch, index: Index, aligned: Aligned, row: int, at: tuple[int, int]) -> list[str]:
    """Telling words that are alike only when they are written together ("hick vision" and "hikvision")."""
    ours, theirs = str(made.spellings.core[at[0]]), str(index.spellings.core[at[1]])
    words = [spelt(w.key) for w in made.names[at[0]].words if not w.form and w.key not in knowledge.words()]
    same = OSA.normalized_similarity(ours, theirs)
    alone = float(aligned.best[row, :, 0].max())  # the rarest word of the name, by itself
    if len(words) < 2 or same < FOUND or alone >= FOUND:
        return []
    return [f"{' '.join(words)} ~ {theirs} (written together, {same:.0%})"]


def _without(made: Batch, index: Index, aligned: Aligned, row: int, at: tuple[int, int]) -> list[str]:
    """Words on either side that have no partner."""
    best = aligned.best[row]
    mine = [
        made.words.keys[w]
        for i, w in enumerate(made.table[at[0]])
        if w >= 0 and best[i].max() < FOUND and made.weights[at[0], i] > 0.1
    ]
    yours = [
        index.words.keys[w]
        for j, w in enumerate(index.table[at[1]])
        if w >= 0 and best[:, j].max() < FOUND and index.weights[at[1], j] > 0.1
    ]
    out = [f"only in the query: {', '.join(mine)}"] if mine else []
    return [*out, f"only in the listed name: {', '.join(yours)}"] if yours else out


def _against(query: Query, made: Batch, party: Party, index: Index, at: tuple[int, int]) -> list[str]:
    out = []
    if query.country and party.countries and not same_country(query.country, party.countries):
        out.append(f"disagrees: country {query.country}, listed {', '.join(party.countries[:3])}")
    trades = {knowledge.trades()[w.key] for w in made.names[at[0]].words if w.key in knowledge.trades()}
    other = sorted(trades - index.trades[at[1]])
    if other:
        out.append(f"disagrees: line of business ({', '.join(other)})")
    forms = any(word.form and word.key not in {"al", "el", "ul", "ال"} for word in made.names[at[0]].words)
    if party.kind in {"person", "vessel", "aircraft"} and forms:
        out.append(f"disagrees: the query has a legal form, the listed party is {_KINDS[party.kind]}")
    return out


def same_country(asked: str, listed: tuple[str, ...]) -> bool:
    """Whether a country is among those of a party; a code and a name in words cannot be compared: no disagreement."""
    folded = asked.strip().casefold()
    others = [one.strip().casefold() for one in listed]
    alike = [one for one in others if (len(one) == 2) == (len(folded) == 2)]
    return not alike or any(folded in {one, *one.split()} for one in alike)
