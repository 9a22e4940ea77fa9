"""Proofs that a leaf is in a tree, and that a later tree holds all of an earlier one (RFC 6962 § 2.1).

They are verified as RFC 9162 § 2.1.3.2 and § 2.1.4.2 say.
"""

from __future__ import annotations

from collections.abc import Sequence

from borealis.audit.rules.tree import Frontier, node_hash


def _split(size: int) -> int:
    """The largest power of two smaller than the size: where the left subtree ends."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes], start: int, end: int) -> bytes:
    edge = Frontier()
    for place in range(start, end):
        edge.add(leaves[place])
    return edge.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the path from the leaf at ``index`` (from 0) up to the root.

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"There is no leaf {index} in a tree of {len(leaves)}.")
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_root(leaves, middle, end))
            end = middle
        else:
            path.append(_root(leaves, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], older: int) -> list[bytes]:
    """The hashes that show that the tree of the first ``older`` leaves became the tree of all of them.

    Raises ValueError unless 0 < older <= the size: every tree follows on an empty one, so that an older
    tree of size 0 would prove nothing.
    """
    if not 0 < older <= len(leaves):
        raise ValueError(f"No proof from a tree of {older} to one of {len(leaves)}.")
    proof: list[bytes] = []
    start, end, whole = 0, len(leaves), True
    while older != end:
        middle = start + _split(end - start)
        if older <= middle:
            proof.append(_root(leaves, middle, end))
            end = middle
        else:
            proof.append(_root(leaves, start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(_root(leaves, start, end))
    return proof[::-1]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that the leaf at ``index`` (from 0) is in the tree with this size and root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    older: int, newer: int, older_root: bytes, newer_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the newer tree holds the older one unchanged, leaf for leaf.

    An older tree of size 0 is refused.
    """
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not proof and older_root == newer_root
    steps = list(proof) if older.bit_count() > 1 else [older_root, *proof]
    if not steps:
        return False
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == older_root and new == newer_root
