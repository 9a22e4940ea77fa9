"""Every figure of counted time that a page shows: per kind of service, claimed, required and left."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from borealis.trainees.rules import (
    SERVICE_KINDS,
    AbsencePeriod,
    EmploymentPeriod,
    PlannedService,
    ServicePeriod,
    as_employed,
    counted_time,
    expected_end,
    parameters_on,
    service_needed,
    with_claims,
)

Day = dt.date.fromisoformat
ON = Day("2026-11-22")
MONTH = 30.4375


def done(kind: str, days: int, *, first: str = "2023-01-01", confirmed: bool = True) -> ServicePeriod:
    """So many days of full-time service from a day on."""
    last = Day(first) + dt.timedelta(days=days - 1)
    return ServicePeriod(kind, Day(first), last, 100, last if confirmed else None)


def away(kind: str, first: str, days: int) -> AbsencePeriod:
    return AbsencePeriod(kind, Day(first), Day(first) + dt.timedelta(days=days - 1))


@pytest.mark.parametrize(
    ("kind", "required", "sections"),
    [
        ("part1_hospital", 12, ("§ 2 (2)", "§ 31 (4) a", "§ 31 (5)")),
        ("part1_municipality", 6, ("§ 2 (2)", "§ 31 (4) b", "§ 31 (5)")),
        ("specialty", 60, ("§ 31 (4) c",)),
        ("other_specialty", None, ("§ 31 (4) c", "§ 31 (6)")),
    ],
)
def test_each_kind_of_service_tells_what_is_required_and_by_which_paragraphs(
    kind: str, required: int | None, sections: tuple[str, ...]
) -> None:
    regime = counted_time((), (), ON).regime(kind)
    assert (regime.kind, regime.required_months) == (kind, required)
    assert set(sections) <= set(regime.sections)
    assert {"§ 31 (1)", "§ 31 (2)", "§ 31 (3)"} <= set(regime.sections)


@pytest.mark.parametrize("kind", SERVICE_KINDS)
def test_claimed_service_is_told_by_kind_and_in_sum_and_counts_nothing(kind: str) -> None:
    time = counted_time([done(kind, 100, confirmed=False)], (), ON)
    for regime in time.regimes:
        claimed = 100.0 if regime.kind == kind else 0.0
        assert (regime.claimed_days, regime.base_days, regime.counted_days) == (claimed, 0.0, 0.0)
        assert regime.claimed_months == pytest.approx(claimed / MONTH)
    assert time.claimed_days == 100.0
    assert time.claimed_months == pytest.approx(100 / MONTH)
    assert time.total_days == 0.0


def test_claimed_service_is_not_shortened_by_absence_before_it_is_confirmed() -> None:
    time = counted_time([done("specialty", 100, confirmed=False)], [away("sick_leave", "2023-01-01", 50)], ON)
    assert time.claimed_days == 100.0


def test_all_figures_of_the_remaining_part() -> None:
    services = [done("specialty", 400), done("other_specialty", 100, first="2021-01-01")]
    absences = [
        away("sick_leave", "2023-02-01", 60),
        away("course", "2023-05-01", 10),
        away("sick_leave", "2021-02-01", 20),
    ]
    time = counted_time(services, absences, ON)
    own, other = time.regime("specialty"), time.regime("other_specialty")
    # 10 per cent of 500 days are 50: 37.5 fall on the 60 days here, 12.5 on the 20 days there
    assert (own.base_days, own.other_absence_days, own.counting_absence_days) == (400, 60, 10)
    assert (own.allowance_days, own.deducted_days, own.counted_days) == (37.5, 22.5, 377.5)
    assert (other.allowance_days, other.deducted_days, other.counted_days) == (12.5, 7.5, 92.5)
    assert (own.capped_days, other.capped_days) == (0, 0)
    assert own.counted_months == pytest.approx(377.5 / MONTH)
    assert time.total_days == 470
    assert time.total_months == pytest.approx(470 / MONTH)
    assert time.required_days == 78 * MONTH
    assert time.required_months == 78
    assert (time.left_days, time.left_part1_days) == (78 * MONTH - 470, 18 * MONTH)
    assert time.left_months == pytest.approx(78 - 470 / MONTH)
    assert (time.on, time.reading, time.complete) == (ON, "A", False)


@pytest.mark.parametrize(
    ("services", "allowances"),
    [
        # without absence the allowance is shown in proportion to the service
        ([done("specialty", 300), done("other_specialty", 100, first="2021-01-01")], (30.0, 10.0)),
        ([done("specialty", 300)], (30.0, 0.0)),
        ([done("other_specialty", 300)], (0.0, 30.0)),
        ([], (0.0, 0.0)),
    ],
)
def test_the_allowance_before_any_absence(
    services: list[ServicePeriod], allowances: tuple[float, float]
) -> None:
    time = counted_time(services, (), ON)
    found = (time.regime("specialty").allowance_days, time.regime("other_specialty").allowance_days)
    assert found == allowances


def test_in_reading_b_the_whole_allowance_is_there_from_the_first_day() -> None:
    time = counted_time((), (), ON, parameters_on(ON).read_as("required"))
    assert time.regime("specialty").allowance_days == 182.625
    assert time.regime("other_specialty").allowance_days == 0


@pytest.mark.parametrize(
    ("kind", "days", "counted", "capped", "left"),
    [
        # the part is filled by the fewest days that twelve or six calendar months can hold
        ("part1_hospital", 364, 364, 0, 1.25),
        ("part1_hospital", 365, 365.25, 0, 0),
        ("part1_hospital", 366, 365.25, 0.75, 0),
        ("part1_hospital", 400, 365.25, 34.75, 0),
        ("part1_municipality", 180, 180, 0, 2.625),
        ("part1_municipality", 181, 182.625, 0, 0),
        ("part1_municipality", 182, 182.625, 0, 0),
        ("part1_municipality", 190, 182.625, 7.375, 0),
    ],
)
def test_what_of_part_1_counts_is_above_it_and_is_left(
    kind: str, days: int, counted: float, capped: float, left: float
) -> None:
    time = counted_time([done(kind, days)], (), ON)
    regime = time.regime(kind)
    assert (regime.counted_days, regime.capped_days) == (counted, capped)
    other = 6 * MONTH if kind == "part1_hospital" else 12 * MONTH
    assert time.left_part1_days == pytest.approx(left + other)


@pytest.mark.parametrize(("days", "left"), [(1826, 0.25), (1827, 0.0), (2000, 0.0)])
def test_training_is_complete_when_nothing_is_left(days: int, left: float) -> None:
    part1 = [
        done("part1_hospital", 365, first="2018-01-01"),
        done("part1_municipality", 181, first="2019-06-01"),
    ]
    time = counted_time([*part1, done("specialty", days, first="2020-01-01")], (), ON)
    assert (time.left_days, time.complete) == (left, left == 0)


def test_confirmed_service_keeps_its_day_when_claims_are_taken_as_confirmed() -> None:
    sure, claimed = done("specialty", 10), done("specialty", 10, confirmed=False)
    assert with_claims([sure]) == (sure,)
    (taken,) = with_claims([claimed])
    assert taken.confirmed_on is not None
    assert taken.confirmed_on <= claimed.from_day


@pytest.mark.parametrize("kind", ["specialty", "other_specialty"])
def test_absence_that_overlaps_on_a_day_weighs_no_more_than_the_day(kind: str) -> None:
    twice = [away("sick_leave", "2023-02-01", 10), away("other_leave", "2023-02-01", 10)]
    regime = counted_time([done(kind, 100)], twice, ON).regime(kind)
    assert (regime.other_absence_days, regime.counting_absence_days) == (10, 0)


@pytest.mark.parametrize(
    ("first", "days", "within"),
    [
        ("2022-12-01", 31, 0),  # the day before the service
        ("2022-12-01", 32, 1),
        ("2023-04-10", 1, 1),  # its last day
        ("2023-04-10", 30, 1),
        ("2023-04-11", 30, 0),
        ("2023-01-01", 100, 100),
        ("2022-01-01", 900, 100),
        ("2023-03-01", 1, 1),
    ],
)
def test_absence_weighs_on_the_days_that_it_shares_with_the_service(
    first: str, days: int, within: int
) -> None:
    regime = counted_time([done("specialty", 100)], [away("sick_leave", first, days)], ON).regime("specialty")
    assert regime.other_absence_days == within


# Forecasts

PART1 = (
    done("part1_hospital", 365, first="2018-01-01"),
    done("part1_municipality", 181, first="2019-01-01"),
)


def test_what_is_needed_in_full() -> None:
    services = [PART1[0], done("specialty", 1000), done("other_specialty", 100, first="2021-01-01")]
    need = service_needed(services, [away("sick_leave", "2023-02-01", 250)], ON)
    # S days of service with 250 away: S - (250 - S / 10) = 1826.25
    total = (1826.25 + 250) / 1.1
    assert need.base_at_end_days == pytest.approx(total)
    assert need.days == pytest.approx(total - 1100)
    assert need.months == pytest.approx((total - 1100) / MONTH)
    assert need.allowance_at_end_days == pytest.approx(total / 10)
    assert need.deducted_at_end_days == pytest.approx(250 - total / 10)
    assert need.part1_days == 6 * MONTH
    assert need.reading == "A"


def test_claimed_service_is_still_needed() -> None:
    assert service_needed([done("specialty", 100, confirmed=False)], (), ON).days == 60 * MONTH


def test_absence_that_the_end_forgives_is_not_deducted() -> None:
    need = service_needed([done("specialty", 200)], [away("sick_leave", "2023-02-01", 100)], ON)
    assert (need.base_at_end_days, need.deducted_at_end_days) == (60 * MONTH, 0)
    assert need.allowance_at_end_days == 6 * MONTH


@pytest.mark.parametrize(
    ("elsewhere", "needed"),
    [
        (0, 60 * MONTH),
        (1187, 60 * MONTH - 1187),
        (1188, 21 * MONTH),  # 39 months are 1187.0625 days
        (3000, 21 * MONTH),
    ],
)
def test_another_specialty_takes_at_most_39_months_off(elsewhere: int, needed: float) -> None:
    services = [done("other_specialty", elsewhere, first="2016-01-01")] if elsewhere else []
    assert service_needed(services, (), ON).days == needed


def test_absence_in_another_specialty_costs_nothing_once_39_months_are_counted_there() -> None:
    """1300 days with 260 away: the allowance grows with the service here until the cap is met there."""
    services = [done("other_specialty", 1300, first="2016-01-01")]
    need = service_needed(services, [away("sick_leave", "2017-01-01", 260)], ON)
    assert need.days == 21 * MONTH
    assert need.base_at_end_days == 1300 + 21 * MONTH


def test_absence_here_and_elsewhere_share_what_is_deducted_also_when_the_cap_is_met() -> None:
    """Of 390 days away a third fall on the other specialty: 39 months there are counted all the same."""
    services = [done("other_specialty", 1300, first="2016-01-01"), done("specialty", 400)]
    absences = [away("sick_leave", "2017-01-01", 130), away("sick_leave", "2023-02-01", 260)]
    need = service_needed(services, absences, ON)
    # here: 400 + x served, two thirds of 390 - (1700 + x) / 10 deducted, 21 months to reach
    x = (21 * MONTH - 400 + 2 / 3 * (390 - 170)) / (1 + 2 / 30)
    assert need.days == pytest.approx(x)


TOMORROW = ON + dt.timedelta(days=1)


def plan(first: dt.date, last: dt.date | None = None, percent: int = 100) -> PlannedService:
    return PlannedService(first, last, percent)


@pytest.mark.parametrize(
    ("ahead", "plans", "end"),
    [
        # 9.25 days are left, from tomorrow on
        ([], [plan(TOMORROW)], 10),
        ([], [plan(ON)], 10),
        ([], [plan(Day("2020-01-01"))], 10),
        ([], [plan(TOMORROW, ON + dt.timedelta(days=10))], 10),
        ([], [plan(TOMORROW, ON + dt.timedelta(days=9))], None),
        ([], [plan(ON + dt.timedelta(days=6))], 15),
        ([], [plan(TOMORROW, percent=50)], 19),
        # two pieces of a plan, with a pause
        ([], [plan(TOMORROW, ON + dt.timedelta(days=5)), plan(ON + dt.timedelta(days=11))], 15),
        # registered service at half time from tomorrow on for four days, inside the plan and at its ends
        ([(1, 4)], [plan(TOMORROW)], 12),
        ([(3, 4)], [plan(TOMORROW)], 11),
        ([(1, 1), (3, 3), (5, 5), (7, 7)], [plan(TOMORROW)], 12),
        ([(5, 5), (1, 1)], [plan(TOMORROW)], 11),
        ([(9, 10)], [plan(TOMORROW, ON + dt.timedelta(days=10))], None),
        ([(9, 10)], [plan(TOMORROW, ON + dt.timedelta(days=11))], 11),
        ([(11, 20)], [plan(TOMORROW, ON + dt.timedelta(days=10))], 10),
        ([(1, 20)], [], 19),
        ([(1, 19)], [], 19),
        ([(1, 18)], [], None),
    ],
)
def test_the_day_on_which_the_last_days_are_served(
    ahead: list[tuple[int, int]], plans: list[PlannedService], end: int | None
) -> None:
    """``ahead`` is registered service at half time, in days from today."""
    so_far = done("specialty", 1817, first="2021-11-01")  # 1826.25 are asked for
    halves = [
        ServicePeriod("specialty", ON + dt.timedelta(days=a), ON + dt.timedelta(days=b), 50) for a, b in ahead
    ]
    found = expected_end([*PART1, so_far, *halves], (), ON, plans)
    assert found.day == (None if end is None else ON + dt.timedelta(days=end))
    assert found.counted.complete is (end is not None)


def test_posts_are_planned_as_they_are_registered_and_those_without_training_are_not() -> None:
    posts = [
        EmploymentPeriod(Day("2026-01-01"), Day("2026-12-31"), 60, 40),
        EmploymentPeriod(Day("2027-01-01"), None, 1, 99),
        EmploymentPeriod(Day("2028-01-01"), None, 0, 100),
    ]
    assert as_employed(posts) == (
        PlannedService(Day("2026-01-01"), Day("2026-12-31"), 60, "specialty"),
        PlannedService(Day("2027-01-01"), None, 1, "specialty"),
    )


def test_the_other_reading_changes_what_it_is_taken_of_and_nothing_else() -> None:
    one = parameters_on(ON)
    other = one.read_as("required")
    assert (one.allowance_base, other.allowance_base) == ("served", "required")
    assert other.read_as("served") == one
    assert other.allowance_share == one.allowance_share == Fraction(1, 10)
    values = {r.name: r.value for r in one.readings}
    assert {r.name: r.value for r in other.readings} == values | {"allowance_base": "required"}
