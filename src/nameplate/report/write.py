"""Writing a review's files. `FORMATS` is the list of outputs; each is a module of this folder."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report import csv_files, html_page, json_file, questions_page, questions_yaml, workbook
from nameplate.report.interface import Output
from nameplate.report.summary import Summary

FORMATS: dict[str, tuple[Output, ...]] = {
    "json": (json_file.write,),
    "csv": (csv_files.write_findings, csv_files.write_walk_list),
    "xlsx": (workbook.write,),
    "html": (html_page.write,),
    "questions": (questions_yaml.write, questions_page.write),
}
"""Name for --format -> the files it writes."""
_MANY = 10_000
"""Devices from which the workbook, the slowest file, is written by a second process beside the others."""


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
    beside = "xlsx" in formats and len(review.devices) >= _MANY
    written = [folder / "observations.parquet"]
    with _second_process(beside) as pool:
        book: Future[Path] | None = None
        if pool:
            book = pool.submit(workbook.write_book, workbook.prepare(review, summary, register), folder)
        observations.write_parquet(written[0], compression="zstd", compression_level=1)
        for name in formats:
            progress(f"writing {name}")
            if name == "xlsx" and book:
                continue
            written.extend(output(review, summary, register, folder) for output in FORMATS[name])
        if book:
            progress("writing xlsx")
            written.append(book.result())
    return written


@contextmanager
def _second_process(wanted: bool) -> Iterator[ProcessPoolExecutor | None]:
    if not wanted:
        yield None
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool
