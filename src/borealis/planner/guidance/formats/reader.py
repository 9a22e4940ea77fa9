"""Reads `borealis/guidance-problem/1`: every fault is found at once and named with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.faults import FormatError
from borealis.planner.formats.located import with_places
from borealis.planner.formats.reader import Source, check_format, read_source, refuse_large
from borealis.planner.guidance.formats.problem import (
    PROBLEM_FORMAT,
    Aim,
    Blocked,
    Duty,
    Earlier,
    Hours,
    Leader,
    Person,
    Problem,
    Series,
)
from borealis.planner.guidance.formats.sense import find_nonsense
from borealis.planner.guidance.formats.times import clock, day, day_in_list, moment, ordered

MOST_BYTES = 64 * 2**20
MOST_DAYS = 400
MOST_PEOPLE = 5_000
MOST_SERIES = 3_000
MOST_TIMES = 1_500
"""Duties of one person, and times blocked."""
MOST_SESSIONS = 24
MOST_MEMBERS = 12
MOST_MINUTES = 180
MOST_AIM = 200
MOST_EARLIER = 50_000
GRIDS = (5, 10, 15, 20, 30, 60)
KINDS = ("teaching", "study", "leave", "other")
_KEYS = (
    "format",
    "period",
    "grid",
    "least_days",
    "day_minutes",
    "people",
    "trainees",
    "groups",
    "sessions",
)
_OWN_KEYS = ("id", "sessions", "minutes", "from", "through", "held", "preferred", "aim")
_SOME_DAY = dt.date(2000, 1, 1)


def read_problem(source: Source) -> Problem:
    """A problem from a file (`Path`), its text (str, bytes) or its parsed JSON (mapping).

    Raises `FormatError` with every fault found; never another error for bad content.
    """
    refuse_large(source, MOST_BYTES)
    value, text = read_source(source)
    cursor = Cursor(value)
    problem = _problem(cursor)
    if not cursor.faults and problem is not None:
        find_nonsense(problem, cursor)
    if cursor.faults or problem is None:
        raise FormatError(with_places(cursor.faults, text))
    return problem


def limited(cursor: Cursor, key: str, most: int, *, required: bool = False) -> Iterator[Cursor]:
    """The items of a list, unless there are too many of them."""
    found = cursor.value.get(key)
    if isinstance(found, list) and len(found) > most:
        cursor.fault("too_many", key, found=len(found), most=most)
        return iter(())
    return cursor.items(key, required=required)


def _problem(cursor: Cursor) -> Problem | None:
    if not cursor.expects(_KEYS) or not check_format(cursor, PROBLEM_FORMAT):
        return None
    first, last, place_from = _period(cursor)
    grid = cursor.whole("grid", 15, 1, 60)
    if grid not in GRIDS:
        cursor.fault("bad_grid", "grid", found=grid)
    least_days = cursor.whole("least_days", 14, 1, MOST_DAYS)
    reader = _SeriesReader(first, last)
    trainees = tuple(reader.trainee(item) for item in limited(cursor, "trainees", MOST_SERIES, required=True))
    groups = tuple(reader.group(item) for item in limited(cursor, "groups", MOST_SERIES))
    return Problem(
        first=first,
        last=last,
        place_from=place_from,
        grid=grid,
        least_days=least_days,
        day_minutes=cursor.whole("day_minutes", 450, 0, 24 * 60),
        people=tuple(_person(item) for item in limited(cursor, "people", MOST_PEOPLE, required=True)),
        series=trainees + groups,
        earlier=tuple(_earlier(item) for item in limited(cursor, "sessions", MOST_EARLIER)),
    )


def _period(cursor: Cursor) -> tuple[dt.date, dt.date, dt.date]:
    at = cursor.require("period")
    if at is None or not at.expects(("from", "through", "place_from")):
        return _SOME_DAY, _SOME_DAY, _SOME_DAY
    first, last = day(at, "from"), day(at, "through")
    place_from = day(at, "place_from", required=False)
    if first is None or last is None or not ordered(at, first, last):
        return _SOME_DAY, _SOME_DAY, _SOME_DAY
    if (last - first).days >= MOST_DAYS:
        at.fault("period_too_long", "through", found=(last - first).days + 1, most=MOST_DAYS)
        return _SOME_DAY, _SOME_DAY, _SOME_DAY
    if place_from is not None and not first <= place_from <= last:
        at.fault("place_from_outside", "place_from", found=str(place_from))
    return first, last, place_from or first


def _person(cursor: Cursor) -> Person:
    if not cursor.expects(("id", "duties", "blocked")):
        return Person("", ())
    duties = tuple(_duty(item) for item in limited(cursor, "duties", MOST_TIMES))
    blocked = tuple(_blocked(item) for item in limited(cursor, "blocked", MOST_TIMES))
    return Person(cursor.text("id"), duties, blocked)


def _duty(cursor: Cursor) -> Duty:
    if not cursor.expects(("from", "to", "code", "interruptible")):
        return Duty(0, 0, "", False)
    start, end = _stretch(cursor)
    return Duty(start, end, cursor.text("code", required=False), yes(cursor, "interruptible", True))


def _stretch(cursor: Cursor) -> tuple[int, int]:
    start, end = moment(cursor, "from"), moment(cursor, "to", later=True)
    if start is not None and end is not None and start >= end:
        cursor.fault("ends_before_start", "to", start=cursor.value["from"], end=cursor.value["to"])
    return start or 0, end or 0


def yes(cursor: Cursor, key: str, default: bool) -> bool:
    """A boolean that may be left out."""
    found = cursor.value.get(key)
    if found is None:
        return default
    if not isinstance(found, bool):
        cursor.fault("wrong_type", key, expected="boolean", found=type(found).__name__)
    return bool(found)


def _blocked(cursor: Cursor) -> Blocked:
    if not cursor.expects(("from", "to", "kind")):
        return Blocked(0, 0, "other")
    kind = cursor.text("kind") if cursor.has("kind") else "other"
    if kind not in KINDS:
        cursor.fault("not_one_of", "kind", found=kind, known=", ".join(KINDS))
    return Blocked(*_stretch(cursor), kind)  # type: ignore[arg-type]


def _earlier(cursor: Cursor) -> Earlier:
    if not cursor.expects(("of", "start", "with", "agreed")):
        return Earlier("", 0, "", False)
    return Earlier(
        cursor.text("of"), moment(cursor, "start") or 0, cursor.text("with"), yes(cursor, "agreed", False)
    )


class _SeriesReader:
    """Reads trainees and groups of a period."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last

    def trainee(self, cursor: Cursor) -> Series:
        if not cursor.expects((*_OWN_KEYS, "guides")):
            return self._series(cursor, None)
        leaders = tuple(_leader(item) for item in limited(cursor, "guides", MOST_TIMES, required=True))
        return self._series(cursor, leaders)

    def group(self, cursor: Cursor) -> Series:
        if not cursor.expects((*_OWN_KEYS, "leader", "members", "quorum")):
            return self._series(cursor, None)
        members = limited(cursor, "members", MOST_MEMBERS, required=True)
        names = tuple(str(item.value) for item in members if _is_name(item))
        quorum = cursor.whole("quorum", len(names), 1)
        if quorum > len(names):
            cursor.fault("quorum_over_members", "quorum", found=quorum, most=len(names))
        return self._series(cursor, (Leader(cursor.text("leader")),), names, quorum)

    def _series(
        self,
        cursor: Cursor,
        leaders: tuple[Leader, ...] | None,
        members: tuple[str, ...] | None = None,
        quorum: int = 1,
    ) -> Series:
        if leaders is None:
            return Series("", "individual", (), (), 0, 0, 0, Aim(1, 1), self.first, self.last)
        name = cursor.text("id")
        sessions = cursor.whole("sessions", 8 if members is None else 2, 0, MOST_SESSIONS)
        first = day(cursor, "from", required=False) or self.first
        last = day(cursor, "through", required=False) or self.last
        return Series(
            id=name,
            kind="individual" if members is None else "group",
            members=(name,) if members is None else members,
            leaders=leaders,
            sessions=sessions,
            minutes=cursor.whole("minutes", 60 if members is None else 90, 5, MOST_MINUTES),
            quorum=quorum,
            aim=_aim(cursor, (self.last - self.first).days + 1, sessions),
            first=max(first, self.first),
            last=min(last, self.last),
            held=tuple(self._held(cursor)),
            preferred=tuple(_hours(item) for item in limited(cursor, "preferred", 24)),
        )

    def _held(self, cursor: Cursor) -> Iterator[dt.date]:
        """The days of held sessions; those long before the period are passed over."""
        for item in limited(cursor, "held", MOST_DAYS):
            found = day_in_list(item)
            if found is not None and (self.first - found).days <= MOST_DAYS:
                yield found


