"""The tree against the definition of RFC 9162 written down word by word, and against published hashes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.errors import LedgerError
from nameplate.ledger import merkle

DATA = [bytes.fromhex(h) for h in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
"""The leaves of the reference vectors of Certificate Transparency."""
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Their roots for one to eight leaves."""
MOST = 70
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(MOST)]


def mth(leaves: list[bytes]) -> bytes:
    """Section 2.1.1, as it stands there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = half(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """Section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """Section 2.1.4.1."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = half(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def half(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def test_published_roots():
    leaves = [merkle.leaf_hash(data) for data in DATA]
    assert [merkle.frontier(leaves[:n]).root().hex() for n in range(1, 9)] == ROOTS
    assert merkle.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_tree_grown_leaf_by_leaf_has_the_defined_root_at_every_size():
    found = merkle.roots(LEAVES, range(MOST + 5))
    assert found == {n: mth(LEAVES[:n]) for n in range(MOST + 1)}


def test_the_state_of_a_growing_tree_is_one_node_a_bit():
    assert [len(merkle.frontier(LEAVES[:n]).nodes) for n in (0, 1, 7, 8, 64)] == [0, 1, 3, 1, 1]


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_inclusion_proof_is_the_defined_one_and_verifies(size):
    root = mth(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(LEAVES, index, size)
        assert list(proof) == path(index, LEAVES[:size])
        assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
        assert not merkle.verify_inclusion(LEAVES[index - 1], index, size, proof, root) or size == 1


@pytest.mark.parametrize("new", range(MOST + 1))
def test_every_consistency_proof_is_the_defined_one_and_verifies(new):
    for old in range(new + 1):
        proof = merkle.consistency_proof(LEAVES, old, new)
        assert list(proof) == (subproof(old, LEAVES[:new], True) if old else [])
        assert merkle.verify_consistency(old, new, mth(LEAVES[:old]), mth(LEAVES[:new]), proof)
        if 0 < old < new:
            assert not merkle.verify_consistency(old, new, mth(LEAVES[1 : old + 1]), mth(LEAVES[:new]), proof)


@st.composite
def damaged(draw, proof: tuple[bytes, ...]):
    """A proof with a bit turned, a node lost, doubled, or added."""
    nodes = list(proof)
    how = draw(st.sampled_from(["bit", "lose", "double", "add"] if nodes else ["add"]))
    at = draw(st.integers(0, max(len(nodes) - 1, 0)))
    if how == "bit":
        bit = draw(st.integers(0, 255))
        nodes[at] = (int.from_bytes(nodes[at]) ^ 1 << bit).to_bytes(32)
    elif how == "lose":
        del nodes[at]
    else:
        nodes.insert(at, nodes[at] if how == "double" else bytes(32))
    return nodes


@given(st.data(), st.integers(1, MOST))
def test_a_damaged_inclusion_proof_never_verifies(data, size):
    index = data.draw(st.integers(0, size - 1))
    proof = data.draw(damaged(merkle.inclusion_proof(LEAVES, index, size)))
    assert not merkle.verify_inclusion(LEAVES[index], index, size, proof, mth(LEAVES[:size]))


@given(st.data(), st.integers(2, MOST))
def test_a_damaged_consistency_proof_never_verifies(data, new):
    old = data.draw(st.integers(1, new - 1))
    proof = data.draw(damaged(merkle.consistency_proof(LEAVES, old, new)))
    assert not merkle.verify_consistency(old, new, mth(LEAVES[:old]), mth(LEAVES[:new]), proof)


@given(st.integers(0, MOST), st.integers(0, MOST), st.lists(st.binary(min_size=32, max_size=32), max_size=8))
def test_no_proof_makes_a_tree_continue_another(old, new, proof):
    other = mth([merkle.leaf_hash(b"other"), *LEAVES[1:old]]) if old else hashlib.sha256(b"no tree").digest()
    assert not merkle.verify_consistency(old, new, other, mth(LEAVES[:new]), proof)


@pytest.mark.parametrize(("index", "size"), [(3, 3), (-1, 2), (0, MOST + 1), (0, 0)])
def test_a_proof_of_what_is_not_there_is_refused(index, size):
    with pytest.raises(LedgerError, match="no proof"):
        merkle.inclusion_proof(LEAVES, index, size)


@pytest.mark.parametrize(("old", "new"), [(3, 2), (-1, 2), (1, MOST + 1)])
def test_a_proof_backwards_or_beyond_is_refused(old, new):
    with pytest.raises(LedgerError, match="no proof"):
        merkle.consistency_proof(LEAVES, old, new)


def test_sizes_that_no_tree_has_never_verify():
    assert not merkle.verify_inclusion(LEAVES[0], 1, 1, (), LEAVES[0])
    assert not merkle.verify_consistency(2, 1, mth(LEAVES[:2]), LEAVES[0], ())
    assert merkle.verify_consistency(0, 3, merkle.EMPTY_ROOT, mth(LEAVES[:3]), ())
    assert merkle.Frontier().root() == merkle.EMPTY_ROOT


@pytest.mark.parametrize(("size", "nodes"), [(-1, ()), (1, ()), (2, (bytes(32), bytes(32))), (1, (b"short",))])
def test_a_state_that_no_tree_has_is_refused(size, nodes):
    with pytest.raises(LedgerError, match="frontier"):
        merkle.Frontier(size, nodes)
