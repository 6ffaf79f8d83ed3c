"""The one error of asking a server."""

import datetime as dt

from nameplate.errors import SourceError


class Unanswered(SourceError):  # noqa: N818 - it reads as what happened
    """No answer that can be used. `until`: when to ask again; `passing`: it may be different then."""

    def __init__(self, message: str, *, passing: bool = False, until: dt.datetime | None = None) -> None:
        super().__init__(message)
        self.passing = passing or until is not None
        self.until = until
