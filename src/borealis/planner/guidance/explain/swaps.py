"""What a day at work in place of another duty would be for somebody, if their roster allows it."""

import datetime as dt
from collections import Counter

from borealis.planner.guidance.formats.clock import ZONE, clock_of, day_of, midnight, moment_of
from borealis.planner.guidance.formats.problem import Duty, Person

REST = 8 * 60
"""Minutes that are at least between two duties (overenskomst A2 ch. 3); where they are fewer already, no fewer."""
USUAL = (8 * 60, 15 * 60 + 30, "")
WEEKDAYS = 5


def swap(person: Person, day: dt.date) -> tuple[Duty | None, Duty] | None:
    """The duty somebody gives up for an ordinary day at work, None where they have none; and that day.

    None where the day is one already, is at the weekend, or takes more than one duty to change.
    """
    if day.weekday() >= WEEKDAYS:
        return None
    after = _usual_day(person, day)
    if after is None:
        return None
    hindering = [
        duty for duty in person.duties if duty.start < after.end + REST and after.start < duty.end + REST
    ]
    before = next((duty for duty in hindering if _is_given_up(duty, after)), None)
    if any(not _rests(duty, before, after) for duty in hindering if duty != before):
        return None
    return before, after


def _is_given_up(duty: Duty, after: Duty) -> bool:
    """Whether the day at work takes the place of a duty: one that meets it, or stands too near to it."""
    return not duty.interruptible and duty.start < after.end + REST and after.start < duty.end + REST


def _rests(duty: Duty, before: Duty | None, after: Duty) -> bool:
    """Whether a duty that is kept is as far from the new day as it must, or was, be."""
    apart = max(duty.start - after.end, after.start - duty.end)
    if apart >= REST:
        return True
    return before is not None and 0 <= max(duty.start - before.end, before.start - duty.end) <= apart


def _usual_day(person: Person, day: dt.date) -> Duty | None:
    """The hours somebody most often has at work and can be spared, on a day; None where it has them."""
    usual = Counter(
        (clock_of(duty.start), clock_of(duty.end), duty.code)
        for duty in person.duties
        if duty.interruptible and day_of(duty.start) == day_of(duty.end)
    )
    start, end, code = usual.most_common(1)[0][0] if usual else USUAL
    found = Duty(_at(day, start), _at(day, end), code, True)
    has = any(
        duty.interruptible and duty.start <= found.start and found.end <= duty.end for duty in person.duties
    )
    return None if has else found


def _at(day: dt.date, minutes: int) -> int:
    """The moment at which the clock shows a time on a day; by day there is one."""
    if minutes == 0:
        return midnight(day)
    return moment_of(dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60), ZONE))
