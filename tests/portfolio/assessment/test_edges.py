"""Where shares and tendencies stop to say anything: nothing counted, and an interval that touches zero."""

from __future__ import annotations

import pytest

from borealis.portfolio.assessment.rules import FEWEST_RATED, Share, Tendency, share


def test_a_share_of_nothing_can_be_anything() -> None:
    assert share(0, 0) == Share(0, 0, 0.0, 1.0)
    assert share(0, 0).percent == 0


@pytest.mark.parametrize(
    ("number", "low", "high", "call"),
    [
        (FEWEST_RATED, 0.0, 1.0, "alike"),
        (FEWEST_RATED, -1.0, 0.0, "alike"),
        (FEWEST_RATED, 0.1, 1.0, "higher"),
        (FEWEST_RATED, -1.0, -0.1, "lower"),
        (FEWEST_RATED - 1, 0.1, 1.0, "too_few"),
    ],
)
def test_a_tendency_is_called_when_its_whole_interval_is_on_one_side(
    number: int, low: float, high: float, call: str
) -> None:
    assert Tendency(number, (low + high) / 2, low, high).call == call
