"""How long signatures are waited for, as a head sees it: ages for all, names only where a reminder did not help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from borealis.portfolio.models import Ask
from borealis.portfolio.signing.chain import asked_of
from borealis.portfolio.signing.rules import NAMED_AFTER, Ages, age_in_days, ages
from borealis.portfolio.signing.showing import activity_of

LONGEST_SHOWN = 28  # days; the strip ends here, and what is older stands at its end
STRIP = 100


@dataclass(frozen=True)
class Late:
    """Something past its second reminder: who is asked, by whom, for what."""

    name: str
    trainee: str
    title: str
    days: int


@dataclass(frozen=True)
class WaitingAges:
    """The distribution, its drawing in per cent of a strip, and what is late."""

    ages: Ages
    late: tuple[Late, ...]

    @property
    def longest(self) -> int:
        """Where the strip ends, in days."""
        return max(LONGEST_SHOWN, self.ages.oldest)

    @property
    def strip(self) -> dict[str, float]:
        """Where the middle half, the median and the oldest stand, from 0 to 100."""
        places = ("lower", "median", "upper", "oldest")
        at = {name: getattr(self.ages, name) * STRIP / self.longest for name in places}
        return {**at, "width": max(1.0, at["upper"] - at["lower"])}


def waiting_ages(trainee_ids: Iterable[int], now: dt.datetime) -> WaitingAges | None:
    """How long the signatures have been waited for that these trainees have asked for; None when none are."""
    rows = Ask.objects.filter(trainee__in=list(trainee_ids), kind="signature", state="open")
    found = ages(age_in_days(asked_at, now) for asked_at in rows.values_list("asked_at", flat=True))
    if found is None:
        return None
    asks = rows.filter(reminders__gte=NAMED_AFTER).select_related("asked", "trainee__person", "activity")
    late = [
        Late(
            asked_of(ask).name,
            ask.trainee.person.name,
            activity_of(ask).title,
            age_in_days(ask.asked_at, now),
        )
        for ask in asks
    ]
    return WaitingAges(found, tuple(late))
