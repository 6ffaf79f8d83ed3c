"""The start of the command: help with an example everywhere, a version that loads nothing heavy, errors in one line."""

import subprocess
import sys

import pytest
import typer

from nameplate import __version__
from nameplate.cli import main

HEAVY = (
    "polars",
    "numpy",
    "scipy",
    "lxml",
    "fastexcel",
    "jinja2",
    "xlsxwriter",
    "hyperscan",
    "ahocorasick",
    "holidays",
)


def commands() -> list[tuple[str, ...]]:
    """Every command and sub-command, as typed."""
    found = []
    for name in main.COMMANDS:
        group = typer.main.get_command(main._app(name)).commands[name]
        subcommands = getattr(group, "commands", {})
        found += [(name, sub) for sub in subcommands] or [(name,)]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_helps_with_an_example(nameplate, command):
    found = nameplate(*command, "--help")
    assert found.code == 0
    assert f"Example: nameplate {' '.join(command)}" in " ".join(found.out.split())


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_prints_json_on_request(nameplate, command):
    assert "--json" in nameplate(*command, "--help").out


def test_the_help_lists_every_command(nameplate):
    found = nameplate("--help")
    assert found.code == 0
    assert [name for name in main.COMMANDS if name not in found.out] == []


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_told(nameplate, option):
    found = nameplate(option)
    assert (found.code, found.out) == (0, f"nameplate {__version__}\n")


def modules_after(*arguments: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after the command."""
    code = (
        f"import sys; sys.argv = ['nameplate', *{arguments!r}]\n"
        "from nameplate.cli.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "print('MODULES', *sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    return set(done.stdout.split("MODULES", 1)[1].split())


def test_the_version_loads_nothing_heavy():
    loaded = modules_after("--version")
    assert loaded & {*HEAVY, "typer", "rich", "msgspec", "yaml"} == set()


def test_the_help_loads_no_column_or_matching_library():
    assert modules_after("--help") & set(HEAVY) == set()


def test_a_users_error_is_one_line_and_no_traceback(nameplate, files):
    found = nameplate("review", "forbidden.csv", "--as-of", "soon")
    assert found.err.startswith("nameplate: ")
    assert found.err.count("\n") == 1


def test_the_module_runs_like_the_command():
    done = subprocess.run([sys.executable, "-m", "nameplate", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"nameplate {__version__}\n"
