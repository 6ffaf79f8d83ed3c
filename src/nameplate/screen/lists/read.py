"""Any list file to its parties: which layout it has, its edition, what could not be used.

A file of strangers: its size is limited, XML entities are refused, a broken row never stops the rest. A file that is
no list at all is an error with the layouts that are known: a screen that silently has one list less is worse than
none.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from nameplate import yamlfile
from nameplate.errors import DocumentError, SourceError
from nameplate.screen import cache
from nameplate.screen.lists import delimited, formats, markup, objects
from nameplate.screen.lists.formats import Format
from nameplate.screen.lists.gathering import Gathering
from nameplate.screen.party import Edition, Listing

LARGEST = 2_000_000_000
"""Bytes of a list file that is read."""
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d %B %Y", "%m/%d/%Y", "%d.%m.%Y")


def read_all(paths: Iterable[Path], mapping: Path | None = None) -> list[Listing]:
    """All lists of `paths`. A companion file that came with its list is not read twice; two lists with one id are
    told apart by the file's name. Raises `SourceError` for a file that is no list."""
    wanted = [file for path in paths for file in _files(path)]
    companions = {c.resolve() for path in wanted for c in _companions(path, _layout(path, _content(path)))}
    listings: list[Listing] = []
    taken: set[str] = set()
    for path in wanted:
        if path.resolve() in companions:
            continue
        one = read(path, mapping, taken=frozenset(taken))
        taken.add(one.edition.list)
        listings.append(one)
    return listings


def _files(path: Path) -> list[Path]:
    """A file, or those files of a folder that are lists."""
    if not path.is_dir():
        return [path]
    return [file for file in sorted(path.iterdir()) if file.is_file() and _is_list(file)]


def _is_list(path: Path) -> bool:
    try:
        return _layout(path, _content(path)) is not None
    except SourceError:
        return False


def read(path: Path, mapping: Path | None = None, taken: frozenset[str] = frozenset()) -> Listing:
    """One list. `mapping` is a layout of the user's for a file that none of the packaged ones fits."""
    content = _content(path)
    layout = _layout(path, content) or (_own(mapping) if mapping else None)
    if layout is None:
        known = ", ".join(dict.fromkeys(f.id for f in formats.formats()))
        raise SourceError(
            f"{path}: none of the lists known here ({known}); say with --list-mapping FILE what its columns are"
        )
    list_id = layout.id if layout.id not in taken else _slug(path)
    files = [path, *_companions(path, layout)]
    name = cache.named(b"list", list_id.encode(), msgspec.json.encode(layout), *_names_and_bytes(files))
    kept = _kept(name)
    if kept is None:
        kept = _parsed(path, content, layout, list_id, files)
        cache.store(name, msgspec.msgpack.encode(kept))
    return kept


def _names_and_bytes(files: Sequence[Path]) -> Iterator[bytes]:
    for file in files:
        yield file.name.encode()
        yield _content(file)


def _kept(name: str) -> Listing | None:
    """A list that was read before."""
    content = cache.load(name)
    try:
        return msgspec.msgpack.decode(content, type=Listing) if content else None
    except msgspec.MsgspecError:
        return None


def _parsed(path: Path, content: bytes, layout: Format, list_id: str, files: Sequence[Path]) -> Listing:
    into = Gathering(layout, list_id)
    try:
        said = _fill(path, content, layout, into)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error
    parties = into.parties()
    if not parties:
        raise SourceError(
            f"{path}: {layout.title}: no party was found in {into.rows} rows; its columns may have changed"
        )
    edition = Edition(
        list_id,
        layout.title,
        tuple(file.name for file in files),
        _digest(files),
        _date(said),
        into.rows,
        len(parties),
        sum(len(party.names) for party in parties),
        tuple(into.troubles),
    )
    return Listing(edition, parties)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path}: larger than {LARGEST:,} bytes; no list is")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _layout(path: Path, content: bytes) -> Format | None:
    head = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"<"):
        return markup.layout_of(content)
    if head.startswith((b"{", b"[")):
        return objects.layout_of(content)
    found = delimited.layout_of(path, _text(content[:100_000]))
    return found[0] if found else None


def _own(mapping: Path) -> Format:
    """A layout of the user's. Raises `DocumentError` with line and nearest key."""
    layout = yamlfile.load(mapping, Format)
    if not layout.names and not layout.joined:
        raise DocumentError(f"{mapping}: it names no column with names (names: [...] or joined: [...])")
    return layout


def _fill(path: Path, content: bytes, layout: Format, into: Gathering) -> str:
    if layout.shape == "xml":
        return markup.read(path.name, content, layout, into)
    if layout.shape in {"json", "jsonl"}:
        return objects.read(path.name, content, layout, into)
    text = _text(content)
    found = delimited.layout_of(path, text)
    _, delimiter, heading = found or (layout, delimited.delimiter_of(text), -1 if layout.columns else 0)
    said = delimited.read(path, text, layout, delimiter, heading, into)
    for companion in layout.beside:
        for file in _existing(path, companion.files):
            delimited.read_beside(file, _text(_content(file)), companion, into)
    return said


def _companions(path: Path, layout: Format | None) -> list[Path]:
    """Companion files of a list that lie beside it."""
    beside = layout.beside if layout else ()
    return [file for companion in beside for file in _existing(path, companion.files)]


def _existing(path: Path, names: Sequence[str]) -> list[Path]:
    return [file for name in names if (file := path.with_name(name)).is_file()]


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _date(said: str) -> dt.date | None:
    text = said.strip()[:40]
    for attempt in (text, text[:10]):
        for pattern in _DATES:
            try:
                return dt.datetime.strptime(attempt, pattern).replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
    return None


def _slug(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "list"
