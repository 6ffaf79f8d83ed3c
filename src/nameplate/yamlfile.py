"""YAML documents with a shape: every error names the file, the line, the key and the nearest right key.

YAML 1.2 data loaded with the safe loader only; the shape is a msgspec struct. Used for the holder,
the register, the rules and the mapping file, so that all of them fail in the same words.
"""

import difflib
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from nameplate.errors import DocumentError

T = TypeVar("T")

_PATH_TOKEN = re.compile(r"\.([A-Za-z_][\w-]*)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")


def load(path: Path, shape: type[T]) -> T:
    """Read `path` and convert it to `shape`. Raises `DocumentError` with file, line and nearest key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror})") from error
    return parse(text, shape, str(path))


def packaged(package: str, path: str, shape: type[T]) -> T:
    """A document that comes with Nameplate: `path` below `package`, slashes between folders."""
    text = resources.files(package).joinpath(*path.split("/")).read_text(encoding="utf-8")
    return parse(text, shape, path)


def parse(text: str, shape: type[T], name: str) -> T:
    """As `load`, from text; `name` is what messages call the document."""
    try:
        data = yaml.load(text, Loader=_loader())  # noqa: S506 - a safe loader, see _loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}" if mark else "somewhere"
        raise DocumentError(f"{name}: {where}: not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DocumentError(f"{name}: not valid YAML: {error}") from error
    try:
        return msgspec.convert(data, shape, strict=True)
    except msgspec.ValidationError as error:
        raise DocumentError(_explain(text, shape, name, str(error))) from error


@cache
def _loader() -> Any:
    """libyaml's safe loader where it is built in, else the pure Python one; never one that makes objects."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _explain(text: str, shape: type, name: str, message: str) -> str:
    """Turn msgspec's message into one that names the line and, for a misspelt key, the nearest right one."""
    what, _, path = message.partition(" - at `$")
    tokens = [t[0] or t[1] for t in _PATH_TOKEN.findall(path.rstrip("`"))]
    unknown = _UNKNOWN.search(what)
    if unknown:
        tokens.append(unknown.group(1))
    line = _line_of(yaml.compose(text, Loader=_loader()), tokens)
    where = f"{name}: line {line}" if line else name
    if not unknown:
        place = ".".join(t for t in tokens if not t.isdigit())
        return f"{where}: {place + ': ' if place else ''}{what[0].lower() + what[1:]}"
    key = unknown.group(1)
    near = difflib.get_close_matches(key, sorted(_field_names(shape)), n=1, cutoff=0.6)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"{where}: unknown key '{key}'{hint}"


def _line_of(node: yaml.Node | None, tokens: list[str]) -> int | None:
    """The 1-based line where the last token that exists stands."""
    line = node.start_mark.line + 1 if node is not None else None
    for token in tokens:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == token), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and token.isdigit() and int(token) < len(node.value):
            node = node.value[int(token)]
            line = node.start_mark.line + 1
    return line


def _field_names(shape: Any, seen: frozenset[Any] = frozenset()) -> set[str]:
    """All key names anywhere in a struct type (for the nearest-key hint)."""
    if shape in seen:
        return set()
    names: set[str] = set()
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        for field in msgspec.structs.fields(shape):
            names |= {field.encode_name} | _field_names(field.type, seen | {shape})
        return names
    for inner in getattr(shape, "__args__", ()):
        names |= _field_names(inner, seen)
    return names
