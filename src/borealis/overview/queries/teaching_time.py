"""Protected time as the roster has it, with the teaching that people were really at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from borealis.rosters.queries import Period, PersonTime, time_kept
from borealis.teaching.queries import days_attended


def time_had(periods: Mapping[int, Period], now: dt.datetime) -> dict[int, PersonTime]:
    """Teaching and study time in a period. On a day with attendance, that counts; on others, what the roster set aside.

    So an hour that stands in the roster and was attended counts once (§ 24).
    """
    attended = days_attended(periods)
    return {
        person: _with_attended(time, attended.get(person, {}))
        for person, time in time_kept(periods, now).items()
    }


def _with_attended(time: PersonTime, attended: Mapping[dt.date, float]) -> PersonTime:
    taught = {**time.taught, **attended}
    return replace(time, taught=taught, teaching=replace(time.teaching, held=sum(taught.values())))
