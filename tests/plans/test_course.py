"""A course of training as a row of stretches."""

from __future__ import annotations

import datetime as dt

from borealis.plans.rules.content import Stint
from borealis.plans.rules.course import Period, Stretch, course

TODAY = dt.date(2026, 11, 22)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(place: str, first: str, last: str, percent: int = 100) -> Period:
    return Period(place, day(first), day(last), percent)


def seen(stretches: tuple[Stretch, ...]) -> list[tuple[str, str, str, str, bool]]:
    return [(s.kind, s.place, str(s.from_day), str(s.to_day), s.beside) for s in stretches]


def test_service_without_a_break_is_one_stretch_and_the_last_one_goes_on() -> None:
    services = [
        period("pet", "2025-01-01", "2025-06-30"),
        period("pet", "2025-07-01", "2025-12-31"),
        period("gamma", "2026-01-01", "2026-11-30"),
    ]
    assert seen(course(services, [], [], [], TODAY)) == [
        ("done", "pet", "2025-01-01", "2025-12-31", False),
        ("now", "gamma", "2026-01-01", "2026-11-30", False),
    ]


def test_leave_cuts_what_it_falls_in_past_and_planned() -> None:
    services = [period("pet", "2025-01-01", "2025-12-31")]
    leave = [
        period("parental_leave", "2025-04-01", "2025-06-30"),
        period("parental_leave", "2027-02-01", "2027-03-31"),
    ]
    stints = [Stint("p", "ct", "2027-01", "2027-06")]
    assert seen(course(services, leave, [], stints, TODAY)) == [
        ("done", "pet", "2025-01-01", "2025-03-31", False),
        ("leave", "parental_leave", "2025-04-01", "2025-06-30", False),
        ("done", "pet", "2025-07-01", "2025-12-31", False),
        ("planned", "ct", "2027-01-01", "2027-01-31", False),
        ("leave", "parental_leave", "2027-02-01", "2027-03-31", False),
        ("planned", "ct", "2027-04-01", "2027-06-30", False),
    ]


def test_partial_leave_is_not_drawn() -> None:
    leave = [period("sick_leave", "2026-02-01", "2026-02-28", 50)]
    assert len(course([period("pet", "2026-01-01", "2026-11-30")], leave, [], [], TODAY)) == 1


def test_research_stands_beside_and_parts_what_it_stands_beside() -> None:
    stints = [Stint("p", "pet", "2027-01", "2027-12")]
    research = [period("research", "2027-03-01", "2027-06-30", 50)]
    assert seen(course([], [], research, stints, TODAY)) == [
        ("planned", "pet", "2027-01-01", "2027-02-28", False),
        ("planned", "pet", "2027-03-01", "2027-06-30", True),
        ("research", "research", "2027-03-01", "2027-06-30", True),
        ("planned", "pet", "2027-07-01", "2027-12-31", False),
    ]


def test_months_without_anything_between_stints_are_waiting() -> None:
    stints = [Stint("p", "pet", "2027-01", "2027-02"), Stint("q", "ct", "2027-05", "2027-06")]
    assert ("waiting", "waiting", "2027-03-01", "2027-04-30", False) in seen(
        course([], [], [], stints, TODAY)
    )
