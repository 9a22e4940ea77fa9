"""When courses can be attended, and who has been there. The room that keeps them lies above, and says so at start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from borealis.plans.rules.courses import Attending

Attendance = Callable[[Collection[str], Collection[int], str, dt.date], Attending]
"""Codes of courses, keys of trainees, the first month that is planned and today; a constant number of queries."""

_ATTENDANCE: list[Attendance] = []


def keep_attendance(attendance: Attendance) -> None:
    """Say where it is found who attends courses, and when; whoever says so last is asked."""
    _ATTENDANCE[:] = [attendance]


def attending(
    codes: Collection[str], trainees: Collection[int], first: str, today: dt.date
) -> Attending | None:
    """What is known of these courses and these trainees; None where nobody keeps courses, or none is asked for."""
    return _ATTENDANCE[0](codes, trainees, first, today) if _ATTENDANCE and codes else None
