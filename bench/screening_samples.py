"""Names as they come, made from listed ones: typed, scanned, cut, in other scripts; and names to tell apart.

Learning material for the weights (bench/learn_screening.py), made with a seed from parties that are in no labelled
sample. Half of it is made from a party that is then taken out of the list: a name like those on it, of somebody who
is not.
"""

import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nameplate.screen.party import Party
from nameplate.screen.text import knowledge
from nameplate.screen.text.heard import heard as said

BY_EAR = 0.35
"""Share of names that are carried over by ear, not letter by letter."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SCANNED = [
    ("m", "rn"), ("d", "cl"), ("h", "ii"), ("n", "h"), ("o", "0"), ("i", "1"), ("i", "l"), ("l", "1"), ("l", "I"),
    ("s", "5"), ("g", "6"), ("b", "8"), ("z", "2"), ("e", "f"), ("u", "v"), ("c", "g"), ("w", "vv"), ("a", "a"),
    (" ", ""),
]  # fmt: skip


def _table(keys: str, values: str) -> dict[str, str]:
    """A letter of `keys` to the word of `values` in its place."""
    return dict(zip(keys, values.split(), strict=True))


CYRILLIC = _table("abcdefghijklmnopqrstuvwxyz", "а б ц д е ф г х и й к л м н о п к р с т у в у кс ы з")
CYRILLIC_HEARD = {
    "sh": "ш",
    "ch": "ч",
    "zh": "ж",
    "kh": "х",
    "ya": "я",
    "yu": "ю",
    "ts": "ц",
    "c": "к",
    "w": "в",
    "y": "й",
    "j": "дж",
}
ARABIC = _table("bcdfghjklmnpqrstvwxyz", "ب ك د ف گ ه ج ك ل م ن پ ق ر س ت ڤ و كس ي ز")
ARABIC_HEARD = {
    "sh": "ش",
    "ch": "تش",
    "kh": "خ",
    "gh": "غ",
    "th": "ث",
    "dh": "ذ",
    "p": "ب",
    "v": "ف",
    "g": "ج",
    "a": "ا",
    "i": "ي",
    "e": "ي",
    "o": "و",
    "u": "و",
}
DEVANAGARI = _table("bcdfghjklmnpqrstvwxyz", "ब च द फ ग ह ज क ल म न प क र स त व व क्स य ज़")
SIGNS = {"a": "", "e": "\u0946", "i": "\u093f", "o": "\u094a", "u": "\u0941"}
VOWELS = {"a": "अ", "e": "ऎ", "i": "इ", "o": "ऒ", "u": "उ"}
GREEK = _table("abcdefghijklmnopqrstuvwxyz", "α μπ κ ντ ε φ γκ χ ι τζ κ λ μ ν ο π κ ρ σ τ ου β ου ξ υ ζ")
HEBREW = {
    "sh": "ש",
    "ch": "צ'",
    "kh": "ח",
    **_table("bcdfghjklmnpqrstvwxyz", "ב ק ד פ ג ה ג' ק ל מ נ פ ק ר ס ט ו ו קס י ז"),
}
FIRSTS = {
    "g": 0,
    "n": 2,
    "d": 3,
    "r": 5,
    "l": 5,
    "m": 6,
    "b": 7,
    "v": 7,
    "s": 9,
    "j": 12,
    "z": 12,
    "c": 14,
    "k": 15,
    "q": 15,
    "x": 15,
    "t": 16,
    "p": 17,
    "f": 17,
    "h": 18,
}
MIDDLES = {"a": 0, "e": 5, "o": 8, "u": 13, "i": 20, "w": 13, "y": 20}
LASTS = {
    "g": 1,
    "n": 4,
    "d": 7,
    "l": 8,
    "r": 8,
    "m": 16,
    "b": 17,
    "v": 17,
    "s": 19,
    "j": 22,
    "z": 19,
    "c": 23,
    "k": 1,
    "q": 24,
    "t": 7,
    "p": 17,
    "f": 26,
}


class Sample(NamedTuple):
    """A query made: `party` is what it was made from, `listed` false if that party is to be taken out of the list."""

    query: str
    party: int
    listed: bool
    kind: str


def plain(text: str) -> str:
    """Latin letters and blanks only, small."""
    return re.sub(r"[^a-z0-9 ]+", "", re.sub(r"[-/,.&]", " ", text.lower())).strip()


def typed(text: str, rng: random.Random) -> str:
    """One slip of the keyboard, two in longer names."""
    for _ in range(1 + (len(text) > 9 and rng.random() < 0.6)):
        at = rng.randrange(min(1, len(text) - 1) if rng.random() < 0.85 else 0, max(1, len(text) - 1) + (len(text) < 2))
        how = rng.randrange(4)
        middle = ["", text[at] * 2, rng.choice(LETTERS) + text[at], text[at + 1 : at + 2] + text[at]][how]
        if how == 0 and rng.random() < 0.5:
            middle = rng.choice(LETTERS)
        text = text[:at] + middle + text[at + (2 if how == 3 else 1) :]
    return text


def scanned(text: str, rng: random.Random) -> str:
    """A page read by a machine: every character that it mixes up, with a chance."""
    out, chance = [], rng.uniform(0.15, 0.7)
    for character in text.lower():
        options = [b for a, b in SCANNED if a == character and a]
        out.append(
            rng.choice(options) if options and rng.random() < chance * (0.2 if character == " " else 1) else character
        )
    made = "".join(out)
    if rng.random() < 0.25 and len(made) > 5:
        at = rng.randrange(2, len(made) - 1)
        made = f"{made[:at]} {made[at:]}"
    return made.upper()


def carried(text: str, table: dict[str, str], heard: dict[str, str], rng: random.Random, keep: float) -> str:
    """Letters of another script; `keep` is the chance that a letter without an entry stays out."""
    both = {**table, **heard} if rng.random() < 0.5 else table
    if rng.random() < BY_EAR:
        text = " ".join(said(word) for word in plain(text).split())
    pattern = re.compile("|".join(map(re.escape, sorted(both, key=len, reverse=True))) + "|.")
    parts = (both.get(part, part if part in " 0123456789" else "") for part in pattern.findall(plain(text)))
    return "".join(part for part in parts if part and (part != "ا" or rng.random() < keep))


def devanagari(text: str, _: random.Random) -> str:
    """Letter by letter, with the silencer after a consonant without vowel."""
    out = []
    for word in plain(text).split():
        made = ""
        for at, letter in enumerate(word):
            if letter in VOWELS:
                made += SIGNS[letter] if at and word[at - 1] in DEVANAGARI else VOWELS[letter]
            elif letter in DEVANAGARI:
                made += DEVANAGARI[letter] + ("\u094d" if word[at + 1 : at + 2] not in VOWELS else "")
        out.append(made)
    return " ".join(out)


def hangul(text: str, rng: random.Random) -> str:
    """Syllables; a consonant without vowel closes the syllable before it or takes the vowel eu."""
    if rng.random() < BY_EAR:
        text = " ".join(said(word) for word in plain(text).split())
    firsts = FIRSTS if rng.random() < 0.5 else {**FIRSTS, "c": 15}
    out = []
    for word in plain(text).split():
        made: list[list[int]] = []
        for letter in re.sub(r"(.)\1", r"\1", word.replace("x", "ks").replace("ch", "c").replace("sh", "s")):
            if letter in MIDDLES:
                if made and made[-1][1] < 0:
                    made[-1][1] = MIDDLES[letter]
                else:
                    made.append([11, MIDDLES[letter], 0])
            elif letter in firsts:
                if made and made[-1][1] < 0:
                    _close(made, letter)
                made.append([firsts[letter], -1, LASTS.get(letter, 0)])
        if made and made[-1][1] < 0 and len(made) > 1:
            _close(made, "")
        out.append(
            "".join(
                chr(0xAC00 + a * 588 + max(b, 18 if b < 0 else 0) * 28 + c * (b >= 0 and d))
                for a, b, c, d in ((s[0], s[1], s[2], len(s) > 3) for s in made)
            )
        )
    return " ".join(out)


def _close(made: list[list[int]], _: str) -> None:
    """The last consonant has no vowel: it closes the syllable before, if that is open."""
    if len(made) > 1 and made[-2][1] >= 0 and len(made[-2]) == 3:
        consonant = made.pop()
        made[-1][2] = consonant[2]
        made[-1].append(1)
    else:
        made[-1][1] = 18


def ordered(text: str, rng: random.Random) -> str:
    """The words in another order."""
    words = text.replace(",", "").split()
    rng.shuffle(words)
    return " ".join(words)


def formed(text: str, rng: random.Random) -> str:
    """Another legal form at the end."""
    forms = ("Ltd", "Co., Ltd", "LLC", "GmbH", "S.A.", "FZE", "OOO", "Inc", "Limited", "S.r.l.", "AG", "JSC")
    return f"{text} {rng.choice(forms)}"


def shortened(text: str, rng: random.Random) -> str:
    """Cut at a field's width, or words abbreviated."""
    words = text.split()
    spellings = [(i, s) for i, w in enumerate(words) if (s := _other_spelling(w, rng))]
    if spellings and rng.random() < 0.6:
        at, spelling = rng.choice(spellings)
        return " ".join([*words[:at], spelling, *words[at + 1 :]])
    return text[: max(6, int(len(text) * rng.uniform(0.6, 0.9)))]


