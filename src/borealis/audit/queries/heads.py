"""The record's newest head, and receipts against it."""

from __future__ import annotations

from borealis.audit.models import Event
from borealis.audit.rules import Head, Receipt, Told, body_of, inclusion_proof, shown_time

COLUMNS = (
    *("number", "at", "by_id", "role", "place_id", "way", "about_id", "act", "subject", "version"),
    *("detail", "commitment"),
)


class NoSuchEvent(LookupError):
    """The record has no event of this number."""


def newest_head() -> Head | None:
    """The head that the last event ends with; None while nothing is recorded."""
    row = Event.objects.order_by("-number").values("number", "root", "at", "key", "signature").first()
    if row is None:
        return None
    return Head(row["number"], row["root"], shown_time(row["at"]), row["key"], row["signature"])


def receipt_of(number: int) -> Receipt:
    """An event with the proof that it is in the tree of the newest head. Raises NoSuchEvent."""
    head = newest_head()
    told = Event.objects.filter(number=number).values_list(*COLUMNS).first()
    if head is None or told is None or not 0 < number <= head.size:
        raise NoSuchEvent(number)
    leaves = [
        bytes.fromhex(leaf)
        for leaf in Event.objects.filter(number__lte=head.size)
        .order_by("number")
        .values_list("leaf", flat=True)
        .iterator()
    ]
    return Receipt(body_of(Told(*told)), inclusion_proof(leaves, number - 1), head)
