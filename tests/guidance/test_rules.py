"""The year that talks are counted in, what counts, and who falls short: case by case."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.guidance import rules
from borealis.guidance.rules import GROUP, INDIVIDUAL, Place, Year, count, falls_short, year_of

Day = dt.date.fromisoformat
YEAR = Year(Day("2026-03-01"), Day("2027-03-01"))


@pytest.mark.parametrize(
    ("rule", "started", "on", "start", "end"),
    [
        ("training_year", "2023-03-01", "2026-11-26", "2026-03-01", "2027-03-01"),
        ("training_year", "2023-12-01", "2026-11-26", "2025-12-01", "2026-12-01"),
        ("training_year", "2023-11-26", "2026-11-26", "2026-11-26", "2027-11-26"),
        ("training_year", "2024-02-29", "2026-02-28", "2025-03-01", "2026-03-01"),
        ("training_year", "2024-02-29", "2028-02-29", "2028-02-29", "2029-03-01"),
        ("calendar_year", "2023-03-01", "2026-11-26", "2026-01-01", "2027-01-01"),
        ("last_twelve_months", "2023-03-01", "2026-11-26", "2025-11-27", "2026-11-27"),
        ("last_twelve_months", "2023-03-01", "2028-02-28", "2027-03-01", "2028-02-29"),
    ],
)
def test_the_year_is_what_the_programme_says(rule: str, started: str, on: str, start: str, end: str) -> None:
    assert year_of(rule, Day(started), Day(on)) == Year(Day(start), Day(end))


@given(
    st.sampled_from(["training_year", "calendar_year", "last_twelve_months"]),
    st.dates(Day("2000-01-01"), Day("2030-01-01")),
    st.integers(0, 4000),
)
def test_every_day_is_in_its_own_year_of_twelve_months(rule: str, started: dt.date, later: int) -> None:
    on = started + dt.timedelta(days=later)
    year = year_of(rule, started, on)
    assert year.start <= on < year.end
    assert 365 <= (year.end - year.start).days <= 366


def place(state: str, *, over: bool = True, present: bool | None = None, day: str = "2026-06-01") -> Place:
    return Place(INDIVIDUAL, state, Day(day), over, present, "duty" if state == "lost" else "")


def test_only_a_talk_in_which_one_was_counts_as_held() -> None:
    found = count(
        [
            place("finalised", present=True),
            place("finalised", present=False),
            place("agreed", over=False),
            place("agreed", over=True),
            place("proposed", over=False),
            place("proposed", over=True),
            place("lost"),
            place("finalised", present=True, day="2026-02-28"),
            place("finalised", present=True, day="2027-03-01"),
            Place(GROUP, "finalised", Day("2026-06-01"), True, True),
        ],
        INDIVIDUAL,
        YEAR,
        8,
    )
    assert (found.held, found.booked, found.unfinished, found.proposed) == (1, 1, 1, 1)
    assert found.lost == {"duty": 1}
    assert found.missing == 5


@pytest.mark.parametrize(
    ("one", "counted"),
    [
        (place("finalised", present=True), (1, 0, 0, 0)),
        (place("finalised", present=False), (0, 0, 0, 0)),
        (place("finalised", present=None), (0, 0, 0, 0)),
        (place("agreed", over=False), (0, 1, 0, 0)),
        (place("agreed", over=True), (0, 0, 1, 0)),
        (place("proposed", over=False), (0, 0, 0, 1)),
        (place("proposed", over=True), (0, 0, 0, 0)),
        (place("lost"), (0, 0, 0, 0)),
        (place("finalised", present=True, day="2026-03-01"), (1, 0, 0, 0)),  # the first day
        (place("finalised", present=True, day="2027-02-28"), (1, 0, 0, 0)),  # the last one
    ],
)
def test_each_place_counts_as_one_thing(one: Place, counted: tuple[int, ...]) -> None:
    found = count([one], INDIVIDUAL, YEAR, 8)
    assert (found.held, found.booked, found.unfinished, found.proposed) == counted


def test_what_nobody_has_finalised_yet_is_not_missing() -> None:
    day = Day("2026-11-26")  # nearly three fourths: five are due
    assert falls_short(rules.Count(2, 1, 1, 0, {}, 8), YEAR, day)
    assert not falls_short(rules.Count(2, 1, 2, 0, {}, 8), YEAR, day)
    assert falls_short(rules.Count(0, 0, 0, 3, {}, 1), YEAR, day), "one is asked for, and only proposed"


@pytest.mark.parametrize(
    ("held", "booked", "today", "short"),
    [
        (0, 0, "2026-03-02", True),  # none held and none agreed on, from the first day
        (0, 1, "2026-03-02", False),
        (0, 1, "2026-06-15", True),  # two are due by a fourth of the year and more
        (1, 1, "2026-06-15", False),
        (3, 0, "2026-11-26", True),
        (5, 0, "2026-11-26", False),
        (8, 0, "2027-02-28", False),
    ],
)
def test_who_is_behind_the_pace_of_the_year_falls_short(
    held: int, booked: int, today: str, short: bool
) -> None:
    found = rules.Count(held, booked, 0, 0, {}, 8)
    assert falls_short(found, YEAR, Day(today)) is short


def test_no_norm_no_shortfall() -> None:
    assert not falls_short(rules.Count(0, 0, 0, 0, {}, 0), YEAR, Day("2026-12-01"))


def test_every_state_is_reached_and_two_are_final() -> None:
    assert {step.to_state for step in rules.TRANSITIONS} == set(rules.STATES)
    begun = {step.from_state for step in rules.TRANSITIONS}
    assert set(rules.STATES) - begun == {"finalised", "lost"}
    assert rules.step("finalised", "move") is None
    assert rules.step("agreed", "finalise") == rules.Transition("agreed", "finalise", "finalised")
