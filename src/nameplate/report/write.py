"""Writing a review's files. `FORMATS` is the list of outputs; each is a module of this folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report import csv_files, html_page, json_file, workbook
from nameplate.report.interface import Output
from nameplate.report.summary import Summary

FORMATS: dict[str, tuple[Output, ...]] = {
    "json": (json_file.write,),
    "csv": (csv_files.write_findings, csv_files.write_walk_list),
    "xlsx": (workbook.write,),
    "html": (html_page.write,),
}
"""Name for --format -> the files it writes."""


def write(
    review: Review,
    summary: Summary,
    register: Register,
    observations: pl.DataFrame,
    folder: Path,
    formats: Sequence[str],
    progress: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write the chosen formats and the observation frame into `folder`; gives the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    observations.write_parquet(folder / "observations.parquet", compression="zstd", compression_level=1)
    written = [folder / "observations.parquet"]
    for name in formats:
        for output in FORMATS[name]:
            progress(f"writing {name}")
            written.append(output(review, summary, register, folder))
    return written
