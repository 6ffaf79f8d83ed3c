"""How long `nameplate --version` and `nameplate --help` take, as whole processes (figure for --version: 0.2 s)."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15


def main() -> None:
    """Print the median of each."""
    command = Path(sys.executable).with_name("nameplate")
    for arguments in (["--version"], ["--help"], ["review", "--help"]):
        times = []
        for _ in range(RUNS):
            began = time.perf_counter()
            subprocess.run([command, *arguments], stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - began)
        print(f"nameplate {' '.join(arguments):16} median {statistics.median(times):.3f} s of {RUNS}")


if __name__ == "__main__":
    main()
