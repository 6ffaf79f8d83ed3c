"""The folder of proposals: the same story once, contradictions kept, one writer at a time, nothing lost."""

import datetime as dt
import json
import multiprocessing
from pathlib import Path

import pytest

from nameplate.errors import UsageError
from nameplate.identify import rulebook
from nameplate.register.load import load
from nameplate.watch import accept, folder
from nameplate.watch.makers import MakerFinder
from nameplate.watch.proposals import propose
from nameplate.watch.reading import read

DAY = dt.date(2025, 7, 1)
TEXAS = "Date: 2026-01-27\n\nTexas bans the use of {maker} cameras by state agencies.\n"
ONE = TEXAS.format(maker="Uniview")
OTHER = "Date: 2026-01-28\n\nThe state of Texas prohibited agencies from using Uniview cameras, the governor said.\n"
DENIES = "Date: 2026-01-29\n\nTexas has not banned the use of Uniview cameras by state agencies.\n"


@pytest.fixture(scope="module")
def finder() -> MakerFinder:
    return MakerFinder(load(), rulebook.packaged())


def kept(where: Path, finder: MakerFinder, *texts: str) -> list[str]:
    ids = []
    for number, text in enumerate(texts):
        article = read.articles(text.encode(), f"{number}.txt")[0]
        ids.append(folder.keep(where, article, propose(article, finder, finder.register)).id)
    return ids


def test_two_articles_with_one_story_propose_one_change(tmp_path, finder):
    first, second = kept(tmp_path, finder, ONE, OTHER)
    found = {one.id: one for one in folder.all_of(tmp_path)}
    (mine,), (theirs,) = found[first].register_changes, found[second].register_changes
    assert mine.id == theirs.id
    assert (mine.also_in, theirs.also_in) == ((second,), (first,))


def test_a_contradiction_is_kept_and_told(tmp_path, finder):
    first, second = kept(tmp_path, finder, ONE, DENIES)
    found = {one.id: one for one in folder.all_of(tmp_path)}
    assert found[first].register_changes[0].contradicted_by == (second,)
    assert found[second].register_changes == ()
    assert any("Denied" in question for question in found[second].questions)


def test_accepting_keeps_what_the_users_folder_says(tmp_path, finder):
    own = tmp_path / "own"
    own.mkdir()
    mine = "citations:\n  # by hand\n  mine:\n    title: Mine\n    url: https://x.example/\n    accessed: 2025-01-01\n"
    (own / "citations.yaml").write_text(mine, encoding="utf-8")
    for text in (ONE, TEXAS.format(maker="Tiandy")):
        (id_,) = kept(tmp_path / "p", finder, text)
        accept.accept(tmp_path / "p", id_, "A. Lee", "Read it", own, DAY)
    text = (own / "citations.yaml").read_text(encoding="utf-8")
    assert text.startswith(mine) and text.count("watch-") == 2
    assert len([*own.rglob("orders/**/*.yaml")]) == 2
    assert load(own).own


def test_a_change_is_accepted_once(tmp_path, finder):
    (id_,) = kept(tmp_path / "p", finder, ONE)
    accept.accept(tmp_path / "p", id_, "A. Lee", "Read it", tmp_path / "own", DAY)
    with pytest.raises(UsageError, match="no open register change"):
        accept.accept(tmp_path / "p", id_, "B. Kim", "Again", tmp_path / "own", DAY)


def test_a_refused_acceptance_leaves_nothing_behind(tmp_path, finder):
    (id_,) = kept(tmp_path / "p", finder, "Iceland bans the use of Uniview cameras by state agencies.")
    with pytest.raises(UsageError, match="date"):
        accept.accept(tmp_path / "p", id_, "A. Lee", "Read it", tmp_path / "own", DAY)
    assert not (tmp_path / "own").exists()


def test_reading_again_keeps_the_decision(tmp_path, finder):
    (id_,) = kept(tmp_path, finder, ONE)
    accept.reject(tmp_path, id_, "A. Lee", "Not so", DAY)
    kept(tmp_path, finder, ONE)
    assert [d.verdict for d in folder.all_of(tmp_path)[0].decisions] == ["rejected"]
    assert folder.pending(tmp_path) == []


def _reject(where: str, id_: str, who: str) -> None:
    accept.reject(Path(where), id_, who, "Not so", DAY)


def test_decisions_of_several_people_at_once_are_all_kept(tmp_path, finder):
    (id_,) = kept(tmp_path, finder, ONE)
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_reject, args=(str(tmp_path), id_, f"Person {n}")) for n in range(4)]
    for one in people:
        one.start()
    for one in people:
        one.join(60)
    decided = json.loads((tmp_path / f"{id_}.json").read_text(encoding="utf-8"))["decisions"]
    assert sorted(d["who"] for d in decided) == [f"Person {n}" for n in range(4)]
    assert [*tmp_path.glob("*.part")] == [] and [*tmp_path.glob(".*.part")] == []


def test_a_file_is_the_old_one_or_the_new_one(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    folder.write_whole(path, "old")
    monkeypatch.setattr(folder.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        folder.write_whole(path, "new")
    assert path.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["x.json"]
