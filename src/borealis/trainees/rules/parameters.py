"""The regulation's numbers, each with its § and the days it is in force (spesialistforskriften)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

AllowanceBase = Literal["served", "required"]
BEGAN = dt.date(2019, 3, 1)  # parts 2 and 3, and § 31, in force (§ 39)
CHANGED = dt.date(2019, 6, 21)  # FOR-2019-06-21-854: allowances in days, holiday counts in part 1 too
COVID = dt.date(2020, 6, 17)  # FOR-2020-06-17-1211


@dataclass(frozen=True)
class Parameter:
    """One number, word or yes/no of the regulation between two days (both included).

    ``reading`` marks what the text leaves open and we had to choose; it is shown with each result.
    """

    name: str
    value: Fraction | bool | str
    section: str
    rule: str
    first: dt.date
    last: dt.date | None = None
    reading: bool = False

    def in_force(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


_LAST_OLD = CHANGED - dt.timedelta(days=1)

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("required_months", Fraction(78), "§ 2 (1)", "R-01", BEGAN),
    Parameter("part1_hospital_months", Fraction(12), "§ 2 (2)", "R-02", BEGAN),
    Parameter("part1_municipality_months", Fraction(6), "§ 2 (2)", "R-02", BEGAN),
    Parameter("allowance_share", Fraction(1, 10), "§ 31 (4)", "R-08", BEGAN),
    Parameter("part1_hospital_allowance_days", Fraction(12), "§ 31 (4) a", "R-08", CHANGED),
    Parameter("part1_municipality_allowance_days", Fraction(6), "§ 31 (4) b", "R-08", CHANGED),
    Parameter("holiday_counts_in_part1", False, "§ 31 (3)", "R-07", BEGAN, _LAST_OLD),
    Parameter("holiday_counts_in_part1", True, "§ 31 (3) b", "R-07", CHANGED),
    Parameter("covid_exempt_in_part1", True, "§ 31 (5)", "R-09", COVID),
    Parameter("other_specialty_cap_months", Fraction(39), "§ 31 (6)", "R-10", BEGAN),
    Parameter("further_assessment_months", Fraction(6), "§ 26 (4)", "R-51", BEGAN),
    Parameter("days_per_month", Fraction(487, 16), "§ 2 (1)", "R-01", BEGAN, reading=True),  # 30.4375
    Parameter("allowance_base", "served", "§ 31 (4) c", "R-08", BEGAN, reading=True),
    Parameter("day_kind", "calendar", "§ 31 (4)", "R-08", BEGAN, reading=True),
    Parameter("absence_weight", "percent", "§ 31 (2), (4)", "R-05", BEGAN, reading=True),
    Parameter("cap_order", "after_absence", "§ 31 (6)", "R-10", BEGAN, reading=True),
    Parameter("part1_whole_months", "calendar", "§ 2 (2)", "R-02", BEGAN, reading=True),
)


class NoParameters(LookupError):
    """The regulation does not count training time on this day: it is before 1 March 2019."""


@dataclass(frozen=True)
class Parameters:
    """The numbers in force on one day.

    ``part1_…_allowance_days`` None: the allowance is ``allowance_share`` of the service (before
    21 June 2019). ``allowance_base`` is the reading of "10 per cent of the training time": ``served``
    (A) takes the service done, ``required`` (B) the 60 months that are required.
    """

    on: dt.date
    required_months: Fraction
    part1_hospital_months: Fraction
    part1_municipality_months: Fraction
    allowance_share: Fraction
    part1_hospital_allowance_days: Fraction | None
    part1_municipality_allowance_days: Fraction | None
    holiday_counts_in_part1: bool
    covid_exempt_in_part1: bool
    other_specialty_cap_months: Fraction
    days_per_month: Fraction
    allowance_base: AllowanceBase
    readings: tuple[Parameter, ...]

    @property
    def part1_months(self) -> Fraction:
        return self.part1_hospital_months + self.part1_municipality_months

    @property
    def remaining_months(self) -> Fraction:
        """The months after part 1. A difference (78 - 18), not a number in the text."""
        return self.required_months - self.part1_months

    @property
    def remaining_days(self) -> Fraction:
        return self.remaining_months * self.days_per_month

    def read_as(self, allowance_base: AllowanceBase) -> Parameters:
        """The same numbers with the other reading of what the 10 per cent are taken of."""
        readings = tuple(
            replace(p, value=allowance_base) if p.name == "allowance_base" else p for p in self.readings
        )
        return replace(self, allowance_base=allowance_base, readings=readings)


def parameter_on(name: str, day: dt.date) -> Parameter | None:
    """The parameter of this name in force on a day."""
    return next((p for p in PARAMETERS if p.name == name and p.in_force(day)), None)


def parameters_on(day: dt.date) -> Parameters:
    """All numbers in force on a day. Raises NoParameters before 1 March 2019."""
    if day < BEGAN:
        raise NoParameters(day)
    in_force = {p.name: p for p in PARAMETERS if p.in_force(day)}

    def number(name: str) -> Fraction:
        value = in_force[name].value
        assert isinstance(value, Fraction)  # noqa: S101
        return value

    return Parameters(
        on=day,
        required_months=number("required_months"),
        part1_hospital_months=number("part1_hospital_months"),
        part1_municipality_months=number("part1_municipality_months"),
        allowance_share=number("allowance_share"),
        part1_hospital_allowance_days=(
            number("part1_hospital_allowance_days") if "part1_hospital_allowance_days" in in_force else None
        ),
        part1_municipality_allowance_days=(
            number("part1_municipality_allowance_days")
            if "part1_municipality_allowance_days" in in_force
            else None
        ),
        holiday_counts_in_part1=in_force["holiday_counts_in_part1"].value is True,
        covid_exempt_in_part1="covid_exempt_in_part1" in in_force,
        other_specialty_cap_months=number("other_specialty_cap_months"),
        days_per_month=number("days_per_month"),
        allowance_base="required" if in_force["allowance_base"].value == "required" else "served",
        readings=tuple(p for p in in_force.values() if p.reading),
    )
