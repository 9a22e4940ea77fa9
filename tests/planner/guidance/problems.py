"""Small guidance problems: by hand, and by chance with everything the format knows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

FIRST = dt.date(2027, 3, 25)
"""A Thursday; the clock is turned in the night to Sunday 28 March."""
AUTUMN = dt.date(2027, 10, 28)
"""A Thursday; the clock is turned back in the night to Sunday 31 October."""


def at(day: int, clock: str, first: dt.date = FIRST) -> str:
    """A time on a day counted from the first."""
    return f"{first + dt.timedelta(day)}T{clock}"


def duty(
    day: int, start: str, end: str, *, free: bool = True, nights: int = 0, **more: Any
) -> dict[str, Any]:
    return {
        "from": at(day, start),
        "to": at(day + nights, end),
        "code": "D" if free else "N",
        "interruptible": free,
        **more,
    }


def person(name: str, *duties: dict[str, Any], blocked: Any = ()) -> dict[str, Any]:
    return {"id": name, "duties": list(duties), "blocked": list(blocked)}


def trainee(name: str, sessions: int, guide: str = "guide", **more: Any) -> dict[str, Any]:
    return {"id": name, "sessions": sessions, "guides": [{"person": guide}], **more}


def problem(
    people: list[dict[str, Any]], trainees: list[dict[str, Any]], days: int = 30, **more: Any
) -> dict[str, Any]:
    return {
        "format": "borealis/guidance-problem/1",
        "period": {"from": str(FIRST), "through": str(FIRST + dt.timedelta(days - 1))},
        "grid": 60,
        "people": people,
        "trainees": trainees,
        **more,
    }


@st.composite
def small_problems(draw: st.DrawFn, crowded: bool = False) -> dict[str, Any]:
    """Two guides, up to three trainees and a group in four to seven days, one of which has 23 or 25 hours.

    Crowded, all are at work at the same few hours, so that they are in each other's way.
    """
    first = draw(st.sampled_from([FIRST, AUTUMN]))
    days = draw(st.integers(4, 7))
    names = ["guide", "other", *"abc"[: draw(st.integers(1, 3))]]
    people = [draw(_people(name, first, days)) for name in names]
    if crowded:
        people = [people[0] | {"id": name} for name in names]
    place_from = draw(st.integers(0, 1))
    learners = [draw(_trainees(name, first, days, place_from)) for name in names[2:]]
    groups = [draw(_groups(names[2:], first, place_from))] if draw(st.booleans()) else []
    owners = [*names[2:], *(group["id"] for group in groups)]
    return {
        "format": "borealis/guidance-problem/1",
        "period": {
            "from": str(first),
            "through": str(first + dt.timedelta(days - 1)),
            "place_from": str(first + dt.timedelta(place_from)),
        },
        "grid": draw(st.sampled_from([30, 60])),
        "least_days": draw(st.integers(1, 3)),
        "day_minutes": draw(st.sampled_from([60, 90, 450])),
        "people": people,
        "trainees": learners,
        "groups": groups,
        "sessions": [draw(_sessions(owners, first, days)) for _ in range(draw(st.integers(0, 3)))],
    }


SHIFTS = (
    ("08:00", "09:00", 0),
    ("08:00", "10:00", 0),
    ("08:15", "09:45", 0),
    ("09:00", "10:00", 0),
    ("00:00", "04:00", 0),
)
"""The last meets the hour that is skipped or comes twice."""


@st.composite
def _people(draw: st.DrawFn, name: str, first: dt.date, days: int) -> dict[str, Any]:
    duties, blocked = [], []
    for day in range(days):
        shift = draw(st.sampled_from([None, *SHIFTS, *SHIFTS]))
        if shift:
            start, end, _ = shift
            duties.append(
                {
                    "from": at(day, start, first),
                    "to": at(day, end, first),
                    "code": "D",
                    "interruptible": draw(st.integers(0, 3)) > 0,
                }
            )
            if end == "10:00" and draw(st.booleans()):
                duties.append(
                    {
                        "from": at(day, end, first),
                        "to": at(day, "10:30", first),
                        "code": "E",
                        "interruptible": True,
                    }
                )
        if draw(st.integers(0, 5)) == 0:
            blocked.append(
                {"from": at(day, "08:45", first), "to": at(day, "09:15", first), "kind": "teaching"}
            )
    return {"id": name, "duties": duties, "blocked": blocked}


@st.composite
def _trainees(draw: st.DrawFn, name: str, first: dt.date, days: int, place_from: int) -> dict[str, Any]:
    guides: list[dict[str, Any]] = [{"person": "guide"}]
    if draw(st.booleans()):
        change = draw(st.integers(1, days - 1))
        guides = [
            {"person": "guide", "through": str(first + dt.timedelta(change - 1))},
            {"person": "other", "from": str(first + dt.timedelta(change))},
        ]
    return {"id": name, "guides": guides, "minutes": 60, **draw(_wishes(first, place_from))}


@st.composite
def _groups(draw: st.DrawFn, members: list[str], first: dt.date, place_from: int) -> dict[str, Any]:
    quorum = draw(st.integers(1, len(members)))
    wishes = draw(_wishes(first, place_from))
    return {"id": "group", "leader": "other", "members": members, "quorum": quorum, "minutes": 60, **wishes}


@st.composite
def _wishes(draw: st.DrawFn, first: dt.date, place_from: int) -> dict[str, Any]:
    least = draw(st.integers(1, 4))
    held = (
        [str(first - dt.timedelta(draw(st.integers(1 - place_from, 3))))]
        if draw(st.integers(0, 3)) == 0
        else []
    )
    return {
        "sessions": draw(st.integers(0, 2)),
        "held": held,
        "preferred": [{"from": "08:00", "to": draw(st.sampled_from(["09:00", "09:30"]))}]
        if draw(st.booleans())
        else [],
        "aim": {"from": least, "to": draw(st.integers(least, 4))},
    }


@st.composite
def _sessions(draw: st.DrawFn, owners: list[str], first: dt.date, days: int) -> dict[str, Any]:
    return {
        "of": draw(st.sampled_from(owners)),
        "start": at(
            draw(st.integers(0, days - 1)),
            draw(st.sampled_from(["08:00", "08:30", "09:00", "08:20", "03:00"])),
            first,
        ).replace("2027-03-28T03", "2027-03-28T04"),
        "with": draw(st.sampled_from(["guide", "other"])),
        "agreed": draw(st.booleans()),
    }
