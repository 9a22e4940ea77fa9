"""What is checked of dates and shares before anything is stored. Both days of a period are included."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.trainees.rules import (
    first_day_outside,
    first_day_over,
    may_be_undone,
    overlap,
    part1_is_settled,
)

Day = dt.date.fromisoformat
ENTERED = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)

Span = tuple[str, str | None]
Share = tuple[str, str | None, int]


def span(period: Span) -> tuple[dt.date, dt.date | None]:
    first, last = period
    return Day(first), Day(last) if last else None


def share(period: Share) -> tuple[dt.date, dt.date | None, int]:
    return *span(period[:2]), period[2]


@pytest.mark.parametrize(
    ("later", "undone"),
    [
        (dt.timedelta(0), True),
        (dt.timedelta(hours=23), True),
        (dt.timedelta(hours=24), True),
        (dt.timedelta(hours=24, seconds=1), False),
        (dt.timedelta(days=3), False),
    ],
)
def test_a_slip_is_taken_back_within_24_hours(later: dt.timedelta, undone: bool) -> None:
    assert may_be_undone(ENTERED, ENTERED + later) is undone


SPRING: Span = ("2026-02-01", "2026-05-31")


@pytest.mark.parametrize(
    ("other", "share_a_day"),
    [
        (("2026-03-01", "2026-03-31"), True),  # inside
        (("2026-01-01", "2026-12-31"), True),  # around
        (("2026-01-01", "2026-02-01"), True),  # the last day is the first
        (("2026-05-31", "2026-06-30"), True),  # the first day is the last
        (("2026-01-01", "2026-01-31"), False),
        (("2026-06-01", "2026-06-30"), False),
        (("2026-01-01", None), True),
        (("2026-05-31", None), True),
        (("2026-06-01", None), False),
    ],
)
def test_two_periods_overlap_when_they_share_a_day(other: Span, share_a_day: bool) -> None:
    assert overlap(span(SPRING), span(other)) is share_a_day
    assert overlap(span(other), span(SPRING)) is share_a_day


def test_two_periods_without_an_end_always_meet() -> None:
    assert overlap(span(("2026-01-01", None)), span(("2030-01-01", None)))


@pytest.mark.parametrize(
    ("new", "others", "over"),
    [
        # a full post and nothing else
        (("2026-01-01", None, 100), [], None),
        (("2026-01-01", None, 101), [], ("2026-01-01", 101)),
        # two halves are full time; a half and a little more are too much from the first common day
        (("2026-01-01", None, 50), [("2026-01-01", None, 50)], None),
        (("2026-01-01", None, 50), [("2026-01-01", None, 51)], ("2026-01-01", 101)),
        (("2026-01-01", None, 60), [("2025-01-01", None, 60)], ("2026-01-01", 120)),
        (("2026-01-01", None, 60), [("2026-03-01", None, 60)], ("2026-03-01", 120)),
        # the last day of one is the first of the other, or the day before it
        (("2026-01-01", None, 60), [("2025-01-01", "2026-01-01", 60)], ("2026-01-01", 120)),
        (("2026-01-01", None, 60), [("2025-01-01", "2025-12-31", 60)], None),
        (("2026-01-01", "2026-06-30", 60), [("2026-06-30", None, 60)], ("2026-06-30", 120)),
        (("2026-01-01", "2026-06-30", 60), [("2026-07-01", None, 60)], None),
        # others that do not last at the same time are not added together
        (
            ("2026-01-01", None, 50),
            [("2026-01-01", "2026-02-28", 50), ("2026-03-01", None, 50)],
            None,
        ),
        # the earliest day is told, and the sum on that day
        (
            ("2026-01-01", None, 40),
            [("2026-05-01", None, 30), ("2026-02-01", None, 40), ("2026-03-01", None, 30)],
            ("2026-03-01", 110),
        ),
    ],
)
def test_the_first_day_with_more_than_full_time(
    new: Share, others: list[Share], over: tuple[str, int] | None
) -> None:
    expected = (Day(over[0]), over[1]) if over else None
    assert first_day_over(share(new), [share(other) for other in others]) == expected


def test_another_limit_may_be_set() -> None:
    half = share(("2026-01-01", None, 50))
    assert first_day_over(half, [], limit=50) is None
    assert first_day_over(half, [], limit=49) == (Day("2026-01-01"), 50)


@pytest.mark.parametrize(
    ("covers", "outside"),
    [
        ([("2026-02-01", "2026-05-31")], None),
        ([("2026-01-01", None)], None),
        ([], "2026-02-01"),
        ([("2026-02-02", None)], "2026-02-01"),
        ([("2026-02-01", "2026-05-30")], "2026-05-31"),
        ([("2025-01-01", "2026-01-31")], "2026-02-01"),
        ([("2026-06-01", None)], "2026-02-01"),
        # two posts that follow each other, in any order; and with a day between
        ([("2026-04-01", None), ("2026-01-01", "2026-03-31")], None),
        ([("2026-01-01", "2026-03-31"), ("2026-04-02", None)], "2026-04-01"),
        ([("2026-01-01", "2026-02-01"), ("2026-02-02", "2026-02-02"), ("2026-02-03", "2026-06-30")], None),
        # a short post within a long one takes nothing away
        ([("2026-01-01", "2026-05-31"), ("2026-02-01", "2026-02-10")], None),
        ([("2026-01-01", "2026-04-30"), ("2026-02-01", None)], None),
    ],
)
def test_the_first_day_that_no_post_covers(covers: list[Span], outside: str | None) -> None:
    first, last = Day("2026-02-01"), Day("2026-05-31")
    found = first_day_outside((first, last), [span(cover) for cover in covers])
    assert found == (Day(outside) if outside else None)


@pytest.mark.parametrize(
    ("completed", "exception", "settled"),
    [
        ("2023-02-28", "", True),
        ("2023-03-01", "", True),
        ("2023-03-02", "", False),
        (None, "", False),
        (None, "   ", False),
        (None, "Utdannet i Sverige", True),
        ("2023-03-02", "Utdannet i Sverige", True),
    ],
)
def test_part_1_is_reached_before_part_2_begins_or_there_is_an_exception(
    completed: str | None, exception: str, settled: bool
) -> None:
    """§ 18."""
    reached = Day(completed) if completed else None
    assert part1_is_settled(reached, Day("2023-03-01"), exception) is settled
