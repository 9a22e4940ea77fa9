"""A course of training as a row of stretches."""

from __future__ import annotations

import datetime as dt

import pytest

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


@pytest.mark.parametrize(
    ("last_day", "kind"), [("2026-11-21", "done"), ("2026-11-22", "now"), ("2026-11-23", "now")]
)
def test_service_goes_on_through_its_last_day(last_day: str, kind: str) -> None:
    (stretch,) = course([period("pet", "2026-01-01", last_day)], [], [], [], TODAY)
    assert stretch.kind == kind


@pytest.mark.parametrize(
    ("services", "drawn"),
    [
        # given in any order, one after the other
        (
            [period("pet", "2025-07-01", "2025-12-31"), period("pet", "2025-01-01", "2025-06-30")],
            [("pet", "2025-01-01", "2025-12-31", 100)],
        ),
        # a day between them
        (
            [period("pet", "2025-01-01", "2025-06-30"), period("pet", "2025-07-02", "2025-12-31")],
            [("pet", "2025-01-01", "2025-06-30", 100), ("pet", "2025-07-02", "2025-12-31", 100)],
        ),
        # one within the other
        (
            [period("pet", "2025-01-01", "2025-12-31"), period("pet", "2025-03-01", "2025-03-31")],
            [("pet", "2025-01-01", "2025-12-31", 100)],
        ),
        # another share of full time, another place
        (
            [period("pet", "2025-01-01", "2025-06-30"), period("pet", "2025-07-01", "2025-12-31", 60)],
            [("pet", "2025-01-01", "2025-06-30", 100), ("pet", "2025-07-01", "2025-12-31", 60)],
        ),
        (
            [period("pet", "2025-01-01", "2025-06-30"), period("ct", "2025-07-01", "2025-12-31")],
            [("pet", "2025-01-01", "2025-06-30", 100), ("ct", "2025-07-01", "2025-12-31", 100)],
        ),
        # three in a row at part time
        (
            [
                period("pet", "2025-01-01", "2025-01-31", 50),
                period("pet", "2025-02-01", "2025-02-28", 50),
                period("pet", "2025-03-01", "2025-03-31", 50),
            ],
            [("pet", "2025-01-01", "2025-03-31", 50)],
        ),
    ],
)
def test_what_is_drawn_as_one_stretch(services: list[Period], drawn: list[tuple[str, str, str, int]]) -> None:
    stretches = course(services, [], [], [], TODAY)
    assert [(s.place, str(s.from_day), str(s.to_day), s.percent) for s in stretches] == drawn


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [
        ("2025-01-01", "2025-03-31", [("2025-04-01", "2025-12-31")]),
        ("2024-11-01", "2025-03-31", [("2025-04-01", "2025-12-31")]),
        ("2025-10-01", "2025-12-31", [("2025-01-01", "2025-09-30")]),
        ("2025-10-01", "2026-03-31", [("2025-01-01", "2025-09-30")]),
        ("2025-12-31", "2026-03-31", [("2025-01-01", "2025-12-30")]),
        ("2024-11-01", "2025-01-01", [("2025-01-02", "2025-12-31")]),
        ("2024-11-01", "2026-03-31", []),
        ("2025-01-01", "2025-12-31", []),
        ("2024-01-01", "2024-12-31", [("2025-01-01", "2025-12-31")]),
        ("2026-01-01", "2026-03-31", [("2025-01-01", "2025-12-31")]),
        # a remnant of two weeks is drawn, a shorter one is not
        ("2025-01-15", "2025-03-31", [("2025-01-01", "2025-01-14"), ("2025-04-01", "2025-12-31")]),
        ("2025-01-14", "2025-03-31", [("2025-04-01", "2025-12-31")]),
        ("2025-10-01", "2025-12-17", [("2025-01-01", "2025-09-30"), ("2025-12-18", "2025-12-31")]),
        ("2025-10-01", "2025-12-18", [("2025-01-01", "2025-09-30")]),
    ],
)
def test_what_leave_leaves_of_a_year(first: str, last: str, left: list[tuple[str, str]]) -> None:
    year = period("pet", "2025-01-01", "2025-12-31", 80)
    drawn = course([year], [period("parental_leave", first, last)], [], [], TODAY)
    assert [(str(s.from_day), str(s.to_day)) for s in drawn if s.kind == "done"] == left
    assert {s.percent for s in drawn if s.kind == "done"} <= {80}
    assert [(s.place, str(s.from_day), str(s.to_day)) for s in drawn if s.kind == "leave"] == [
        ("parental_leave", first, last)
    ]


def test_two_leaves_cut_one_year_in_three() -> None:
    leaves = [
        period("sick_leave", "2025-08-01", "2025-08-31"),
        period("parental_leave", "2025-03-01", "2025-04-30"),
    ]
    assert seen(course([period("pet", "2025-01-01", "2025-12-31")], leaves, [], [], TODAY)) == [
        ("done", "pet", "2025-01-01", "2025-02-28", False),
        ("leave", "parental_leave", "2025-03-01", "2025-04-30", False),
        ("done", "pet", "2025-05-01", "2025-07-31", False),
        ("leave", "sick_leave", "2025-08-01", "2025-08-31", False),
        ("done", "pet", "2025-09-01", "2025-12-31", False),
    ]


