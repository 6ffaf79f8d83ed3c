"""Merkle trees (RFC 9162 section 2.1) with SHA-256: roots, growing by one leaf, and proofs.

A growing tree is its `Frontier`: the roots of its perfect subtrees, at most one for each bit of the size. Proofs need
the leaf hashes, which the caller keeps. Hashes are 32 bytes; entries are numbered from 0.
"""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from nameplate.errors import LedgerError

EMPTY_ROOT = hashlib.sha256().digest()
"""Root of the tree without leaves (section 2.1.1)."""
_sha256 = hashlib.sha256


def leaf_hash(data: bytes) -> bytes:
    """Hash of an entry's bytes (section 2.1.1: 0x00 before the data)."""
    return _sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees (section 2.1.1: 0x01 before both)."""
    return _sha256(b"\x01" + left + right).digest()


class Frontier(msgspec.Struct, frozen=True):
    """A tree that can grow: its size and the roots of its perfect subtrees, largest first."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Raises `LedgerError` if the nodes cannot be those of a tree of this size."""
        if self.size < 0 or len(self.nodes) != self.size.bit_count() or any(len(n) != 32 for n in self.nodes):
            raise LedgerError(f"not the frontier of a tree: size {self.size} with {len(self.nodes)} nodes")

    def append(self, leaf: bytes) -> "Frontier":
        """The tree with one more leaf hash; at most log2(size) hashes, one on average."""
        nodes = list(self.nodes)
        _grow(nodes, self.size, leaf)
        return Frontier(self.size + 1, tuple(nodes))

    def root(self) -> bytes:
        """The root (section 2.1.1)."""
        return _fold(self.nodes)


def _grow(nodes: list[bytes], size: int, leaf: bytes) -> None:
    """One more leaf to the perfect subtrees of a tree of `size`, in place."""
    while size & 1:
        leaf = node_hash(nodes.pop(), leaf)
        size >>= 1
    nodes.append(leaf)


def _fold(nodes: Sequence[bytes]) -> bytes:
    if not nodes:
        return EMPTY_ROOT
    *rest, node = nodes
    for left in reversed(rest):
        node = node_hash(left, node)
    return node


def frontier(leaves: Iterable[bytes]) -> Frontier:
    """The tree over these leaf hashes."""
    nodes: list[bytes] = []
    size = 0
    for leaf in leaves:
        _grow(nodes, size, leaf)
        size += 1
    return Frontier(size, tuple(nodes))


def roots(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Size -> root of the first that many leaf hashes, in one pass; sizes beyond the leaves are left out."""
    wanted, found = set(sizes), {}
    nodes: list[bytes] = []
    if 0 in wanted:
        found[0] = EMPTY_ROOT
    for size, leaf in enumerate(leaves):
        _grow(nodes, size, leaf)
        if size + 1 in wanted:
            found[size + 1] = _fold(nodes)
    return found


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int) -> tuple[bytes, ...]:
    """Proof that leaf `index` is in the tree of the first `size` leaf hashes (section 2.1.3.1), lowest node first.

    Raises `LedgerError` unless 0 <= index < size <= len(leaves).
    """
    if not 0 <= index < size <= len(leaves):
        raise LedgerError(f"no proof that entry {index} is under a head of {size}: there are {len(leaves)} entries")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_subtree(leaves, middle, high))
            high = middle
        else:
            path.append(_subtree(leaves, low, middle))
            low = middle
    return tuple(reversed(path))


def consistency_proof(leaves: Sequence[bytes], old: int, new: int) -> tuple[bytes, ...]:
    """Proof that the tree of `new` leaf hashes continues that of `old` (section 2.1.4.1).

    Empty for equal sizes and for `old` 0. Raises `LedgerError` unless 0 <= old <= new <= len(leaves).
    """
    if not 0 <= old <= new <= len(leaves):
        raise LedgerError(f"no proof from a head of {old} to one of {new}: there are {len(leaves)} entries")
    low, high, path = 0, new, []
    while 0 < old < high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_subtree(leaves, middle, high))
            high = middle
        else:
            path.append(_subtree(leaves, low, middle))
            low = middle
    if low:
        path.append(_subtree(leaves, low, high))
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` leads from leaf hash `leaf` at `index` to `root` of a tree of `size` (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, position, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            position, last = _past_left_edge(position, last)
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of size `new` continues the one of size `old` (section 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not proof and old_root == (new_root if old else EMPTY_ROOT)
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    of_old = of_new = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            of_old, of_new = node_hash(node, of_old), node_hash(node, of_new)
            position, last = _past_left_edge(position, last)
        else:
            of_new = node_hash(of_new, node)
        position, last = position >> 1, last >> 1
    return last == 0 and of_old == old_root and of_new == new_root


def _past_left_edge(position: int, last: int) -> tuple[int, int]:
    """Up through levels where the node has no sibling to its right (step 4.b.ii of both verifications)."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _split(size: int) -> int:
    """The largest power of two below `size` (section 2.1.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(leaves: Sequence[bytes], low: int, high: int) -> bytes:
    return frontier(leaves[i] for i in range(low, high)).root()
