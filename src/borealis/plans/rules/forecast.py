"""When a trainee is likely to be finished: a planned end with an honest range.

The plan says when, if nothing unplanned happens. The range comes from drawing unplanned absence and
slow final approvals at stated rates. The rates are assumptions, not measurements; the page of the plan
says what they are.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Assumptions:
    """Rates behind the range. ``leave_a_year`` is the chance of unplanned leave in a year of training,
    lasting ``leave_months`` (shortest, longest); ``approval_months`` is how long the last approvals may
    take; ``allowance`` is the share of training time that absence may fill without being deducted
    (§ 31, 10 per cent)."""

    leave_a_year: float = 0.12
    leave_months: tuple[int, int] = (1, 8)
    approval_months: tuple[int, int] = (0, 2)
    allowance: float = 0.10


@dataclass(frozen=True)
class Range:
    """Whole months after the planned end, such that 80 per cent of the draws lie between."""

    earliest: int
    latest: int


@lru_cache(maxsize=10_000)
def forecast_range(
    months_ahead: int, allowance_used: float, seed: int, assumptions: Assumptions | None = None
) -> Range:
    """The 10th and 90th percentile of delay, in months after the planned end.

    ``months_ahead`` is what is left of the plan; ``allowance_used`` the months of the allowance that
    agreed absence has filled already. The same seed gives the same range.
    """
    a = assumptions or Assumptions()
    dice = random.Random(seed)  # noqa: S311 (a forecast, not a secret)
    free = max(0.0, a.allowance * months_ahead - allowance_used)
    draws = []
    for _ in range(500):
        absent = sum(
            dice.uniform(*a.leave_months)
            for _ in range(_started_years(months_ahead))
            if dice.random() < a.leave_a_year
        )
        draws.append(max(0.0, absent - free) + dice.uniform(*a.approval_months))
    draws.sort()
    return Range(earliest=round(draws[50]), latest=round(draws[449]))


def _started_years(months: int) -> int:
    """Started years in so many months."""
    return -(-max(months, 0) // 12)
