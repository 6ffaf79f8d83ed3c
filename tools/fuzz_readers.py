"""Coverage-guided fuzzing of the readers: no bytes may raise anything but `SourceError`, or give places without a name.

    python tools/fuzz_readers.py [--seconds 600] [READER ...]     (`make fuzz`)

Each reader runs in a process of its own over the files of tests/sources/corpus.py; a crash is kept beside the corpus
in fuzz/ and the exit code is 1. Needs atheris (libFuzzer for Python, Linux and macOS, CPython 3.11 to 3.13).
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "fuzz"


def main() -> int:
    """Fuzz the readers that are named, else all; 1 if one crashes."""
    arguments = _arguments()
    if arguments.one:
        return _fuzz(arguments.one, arguments.seconds)
    failed = []
    for name in arguments.readers or sorted(_files()):
        command = [sys.executable, __file__, "--one", name, "--seconds", str(arguments.seconds)]
        run = subprocess.run(  # noqa: S603 - our own script
            command, check=False, capture_output=True, text=True, cwd=ROOT
        )
        runs = [line for line in run.stderr.splitlines() if line.startswith("Done ") or "exec/s" in line]
        print(
            f"{name:18} {'ok' if run.returncode == 0 else 'CRASHED'}  {runs[-1] if runs else run.stderr[-300:]}",
            flush=True,
        )
        failed += [name] * (run.returncode != 0)
    return int(bool(failed))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("readers", nargs="*")
    return parser.parse_args()


def _files() -> dict[str, tuple[bytes, ...]]:
    sys.path.insert(0, str(ROOT / "tests/sources"))
    from corpus import FILES

    return FILES


def _fuzz(name: str, seconds: int) -> int:
    """Run libFuzzer on one reader; does not return where it crashes."""
    import atheris

    with atheris.instrument_imports(include=["nameplate.sources"]):
        from nameplate.sources import detect

        reader = next(one for one in detect.readers() if one.name == name)
    files = _files()
    from hostile import survives

    seeds = FOLDER / name
    seeds.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(files[name]):
        (seeds / f"seed-{number}").write_bytes(content)
    options = [
        f"-max_total_time={seconds}",
        "-max_len=20000",
        "-timeout=30",
        f"-artifact_prefix={FOLDER}/{name}-",
        str(seeds),
    ]
    atheris.Setup([sys.argv[0], *options], lambda content: survives(reader, content))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
