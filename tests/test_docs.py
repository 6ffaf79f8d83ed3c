"""The documentation is part of the change: every command, kind, reader and output is told somewhere in docs/."""

import re
from pathlib import Path

import pytest
import typer

from nameplate import kinds
from nameplate.cli import main
from nameplate.model import PURPOSES, Actor, Category, Verdict
from nameplate.report.write import FORMATS
from nameplate.sources import detect

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts)


@pytest.fixture(scope="module")
def text() -> str:
    """All pages together."""
    assert (DOCS / "reference.md").exists(), "docs/reference.md is where a reader looks things up"
    return "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


def commands() -> list[str]:
    found = []
    for name in main.COMMANDS:
        group = typer.main.get_command(main._app(name)).commands[name]
        found += [f"{name} {sub}" for sub in getattr(group, "commands", {})] or [name]
    return found


def options() -> set[str]:
    found: set[str] = set()
    for name in main.COMMANDS:
        command = typer.main.get_command(main._app(name)).commands[name]
        for one in [command, *getattr(command, "commands", {}).values()]:
            found |= {o for p in one.params for o in getattr(p, "opts", []) if o.startswith("--")}
    return found - {"--help"}


def missing(words: object, text: str) -> list[str]:
    return [word for word in words if word not in text]  # type: ignore[attr-defined]


def test_every_command_is_told(text):
    assert missing([f"nameplate {command}" for command in commands()], text) == []


def test_every_option_is_told(text):
    assert missing(sorted(options()), text) == []


def test_every_kind_is_told(text):
    patterns = [line.pattern for line in kinds.TABLE if line.pattern != "*"]
    assert missing([f"`{pattern}`" for pattern in patterns], text) == []


def test_every_reader_is_told(text):
    assert missing([reader.name for reader in detect.readers()], text) == []


def test_every_output_is_told(text):
    files = ("review.json", "findings.csv", "walk-list.csv", "findings.xlsx", "report.html", "observations.parquet")
    assert missing([*FORMATS, *files], text) == []


@pytest.mark.parametrize("words", [PURPOSES, Actor.__args__, Category.__args__, Verdict.__args__])
def test_every_word_of_a_holder_file_or_review_is_told(text, words):
    assert missing(words, text) == []


def test_every_exit_code_is_told():
    reference = (DOCS / "reference.md").read_text(encoding="utf-8")
    assert missing(["0", "1", "2", "3"], reference) == []
    assert re.search(r"exit", reference, re.IGNORECASE)


def test_pages_link_only_to_what_exists():
    dead = []
    for page in [*PAGES, ROOT / "README.md"]:
        body = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", body):
            if not (page.parent / target).exists():
                dead.append(f"{page.name}: {target}")
    assert dead == []


def test_no_page_names_a_command_that_does_not_exist(text):
    named = set(re.findall(r"`nameplate ([a-z]+)", text))
    assert named - set(main.COMMANDS) - {"verify"} == set()
