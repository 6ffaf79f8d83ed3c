"""Running `nameplate watch` in this process."""

import pytest

from nameplate.cli.main import run


@pytest.fixture
def nameplate(monkeypatch, capsys):
    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["nameplate", "watch", *map(str, arguments)])
        try:
            run()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command
