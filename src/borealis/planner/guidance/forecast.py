"""How many sessions a trainee will have had when the year is over, and what to do about it in time.

The model. Each session ahead is lost with the same unknown probability. What is believed of it before is
even over 0 to 1 (Beta(1, 1)); history then counts for at most `HISTORY_WEIGHT` sessions, because one
trainee's year is not like another's and losses come in runs. The number held of those ahead is then
beta-binomial. A lost session is taken as lost: moving it in time is what the forecast is to bring about.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

HISTORY_WEIGHT = 40
COVERAGE = 0.8
MOST_EXTRA = 24


@dataclass(frozen=True, slots=True)
class History:
    """Of so many sessions that were placed, so many were lost: to duties, leave, illness."""

    placed: int
    lost: int

    def __post_init__(self) -> None:
        """Refuse what cannot have been."""
        if not 0 <= self.lost <= self.placed:
            raise ValueError("no more sessions can be lost than were placed")


@dataclass(frozen=True, slots=True)
class Forecast:
    """The count expected when the period is over, and how sure it is.

    low, high      the count is within, both included, with a probability of at least `COVERAGE`
    chance_of_norm the probability that the norm is reached
    extra          sessions to place beside those ahead for the norm to be reached with `COVERAGE`; None where
                   no number of them is enough
    act_by         the last day to place them from, `least_days` apart, before the period ends; None where
                   nothing is short, or it is too late
    """

    expected: float
    low: int
    high: int
    chance_of_norm: float
    extra: int | None
    act_by: dt.date | None


def forecast(
    *,
    norm: int,
    held: int,
    placed: Sequence[dt.date],
    today: dt.date,
    last: dt.date,
    history: History,
    least_days: int = 14,
) -> Forecast:
    """Foresee the count of one trainee's sessions on the day `last`.

    Only the days in `placed` from `today` to `last` count as ahead.
    """
    ahead = sum(today <= day <= last for day in placed)
    kept, lost = _belief(history)
    chances = _beta_binomial(ahead, kept, lost)
    low, high = _middle(chances)
    short = norm - held
    extra = next(
        (more for more in range(MOST_EXTRA + 1) if _at_least(short, ahead + more, kept, lost) >= COVERAGE),
        None,
    )
    return Forecast(
        expected=held + ahead * kept / (kept + lost),
        low=held + low,
        high=held + high,
        chance_of_norm=_at_least(short, ahead, kept, lost),
        extra=extra,
        act_by=_act_by(extra, today, last, least_days),
    )


def _belief(history: History) -> tuple[float, float]:
    """The two counts of the beta distribution of keeping a session."""
    weight = min(1.0, HISTORY_WEIGHT / history.placed) if history.placed else 0.0
    return 1 + weight * (history.placed - history.lost), 1 + weight * history.lost


def _beta_binomial(number: int, kept: float, lost: float) -> list[float]:
    """Entry k: the probability that k of `number` sessions are held."""

    def log_beta(a: float, b: float) -> float:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    return [
        math.comb(number, k) * math.exp(log_beta(k + kept, number - k + lost) - log_beta(kept, lost))
        for k in range(number + 1)
    ]


def _at_least(wanted: int, number: int, kept: float, lost: float) -> float:
    """The probability that at least `wanted` of `number` sessions are held."""
    return min(1.0, sum(_beta_binomial(number, kept, lost)[max(0, wanted) :]))


def _middle(chances: Sequence[float]) -> tuple[int, int]:
    """The numbers between which the count is, with no more than a tenth below and a tenth above."""
    tail = (1 - COVERAGE) / 2
    low, below = 0, 0.0
    while below + chances[low] <= tail:
        below += chances[low]
        low += 1
    high, above = len(chances) - 1, 0.0
    while above + chances[high] <= tail:
        above += chances[high]
        high -= 1
    return low, high


def _act_by(extra: int | None, today: dt.date, last: dt.date, least_days: int) -> dt.date | None:
    if not extra:
        return None
    day = last - dt.timedelta(least_days * (extra - 1))
    return day if day >= today else None
