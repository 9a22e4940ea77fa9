"""Forecasts: how much more service, and the day on which the requirement is met."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.trainees.rules import (
    PlannedService,
    ServicePeriod,
    counted_time,
    expected_end,
    parameters_on,
    service_needed,
)
from tests.trainees.test_counted_time import (
    EXAMPLE_2,
    EXAMPLE_2_ABSENCE,
    PART1,
    Day,
    absence,
    service,
)


def planned(first: str, last: str | None = None, percent: int = 100) -> PlannedService:
    return PlannedService(Day(first), Day(last) if last else None, percent)


def test_example_1_at_full_time_the_last_day_is_19_october_2029() -> None:
    done = (
        *PART1,
        service("specialty", "2024-01-01", "2024-12-31"),
        service("specialty", "2025-01-01", "2026-12-31", 60),
    )
    end = expected_end(done, (), Day("2026-12-31"), [planned("2027-01-01")])
    assert end.day == Day("2029-10-19")
    assert end.counted.complete
    assert service_needed(done, (), Day("2026-12-31")).days == 1022.25


def test_example_2_the_allowance_is_counted_on_the_service_at_the_end() -> None:
    on = Day("2025-12-31")
    need = service_needed(EXAMPLE_2, EXAMPLE_2_ABSENCE, on)
    assert round(need.base_at_end_days, 2) == 1860.23
    assert round(need.deducted_at_end_days, 2) == 33.98
    assert round(need.days, 2) == 764.23
    assert expected_end(EXAMPLE_2, EXAMPLE_2_ABSENCE, on, [planned("2026-01-01")]).day == Day("2028-02-04")


def test_example_2_without_absence_the_last_day_is_1_january_2028() -> None:
    assert expected_end(EXAMPLE_2, (), Day("2025-12-31"), [planned("2026-01-01")]).day == Day("2028-01-01")


def test_example_2_adding_what_is_left_today_would_be_wrong() -> None:
    left = counted_time(EXAMPLE_2, EXAMPLE_2_ABSENCE, Day("2025-12-31")).left_days
    assert Day("2025-12-31") + dt.timedelta(days=-(-left // 1)) == Day("2028-04-20")


def test_example_2_in_reading_b_the_last_day_is_7_february_2028() -> None:
    on = Day("2025-12-31")
    parameters = parameters_on(on).read_as("required")
    end = expected_end(EXAMPLE_2, EXAMPLE_2_ABSENCE, on, [planned("2026-01-01")], parameters)
    assert end.day == Day("2028-02-07")
    need = service_needed(EXAMPLE_2, EXAMPLE_2_ABSENCE, on, parameters)
    assert (need.base_at_end_days, need.deducted_at_end_days, need.reading) == (1863.625, 37.375, "B")


def test_example_3_21_months_remain_after_the_cap() -> None:
    elsewhere = (
        service("other_specialty", "2016-01-01", "2017-12-31"),
        service("other_specialty", "2018-01-01", "2020-06-30", 80),
    )
    assert service_needed((*PART1, *elsewhere), (), Day("2024-01-01")).months == 21.0


@pytest.mark.parametrize(("percent", "day"), [(100, "2028-01-01"), (50, "2032-01-01"), (80, "2028-12-31")])
def test_a_plan_in_part_time_ends_in_proportion_later(percent: int, day: str) -> None:
    done = (*PART1, service("specialty", "2023-01-01", "2023-12-31"))
    end = expected_end(done, (), Day("2023-12-31"), [planned("2024-01-01", percent=percent)])
    assert end.day == Day(day)


def test_coming_leave_within_10_per_cent_moves_nothing_and_more_does() -> None:
    on = Day("2023-12-31")
    done = (*PART1, service("specialty", "2023-01-01", "2023-12-31"))
    plan = [planned("2024-01-01")]
    short = expected_end(done, [absence("parental_leave", "2024-03-01", 180)], on, plan)
    long = expected_end(done, [absence("parental_leave", "2024-03-01", 300)], on, plan)
    assert short.day == Day("2028-01-01")
    # S - (300 - 0.1 S) = 1826.25, so S = 1932.95 days from 1 January 2023
    assert long.day == Day("2023-01-01") + dt.timedelta(days=1932)


def test_a_plan_that_ends_too_early_has_no_day() -> None:
    end = expected_end(PART1, (), Day("2022-12-31"), [planned("2023-01-01", "2023-12-31")])
    assert end.day is None
    assert end.counted.left_days == 1826.25 - 365


def test_no_plan_and_no_service_has_no_day() -> None:
    end = expected_end((), (), Day("2026-11-22"), [])
    assert end.day is None
    assert end.counted.left_months == 78


def test_a_requirement_met_before_today_gives_the_day_it_was_met() -> None:
    done = (*PART1, service("specialty", "2023-01-01", "2029-12-31"))
    assert expected_end(done, (), Day("2029-12-31"), []).day == Day("2028-01-01")


def test_service_registered_ahead_is_not_counted_twice_with_the_plan() -> None:
    running = ServicePeriod("specialty", Day("2023-01-01"), Day("2026-12-31"), 50)
    alone = expected_end([*PART1, running], (), Day("2024-06-01"), [planned("2027-01-01")])
    both = expected_end([*PART1, running], (), Day("2024-06-01"), [planned("2023-01-01")])
    assert alone.day == both.day


def test_who_has_served_more_than_is_asked_needs_nothing_more() -> None:
    done = (*PART1, service("specialty", "2010-01-01", "2024-12-31"))
    assert service_needed(done, (), Day("2025-01-01")).days == 0


def test_service_outside_a_planned_piece_does_not_cut_it() -> None:
    on = Day("2026-12-31")
    done = (*PART1, service("specialty", "2024-01-01", "2026-12-31"))
    later = service("specialty", "2040-01-01", "2040-12-31")
    plan = [planned("2027-01-01")]
    assert expected_end((*done, later), (), on, plan).day == expected_end(done, (), on, plan).day
