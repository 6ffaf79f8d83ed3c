"""How well the watch reads: articles with truth beside them (NAME.txt|html|eml and NAME.truth.json).

    python bench/watch.py [FOLDER] [--failures] [--json]

An event is found when type, target, jurisdiction and date agree, one to one. Linking: spellings of the truth linked to
the right maker; a wrong link counts against it. Attribution: speaker and stance, among events of the same type and
target. Then the seconds for 100 KB of each language on one core.
"""

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nameplate.identify import rulebook
from nameplate.register.load import load
from nameplate.watch import events, lexicon, places, sentences
from nameplate.watch.makers import MakerFinder
from nameplate.watch.proposals import propose
from nameplate.watch.reading import read
from nameplate.watch.shapes import Article, Event

ARTICLES = Path(__file__).resolve().parents[1] / "tests" / "watch" / "articles"
TARGETS = {"precision": 0.9, "recall": 0.8, "linking": 0.98, "attribution": 0.9, "seconds": 1.0}
_SIZE = 100_000
Truth = dict[str, Any]


@dataclass
class Tally:
    """Counts of one group of articles or one type of event."""

    counts: Counter[str] = field(default_factory=Counter)

    def __getitem__(self, what: str) -> int:
        return self.counts[what]

    def figures(self) -> dict[str, float]:
        """The shares; 1 where nothing was to be found."""
        c = self.counts
        linked = c["spelt"] + c["wrong links"]
        return {
            "precision": _share(c["strict"], c["found"]),
            "recall": _share(c["strict"], c["true"]),
            "soft precision": _share(c["undated"], c["found"]),
            "soft recall": _share(c["undated"], c["true"]),
            "linking": _share(c["linked"], linked),
            "speaker": _share(c["speaker"], c["paired"]),
            "stance": _share(c["stance"], c["paired"]),
            "attribution": _share(c["both"], c["paired"]),
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0


class Bench:
    """Reads articles and counts; `failures` are lines for a person."""

    def __init__(self) -> None:
        self.register = load()
        self.finder = MakerFinder(self.register, rulebook.packaged())
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.failures: list[str] = []

    def article(self, path: Path, truth: Truth) -> None:
        """Count one article."""
        for article in read.file(path):
            proposal = propose(article, self.finder, self.register)
            groups = ("all", truth["language"])
            if proposal.source.language != truth["language"]:
                self.failures.append(f"{path.stem}: language {proposal.source.language}, not {truth['language']}")
            self._events(path.stem, proposal.events, truth, groups)
            self._links(path.stem, article, proposal.source.language, truth, groups)

    def _events(self, name: str, found: tuple[Event, ...], truth: Truth, groups: tuple[str, ...]) -> None:
        pairs = paired(found, truth["events"])
        for event in found:
            self._count((*groups, event.type), "found")
        for told in truth["events"]:
            self._count((*groups, told["type"]), "true")
        for event, told in pairs:
            self._pair(name, event, told, (*groups, told["type"]), truth["language"])
        matched = {id(event) for event, _ in pairs}
        missed = [t for t in truth["events"] if not any(t is told for _, told in pairs)]
        self.failures += [f"{name}: extra   {_line(e)}" for e in found if id(e) not in matched]
        self.failures += [f"{name}: missing {_told(t)}" for t in missed]

    def _pair(self, name: str, event: Event, told: Truth, groups: tuple[str, ...], language: str) -> None:
        self._count(groups, "paired")
        where = event.jurisdiction == told["jurisdiction"]
        when = (event.date.isoformat() if event.date else None) == told["date"]
        self._count(groups, "undated", where)
        self._count(groups, "strict", where and when)
        who = same_speaker(event.attributed_to, told["attributed_to"], language, self.finder)
        how = event.stance == told["stance"]
        self._count(groups, "speaker", who)
        self._count(groups, "stance", how)
        self._count(groups, "both", who and how)
        wrong = [w for w, right in (("place", where), ("date", when), ("speaker", who), ("stance", how)) if not right]
        if wrong:
            self.failures.append(f"{name}: {'+'.join(wrong)}\n      got  {_line(event)}\n      want {_told(told)}")

    def _links(self, name: str, article: Article, language: str, truth: Truth, groups: tuple[str, ...]) -> None:
        text = " ".join(lexicon.fold(article.text).text.split())
        spelt = {
            (m["text"], m["id"]) for m in truth["makers"] if " ".join(lexicon.fold(m["text"]).text.split()) in text
        }
        found = {(m.text, m.maker) for s in sentences.split(article.text) for m in self.finder.find(s, language)}
        for name_, maker in sorted(spelt):
            right = any(id_ == maker and _within(name_, mention) for mention, id_ in found)
            self._count(groups, "spelt")
            self._count(groups, "linked", right)
            if not right:
                self.failures.append(f"{name}: not linked: {name_} -> {maker}")
        for mention, maker in sorted(found):
            if not any(maker == id_ and _within(text, mention) for text, id_ in spelt):
                self._count(groups, "wrong links")
                self.failures.append(f"{name}: wrongly linked: {mention} -> {maker}")

    def _count(self, groups: tuple[str, ...], what: str, counts: bool = True) -> None:
        for group in groups:
            self.tallies[group].counts[what] += counts


def _within(text: str, mention: str) -> bool:
    one, other = (" ".join(lexicon.fold(t).text.split()) for t in (text, mention))
    return one in other or other in one


def paired(found: tuple[Event, ...], truth: list[Truth]) -> list[tuple[Event, Truth]]:
    """Found and true events of one type and target, one to one, those that agree most first."""

    def agreement(event: Event, told: Truth) -> int:
        return (
            4 * (event.jurisdiction == told["jurisdiction"])
            + 2 * ((event.date.isoformat() if event.date else None) == told["date"])
            + (event.stance == told["stance"])
        )

    possible = [
        (agreement(e, t), -n, -m, e, t)
        for n, e in enumerate(found)
        for m, t in enumerate(truth)
        if (e.type, e.target) == (t["type"], t["target"])
    ]
    pairs: list[tuple[Event, Truth]] = []
    for _, _, _, event, told in sorted(possible, key=lambda p: p[:3], reverse=True):
        if not any(event is e or told is t for e, t in pairs):
            pairs.append((event, told))
    return pairs


def same_speaker(ours: str | None, told: str | None, language: str, finder: MakerFinder) -> bool:
    """Whether two speakers are one: the same words, the same maker or authority, or a name in common."""
    if ours is None or told is None:
        return ours is told
    if _meant(ours, language, finder) & _meant(told, language, finder):
        return True
    if language == "zh":
        return any(ours[n : n + 2] in told for n in range(len(ours) - 1))
    return bool(_words(ours, language) & _words(told, language))


def _meant(name: str, language: str, finder: MakerFinder) -> set[str]:
    meant = {name.lower()}
    for sentence in sentences.split(name):
        meant |= {who.name.lower() for who in places.find(sentence, language)}
        meant |= {m.maker for m in finder.find(sentence, language)}
    return meant


def _words(name: str, language: str) -> set[str]:
    """The words of a name without titles, where it has any others."""
    bare = re.findall(r"\w{3,}", lexicon.fold(name).text)
    if language == "ar":
        bare = [re.sub(r"^و?(?:ال|لل)?", "", word) for word in bare]
    titles = lexicon.group(language, "title")
    return {w for w in bare if not titles.fullmatch(w)} or set(bare)


def _line(e: Event) -> str:
    return f"{e.type} {e.target} {e.jurisdiction} {e.date} by {e.attributed_to} {e.stance} | {e.text[:150]!r}"


def _told(t: Truth) -> str:
    return (
        f"{t['type']} {t['target']} {t['jurisdiction']} {t['date']} by {t['attributed_to']} {t['stance']} "
        f"| {t['text'][:150]!r}"
    )


def articles(folder: Path) -> Iterator[tuple[Path, Truth]]:
    """The articles of a folder with their truth."""
    for truth in sorted(folder.glob("*.truth.json")):
        name = truth.name.removesuffix(".truth.json")
        path = next(p for p in sorted(folder.glob(f"{name}.*")) if p != truth)
        yield path, json.loads(truth.read_text(encoding="utf-8"))


def seconds(folder: Path, finder: MakerFinder) -> dict[str, float]:
    """Processor seconds for 100 KB of each language, words and patterns loaded."""
    texts: dict[str, str] = defaultdict(str)
    for path, truth in articles(folder):
        texts[truth["language"]] += "".join(a.text + "\n" for a in read.file(path))
    found = {}
    for code, text in sorted(texts.items()):
        long = (text * (_SIZE // len(text.encode()) + 1)).encode()[:_SIZE].decode(errors="ignore")
        events.read(text[:2000], code, None, finder)
        began = time.process_time()
        events.read(long, code, None, finder)
        found[code] = round(time.process_time() - began, 2)
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    bench = Bench()
    count = 0
    for path, truth in articles(options.folder):
        bench.article(path, truth)
        count += 1
    took = seconds(options.folder, bench.finder)
    figures = {name: bench.tallies[name].figures() for name in sorted(bench.tallies)}
    if options.json:
        print(json.dumps({"articles": count, "figures": figures, "seconds": took}, indent=2, sort_keys=True))
        return
    print(f"{count} articles; targets {TARGETS}")
    columns = ("precision", "recall", "soft precision", "soft recall", "linking", "speaker", "stance", "attribution")
    print(f"{'':24}{'true':>5}{'found':>6}", *(f"{c:>15}" for c in columns), sep="")
    for name in sorted(figures, key=lambda n: (n != "all", len(n) > 2, n)):
        tally = bench.tallies[name]
        print(f"{name:24}{tally['true']:5}{tally['found']:6}", *(f"{figures[name][c]:15.3f}" for c in columns), sep="")
    print("seconds for 100 KB:", "  ".join(f"{code} {value:.2f}" for code, value in took.items()))
    if options.failures:
        print(*bench.failures, sep="\n")


if __name__ == "__main__":
    main()
