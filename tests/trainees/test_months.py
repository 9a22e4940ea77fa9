"""Employment, leave and the normal course, month by month."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.trainees.rules import (
    AbsencePeriod,
    EmploymentPeriod,
    add_months,
    away_months,
    month_fractions,
    norm_end,
    parameters_on,
)

Day = dt.date.fromisoformat


def post(first: str, last: str | None, percent: int, research: int = 0) -> EmploymentPeriod:
    return EmploymentPeriod(Day(first), Day(last) if last else None, percent, research)


@pytest.mark.parametrize(
    ("employments", "fractions"),
    [
        ([post("2026-01-01", None, 100)], [100, 100, 100]),
        ([post("2026-01-01", None, 50, 50)], [50, 50, 50]),
        ([post("2026-02-01", None, 100)], [0, 100, 100]),
        ([post("2026-01-01", "2026-01-31", 100)], [100, 0, 0]),
        ([post("2026-01-01", "2026-02-14", 100), post("2026-02-15", None, 60)], [100, 80, 60]),
        ([post("2026-01-17", None, 100)], [48, 100, 100]),  # 15 of 31 days
        ([post("2026-01-01", None, 40), post("2026-02-01", None, 60)], [40, 100, 100]),
        ([], [0, 0, 0]),
        ([post("2026-01-10", "2026-01-19", 100)], [32, 0, 0]),  # 10 of 31 days
        ([post("2026-02-08", "2026-02-14", 50)], [0, 13, 0]),  # 12.5: halves are rounded up
        ([post("2025-12-01", "2026-01-01", 100), post("2026-03-31", None, 100)], [3, 0, 3]),
        ([post("2025-01-01", "2025-12-31", 100), post("2026-04-01", None, 100)], [0, 0, 0]),
        (
            [post("2026-01-01", None, 80), post("2026-03-01", None, 60)],
            [80, 80, 100],
        ),  # never above full time
    ],
)
def test_the_share_in_training_each_month(employments: list[EmploymentPeriod], fractions: list[int]) -> None:
    assert month_fractions(employments, Day("2026-01-01"), 3) == fractions


def test_the_first_month_may_be_given_as_any_day() -> None:
    assert month_fractions([post("2026-01-01", None, 70)], Day("2026-01-19"), 2) == [70, 70]


def away(kind: str, first: str, last: str, percent: int = 100) -> AbsencePeriod:
    return AbsencePeriod(kind, Day(first), Day(last), percent)


@pytest.mark.parametrize(
    ("absences", "months"),
    [
        ([away("parental_leave", "2026-01-10", "2026-03-10")], {"2026-01-01", "2026-02-01"}),
        ([away("parental_leave", "2026-02-01", "2026-02-14")], set()),  # exactly half
        ([away("parental_leave", "2026-02-01", "2026-02-15")], {"2026-02-01"}),
        ([away("sick_leave", "2026-01-01", "2026-03-31", 50)], set()),
        (
            [
                away("sick_leave", "2026-01-01", "2026-01-31", 50),
                away("other_leave", "2026-01-01", "2026-01-31", 50),
            ],
            {"2026-01-01"},
        ),
        ([away("holiday", "2026-02-01", "2026-02-28")], set()),
        ([away("course", "2026-02-01", "2026-02-28")], set()),
        ([away("parental_leave", "2026-02-01", "2026-02-10"), away("sick_leave", "2026-02-11", "2026-02-20")],
         {"2026-02-01"}),
        ([], set()),
        # counted by days away, not by periods: 8 of 28 and 7 of 28 are more than half, 7 and 7 are not
        ([away("sick_leave", "2026-02-01", "2026-02-08"), away("sick_leave", "2026-02-22", "2026-02-28")],
         {"2026-02-01"}),
        ([away("sick_leave", "2026-02-01", "2026-02-07"), away("sick_leave", "2026-02-22", "2026-02-28")], set()),
        # from before the first month, and beyond the last
        ([away("parental_leave", "2025-01-01", "2026-01-16")], {"2026-01-01"}),
        ([away("parental_leave", "2025-01-01", "2026-01-15")], set()),
        ([away("parental_leave", "2026-03-16", "2027-01-01")], {"2026-03-01"}),
        ([away("parental_leave", "2026-03-17", "2027-01-01")], set()),
        ([away("parental_leave", "2026-04-01", "2026-04-30")], set()),
        # 60 and 39 per cent on the same days are not away altogether
        ([away("sick_leave", "2026-01-01", "2026-01-31", 60), away("other_leave", "2026-01-01", "2026-01-31", 39)],
         set()),
    ],
)  # fmt: skip
def test_months_away(absences: list[AbsencePeriod], months: set[str]) -> None:
    assert set(away_months(absences, Day("2026-01-01"), 3)) == {Day(m) for m in months}


def test_a_month_away_tells_the_main_reason() -> None:
    absences = [
        away("sick_leave", "2026-02-01", "2026-02-05"),
        away("parental_leave", "2026-02-06", "2026-02-28"),
    ]
    assert away_months(absences, Day("2026-02-01"), 1) == {Day("2026-02-01"): "parental_leave"}


@pytest.mark.parametrize(
    ("sick", "other", "reason"), [(60, 40, "sick_leave"), (40, 60, "other_leave"), (40, 80, "other_leave")]
)
def test_on_days_with_two_reasons_the_heavier_one_is_told(sick: int, other: int, reason: str) -> None:
    absences = [
        away("sick_leave", "2026-02-01", "2026-02-28", sick),
        away("other_leave", "2026-02-01", "2026-02-28", other),
    ]
    assert away_months(absences, Day("2026-02-14"), 1) == {Day("2026-02-01"): reason}


@pytest.mark.parametrize(
    ("started", "before", "end"),
    [
        ("2023-03-01", 0, "2028-02-01"),  # part 1 from September 2021: 78 months end with February 2028
        ("2023-03-15", 0, "2028-03-01"),
        ("2024-02-29", 0, "2029-02-01"),
        ("2024-01-01", 39, "2025-09-01"),
        ("2024-01-01", 39.5, "2025-09-01"),
        ("2024-01-17", 59.5, "2024-01-01"),  # 15 days: through 31 January
        ("2024-01-18", 59.5, "2024-02-01"),
        ("2024-01-01", 59, "2024-01-01"),
        ("2024-01-02", 59, "2024-02-01"),
        ("2024-01-31", 58.999, "2024-02-01"),
        ("2024-01-01", 60, "2024-01-01"),
        ("2024-01-01", 90, "2024-01-01"),
    ],
)
def test_the_normal_course_ends_after_78_months_in_all(started: str, before: float, end: str) -> None:
    assert norm_end(Day(started), parameters_on(Day("2026-11-22")), before) == Day(end)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-12-01", 1, "2027-01-01"), ("2026-03-15", -3, "2025-12-15")],
)
def test_months_later(day: str, months: int, later: str) -> None:
    assert add_months(Day(day), months) == Day(later)
