"""How the record is sealed, as pure functions: canonical bytes, leaves, the tree, its proofs and its heads."""

from borealis.audit.rules.canonical import canonical
from borealis.audit.rules.events import Sealed, Told, body_of, commitment, leaf_of, shown_time, written
from borealis.audit.rules.heads import Head, HeadUnreadable, key_id, parse_head, signed_bytes
from borealis.audit.rules.proofs import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
)
from borealis.audit.rules.receipts import Receipt, ReceiptRefused, check_receipt, parse_receipt
from borealis.audit.rules.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash

__all__ = [
    "EMPTY_ROOT",
    "Frontier",
    "Head",
    "HeadUnreadable",
    "Receipt",
    "ReceiptRefused",
    "Sealed",
    "Told",
    "body_of",
    "canonical",
    "check_receipt",
    "commitment",
    "consistency_proof",
    "inclusion_proof",
    "is_consistent",
    "is_included",
    "key_id",
    "leaf_hash",
    "leaf_of",
    "node_hash",
    "parse_head",
    "parse_receipt",
    "shown_time",
    "signed_bytes",
    "written",
]