def _other_spelling(word: str, rng: random.Random) -> str:
    known = knowledge.words()
    shared = known.get(plain(word))
    same = [s for s, w in known.items() if w == shared and s.isascii() and s != plain(word)] if shared else []
    return rng.choice(same) if same else ""


def placed(text: str, rng: random.Random) -> str:
    """In a cell with other words."""
    number = rng.randrange(1, 99999)
    cells = (
        f"Supplier: {text} / inv. {number}", f"M/s {text}", f"c/o {text}, P.O. Box {number}", f"{text} (branch office)",
        f"{text}, warehouse no. {number}", f"{text} - service contract 2019", f"Vendor: {text}", f"{text} {number}",
    )  # fmt: skip
    return rng.choice(cells)


def halved(text: str, rng: random.Random) -> str:
    """A word written as two, or two as one."""
    words = text.split()
    at = rng.randrange(len(words))
    if len(words) > 1 and rng.random() < 0.5:
        at = min(at, len(words) - 2)
        return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])
    word = words[at]
    cut = rng.randrange(2, len(word) - 1) if len(word) > 4 else len(word)
    return " ".join([*words[:at], word[:cut], word[cut:], *words[at + 1 :]]).strip()


def partial(text: str, rng: random.Random) -> str:
    """Its telling words and some of the shared ones, often with a word cut in two or a slip."""
    shared, forms = knowledge.words(), {form[0] for form in knowledge.forms()}
    words = text.replace(",", " ").split()
    kept = [w for w in words if plain(w) not in forms and (plain(w) not in shared or rng.random() < 0.5)] or words
    made = " ".join(kept)
    if rng.random() < 0.6:
        made = halved(made, rng)
    return typed(made, rng) if rng.random() < 0.5 else made


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "typed": typed,
    "scanned": scanned,
    "ordered": ordered,
    "formed": formed,
    "shortened": shortened,
    "placed": placed,
    "halved": halved,
    "partial": partial,
    "cyrillic": lambda t, r: carried(t, CYRILLIC, CYRILLIC_HEARD, r, 1),
    "arabic": lambda t, r: carried(t, ARABIC, ARABIC_HEARD, r, 0.8),
    "greek": lambda t, r: carried(t, GREEK, {}, r, 1),
    "hebrew": lambda t, r: carried(t, HEBREW, {}, r, 1),
    "devanagari": devanagari,
    "hangul": hangul,
    "same": lambda t, _: t,
}


