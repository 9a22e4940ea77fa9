"""The regulation's numbers on a day, each with its §."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from borealis.trainees.rules import PARAMETERS, NoParameters, parameter_on, parameters_on

Day = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("day", "hospital", "municipality", "holiday", "covid"),
    [
        ("2019-03-01", None, None, False, False),
        ("2019-06-20", None, None, False, False),
        ("2019-06-21", 12, 6, True, False),
        ("2020-06-16", 12, 6, True, False),
        ("2020-06-17", 12, 6, True, True),
        ("2026-11-22", 12, 6, True, True),
    ],
)
def test_the_numbers_in_force(
    day: str, hospital: int | None, municipality: int | None, holiday: bool, covid: bool
) -> None:
    parameters = parameters_on(Day(day))
    assert parameters.part1_hospital_allowance_days == hospital
    assert parameters.part1_municipality_allowance_days == municipality
    assert parameters.holiday_counts_in_part1 is holiday
    assert parameters.covid_exempt_in_part1 is covid
    assert (parameters.required_months, parameters.part1_months, parameters.remaining_months) == (78, 18, 60)
    assert float(parameters.remaining_days) == 1826.25
    assert parameters.other_specialty_cap_months == 39
    assert parameters.allowance_base == "served"


def test_before_the_regulation_there_are_none() -> None:
    with pytest.raises(NoParameters):
        parameters_on(Day("2019-02-28"))


def test_at_most_one_value_of_a_name_is_in_force_on_any_day() -> None:
    days = {p.first for p in PARAMETERS} | {p.last for p in PARAMETERS if p.last}
    for day in days:
        counts = Counter(p.name for p in PARAMETERS if p.in_force(day))
        assert set(counts.values()) == {1}


def test_each_parameter_names_its_section_and_rule() -> None:
    for parameter in PARAMETERS:
        assert parameter.section.startswith("§ ")
        assert parameter.rule.startswith("R-")
        assert parameter.last is None or parameter.last >= parameter.first


def test_readings_are_marked_and_shown() -> None:
    names = {reading.name for reading in parameters_on(Day("2026-11-22")).readings}
    assert {"allowance_base", "day_kind", "absence_weight", "cap_order", "days_per_month"} <= names
    required = parameter_on("required_months", Day("2026-11-22"))
    assert required is not None
    assert not required.reading
    assert parameter_on("holiday_counts_in_part1", Day("2019-01-01")) is None
