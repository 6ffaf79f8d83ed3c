"""Learn what sentences tell (watch/data/telling.json) from labelled sentences; anyone can run it again.

    python bench/learn_watch.py [FOLDER] [--write]

FOLDER (bench/watch_sentences) has a file a language: types of events, stance, speaker, sentence, with {M} for the maker
that is asked about and {N} for another. One logistic regression a type, over words of the language and over groups of
words and rules, which all languages share. Figures are of held-out fifths. --write stores weights learnt from all.
Needs scikit-learn (extra `dev`).
"""

import argparse
import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from nameplate.identify import rulebook
from nameplate.register.load import load
from nameplate.watch import lexicon, places, scene, sentences, targets, telling
from nameplate.watch.makers import MakerFinder
from nameplate.watch.reading import read

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent / "tests/watch/articles"
SENTENCES = HERE / "watch_sentences"
TARGET = HERE.parent / "src/nameplate/watch/data/telling.json"
NAMES = {
    "ar": (("هيكفيجن", "داهوا", "هواوي"), "كاسبرسكي"),
    "zh": (("海康威视", "大华", "华为"), "卡巴斯基"),
    "ru": (("Hikvision", "Dahua", "Huawei"), "ZTE"),
}
LATIN = (("Hikvision", "Dahua", "Huawei"), "ZTE")
"""Names for {M}, in turn, and for {N}."""
PENALTY, SEED, FOLDS, LEAST_WEIGHT, LEAST_SEEN, TIMES = 0.6, 7, 5, 0.03, 2, 3
STANCES, STANCE_FROM = ("planned", "denied", "alleged"), 0.35
ACTS = frozenset(
    {"order_cease_operations", "use_prohibited", "procurement_prohibited", "listed", "holdings_review", "other"}
)
"""Events that are no words of somebody: only their stance is open."""
TYPES = tuple(sorted({rule.type for rule in lexicon.rules()}))


class Labelled(NamedTuple):
    """A sentence: its language, its clues with their strengths, the types it tells, the stance if all are acts."""

    language: str
    clues: dict[tuple[str, str], float]
    types: frozenset[str]
    stance: str = ""


def main() -> None:
    """Learn, cross-validate, print, and store if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SENTENCES)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    rows = [*labelled(asked.folder), *read_articles(ARTICLES), *read_examples()]
    table, names = _table(rows)
    labels = np.array([[type_ in row.types for type_ in TYPES] for row in rows])
    held = _held_out(table, labels)
    least = {type_: _least(held[:, n], labels[:, n]) for n, type_ in enumerate(TYPES)}
    _print(rows, held, labels, least)
    if asked.write:
        models = {type_: _model(table, labels[:, n]) for n, type_ in enumerate(TYPES)}
        models |= _stances(rows, table)
        _store(
            models, names, least, f"bench/learn_watch.py, {len(rows):,} sentences, {dt.datetime.now(dt.UTC):%Y-%m-%d}"
        )


def labelled(folder: Path) -> Iterator[Labelled]:
    """The labelled sentences of all languages, with the clues that the watch finds in them."""
    finder = MakerFinder(load(), rulebook.packaged())
    for path in sorted(folder.glob("*.tsv")):
        names, other = NAMES.get(path.stem, LATIN)
        with path.open(encoding="utf-8", newline="") as stream:
            for number, (types, stance, _, text) in enumerate(
                csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            ):
                written = text.replace("{M}", names[number % len(names)]).replace("{N}", other)
                found = frozenset() if types == "-" else frozenset(types.split(";"))
                own = names[number % len(names)]
                if clues := _clues(written, own, path.stem, finder):
                    yield Labelled(path.stem, clues, found, stance if found and found <= ACTS else "")


def read_examples() -> Iterator[Labelled]:
    """The examples of the languages' words and their near misses, several times: they must come out right."""
    finder = MakerFinder(load(), rulebook.packaged())
    for language in lexicon.LANGUAGES:
        name = NAMES.get(language, LATIN)[0][0]
        for one in lexicon.language(language).examples * TIMES:
            for text, types in ((one.text, {one.type}), (one.near_miss, set[str]())):
                if clues := _clues(text.replace("{maker}", name), name, language, finder):
                    yield Labelled(language, clues, frozenset(types))


def read_articles(folder: Path) -> Iterator[Labelled]:
    """The sentences of articles with truth that name makers, once for each enumeration of makers."""
    finder = MakerFinder(load(), rulebook.packaged())
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        told = [(_plain(e["text"]), e["target"], e["type"]) for e in truth["events"]]
        article = next(one for one in folder.glob(f"{path.name.removesuffix('.truth.json')}.*") if one != path)
        for text in (given.text for given in read.file(article)):
            for sentence in sentences.split(text):
                seen = _look(sentence, truth["language"], finder)
                for group in targets.groups(seen):
                    own = [(m.start, m.end) for m in group]
                    others = [(m.start, m.end) for m in seen.makers if m not in group]
                    clues = {(of, clue.name): clue.strength for of, clue in telling.found(seen, own, others)}
                    makers, plain = {m.maker for m in group}, _plain(sentence.text)
                    types = {kind for said, maker, kind in told if maker in makers and (said in plain or plain in said)}
                    yield Labelled(truth["language"], clues, frozenset(types))