def swapped(text: str, other: str, rng: random.Random) -> str:
    """The telling words replaced by those of another name; the shared ones stay."""
    shared, forms = knowledge.words(), {form[0] for form in knowledge.forms()}
    spare = [w for w in plain(other).split() if len(w) > 3 and w not in shared and w not in forms] or ["novum"]
    if rng.random() < 0.5:  # a word that no list has
        spare = [w[len(w) // 2 :] + w[: len(w) // 2] for w in spare]
    return " ".join(
        w if plain(w) in shared or plain(w) in forms or len(w) < 4 else rng.choice(spare) for w in text.split()
    )


def alike(text: str, rng: random.Random) -> str:
    """A name that looks like another and is of another trade: a letter or two changed, a line of business added."""
    words = [w for w in plain(text).split() if len(w) > 2] or [plain(text)]
    word = rng.choice(words[:2])
    same_trade = rng.random() < 0.35
    for _ in range(rng.choice([1, 1, 2]) if same_trade else rng.choice([0, 0, 1, 1, 2])):
        if rng.random() < 0.3:
            word = re.sub("[aeiou]", lambda _: rng.choice("aeiou"), word)
            continue
        at = rng.randrange(max(1, len(word))) if rng.random() < 0.6 else 0
        word = word[:at] + rng.choice([rng.choice(LETTERS), ""]) + word[at + rng.randrange(2) :]
    if same_trade:
        return rng.choice([word, f"{word} {rng.choice(['Ltd', 'SA', 'AG', 'Inc', 'Group', 'Systems', 'Telecom'])}"])
    trade = rng.choice([t for t in knowledge.trades() if t.isascii()])
    return rng.choice(
        [
            f"{word} {trade}",
            f"{word} {trade} {rng.choice(['ltd', 'group', 'sa', 'services'])}",
            f"{word[:4]} {word[4:]} {trade}",
        ]
    )


def renamed(text: str, other: str, rng: random.Random) -> str:
    """Another person of the same family name: the given names are those of somebody else."""
    family, given = text.split(", ", 1)
    spare = [w for w in other.replace(",", "").split() if w.isascii() and len(w) > 2 and w not in given] or ["Novum"]
    return f"{rng.choice(spare)} {family}"


def made(parties: Sequence[Party], usable: Sequence[int], count: int, seed: int) -> list[Sample]:
    """`count` samples from the `usable` parties (numbers in `parties`), a third of them of parties taken out."""
    rng = random.Random(seed)
    out: list[Sample] = []
    while len(out) < count:
        number = rng.choice(usable)
        text = rng.choice(parties[number].names)
        if not text.isascii() or len(plain(text)) < 3:
            continue
        kind = rng.choice(list(CHANGES))
        draw = rng.random()
        if draw < 0.12:
            other = parties[rng.choice(usable)]
            names = [n for n in other.names if n.isascii()] or ["Novum"]
            query, listed, kind = swapped(text, names[0], rng), True, "swapped"
            if set(plain(query).split()) == set(plain(text).split()):
                continue
            out.append(Sample(query, -1, listed, kind))
        elif draw < 0.26:
            out.append(Sample(alike(text, rng), -1, True, "alike"))
        elif draw < 0.31 and ", " in text and parties[number].kind == "person":
            out.append(Sample(renamed(text, parties[rng.choice(usable)].names[0], rng), -1, True, "renamed"))
        else:
            if kind == "formed" and parties[number].kind in {"person", "vessel", "aircraft"}:
                continue
            query = CHANGES[kind](text, rng)
            out.append(Sample(query, number, draw < 0.75, kind))
    return out


def more(parties: Sequence[Party], names: int, seed: int) -> list[Party]:
    """Parties made until they have `names` names: words of listed ones, half of them cut and joined anew.

    A longer list than we have, with as many common and as many rare words as a real one.
    """
    rng = random.Random(seed)
    out: list[Party] = []
    count = 0
    while count < names:
        model, other = rng.choice(parties), rng.choice(parties)
        made = tuple(dict.fromkeys(_mixed(text, rng.choice(other.names), rng) for text in model.names))
        out.append(Party("made", f"made:{len(out)}", made, model.kind, model.countries))
        count += len(made)
    return out


def _mixed(text: str, other: str, rng: random.Random) -> str:
    """A name of the words of two, the rare ones with halves of each other."""
    spare = other.split()
    out = []
    for word in text.split():
        beside = rng.choice(spare)
        shared = plain(word) in knowledge.words() or len(word) < 5 or len(beside) < 5
        out.append(
            word if shared else rng.choice([beside, word[: len(word) // 2] + beside[len(beside) // 2 :].lower()])
        )
    return " ".join(out)
