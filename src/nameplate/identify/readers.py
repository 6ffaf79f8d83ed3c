"""The sign reader of a run: our own rules, and Recog's files where the user names their folder."""

from pathlib import Path

from nameplate.identify import rulebook
from nameplate.identify.signs import SignReader
from nameplate.register.load import Register


def reader_for(register: Register, recog: Path | None = None) -> SignReader:
    """A sign reader with the packaged rules. Raises `DocumentError` if the Recog folder cannot be read."""
    if recog is None:
        return SignReader(register, rulebook.packaged())
    from nameplate.identify import recog as recog_files

    return SignReader(register, rulebook.packaged(), [recog_files.load(recog)])
