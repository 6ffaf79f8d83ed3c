"""The figures of the watch on the articles with truth: no change may make it read worse."""

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "bench" / "watch.py"
FLOOR = {
    "soft precision": 0.82,
    "soft recall": 0.80,
    "precision": 0.71,
    "recall": 0.69,
    "linking": 0.96,
    "attribution": 0.78,
}


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    spec = importlib.util.spec_from_file_location("bench_watch", SCRIPT)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    sys.modules["bench_watch"] = script
    spec.loader.exec_module(script)
    bench = script.Bench()
    for path, truth in script.articles(script.ARTICLES):
        bench.article(path, truth)
    return bench.tallies["all"].figures()


@pytest.mark.parametrize("what", FLOOR)
def test_a_figure_does_not_fall(figures, what):
    assert figures[what] >= FLOOR[what]