def test_service_of_a_few_days_is_drawn_as_it_is() -> None:
    week = period("ct", "2025-01-06", "2025-01-10")
    (stretch,) = course([week], [], [], [], TODAY)
    assert (stretch.from_day, stretch.to_day, stretch.days) == (day("2025-01-06"), day("2025-01-10"), 5)


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        # research and stint begin and end together, or research is longer
        ("2027-01-01", "2027-12-31", [("2027-01-01", "2027-12-31", True)]),
        ("2026-12-01", "2028-01-31", [("2027-01-01", "2027-12-31", True)]),
        # from before, until after
        ("2026-12-01", "2027-01-01", [("2027-01-01", "2027-01-01", True), ("2027-01-02", "2027-12-31", False)]),
        ("2027-12-31", "2028-03-31", [("2027-01-01", "2027-12-30", False), ("2027-12-31", "2027-12-31", True)]),
        ("2027-01-02", "2028-03-31", [("2027-01-01", "2027-01-01", False), ("2027-01-02", "2027-12-31", True)]),
        ("2026-12-01", "2027-12-30", [("2027-01-01", "2027-12-30", True), ("2027-12-31", "2027-12-31", False)]),
        # beside nothing of it
        ("2026-10-01", "2026-12-31", [("2027-01-01", "2027-12-31", False)]),
        ("2028-01-01", "2028-06-30", [("2027-01-01", "2027-12-31", False)]),
    ],
)  # fmt: skip
def test_a_stint_is_parted_where_research_begins_or_ends(
    first: str, last: str, parts: list[tuple[str, str, bool]]
) -> None:
    stint = Stint("p", "pet", "2027-01", "2027-12")
    drawn = course([], [], [period("research", first, last, 50)], [stint], TODAY)
    planned = [s for s in drawn if s.kind == "planned"]
    assert [(str(s.from_day), str(s.to_day), s.beside) for s in planned] == parts
    assert {(s.place, s.phase, s.percent) for s in planned} == {("pet", "p", 100)}
    (research,) = (s for s in drawn if s.kind == "research")
    assert (str(research.from_day), str(research.to_day), research.percent) == (first, last, 50)


def test_research_that_begins_with_a_stint_is_told_after_it() -> None:
    stint = Stint("p", "pet", "2027-01", "2027-12")
    drawn = course([], [], [period("research", "2027-01-01", "2027-12-31", 50)], [stint], TODAY)
    assert [s.kind for s in drawn] == ["planned", "research"]


FIRST = Stint("p", "pet", "2027-01", "2027-02")


@pytest.mark.parametrize(
    ("away", "gaps"),
    [
        # two months without anything
        ([], [("2027-03-01", "2027-04-30")]),
        # leave that fills them, or all but two weeks, or all but a day more
        ([period("parental_leave", "2027-03-01", "2027-04-30")], []),
        ([period("parental_leave", "2027-03-15", "2027-04-30")], []),
        ([period("parental_leave", "2027-03-16", "2027-04-30")], [("2027-03-01", "2027-03-15")]),
        ([period("parental_leave", "2027-03-01", "2027-04-16")], []),
        ([period("parental_leave", "2027-03-01", "2027-04-15")], [("2027-04-16", "2027-04-30")]),
    ],
)
@pytest.mark.parametrize(("waits", "kind", "place"), [(True, "waiting", "waiting"), (False, "ghost", "free")])
def test_months_without_anything_between_stints(
    away: list[Period], gaps: list[tuple[str, str]], waits: bool, kind: str, place: str
) -> None:
    stints = [FIRST, Stint("q", "ct", "2027-05", "2027-06")]
    drawn = course([], away, [], stints, TODAY, waits=waits)
    found = [s for s in drawn if s.kind not in ("planned", "leave")]
    assert [(s.kind, s.place, str(s.from_day), str(s.to_day)) for s in found] == [
        (kind, place, *gap) for gap in gaps
    ]


def test_nothing_waits_before_the_first_stint_or_where_nothing_is_planned() -> None:
    done = [period("pet", "2024-01-01", "2024-06-30"), period("ct", "2025-01-01", "2025-06-30")]
    assert [s.kind for s in course(done, [], [], [], TODAY)] == ["done", "done"]
    assert [s.kind for s in course(done, [], [], [FIRST], TODAY)] == ["done", "done", "planned"]


def test_a_stint_within_another_opens_no_gap() -> None:
    stints = [
        Stint("p", "pet", "2027-01", "2027-12"),
        Stint("q", "ct", "2027-03", "2027-03"),
        Stint("r", "mr", "2028-01", "2028-02"),
    ]
    assert {s.kind for s in course([], [], [], stints, TODAY)} == {"planned"}
