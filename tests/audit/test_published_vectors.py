"""The record's own code agrees with what the standards and their reference implementations publish."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from borealis.audit.keys import PublicKey, key_from
from borealis.audit.rules import (
    EMPTY_ROOT,
    Frontier,
    canonical,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
)

VECTORS = Path(__file__).with_name("vectors")


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


JCS, TREE, ED25519 = vectors("rfc8785"), vectors("rfc6962"), vectors("rfc8032")
HASHES = [leaf_hash(bytes.fromhex(leaf)) for leaf in TREE["leaves"]]
ROOTS = [bytes.fromhex(root) for root in TREE["roots"]]


@pytest.mark.parametrize("case", JCS["structures"], ids=lambda case: case["name"])
def test_canonical_structures_are_those_of_rfc_8785(case: dict[str, str]) -> None:
    assert canonical(json.loads(case["input"])) == case["output"].encode()


@pytest.mark.parametrize(("bits", "text"), JCS["numbers"])
def test_canonical_numbers_are_those_of_rfc_8785(bits: str, text: str) -> None:
    assert canonical(struct.unpack(">d", bytes.fromhex(bits))[0]) == text.encode()


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])
def test_numbers_that_json_does_not_have_are_refused(bits: str) -> None:
    with pytest.raises(TypeError, match="canonical JSON"):
        canonical({"number": struct.unpack(">d", bytes.fromhex(bits))[0]})


def test_hashes_and_roots_are_those_of_rfc_6962() -> None:
    edge = Frontier()
    assert edge.root() == EMPTY_ROOT == bytes.fromhex(TREE["empty"])
    for leaf, root in zip(HASHES, ROOTS, strict=True):
        edge.add(leaf)
        assert edge.root() == root
    node = {name: bytes.fromhex(value) for name, value in TREE["node"].items()}
    assert node_hash(node["left"], node["right"]) == node["hash"]


@pytest.mark.parametrize("case", TREE["inclusion"])
def test_inclusion_proofs_are_the_published_ones(case: dict[str, Any]) -> None:
    proof = [bytes.fromhex(step) for step in case["proof"]]
    assert inclusion_proof(HASHES[: case["size"]], case["index"]) == proof
    assert is_included(HASHES[case["index"]], case["index"], case["size"], proof, ROOTS[case["size"] - 1])


@pytest.mark.parametrize("case", TREE["consistency"])
def test_consistency_proofs_are_the_published_ones(case: dict[str, Any]) -> None:
    older, newer, proof = case["older"], case["newer"], [bytes.fromhex(step) for step in case["proof"]]
    assert consistency_proof(HASHES[:newer], older) == proof
    assert is_consistent(older, newer, ROOTS[older - 1], ROOTS[newer - 1], proof)


@pytest.mark.parametrize("case", ED25519["vectors"])
def test_signatures_are_those_of_rfc_8032(case: dict[str, str]) -> None:
    key = key_from(True, bytes.fromhex(case["secret"]))
    message = bytes.fromhex(case["message"])
    assert key.raw.hex() == case["public"]
    assert key.sign(message) == case["signature"]  # type: ignore[attr-defined]
    assert PublicKey(bytes.fromhex(case["public"])).holds(case["signature"], message)
    assert not PublicKey(bytes.fromhex(case["public"])).holds(case["signature"], message + b"!")
