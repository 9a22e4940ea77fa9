"""Counted time: how much of the service done counts towards the 6.5 years (§ 2, § 31)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from borealis.trainees.rules.parameters import Parameter, Parameters, parameters_on
from borealis.trainees.rules.record import AbsencePeriod, ServicePeriod
from borealis.trainees.rules.tally import (
    Counted,
    counted_by_kind,
    is_confirmed,
    left_of,
    part1_required,
    sums_by_kind,
)
from borealis.trainees.rules.words import SERVICE_KINDS

SECTIONS: dict[str, tuple[str, ...]] = {
    "part1_hospital": ("§ 2 (2)", "§ 31 (1)", "§ 31 (2)", "§ 31 (3)", "§ 31 (4) a", "§ 31 (5)"),
    "part1_municipality": ("§ 2 (2)", "§ 31 (1)", "§ 31 (2)", "§ 31 (3)", "§ 31 (4) b", "§ 31 (5)"),
    "specialty": ("§ 31 (1)", "§ 31 (2)", "§ 31 (3)", "§ 31 (4) c"),
    "other_specialty": ("§ 31 (1)", "§ 31 (2)", "§ 31 (3)", "§ 31 (4) c", "§ 31 (6)"),
}


@dataclass(frozen=True)
class RegimeTime:
    """One kind of service, in days of full time (``…_days``) and months of 30.4375 days.

    ``base_days`` is confirmed service after part time; ``counting_absence_days`` courses and holiday
    within it that count; ``other_absence_days`` the rest of the absence; ``allowance_days`` how much of
    that is free; ``deducted_days`` what is taken off; ``capped_days`` what is above the most that may
    count; ``counted_days`` what is left. ``claimed_days`` is service not yet confirmed, after part time.
    """

    kind: str
    base_days: float
    counting_absence_days: float
    other_absence_days: float
    allowance_days: float
    deducted_days: float
    capped_days: float
    counted_days: float
    counted_months: float
    claimed_days: float
    claimed_months: float
    required_months: float | None
    sections: tuple[str, ...]


@dataclass(frozen=True)
class CountedTime:
    """All counted time on one day, with what is required and left, in days and months.

    ``readings`` are the choices made where the text is open; show them with the result.
    """

    on: dt.date
    regimes: tuple[RegimeTime, ...]
    total_days: float
    total_months: float
    required_days: float
    required_months: float
    left_days: float
    left_months: float
    left_part1_days: float
    claimed_days: float
    claimed_months: float
    reading: str
    readings: tuple[Parameter, ...]

    def regime(self, kind: str) -> RegimeTime:
        return next(regime for regime in self.regimes if regime.kind == kind)

    @property
    def complete(self) -> bool:
        return self.left_days == 0


def counted_time(
    services: Iterable[ServicePeriod],
    absences: Iterable[AbsencePeriod],
    on: dt.date,
    parameters: Parameters | None = None,
) -> CountedTime:
    """The time that counts on a day (§ 31), by kind of service.

    Only confirmed service through that day; part time in proportion; courses and holiday by law count;
    other absence is deducted above the allowance; another specialty counts at most 39 months.
    Service before 1 March 2019 counts in the same way (§ 37). Raises NoParameters before that day.
    """
    return _counted_time(tuple(services), tuple(absences), on, parameters or parameters_on(on))


@lru_cache(maxsize=4096)
def _counted_time(
    services: tuple[ServicePeriod, ...],
    absences: tuple[AbsencePeriod, ...],
    on: dt.date,
    parameters: Parameters,
) -> CountedTime:
    """Counted once for the same facts: a department's page asks for all its trainees each time it is shown."""
    confirmed = [s for s in services if is_confirmed(s, on)]
    claimed = [s for s in services if not is_confirmed(s, on)]
    counted = counted_by_kind(sums_by_kind(confirmed, absences, on, parameters), parameters)
    claims = {k: s.base for k, s in sums_by_kind(claimed, (), on, parameters).items()}
    return _result(counted, claims, on, parameters)


def with_claims(services: Iterable[ServicePeriod]) -> tuple[ServicePeriod, ...]:
    """The same service as if all of it were confirmed; for forecasts, never for a certificate."""
    return tuple(s if s.confirmed_on else replace(s, confirmed_on=dt.date.min) for s in services)


def _result(
    counted: dict[str, Counted], claims: dict[str, Fraction], on: dt.date, parameters: Parameters
) -> CountedTime:
    month = parameters.days_per_month
    total = sum((c.counted for c in counted.values()), Fraction(0))
    left_part1, left_remaining = left_of(counted, parameters)
    claimed = sum(claims.values(), Fraction(0))
    return CountedTime(
        on=on,
        regimes=tuple(_regime(kind, counted[kind], claims[kind], parameters) for kind in SERVICE_KINDS),
        total_days=float(total),
        total_months=float(total / month),
        required_days=float(parameters.required_months * month),
        required_months=float(parameters.required_months),
        left_days=float(left_part1 + left_remaining),
        left_months=float((left_part1 + left_remaining) / month),
        left_part1_days=float(left_part1),
        claimed_days=float(claimed),
        claimed_months=float(claimed / month),
        reading="A" if parameters.allowance_base == "served" else "B",
        readings=parameters.readings,
    )


def _regime(kind: str, time: Counted, claimed: Fraction, parameters: Parameters) -> RegimeTime:
    month = parameters.days_per_month
    if kind.startswith("part1"):
        required: Fraction | None = part1_required(kind, parameters)
    else:
        required = parameters.remaining_months if kind == "specialty" else None
    return RegimeTime(
        kind=kind,
        base_days=float(time.sums.base),
        counting_absence_days=float(time.sums.away - time.sums.other),
        other_absence_days=float(time.sums.other),
        allowance_days=float(time.allowance),
        deducted_days=float(time.deducted),
        capped_days=float(time.capped),
        counted_days=float(time.counted),
        counted_months=float(time.counted / month),
        claimed_days=float(claimed),
        claimed_months=float(claimed / month),
        required_months=None if required is None else float(required),
        sections=SECTIONS[kind],
    )
