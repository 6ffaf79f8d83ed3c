"""Delimited text as a grid: encoding, line ends, delimiter and quotes found from the bytes themselves.

Encodings: byte order marks (Unicode 15, section 2.6), UTF-8, UTF-16 without mark, else what
charset-normalizer finds; a file that mixes UTF-8 and Windows-1252 is decoded line by line. Dialects:
RFC 4180 and its common departures.
"""

import codecs
import csv
import io
import re
from dataclasses import dataclass

import polars as pl

from nameplate.errors import SourceError
from nameplate.sources.interface import Document, Sink

csv.field_size_limit(1 << 30)  # the limit that counts is that of a line, see `check_lines`
DELIMITERS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Dialect:
    """How the fields of a line are told apart; `quote` '' means that quotes are ordinary characters.

    `width` is the commonest number of fields, `even` the share of lines that have it (0 to 1).
    """

    delimiter: str
    quote: str = '"'
    width: int = 1
    even: float = 1.0


def decode(content: bytes, sink: Sink | None = None) -> str:
    """Text of `content` with line ends as LF. Raises `SourceError` if it is no text in any known encoding."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, errors="replace")
            break
    else:
        text = _decode_unmarked(content, sink)
    if "\0" in text:
        if sink:
            sink.problem("", f"{text.count(chr(0)):,} NUL characters in the text are left out")
        text = text.replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_unmarked(content: bytes, sink: Sink | None) -> str:
    wide = _utf16(content)
    if wide:
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        first = content.count(b"\n", 0, error.start) + 1
    lines = content.split(b"\n")
    multibyte = sum(_is_utf8(line) for line in lines if not line.isascii())
    encoding = _guess(content)
    if sink:
        what = "UTF-8 mixed with another encoding" if multibyte else "not UTF-8"
        sink.problem(f"row {first}", f"{what}; read as {encoding}: check accents in names and sites")
    if not multibyte:
        return content.decode(encoding, errors="replace")
    return "\n".join(line.decode("utf-8" if _is_utf8(line) else encoding, errors="replace") for line in lines)


def is_wide(content: bytes) -> bool:
    """Whether NUL bytes are to be expected: UTF-16 or UTF-32, with or without a mark."""
    return content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} or _utf16(content) is not None


def _utf16(content: bytes) -> str | None:
    """UTF-16 without a mark shows as NUL in every second byte of Latin text."""
    sample = content[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.3 * len(sample) / 2 and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * len(sample) / 2 and odd < even / 10 else None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_ISOLATED = re.compile(rb"[\x80-\xff]+")
_CENTRAL = re.compile(r"(?<=\w)[\u00b3\u00b9\u00bf](?=\w)")


def _guess(content: bytes) -> str:
    """The likeliest single-byte or East Asian encoding of the lines that are not ASCII.

    Western text has its accents one at a time; there Windows-1252 is meant unless it reads as nonsense. Scripts
    of their own (Arabic, Cyrillic, Han) come in runs; there charset-normalizer decides.
    """
    from charset_normalizer import from_bytes

    telling = b"\n".join(line for line in content.split(b"\n") if not line.isascii())[:100_000]
    runs = _ISOLATED.findall(telling)
    if runs and len(telling) and sum(map(len, runs)) / len(runs) < 1.6:
        western = telling.decode("cp1252", errors="replace")
        if "\ufffd" not in western and not _CENTRAL.search(western):
            return "cp1252"
    best = from_bytes(telling).best()
    return best.encoding if best and best.encoding not in {"utf_8", "ascii"} else "cp1252"


def sniff(text: str) -> Dialect | None:
    """The delimiter that splits the first lines most evenly; None if none splits two lines alike."""
    lines = [line for line in text.split("\n", 200)[:200] if line.strip()][:100]
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=lambda w: (wide.count(w), w))
        even = widths.count(common) / len(widths)
        score = even + min(common, 30) / 300
        if score > best_score:
            best, best_score = Dialect(delimiter, width=common, even=even), score
    return best


def check_lines(document: Document) -> None:
    """Raises `SourceError` if a line is longer than the limit allows (read in pieces, never as a whole)."""
    with document.path.open("rb") as stream:
        length, position = 0, 0
        while piece := stream.read(document.limits.line):
            end = piece.rfind(b"\n" if b"\n" in piece else b"\r")
            length = length + len(piece) if end < 0 else len(piece) - end - 1
            position += len(piece)
            if length >= document.limits.line:
                raise SourceError(
                    f"a line of more than {document.limits.line:,} bytes near byte {position:,}: not a table of text"
                )


def to_grid(text: str, dialect: Dialect, sink: Sink) -> pl.DataFrame:
    """All fields as text columns, row i being record i + 1. Short rows are filled up; nothing is cut off."""
    width = _width(text, dialect)
    try:
        return pl.read_csv(
            io.BytesIO(text.encode("utf-8", errors="replace")),
            has_header=False,
            schema={f"c{i}": pl.String for i in range(width)},
            separator=dialect.delimiter,
            quote_char=dialect.quote or None,
            missing_columns="insert",
            extra_columns="ignore",
        )
    except pl.exceptions.NoDataError:
        return pl.DataFrame()
    except pl.exceptions.ComputeError:
        return _tolerant(text, dialect, sink)


def _width(text: str, dialect: Dialect) -> int:
    """The most fields that any line can hold (quotes make this an upper bound)."""
    lines = pl.Series([text]).str.split("\n").explode() if len(text) < 1 << 20 else _lines(text)
    most = lines.str.count_matches(dialect.delimiter, literal=True).max()
    return (most if isinstance(most, int) else 0) + 1


def _lines(text: str) -> pl.Series:
    frame = pl.read_csv(
        io.BytesIO(text.encode("utf-8", errors="replace")),
        has_header=False,
        schema={"line": pl.String},
        separator="\x1f",
        quote_char=None,
        missing_columns="insert",
        extra_columns="ignore",
    )
    return frame["line"]


def _tolerant(text: str, dialect: Dialect, sink: Sink) -> pl.DataFrame:
    """For quotes that do not pair up: the standard library's parser, and quotes as plain text if one runs away."""
    rows = list(csv.reader(io.StringIO(text), delimiter=dialect.delimiter))
    odd = text.count('"') % 2 == 1
    runaway = next((i for i, row in enumerate(rows) if any(c.count("\n") > (0 if odd else 20) for c in row)), None)
    if runaway is not None:
        sink.problem(f"row {runaway + 1}", "a quote is never closed; quotes are read as plain characters")
        rows = list(csv.reader(text.split("\n"), delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE))
    else:
        sink.problem("", "quotes do not pair up in some rows; check cells that hold a quotation mark")
    width = max(map(len, rows), default=0)
    padded = ([*row, *[None] * (width - len(row))] for row in rows)
    return pl.DataFrame(list(padded), schema={f"c{i}": pl.String for i in range(width)}, orient="row")
