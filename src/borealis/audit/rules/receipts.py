"""A receipt: one event, the proof that it is in the record, and the signed head that it is proved against."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from borealis.audit.rules.canonical import canonical
from borealis.audit.rules.heads import Head, HeadUnreadable, parse_head
from borealis.audit.rules.proofs import is_included
from borealis.audit.rules.tree import leaf_hash


class ReceiptRefused(ValueError):
    """The receipt proves nothing; the message says why."""


@dataclass(frozen=True)
class Receipt:
    """``event`` is the sealed body of an event; ``proof`` the hashes beside its path to the head's root."""

    event: dict[str, Any]
    proof: list[bytes]
    head: Head

    def as_json(self) -> str:
        """The receipt as JSON, to be handed to whoever wants to check it."""
        head = json.loads(self.head.line())
        return json.dumps(
            {"event": self.event, "proof": [step.hex() for step in self.proof], "head": head},
            ensure_ascii=False,
            indent=1,
        )


def parse_receipt(text: str) -> Receipt:
    """The receipt that JSON holds. Raises ReceiptRefused."""
    try:
        found = json.loads(text)
        event, head = found["event"], parse_head(json.dumps(found["head"]))
        proof = [bytes.fromhex(step) for step in found["proof"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = str(error) if isinstance(error, HeadUnreadable) else "it is not JSON as borealis writes it"
        raise ReceiptRefused(f"The receipt cannot be read: {reason}.") from None
    if not isinstance(event, dict) or type(event.get("number")) is not int:
        raise ReceiptRefused("The receipt names no event.")
    return Receipt(event, proof, head)


def check_receipt(receipt: Receipt, key: str, holds: Callable[[str, bytes], bool]) -> None:
    """Raise ReceiptRefused unless the head is signed by this key and the event is in its tree."""
    head = receipt.head
    if head.key != key or not holds(head.signature, head.signed):
        raise ReceiptRefused("The head of the receipt is not signed by this key.")
    try:
        leaf = leaf_hash(canonical(receipt.event))
    except TypeError as error:
        raise ReceiptRefused(str(error)) from None
    place = receipt.event["number"] - 1
    if not is_included(leaf, place, head.size, receipt.proof, bytes.fromhex(head.root)):
        raise ReceiptRefused(f"Event {place + 1} as it stands here is not in the record that the head is of.")
