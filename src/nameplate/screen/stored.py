"""An index as bytes and back, so that lists that were read once need not be indexed again.

Only arrays, texts and numbers are stored, and put into the five classes named here; bytes that are anything else are
refused.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from scipy import sparse

from nameplate.screen import cache
from nameplate.screen.grams import Grams
from nameplate.screen.index import Index
from nameplate.screen.party import Party
from nameplate.screen.spellings import Spellings
from nameplate.screen.words import Column, Words

_CLASSES: dict[str, Any] = {one.__name__: one for one in (Index, Grams, Spellings, Words, Column)}
_LEFT_OUT = frozenset({"parties", "near_words"})


def index_of(parties: Sequence[Party]) -> Index:
    """The index of `parties`, from the cache if it was made before."""
    name = cache.named(b"index", msgspec.msgpack.encode(parties))
    kept = cache.load(name)
    found = load(kept, parties) if kept is not None else None
    if found is None:
        found = Index(parties)
        cache.store(name, dump(found))
    return found


def dump(index: Index) -> bytes:
    """An index as bytes."""
    return msgspec.msgpack.encode(_packed(index))


def load(content: bytes, parties: Sequence[Party]) -> Index | None:
    """The index of `parties` from bytes; None if the bytes hold none."""
    try:
        found = _unpacked(msgspec.msgpack.decode(content))
    except (msgspec.DecodeError, KeyError, TypeError, ValueError, IndexError):
        return None
    if not isinstance(found, Index):
        return None
    found.parties, found.near_words = parties, {}
    return found


def _packed(value: Any) -> Any:
    kind = type(value).__name__
    if isinstance(value, np.ndarray) and value.dtype == object:
        return ["texts", value.tolist()]
    if isinstance(value, np.ndarray):
        return ["array", value.dtype.str, list(value.shape), value.tobytes()]
    if isinstance(value, sparse.csr_matrix):
        return ["sparse", list(value.shape), [_packed(part) for part in (value.data, value.indices, value.indptr)]]
    if kind in _CLASSES:
        fields = value.state() if isinstance(value, Column | Words) else vars(value)
        return ["object", kind, {name: _packed(one) for name, one in fields.items() if name not in _LEFT_OUT}]
    if isinstance(value, tuple):
        return ["tuple", [_packed(one) for one in value]]
    if isinstance(value, list) and value and isinstance(value[0], frozenset):
        return ["sets", len(value), {at: sorted(one) for at, one in enumerate(value) if one}]
    if isinstance(value, list) and value and isinstance(value[0], Column):
        return ["list", [_packed(one) for one in value]]
    return ["plain", value]


def _unpacked(packed: Any) -> Any:
    kind, *rest = packed
    return _UNPACK[kind](*rest)


def _object(name: str, fields: dict[str, Any]) -> Any:
    kind = _CLASSES[name]
    made = kind.__new__(kind)
    vars(made).update({field: _unpacked(value) for field, value in fields.items()})
    return made


def _sets(count: int, some: dict[int, list[str]]) -> list[frozenset[str]]:
    out: list[frozenset[str]] = [frozenset()] * count
    for at, members in some.items():
        out[at] = frozenset(members)
    return out


_UNPACK: dict[str, Any] = {
    "plain": lambda value: value,
    "texts": lambda texts: np.array([*texts, None], object)[:-1],
    "array": lambda kind, shape, content: np.frombuffer(content, np.dtype(kind)).reshape(shape),
    "sparse": lambda shape, parts: sparse.csr_matrix(tuple(map(_unpacked, parts)), shape=shape, copy=False),
    "object": _object,
    "tuple": lambda values: tuple(map(_unpacked, values)),
    "list": lambda values: list(map(_unpacked, values)),
    "sets": _sets,
}
