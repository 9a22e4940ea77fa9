"""The days of a rhythm, the states of a session, and how long a code is good."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from borealis.teaching.rules import STATES, TRANSITIONS, code_is_good, days_of, monday_of, step
from borealis.teaching.rules.closed import public_holidays

FIRST, LAST = dt.date(2027, 1, 1), dt.date(2027, 12, 31)
START = dt.datetime(2027, 3, 3, 8, tzinfo=dt.UTC)
END = START + dt.timedelta(minutes=45)


def test_a_weekly_series_meets_every_week_but_those_that_are_out() -> None:
    out = {dt.date(2027, 3, 22), dt.date(2027, 3, 29)}
    days = list(days_of("week", 2, None, FIRST, LAST, out))
    assert len(days) == 52 - 2
    assert all(day.weekday() == 2 for day in days)
    assert not any(monday_of(day) in out for day in days)


def test_a_monthly_series_meets_on_its_week_of_each_month_that_has_it() -> None:
    assert len(list(days_of("month", 3, 1, FIRST, LAST))) == 12
    first = [next(day for day in _days_in(month) if day.weekday() == 3) for month in range(1, 13)]
    assert [day for day in days_of("month", 3, 1, FIRST, LAST) if day.month != 5] == first[:4] + first[5:]
    assert [day.day for day in first].count(1) == 2, "one that is the first of its month, too"
    fifth = list(days_of("month", 3, 5, FIRST, LAST))
    assert [day.day > 28 for day in fifth] == [True] * len(fifth)
    assert len(fifth) < 12


def _days_in(month: int) -> list[dt.date]:
    return [dt.date(2027, month, day) for day in range(1, 29)]


def test_public_holidays_are_those_of_the_years_asked_for() -> None:
    assert {day.year for day in public_holidays(FIRST, LAST)} == {2027}
    assert {day.year for day in public_holidays(FIRST, LAST.replace(year=2028))} == {2027, 2028}


def test_no_series_meets_on_a_public_holiday() -> None:
    """1 January 2027 is a Friday, Ascension Day Thursday 6 May, 17 May a Monday; 24 and 31 December are none."""
    fridays = list(days_of("week", 4, None, FIRST, LAST))
    assert dt.date(2027, 1, 1) not in fridays
    assert dt.date(2027, 3, 26) not in fridays, "Good Friday"
    assert {dt.date(2027, 12, 24), dt.date(2027, 12, 31)} < set(fridays)
    assert dt.date(2027, 5, 17) not in list(days_of("week", 0, None, FIRST, LAST))
    thursdays = list(days_of("month", 3, 1, FIRST, LAST))
    assert dt.date(2027, 5, 13) in thursdays, "a week after Ascension Day"
    assert len(thursdays) == 12


@given(st.dates(FIRST, LAST), st.integers(0, 6), st.integers(0, 400))
def test_days_lie_within_and_follow_each_other(first: dt.date, weekday: int, length: int) -> None:
    last = first + dt.timedelta(days=length)
    days = list(days_of("week", weekday, None, first, last))
    assert all(first <= day <= last and day.weekday() == weekday for day in days)
    assert days == sorted(set(days))
    whole = [first + dt.timedelta(days=n) for n in range(length + 1)]
    assert days == [
        day for day in whole if day.weekday() == weekday and day not in public_holidays(first, last)
    ]


def test_every_state_is_reached_or_is_where_a_session_begins() -> None:
    assert {"planned", *(t.to_state for t in TRANSITIONS)} == set(STATES)
    assert step("held", "cancel_session") is None
    assert step("planned", "hold_session") == TRANSITIONS[0]


def test_a_code_is_good_from_a_quarter_before_until_half_an_hour_after() -> None:
    minute = dt.timedelta(minutes=1)
    until = END + 30 * minute
    assert not code_is_good(START - 16 * minute, START, END, until)
    assert code_is_good(START - 15 * minute, START, END, until)
    assert code_is_good(END + 30 * minute, START, END, until)
    assert not code_is_good(END + 31 * minute, START, END, until)
    assert not code_is_good(END, START, END, START)
    assert code_is_good(END, START, END, None)
