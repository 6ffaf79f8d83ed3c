"""The main job on a 1 M-row CSV of 60 k distinct rows: wall time, peak memory, and where the time goes.

    python bench/million_rows.py [ROWS] [DISTINCT]

Figure: all outputs in at most 20 s and 2 GB on 2 cores. The review runs as a process of its own; the phases come
from the progress that it reports. Quote the median of three runs.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOLDER = ROOT / "examples/contractor/holder.yaml"
RUNS = 3
_PHASES = """
import sys, time
from nameplate.cli import review
start = time.perf_counter()
class Timed:
    def __init__(self, *, quiet): self.last, self.at = "start", start
    def __enter__(self): return self
    def __call__(self, what):
        now = time.perf_counter()
        print(f"PHASE {now - self.at:7.2f} s  {self.last}", file=sys.stderr)
        self.last, self.at = what, now
    def __exit__(self, *_): self("end")
review._Progress = Timed
from nameplate.cli.main import run
run()
"""


def make(path: Path, rows: int, distinct: int) -> None:
    """A plausible asset list: tags, makers, models, serials, MACs, sites, dates, remarks."""
    rng = random.Random(1)
    makers = [
        ("Hikvision", "DS-2CD2143G0-I", "DS-2CD2143G0-I2019{month:02}11AAWR{n:09}", "44:19:b6"),
        ("LTS", "CMIP1142W-28", "CMIP1142W-282019{month:02}11AAWR{n:09}", "14:2f:fd"),
        ("Axis", "P3245-LVE", "ACCC8E{n:06X}", "ac:cc:8e"),
        ("Hanwha", "XNV-8080R", "ZNTE70{n:09}W", "00:09:18"),
        ("Amcrest", "IP5M-T1179E", "AMC0{n:014X}", "9c:8e:cd"),
        ("Dell", "Latitude 5420", "{n:07X}", "00:14:22"),
    ]
    lines = []
    for n in range(distinct):
        maker, model, serial, block = makers[n % len(makers)]
        number = serial.format(month=n % 12 + 1, n=n)
        mac = f"{block}:{n >> 16 & 255:02x}:{n >> 8 & 255:02x}:{n & 255:02x}"
        date = f"20{15 + n % 10}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        lines.append(f'T{n:06},{maker},{model},{number},{mac},School {n % 40},{date},"note, {n % 50}"\n')
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Asset Tag,Manufacturer,Model,Serial,MAC,Location,Purchase Date,Notes\n")
        order = [*range(distinct), *(rng.randrange(distinct) for _ in range(rows - distinct))]
        rng.shuffle(order)
        stream.writelines(lines[i] for i in order)


def main(rows: int, distinct: int) -> None:
    """Make the file, run the review, print the figures."""
    walls, peaks = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inventory.csv"
        make(path, rows, distinct)
        print(f"{rows:,} rows, {distinct:,} distinct, {path.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
        for number in range(RUNS):
            command = [sys.executable, "-c", _PHASES, "review", str(path), "--holder", str(HOLDER)]
            command += ["--out", f"{folder}/out{number}", "--as-of", "2026-11-01", "--quiet"]
            began = time.perf_counter()
            done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
            walls.append(time.perf_counter() - began)
            peaks.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6)
            if done.returncode not in {0, 1}:
                sys.exit(done.stderr)
            if number == 0:
                print("".join(line + "\n" for line in done.stderr.splitlines() if line.startswith("PHASE")), end="")
                for file in sorted(Path(f"{folder}/out0").iterdir()):
                    print(f"  {file.name:24} {file.stat().st_size / 1e6:8.1f} MB")
            print(f"run {number + 1}: {walls[-1]:.1f} s")
    print(f"median {statistics.median(walls):.1f} s (figure: 20 s), peak memory {max(peaks):.2f} GB (figure: 2 GB)")


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:3]) if len(sys.argv) == 3 else (1_000_000, 60_000)))
