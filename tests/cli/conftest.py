"""Running the command in this process: what it printed, what it said on standard error, and its exit code."""

import gc
import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nameplate.cli.main import run

HOLDER = """\
name: Example District
actors: [public_body, grantee, contractor]
jurisdictions: [US, US-LA]
sites:
  - {id: north, name: North High, match: {site: ["North*"]}, purposes: [public_safety]}
  - {id: annex, name: Annex}
"""
FORBIDDEN = (
    "Manufacturer,Model,Serial,Category,Site,Purchase Date\n"
    "LTS,CMIP1042,SN0011111,camera,North High,2022-03-01\n"
    "Axis,P3245-LVE,ACCC8E112233,camera,North High,2022-03-01\n"
)
INNOCENT = "Manufacturer,Model,Serial,Category,Site\nAxis,P3245-LVE,ACCC8E112233,camera,North High\n"


@dataclass(frozen=True)
class Result:
    """One run of the command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


Command = Callable[..., Result]


@pytest.fixture
def nameplate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Run `nameplate` with these arguments; `stdin` is what it reads."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")

    def command(*arguments: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["nameplate", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code: object = 0
        try:
            run()
        except SystemExit as exit_:
            code = exit_.code
        printed = capsys.readouterr()
        return Result(int(code or 0), printed.out, printed.err)  # type: ignore[call-overload]

    yield command
    gc.enable()  # `review` turns it off for its own short life


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a holder file, a list with a forbidden unit, one without, and a file nobody reads."""
    for name, text in {
        "holder.yaml": HOLDER,
        "forbidden.csv": FORBIDDEN,
        "innocent.csv": INNOCENT,
        "letter.txt": "Dear colleagues,\nnothing is known here.\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
