"""Makes the example holders, the same bytes on every run: `make_examples.py [--out DIR] [NAME...]`.

Three invented organisations, each a folder of files as in life with a holder.yaml, and the truth about every
unit beside them in truth/NAME.jsonl (outside the reviewed folders). Tables and rules stand in make/.
"""

import argparse
from pathlib import Path

from make import contractor, district, municipalite

EXAMPLES = {"district": district.build, "contractor": contractor.build, "municipalite": municipalite.build}


def main() -> None:
    """Write the named examples, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which examples (default: all)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    chosen = parser.parse_args()
    for name in chosen.names or EXAMPLES:
        EXAMPLES[name](chosen.out)


if __name__ == "__main__":
    main()
