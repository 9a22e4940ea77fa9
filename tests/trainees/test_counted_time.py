"""Counted time by the regulation: the worked examples, each rule by itself, and what must always hold."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from borealis.trainees.rules import (
    AbsencePeriod,
    CountedTime,
    NoParameters,
    ServicePeriod,
    counted_time,
    parameters_on,
    with_claims,
)

Day = dt.date.fromisoformat
CONFIRMED = Day("2019-03-01")


def service(kind: str, first: str, last: str, percent: int = 100, *, confirmed: bool = True) -> ServicePeriod:
    return ServicePeriod(kind, Day(first), Day(last), percent, CONFIRMED if confirmed else None)


def absence(kind: str, first: str, days: int, percent: int = 100) -> AbsencePeriod:
    return AbsencePeriod(kind, Day(first), Day(first) + dt.timedelta(days=days - 1), percent)


PART1 = (
    service("part1_hospital", "2021-07-01", "2022-06-30"),
    service("part1_municipality", "2022-07-01", "2022-12-31"),
)


# The worked examples


def test_example_1_part_time_shortens_in_proportion() -> None:
    done = (
        *PART1,
        service("specialty", "2024-01-01", "2024-12-31"),
        service("specialty", "2025-01-01", "2026-12-31", 60),
    )
    time = counted_time(done, (), Day("2026-12-31"))
    assert time.regime("specialty").counted_days == 804.0
    assert round(time.regime("specialty").counted_months, 1) == 26.4
    assert round(time.total_months, 1) == 44.4
    assert time.left_days == 1022.25
    assert round(time.left_months, 1) == 33.6


EXAMPLE_2 = (*PART1, service("specialty", "2023-01-01", "2025-12-31"))
EXAMPLE_2_ABSENCE = (
    absence("parental_leave", "2023-06-01", 180),
    absence("sick_leave", "2025-01-06", 40),
    absence("course", "2024-10-01", 15),
    absence("holiday", "2024-07-01", 35),
)


def test_example_2_absence_above_10_per_cent_of_the_service_is_deducted() -> None:
    time = counted_time(EXAMPLE_2, EXAMPLE_2_ABSENCE, Day("2025-12-31"))
    own = time.regime("specialty")
    assert (own.base_days, own.other_absence_days, own.counting_absence_days) == (1096, 220, 50)
    assert (own.allowance_days, own.deducted_days, own.counted_days) == (109.6, 110.4, 985.6)
    assert round(own.counted_months, 2) == 32.38
    assert (time.left_days, time.reading) == (840.65, "A")


def test_example_2_in_reading_b_the_10_per_cent_are_of_60_months() -> None:
    parameters = parameters_on(Day("2025-12-31")).read_as("required")
    time = counted_time(EXAMPLE_2, EXAMPLE_2_ABSENCE, Day("2025-12-31"), parameters)
    own = time.regime("specialty")
    assert (own.allowance_days, own.deducted_days, own.counted_days) == (182.625, 37.375, 1058.625)
    assert time.reading == "B"
    assert ("allowance_base", "required") in {(r.name, r.value) for r in time.readings}


MONTH = Fraction(487, 16)


@pytest.mark.parametrize(
    ("percents", "counted_months", "left_months"),
    [
        # 24 months at 100 per cent and 30 at 80 are 48: the cap leaves 39
        ([("2016-01-01", "2017-12-31", 100), ("2018-01-01", "2020-06-30", 80)], 39.0, 21.0),
        # 60 months at 50 per cent are 30: below the cap
        ([("2016-01-01", "2020-12-31", 50)], 30.0, 30.0),
    ],
)
def test_example_3_another_specialty_counts_at_most_39_months(
    percents: list[tuple[str, str, int]], counted_months: float, left_months: float
) -> None:
    elsewhere = tuple(service("other_specialty", *period) for period in percents)
    time = counted_time((*PART1, *elsewhere), (), Day("2024-01-01"))
    assert time.regime("other_specialty").counted_months == pytest.approx(counted_months, abs=0.02)
    assert time.left_months == pytest.approx(left_months, abs=0.02)
    assert time.total_months == pytest.approx(18 + counted_months, abs=0.02)


def test_example_3_the_cap_itself_is_exact() -> None:
    elsewhere = (
        service("other_specialty", "2016-01-01", "2017-12-31"),
        service("other_specialty", "2018-01-01", "2020-06-30", 80),
    )
    time = counted_time((*PART1, *elsewhere), (), Day("2024-01-01"))
    assert time.regime("other_specialty").counted_days == float(39 * MONTH)
    assert time.regime("other_specialty").capped_days == pytest.approx(1460.6 - 1187.0625)
    assert (time.total_months, time.left_months) == (57.0, 21.0)


# Each rule by itself: (kind of service, days of it, absence, day of counting, what is deducted)

RULES = [
    ("part1_hospital", "sick_leave", 12, "2024-01-01", 0),
    ("part1_hospital", "sick_leave", 20, "2024-01-01", 8),
    ("part1_municipality", "sick_leave", 6, "2024-01-01", 0),
    ("part1_municipality", "sick_leave", 20, "2024-01-01", 14),
    ("specialty", "sick_leave", 10, "2024-01-01", 0),
    ("specialty", "sick_leave", 20, "2024-01-01", 10),
    ("other_specialty", "sick_leave", 20, "2024-01-01", 10),
    ("specialty", "parental_leave", 20, "2024-01-01", 10),
    ("specialty", "other_leave", 20, "2024-01-01", 10),
    # courses and holiday by law or agreement count
    ("specialty", "course", 20, "2024-01-01", 0),
    ("specialty", "holiday", 20, "2024-01-01", 0),
    ("part1_hospital", "course", 20, "2024-01-01", 0),
    ("part1_hospital", "holiday", 20, "2024-01-01", 0),
    ("part1_municipality", "holiday", 20, "2024-01-01", 0),
    # transferred and advance holiday do not
    ("specialty", "transferred_holiday", 20, "2024-01-01", 10),
    ("part1_hospital", "transferred_holiday", 20, "2024-01-01", 8),
    # covid-19: never in part 1, as other absence later
    ("part1_hospital", "covid", 50, "2024-01-01", 0),
    ("part1_municipality", "covid", 50, "2024-01-01", 0),
    ("specialty", "covid", 20, "2024-01-01", 10),
    ("part1_hospital", "covid", 20, "2020-06-16", 8),
    # before 21 June 2019: above 10 per cent in all parts, and holiday was absence in part 1
    ("part1_hospital", "sick_leave", 20, "2019-06-20", 10),
    ("part1_municipality", "sick_leave", 20, "2019-06-20", 10),
    ("part1_hospital", "holiday", 20, "2019-06-20", 10),
    ("part1_hospital", "holiday", 20, "2019-06-21", 0),
    ("part1_municipality", "holiday", 20, "2019-06-20", 10),
    ("specialty", "holiday", 20, "2019-06-20", 0),
    ("part1_hospital", "course", 20, "2019-06-20", 0),
    ("part1_hospital", "sick_leave", 20, "2019-06-21", 8),
]


@pytest.mark.parametrize(("kind", "reason", "days", "on", "deducted"), RULES)
def test_what_is_deducted_of_100_days_of_service(
    kind: str, reason: str, days: int, on: str, deducted: int
) -> None:
    done = ServicePeriod(kind, Day("2018-09-01"), Day("2018-12-09"), 100, CONFIRMED)
    time = counted_time([done], [absence(reason, "2018-09-10", days)], Day(on))
    assert time.regime(kind).base_days == 100
    assert time.regime(kind).deducted_days == deducted
    assert time.regime(kind).counted_days == 100 - deducted


def test_absence_during_part_time_weighs_like_the_service() -> None:
    done = ServicePeriod("specialty", Day("2023-01-01"), Day("2023-04-10"), 50, CONFIRMED)
    time = counted_time([done], [absence("sick_leave", "2023-02-01", 40)], Day("2024-01-01"))
    own = time.regime("specialty")
    assert (own.base_days, own.other_absence_days, own.allowance_days) == (50, 20, 5)
    assert own.counted_days == 35


def test_graded_sick_leave_weighs_its_share() -> None:
    done = ServicePeriod("specialty", Day("2023-01-01"), Day("2023-04-10"), 100, CONFIRMED)
    time = counted_time([done], [absence("sick_leave", "2023-02-01", 40, 50)], Day("2024-01-01"))
    assert time.regime("specialty").other_absence_days == 20


def test_absence_outside_service_deducts_nothing() -> None:
    done = ServicePeriod("specialty", Day("2023-01-01"), Day("2023-04-10"), 100, CONFIRMED)
    time = counted_time([done], [absence("parental_leave", "2023-05-01", 200)], Day("2024-01-01"))
    assert time.regime("specialty").counted_days == 100


def test_only_confirmed_service_counts_and_the_rest_is_claimed() -> None:
    done = (*PART1, service("specialty", "2023-01-01", "2023-04-10", 60, confirmed=False))
    time = counted_time(done, (), Day("2024-01-01"))
    assert time.total_months == 18
    assert (time.regime("specialty").counted_days, time.regime("specialty").claimed_days) == (0, 60)
    assert counted_time(with_claims(done), (), Day("2024-01-01")).regime("specialty").counted_days == 60


def test_service_confirmed_later_did_not_count_before() -> None:
    done = ServicePeriod("specialty", Day("2023-01-01"), Day("2023-04-10"), 100, Day("2023-05-01"))
    assert counted_time([done], (), Day("2023-04-30")).total_days == 0
    assert counted_time([done], (), Day("2023-05-01")).total_days == 100


def test_days_to_come_do_not_count() -> None:
    time = counted_time([service("specialty", "2023-01-01", "2023-12-31")], (), Day("2023-01-31"))
    assert time.total_days == 31


def test_service_before_2019_counts_by_the_same_rule() -> None:
    time = counted_time([service("specialty", "2015-01-01", "2015-12-31", 50)], (), Day("2026-01-01"))
    assert time.regime("specialty").counted_days == 182.5


@pytest.mark.parametrize(
    ("hospital", "municipality"),
    [(("2021-09-01", "2022-08-31"), ("2022-09-01", "2023-02-28")),  # 365 and 181 days
     (("2019-09-01", "2020-08-31"), ("2020-09-01", "2021-02-28")),  # 366 and 181 days
     (("2021-07-15", "2022-07-14"), ("2022-07-15", "2023-01-14"))],
)  # fmt: skip
def test_whole_calendar_months_fill_part_1(hospital: tuple[str, str], municipality: tuple[str, str]) -> None:
    time = counted_time(
        [service("part1_hospital", *hospital), service("part1_municipality", *municipality)],
        (),
        Day("2024-01-01"),
    )
    assert (time.total_months, time.left_part1_days, time.left_months) == (18, 0, 60)


def test_part_1_has_a_fixed_length_and_more_does_not_shorten_the_rest() -> None:
    time = counted_time([service("part1_hospital", "2020-01-01", "2021-12-31")], (), Day("2024-01-01"))
    assert time.total_months == 12
    assert time.left_months == 66


def test_part_1_short_of_a_day_is_not_filled() -> None:
    time = counted_time([service("part1_hospital", "2021-09-01", "2022-08-30")], (), Day("2024-01-01"))
    assert time.regime("part1_hospital").counted_days == 364
    assert time.left_part1_days == pytest.approx(1.25 + 182.625)


def test_one_allowance_covers_this_and_another_specialty() -> None:
    done = [
        ServicePeriod("specialty", Day("2023-01-01"), Day("2023-04-10"), 100, CONFIRMED),
        ServicePeriod("other_specialty", Day("2022-01-01"), Day("2022-04-10"), 100, CONFIRMED),
    ]
    time = counted_time(done, [absence("sick_leave", "2023-02-01", 30)], Day("2024-01-01"))
    assert time.regime("specialty").deducted_days == 10
    assert time.total_days == 190


def test_time_is_not_counted_before_the_regulation() -> None:
    with pytest.raises(NoParameters):
        counted_time((), (), Day("2019-02-28"))


def test_each_result_names_its_sections() -> None:
    time = counted_time((), (), Day("2026-11-22"))
    assert "§ 31 (6)" in time.regime("other_specialty").sections
    assert "§ 31 (4) a" in time.regime("part1_hospital").sections
    assert isinstance(time, CountedTime)
    assert not time.complete
