"""The package as users get it: a wheel that carries its data and runs from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = (".yaml", ".parquet", ".j2", ".css", ".js")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("nameplate-*.whl"))


def test_the_wheel_carries_every_data_file_of_the_package(wheel: Path) -> None:
    source = ROOT / "src"
    wanted = {p.relative_to(source).as_posix() for p in (source / "nameplate").rglob("*") if p.suffix in DATA}
    with zipfile.ZipFile(wheel) as package:
        assert wanted <= set(package.namelist())


def test_the_wheel_reviews_a_list_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    unpacked, empty = tmp_path / "unpacked", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as package:
        package.extractall(unpacked)
    (empty / "list.csv").write_text("Make,Model,Site\nHikvision,DS-2CD2143G0-I,Main\n", encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r}); import nameplate; "
        f"assert nameplate.__file__.startswith({str(unpacked)!r}); from nameplate.cli.main import run; run()"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", program, "review", "list.csv", "--out", "out", "--quiet"],
        cwd=empty,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert (empty / "out" / "report.html").stat().st_size > 10_000
