"""Make the packaged MAC registry from a copy of the IEEE lists; run by hand when the list is renewed.

    python tools/make_oui_table.py index.json 2026-08-26 "npm oui-data 2.1.9"

The input is a JSON object prefix -> "registrant\\nstreet\\ncity\\ncountry" over the IEEE MA-L, MA-M and MA-S
lists (6, 7 and 9 hex digits). Only prefix, registrant and country are kept: facts, with the list's date.
"""

import json
import sys
from pathlib import Path

import polars as pl

TARGET = Path(__file__).parent.parent / "src/nameplate/identify/data"


def main(source: str, date: str, packaged_as: str) -> None:
    """Write oui.parquet and oui.yaml."""
    rows = []
    for prefix, text in json.loads(Path(source).read_text(encoding="utf-8")).items():
        lines = [" ".join(line.split()) for line in text.split("\n")]
        rows.append((prefix.lower(), lines[0], lines[-1] if len(lines) > 1 else ""))
    table = pl.DataFrame(rows, schema=["prefix", "registrant", "country"], orient="row").sort("prefix")
    table.write_parquet(TARGET / "oui.parquet", compression="zstd", compression_level=19, statistics=False)
    note = f'as_of: {date}\nblocks: {table.height}\nsource: "IEEE MA-L, MA-M, MA-S public listing ({packaged_as})"\n'
    (TARGET / "oui.yaml").write_text(note, encoding="utf-8")
    print(f"{table.height} blocks of {table['registrant'].n_unique()} registrants, list of {date}")


if __name__ == "__main__":
    main(*sys.argv[1:])