def _look(sentence: sentences.Sentence, language: str, finder: MakerFinder) -> scene.Scene:
    named = finder.find(sentence, language), places.find(sentence, language)
    return scene.look(sentence, language, None, named)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _clues(text: str, name: str, language: str, finder: MakerFinder) -> dict[tuple[str, str], float]:
    """The clues of the first sentence that names the maker."""
    wanted = {m.maker for m in finder.find(next(sentences.split(name)), language)}
    for sentence in sentences.split(text):
        seen = _look(sentence, language, finder)
        own = [(m.start, m.end) for m in seen.makers if m.maker in wanted]
        others = [(m.start, m.end) for m in seen.makers if m.maker not in wanted]
        if own:
            return {(of, clue.name): clue.strength for of, clue in telling.found(seen, own, others)}
    return {}


def _table(rows: Sequence[Labelled]) -> tuple[Any, list[tuple[str, str]]]:
    """Rows by clues; those that are met once are left out."""
    places: dict[tuple[str, str], int] = {}
    cells = [(n, places.setdefault(key, len(places)), v) for n, row in enumerate(rows) for key, v in row.clues.items()]
    first, second, strength = (np.array(column) for column in zip(*cells, strict=True))
    table = sparse.csr_matrix((strength, (first, second)), shape=(len(rows), len(places)))
    often = np.asarray((table != 0).sum(axis=0)).ravel() >= LEAST_SEEN
    return table[:, often], [name for name, kept in zip(places, often, strict=True) if kept]


def _model(table: Any, wanted: Any) -> LogisticRegression:
    return LogisticRegression(C=PENALTY, max_iter=400, solver="liblinear").fit(table, wanted)


def _stances(rows: Sequence[Labelled], table: Any) -> dict[str, LogisticRegression]:
    """Models of the stances of acts; prints how right they are on held-out fifths."""
    told = np.array([row.stance for row in rows])
    table, told = table[told != ""], told[told != ""]
    labels = np.array([told == one for one in STANCES]).T
    held = _held_out(table, labels)
    best = np.where(held.max(axis=1) >= STANCE_FROM, np.array(STANCES)[held.argmax(axis=1)], "asserted")
    print(f"stance of {len(told):,} acts: {(best == told).mean():.3f} right")
    return {f"{telling.STANCE}{one}": _model(table, labels[:, n]) for n, one in enumerate(STANCES)}


def _held_out(table: Any, labels: Any) -> Any:
    held = np.zeros(labels.shape)
    for train, test in KFold(FOLDS, shuffle=True, random_state=SEED).split(table):
        for n in range(labels.shape[1]):
            held[test, n] = _model(table[train], labels[train, n]).predict_proba(table[test])[:, 1]
    return held


def _least(scores: Any, wanted: Any) -> float:
    """The probability from which on F1 is best."""
    tried = np.arange(0.15, 0.8, 0.05)
    return round(float(max(tried, key=lambda t: _f1(scores >= t, wanted))), 2)


def _f1(found: Any, wanted: Any) -> float:
    return 2 * float((found & wanted).sum()) / max(1, int(found.sum()) + int(wanted.sum()))


def _print(rows: Sequence[Labelled], held: Any, labels: Any, least: dict[str, float]) -> None:
    found = held >= np.array([least[type_] for type_ in TYPES])
    language = np.array([row.language for row in rows])
    for name, mask in [("all", language != "")] + [(one, language == one) for one in sorted(set(language))]:
        hit = (found & labels)[mask].sum()
        print(
            f"{name:4} {mask.sum():5} sentences  precision {hit / max(1, found[mask].sum()):.3f}"
            f"  recall {hit / max(1, labels[mask].sum()):.3f}"
        )
    for n, type_ in enumerate(TYPES):
        hit = (found & labels)[:, n].sum()
        print(
            f"{type_:24} from {least[type_]:.2f}  precision {hit / max(1, found[:, n].sum()):.3f}"
            f"  recall {hit / max(1, labels[:, n].sum()):.3f}"
        )


def _store(
    models: dict[str, LogisticRegression], names: list[tuple[str, str]], least: dict[str, float], source: str
) -> None:
    weighed: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for type_, model in models.items():
        for (language, clue), weight in zip(names, model.coef_[0], strict=True):
            start = float(model.intercept_[0]) if (language, clue) == ("", "=") else 0.0
            if start or abs(weight) >= LEAST_WEIGHT:
                weighed[language][clue][type_] = round(start + float(weight), 2)
    least |= {f"{telling.STANCE}{one}": STANCE_FROM for one in STANCES}
    kept = telling.Weights(source, {k: dict(v) for k, v in weighed.items()}, least)
    TARGET.write_bytes(msgspec.json.encode(kept, order="sorted") + b"\n")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
