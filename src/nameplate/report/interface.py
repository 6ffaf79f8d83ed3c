"""What an output is: a function from a review and its summary to a file. Add one here and in `write.FORMATS`."""

from pathlib import Path
from typing import Protocol

from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report.summary import Summary


class Output(Protocol):
    """Writes one file into the review's folder and gives its path."""

    def __call__(self, review: Review, summary: Summary, register: Register, folder: Path, /) -> Path: ...
