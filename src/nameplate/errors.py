"""The errors a user can cause, in one small tree.

Every message says what is wrong, where (file, line or row) and what to do.
A bad row or an unreadable source is not an error here: it becomes a `Problem` in the review.
"""


class NameplateError(Exception):
    """Root of all errors that Nameplate raises on purpose; shown to the user without a traceback."""


class UsageError(NameplateError):
    """The command was called with something it cannot take (exit code 2)."""


class DocumentError(NameplateError):
    """A YAML document of the user or of the register does not have the shape it must have."""


class SourceError(NameplateError):
    """A source cannot be read at all; the review goes on without it (exit code 3)."""


class LedgerError(NameplateError):
    """A ledger, a part of its bundle, a key, a proof or a witness's file is not what it must be."""


class StoreError(NameplateError):
    """The database refused: it is full, gone, or not one of ours."""


class RefusedError(UsageError):
    """An act that the rules of the review do not allow: the wrong person, the wrong time, or something left unsaid."""
