"""review.json: the whole review as the published contract has it (schema nameplate/review/1), keys sorted."""

from pathlib import Path

import msgspec

from nameplate.errors import UsageError
from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report.summary import Summary

NAME = "review.json"
_encoder = msgspec.json.Encoder(order="sorted")


def write(review: Review, _summary: Summary, _register: Register, folder: Path) -> Path:
    """Write review.json."""
    path = folder / NAME
    path.write_bytes(_encoder.encode(review) + b"\n")
    return path


def read(folder: Path) -> Review:
    """Read a review back from its folder. Raises `UsageError` if there is none."""
    path = folder / NAME if folder.is_dir() else folder
    try:
        return msgspec.json.decode(path.read_bytes(), type=Review)
    except OSError as error:
        raise UsageError(f"{path}: no review there ({error.strerror}); run `nameplate review` first") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path}: not a review of this version of Nameplate: {error}") from error
