"""What is sent of a change, as a table."""

from __future__ import annotations

import pytest

from borealis.calendars.rules import CANCELLED, CONFIRMED, TENTATIVE, Told, spread, step


@pytest.mark.parametrize(
    ("told", "sequence", "status", "sent"),
    [
        (None, 0, TENTATIVE, "TEXT"),
        (None, 0, CONFIRMED, "REQUEST"),
        (None, 1, CANCELLED, None),
        (Told(0, TENTATIVE, False), 0, TENTATIVE, None),
        (Told(0, TENTATIVE, False), 1, TENTATIVE, "TEXT"),
        (Told(0, TENTATIVE, True), 1, TENTATIVE, "REQUEST"),
        (Told(0, TENTATIVE, False), 1, CONFIRMED, "REQUEST"),
        (Told(0, TENTATIVE, False), 1, CANCELLED, "TEXT"),
        (Told(1, CONFIRMED, True), 2, CANCELLED, "CANCEL"),
        (Told(2, CANCELLED, True), 3, CANCELLED, None),
    ],
)
def test_what_is_sent_follows_from_what_was_told(
    told: Told | None, sequence: int, status: str, sent: str | None
) -> None:
    assert step(told, sequence, status) == sent


def test_one_proposal_is_an_invitation_and_several_are_one_letter() -> None:
    one, agreed, lost = ("TEXT", TENTATIVE), ("REQUEST", CONFIRMED), ("TEXT", CANCELLED)
    assert spread([one]) == ["REQUEST"]
    assert spread([one, agreed, lost]) == ["REQUEST", "REQUEST", "TEXT"]
    assert spread([one, one, agreed]) == ["TEXT", "TEXT", "REQUEST"]
