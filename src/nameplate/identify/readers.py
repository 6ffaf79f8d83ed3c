"""The sign reader of a run: packaged rules, and the user's own and Recog's files where their folders are named."""

from collections.abc import Sequence
from pathlib import Path

from nameplate.errors import DocumentError
from nameplate.identify import check, rulebook
from nameplate.identify.names import Names
from nameplate.identify.rulebook import Rulebook
from nameplate.identify.rulefile import RuleFile
from nameplate.identify.signs import Read, SignReader
from nameplate.register.load import Register


def reader_for(register: Register, recog: Path | None = None, rules: Path | None = None) -> SignReader:
    """A sign reader with the packaged rules. Raises `DocumentError` if a folder cannot be read, or if one of the
    user's own rules does not do what its examples say."""
    book = rulebook.packaged()
    if rules:
        book = Rulebook(book.files, _proven(rules))
    return SignReader(register, book, [_Recog(recog)] if recog else [])


def _proven(folder: Path) -> tuple[RuleFile, ...]:
    files = rulebook.load_own(folder)
    for fault in check.own_faults(files):
        raise DocumentError(f"{folder}: rule {fault.rule}: {fault.what}; `nameplate rules check {folder}` lists all")
    return files


class _Recog:
    """Recog's answers as a further source of signs."""

    def __init__(self, folder: Path) -> None:
        from nameplate.identify.recog import book as recog

        self._book = recog.load(folder)

    def signs(self, kind: str, values: Sequence[str], names: Names) -> dict[str, list[Read]]:
        """See `SignSource.signs`."""
        from nameplate.identify.recog import signs as recog_signs

        found = recog_signs.signs(self._book, kind, values, names.in_cell)
        return {value: [Read(sign, words) for sign, words in signs] for value, signs in found.items()}
