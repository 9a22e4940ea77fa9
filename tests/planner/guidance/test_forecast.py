"""The forecast: held to a simulation of its own model, and honest at the ends."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.planner.guidance import Forecast, History, forecast

TODAY, LAST = dt.date(2027, 6, 1), dt.date(2027, 12, 31)


def foreseen(held: int, ahead: int, placed: int, lost: int, norm: int = 8) -> Forecast:
    days = [TODAY + dt.timedelta(14 * n) for n in range(ahead)]
    return forecast(norm=norm, held=held, placed=days, today=TODAY, last=LAST, history=History(placed, lost))


def test_without_history_anything_is_possible() -> None:
    """Beta(1, 1): each of 0 to 4 held is equally likely, so the middle 80 per cent of them are all five."""
    found = foreseen(held=2, ahead=4, placed=0, lost=0)
    assert found.expected == pytest.approx(2 + 4 / 2)
    assert (found.low, found.high) == (2, 6)


def test_a_steady_department_is_foreseen_narrowly() -> None:
    found = foreseen(held=4, ahead=4, placed=40, lost=0)
    assert (found.low, found.high) == (8, 8)
    assert found.extra == 0
    assert found.act_by is None


def test_a_fifth_lost_asks_for_more_in_time() -> None:
    """8 ahead, of which a fifth is lost as a rule: four more are needed, 14 days apart before the end."""
    found = foreseen(held=0, ahead=8, placed=40, lost=8)
    assert found.expected == pytest.approx(8 * 33 / 42)
    assert found.chance_of_norm < 0.3
    assert found.extra == 4
    assert found.act_by == LAST - dt.timedelta(3 * 14)


def test_too_late_has_no_day() -> None:
    found = forecast(norm=8, held=0, placed=[], today=LAST, last=LAST, history=History(40, 2))
    assert found.extra is not None
    assert found.act_by is None
    assert (found.expected, found.low, found.high) == (0, 0, 0)


def test_only_days_ahead_in_the_period_count() -> None:
    days = [TODAY - dt.timedelta(1), TODAY, LAST, LAST + dt.timedelta(1)]
    found = forecast(norm=2, held=0, placed=days, today=TODAY, last=LAST, history=History(40, 0))
    assert found.high == 2


def test_impossible_histories_are_refused() -> None:
    with pytest.raises(ValueError, match="lost"):
        History(3, 4)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 12), st.integers(0, 60), st.floats(0, 1), st.integers(0, 2**32))
def test_the_interval_holds_what_the_model_draws(ahead: int, placed: int, share: float, seed: int) -> None:
    """Simulated: a loss share drawn from what is believed, then each session lost with it. 2,000 years."""
    lost = round(placed * share)
    found = foreseen(held=1, ahead=ahead, placed=placed, lost=lost)
    chance = random.Random(seed)
    weight = min(1.0, 40 / placed) if placed else 0.0
    counts = []
    for _ in range(2000):
        keeps = chance.betavariate(1 + weight * (placed - lost), 1 + weight * lost)
        counts.append(1 + sum(chance.random() < keeps for _ in range(ahead)))
    inside = sum(found.low <= count <= found.high for count in counts) / len(counts)
    assert inside > 0.8 - 0.045  # five standard errors
    assert found.expected == pytest.approx(sum(counts) / len(counts), abs=0.5)
    assert found.chance_of_norm == pytest.approx(sum(c >= 8 for c in counts) / len(counts), abs=0.06)


def test_believing_too_little_is_not_the_same_as_knowing() -> None:
    """Ten times the history does not make the interval narrower than one trainee's year can be foreseen."""
    some, much = foreseen(0, 8, 40, 8), foreseen(0, 8, 400, 80)
    assert (some.low, some.high) == (much.low, much.high)
