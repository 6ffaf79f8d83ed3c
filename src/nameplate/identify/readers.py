"""The sign reader of a run: our own rules, and Recog's files where the user names their folder."""

from collections.abc import Sequence
from pathlib import Path

from nameplate.identify import rulebook
from nameplate.identify.names import Names
from nameplate.identify.signs import Read, SignReader
from nameplate.register.load import Register


def reader_for(register: Register, recog: Path | None = None) -> SignReader:
    """A sign reader with the packaged rules. Raises `DocumentError` if the Recog folder cannot be read."""
    return SignReader(register, rulebook.packaged(), [_Recog(recog)] if recog else [])


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
