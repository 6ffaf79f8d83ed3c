"""Run every command that a page shows and paste what it prints, so that no page shows what is no longer true.

    .venv/bin/python docs/refresh.py [--check] [PAGE...]

A line `<!-- run: COMMAND -->` before a fenced block of kind `text` says where the block comes from; `<!-- do:
COMMAND -->` runs a command whose output is not shown. Commands run in a folder of their own per page, in which
`examples` and `docs` are those of this checkout. The pages of docs/register/ are made from the register
(register_pages.py) where no page is named. With --check nothing is written; exit code 1 names stale pages.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import register_pages

ROOT = Path(__file__).resolve().parent.parent
WIDTH = "92"
MARK = re.compile(r"<!-- (run|do): (.*?) -->\n(?:```text\n(.*?)```\n)?", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Refresh the named pages, or all."""
    check = "--check" in arguments
    named = [Path(a).resolve() for a in arguments if not a.startswith("-")]
    made = [] if named else register_pages.stale() if check else register_pages.write()
    pages = named or [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *_written_by_hand()]
    stale = [*made, *(page for page in pages if not refresh(page, check=check))]
    for page in stale:
        print(f"{'stale' if check else 'refreshed'}: {page.relative_to(ROOT)}")
    return int(check and bool(stale))


def _written_by_hand() -> list[Path]:
    return sorted(p for p in (ROOT / "docs").rglob("*.md") if register_pages.FOLDER not in p.parents)


def refresh(page: Path, *, check: bool) -> bool:
    """Whether a page already shows what its commands print; writes it if not (unless `check`)."""
    old = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="nameplate-docs-") as scratch:
        for name in ("examples", "docs"):
            (Path(scratch) / name).symlink_to(ROOT / name)
        new = MARK.sub(lambda found: _filled(found, Path(scratch)), old)
    if new != old and not check:
        page.write_text(new, encoding="utf-8")
    return new == old


def _filled(found: re.Match[str], folder: Path) -> str:
    what, command = found.group(1), found.group(2)
    printed = _output(command, folder)
    mark = f"<!-- {what}: {command} -->\n"
    return mark if what == "do" else f"{mark}```text\n{printed}```\n"


def _output(command: str, folder: Path) -> str:
    """What a shell command prints, without blanks at line ends and without blank lines around it."""
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": WIDTH, "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(  # noqa: S603 - commands of our own pages
        ["bash", "-c", command],  # noqa: S607
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "Traceback (most recent call last)" in done.stderr:
        sys.exit(f"{command}\n\n{done.stderr[-600:]}\nnothing was written")
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