def _is_name(cursor: Cursor) -> bool:
    if not isinstance(cursor.value, str) or not cursor.value:
        cursor.fault("wrong_type", expected="string", found=type(cursor.value).__name__)
        return False
    return True


def _leader(cursor: Cursor) -> Leader:
    if not cursor.expects(("person", "from", "through")):
        return Leader("")
    first, last = day(cursor, "from", required=False), day(cursor, "through", required=False)
    if first is not None and last is not None:
        ordered(cursor, first, last)
    return Leader(cursor.text("person"), first, last)


def _hours(cursor: Cursor) -> Hours:
    if not cursor.expects(("from", "to")):
        return Hours(0, 0)
    start, end = clock(cursor, "from"), clock(cursor, "to")
    if start is not None and end is not None and start >= end:
        cursor.fault("ends_before_start", "to", start=cursor.value["from"], end=cursor.value["to"])
    return Hours(start or 0, end or 0)


def _aim(cursor: Cursor, days: int, sessions: int) -> Aim:
    """The aim given, or the even share of the period give or take a thirteenth: 42-49 days for 8 in a year."""
    if cursor.has("aim"):
        at = cursor.at("aim")
        if not at.expects(("from", "to")):
            return Aim(1, 1)
        least, most = at.whole("from", None, 1, MOST_AIM), at.whole("to", None, 1, MOST_DAYS)
        if least > most:
            at.fault("ends_before_start", "to", start=least, end=most)
        return Aim(least, most)
    share = days / max(1, sessions)
    return Aim(max(1, min(MOST_AIM, round(share * 12 / 13))), max(1, round(share * 14 / 13)))
