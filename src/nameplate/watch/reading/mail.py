"""Mail (.eml): the plain part, else the HTML part; attachments are named, not opened."""

import datetime as dt
import email
import email.policy
import email.utils
from email.message import EmailMessage
from typing import NamedTuple

from nameplate.errors import SourceError
from nameplate.watch.reading import encoding, html

_MOST_PARTS = 100


class Mail(NamedTuple):
    """A mail's text with subject, sender's name, day and the names of what hangs on it."""

    text: str
    title: str
    publisher: str | None
    published: dt.date | None
    problems: tuple[str, ...]


def read(content: bytes) -> Mail:
    """Read one mail. Raises `SourceError` if it has no text or too many parts."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = list(message.walk())
    if len(parts) > _MOST_PARTS:
        raise SourceError(f"a mail of more than {_MOST_PARTS} parts")
    text, problems = _text(parts)
    subject = str(message.get("Subject", "")).strip()
    name, address = email.utils.parseaddr(str(message.get("From", "")))
    attached = tuple(f"not opened: attachment {part.get_filename()}" for part in parts if part.get_filename())
    return Mail(f"{subject}\n\n{text}".strip(), subject, name or address or None, _day(message), problems + attached)


def _text(parts: list[EmailMessage]) -> tuple[str, tuple[str, ...]]:
    for kind in ("text/plain", "text/html"):
        for part in parts:
            payload = part.get_payload(decode=True)
            if part.get_content_type() == kind and not part.get_filename() and isinstance(payload, bytes):
                text, problems = encoding.decode(payload, part.get_content_charset())
                if text.strip():
                    return (text if kind == "text/plain" else html.read(text).text), problems
    raise SourceError("the mail holds no text")


def _day(message: EmailMessage) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(str(message.get("Date"))).date()
    except (ValueError, TypeError):
        return None
