"""Hours are as long as they are, also when the clock is turned."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.planner.guidance import check, local, moment_of, place, read_problem
from borealis.planner.guidance.formats.clock import (
    NoSuchTimeError,
    clock_of,
    day_of,
    midnight,
    moment_text,
    parse_clock,
    parse_moment,
)
from tests.planner.guidance.problems import person, problem, trainee

SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2027, 10, 31)


def moment(text: str, *, later: bool = False) -> int:
    found = parse_moment(text, later=later)
    assert found is not None
    return found


def test_days_are_23_and_25_hours_long() -> None:
    assert midnight(SPRING + dt.timedelta(1)) - midnight(SPRING) == 23 * 60
    assert midnight(AUTUMN + dt.timedelta(1)) - midnight(AUTUMN) == 25 * 60
    assert moment("2027-03-28T03:00") - moment("2027-03-28T01:59") == 1


def test_the_hour_that_spring_skips_is_refused() -> None:
    for text in ("2027-03-28T02:00", "2027-03-28T02:59", "2027-06-01T12:00+01:00"):
        with pytest.raises(NoSuchTimeError):
            parse_moment(text)


def test_the_hour_that_comes_twice_can_be_told_apart() -> None:
    first, second = moment("2027-10-31T02:30"), moment("2027-10-31T02:30", later=True)
    assert second - first == 60
    assert (moment_text(first), moment_text(second)) == ("2027-10-31T02:30+02:00", "2027-10-31T02:30+01:00")
    assert (moment(moment_text(first)), moment(moment_text(second))) == (first, second)


@pytest.mark.parametrize(
    "text", ["2027-11-31T08:00", "2027-11-30T24:00", "2027-11-30T08:60", "2027-11-30", "", "0001-01-01T00:00"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_a_day_ends_at_24() -> None:
    assert (parse_clock("24:00"), parse_clock("24:01")) == (24 * 60, None)


@given(
    st.datetimes(
        dt.datetime.fromisoformat("1972-01-01"),
        dt.datetime.fromisoformat("2090-01-01"),
        timezones=st.just(dt.UTC),
    )
)
def test_a_moment_written_is_the_moment_read(time: dt.datetime) -> None:
    found = moment_of(time)
    assert moment(moment_text(found)) == found
    assert local(found).astimezone(dt.UTC) == time.replace(second=0, microsecond=0)
    assert midnight(day_of(found)) <= found
    assert clock_of(found) == local(found).hour * 60 + local(found).minute


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment_of(dt.datetime.fromisoformat("2027-01-01"))


@pytest.mark.parametrize(
    ("night", "duty", "starts"),
    [
        # 01:00 to 04:00 is two hours: starts at 01:00 and 03:00 wintertime turned summertime
        (SPRING, ("2027-03-28T01:00", "2027-03-28T04:00"), ["2027-03-28T01:00", "2027-03-28T03:00"]),
        # 02:00 to 03:00 is two hours: the first and the second time
        (
            AUTUMN,
            ("2027-10-31T02:00", "2027-10-31T03:00"),
            ["2027-10-31T02:00+02:00", "2027-10-31T02:00+01:00"],
        ),
    ],
)
def test_two_sessions_of_an_hour_fit_in_the_two_hours_there_are(
    night: dt.date, duty: tuple[str, str], starts: list[str]
) -> None:
    """Three trainees, one guide, a night duty with two real hours: two get a session, of an hour each."""
    hours = {"from": duty[0], "to": duty[1], "code": "N"}
    names = ("a", "b", "c")
    document = problem(
        [person(name, hours) for name in ("guide", *names)], [trainee(name, 1) for name in names]
    )
    document["period"] = {"from": str(night - dt.timedelta(1)), "through": str(night + dt.timedelta(1))}
    read = read_problem(document)
    solution = place(read)
    assert check(read, solution).is_sound
    assert [moment_text(session.start) for session in solution.sessions] == starts
    assert solution.value.missing == 1
