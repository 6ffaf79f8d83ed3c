"""Documents of the Federal Register as its API gives them (JSON): one document, or a page of results."""

import datetime as dt
from typing import NamedTuple

import msgspec

from nameplate.errors import SourceError
from nameplate.watch.reading import html

PUBLISHER = "Federal Register"


class _Agency(msgspec.Struct, frozen=True):
    name: str = ""


class _Document(msgspec.Struct, frozen=True):
    document_number: str = ""
    title: str = ""
    abstract: str | None = None
    publication_date: str | None = None
    html_url: str | None = None
    citation: str | None = None
    action: str | None = None
    dates: str | None = None
    agencies: tuple[_Agency, ...] = ()


class _Results(msgspec.Struct, frozen=True):
    results: tuple[_Document, ...]


class Notice(NamedTuple):
    """One document: where it stands, its title, its text and its day."""

    link: str
    title: str
    text: str
    published: dt.date | None
    citation: str | None


def read(content: str) -> list[Notice]:
    """The documents of an answer. Raises `SourceError` if it is no such JSON."""
    try:
        documents = msgspec.json.decode(content, type=_Results).results
    except msgspec.DecodeError:
        documents = (_one(content),)
    return [_notice(document) for document in documents if document.title]


def _one(content: str) -> _Document:
    try:
        document = msgspec.json.decode(content, type=_Document)
    except msgspec.DecodeError as error:
        raise SourceError(f"not a document of the Federal Register ({error})") from error
    if not document.title or not document.document_number:
        raise SourceError("JSON, but no document of the Federal Register: it has no title and number")
    return document


def _notice(document: _Document) -> Notice:
    agencies = ", ".join(agency.name for agency in document.agencies if agency.name)
    parts = (document.title, agencies, document.action, document.abstract, document.dates)
    text = "\n\n".join(part for part in parts if part)
    return Notice(
        document.html_url or document.document_number, document.title, text, html.date_of(document.publication_date),
        document.citation or f"Federal Register document {document.document_number}",
    )  # fmt: skip
