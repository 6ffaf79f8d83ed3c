"""Every benchmark, one after the other, with its figure beside it."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run all scripts of this folder; exit code 1 if one fails."""
    worst = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name != Path(__file__).name:
            print(f"\n== {script.name}", flush=True)
            worst = max(worst, subprocess.run([sys.executable, str(script)], check=False).returncode)
    return min(worst, 1)


if __name__ == "__main__":
    sys.exit(main())
