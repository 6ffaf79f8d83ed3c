"""Readers of other distributions: found by their entry point, and never able to stop the others."""

import sys
from pathlib import Path

import pytest
import typer

from nameplate.cli.sources import command
from nameplate.sources import detect, plugins
from nameplate.sources.interface import Document
from nameplate.sources.reading import read_all

READER = """
from nameplate.sources.interface import Fit


class Tags:
    name = "door-tags"
    about = "tag lists of a door system"

    def claim(self, document):
        return Fit(0.9, "the first line of a tag list") if document.head.startswith(b"TAGS") else None

    def read(self, document, sink):
        for number, line in enumerate(document.path.read_text().splitlines()[1:], 2):
            sink.rows += 1
            sink.observe(line, f"line {number}", "inventory.asset_tag", line)


READER = Tags()
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch):
    """Install a distribution with one entry point of the group; forget it afterwards."""

    def run(name: str, code: str) -> None:
        (tmp_path / f"{name}_plugin.py").write_text(code)
        folder = tmp_path / f"{name}_plugin-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-plugin\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[nameplate.readers]\n{name} = {name}_plugin\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        detect.readers.cache_clear()

    monkeypatch.setattr(plugins, "_BROKEN", {})
    yield run
    detect.readers.cache_clear()
    for name in [name for name in sys.modules if name.endswith("_plugin")]:
        del sys.modules[name]


def test_a_reader_of_another_distribution_reads_its_format(install, tmp_path):
    install("tags", READER)
    source = tmp_path / "list.txt"
    source.write_text("TAGS\nT-1\nT-2\n")
    readings = read_all([source])
    assert readings.sources[0].reader == "door-tags"
    assert readings.observations["value"].to_list() == ["T-1", "T-2"]
    assert not readings.problems


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import no_such_module", "cannot be loaded: ModuleNotFoundError"),
        ("READER = 7", "a reader needs `name` and `about`"),
        (READER.replace("def read", "def other"), "has no `claim` or no `read`"),
        (READER.replace('"door-tags"', '"delimited"'), "there is a reader delimited already"),
        (READER.replace("return Fit", "raise ValueError('no') #"), "cannot look at"),
    ],
)
def test_a_broken_plugin_is_named_and_the_others_go_on(install, tmp_path, code, says):
    install("tags", code)
    source = tmp_path / "list.csv"
    source.write_text("Manufacturer,Model\nExample,EX-1\n")
    readings = read_all([source])
    assert readings.observations.height == 2
    assert [p.source for p in readings.problems] == ["plug-in tags"]
    assert says in readings.problems[0].reason


def test_a_broken_plugin_is_named_beside_the_readers(install, capsys):
    install("bad", "raise RuntimeError('no')")
    with pytest.raises(typer.Exit) as stop:
        command(None)
    assert stop.value.exit_code == 3
    assert "plug-in bad: cannot be loaded: RuntimeError: no" in capsys.readouterr().out


def test_a_reader_that_gives_up_is_a_problem_of_its_document(install, tmp_path):
    install("tags", READER.replace("sink.rows += 1", "raise KeyError('x')"))
    source = tmp_path / "list.txt"
    source.write_text("TAGS\nT-1\n")
    readings = read_all([source])
    assert readings.unreadable
    assert "door-tags reader gave up (KeyError" in readings.problems[0].reason


def test_without_plugins_there_are_only_our_own_readers():
    detect.readers.cache_clear()
    assert not any(isinstance(reader, plugins.PluginReader) for reader in detect.readers())
    assert detect.choose(Document("x", Path("/nowhere"), 4, b"TAGS")) is None
