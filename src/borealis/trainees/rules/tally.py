"""The exact sums behind counted time: service and absence per kind of service, in fractions of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from borealis.trainees.rules.parameters import Parameters
from borealis.trainees.rules.record import AbsencePeriod, ServicePeriod
from borealis.trainees.rules.words import COUNTING_ABSENCE, PART1_KINDS, REMAINING_KINDS, SERVICE_KINDS

ONE_DAY = dt.timedelta(days=1)
FEWEST_DAYS = {12: 365, 6: 181}  # the fewest days that so many whole calendar months can hold


@dataclass(frozen=True)
class Sums:
    """Days of one kind of service: served, away at all, and away in a way that may be deducted."""

    base: Fraction = Fraction(0)
    away: Fraction = Fraction(0)
    other: Fraction = Fraction(0)


@dataclass(frozen=True)
class Counted:
    """One kind of service after allowance, deduction and cap, in exact days."""

    sums: Sums
    allowance: Fraction
    deducted: Fraction
    capped: Fraction
    counted: Fraction


def is_confirmed(service: ServicePeriod, on: dt.date) -> bool:
    """Only service that the enterprise has confirmed counts (§ 31 first paragraph, § 25 e)."""
    return service.confirmed_on is not None and service.confirmed_on <= on


def may_be_deducted(absence: AbsencePeriod, kind: str, parameters: Parameters) -> bool:
    """Whether absence is "other absence" in this kind of service (§ 31 third to fifth paragraph)."""
    part1 = kind in PART1_KINDS
    if absence.kind == "holiday" and part1:
        return not parameters.holiday_counts_in_part1
    if absence.kind == "covid" and part1:
        return not parameters.covid_exempt_in_part1
    return absence.kind not in COUNTING_ABSENCE


def sums_by_kind(
    services: Iterable[ServicePeriod],
    absences: Iterable[AbsencePeriod],
    through: dt.date,
    parameters: Parameters,
) -> dict[str, Sums]:
    """Days served and away through a day, per kind of service.

    Part time shortens in proportion (§ 31 second paragraph); absence weighs like the service that it
    falls in. On one day absence never weighs more than the service.
    """
    absences = tuple(absences)
    totals = {kind: [0, 0, 0] for kind in SERVICE_KINDS}
    for service in services:
        total = totals[service.kind]
        for days, away, other in _stretches(service, absences, through, parameters):
            total[0] += days * service.percent * 100
            total[1] += days * service.percent * away
            total[2] += days * service.percent * other
    return {kind: Sums(*(Fraction(n, 10_000) for n in total)) for kind, total in totals.items()}


def _stretches(
    service: ServicePeriod, absences: Sequence[AbsencePeriod], through: dt.date, parameters: Parameters
) -> Iterator[tuple[int, int, int]]:
    """Runs of days in which nothing changes: days, per cent away, per cent that may be deducted."""
    first, end = service.from_day, min(service.to_day, through) + ONE_DAY
    if end <= first:
        return
    near = [a for a in absences if a.from_day < end and a.to_day >= first]
    cuts = {first, end}
    for absence in near:
        cuts.update(day for day in (absence.from_day, absence.to_day + ONE_DAY) if first < day < end)
    ordered = sorted(cuts)
    for start, stop in pairwise(ordered):
        during = [a for a in near if a.from_day <= start <= a.to_day]
        away = min(100, sum(a.percent for a in during))
        other = min(100, sum(a.percent for a in during if may_be_deducted(a, service.kind, parameters)))
        yield (stop - start).days, away, other


def counted_by_kind(sums: dict[str, Sums], parameters: Parameters) -> dict[str, Counted]:
    """What counts of each kind of service (§ 31 fourth and sixth paragraph, § 2)."""
    counted = {kind: _count_part1(kind, sums[kind], parameters) for kind in PART1_KINDS}
    counted.update(_count_remaining(sums, parameters))
    return counted


def part1_required(kind: str, parameters: Parameters) -> Fraction:
    """The months of part 1 in a hospital or in a municipality (§ 2 second paragraph)."""
    if kind == "part1_hospital":
        return parameters.part1_hospital_months
    return parameters.part1_municipality_months


def _count_part1(kind: str, sums: Sums, parameters: Parameters) -> Counted:
    """Part 1: 12 or 6 days of other absence are free; whole calendar months fill the 12 or 6 months.

    Part 1 has a fixed length, so no more than that counts. Twelve calendar months are 365 or 366 days
    and six are 181 to 184: the fewest fill the part, as a month of 30.4375 days would not.
    """
    days = (
        parameters.part1_hospital_allowance_days
        if kind == "part1_hospital"
        else parameters.part1_municipality_allowance_days
    )
    allowance = sums.base * parameters.allowance_share if days is None else days
    deducted = max(Fraction(0), sums.other - allowance)
    left = sums.base - deducted
    months = part1_required(kind, parameters)
    full = months * parameters.days_per_month
    enough = min(full, Fraction(FEWEST_DAYS.get(int(months), full)))
    counted = full if left >= enough else left
    return Counted(sums, allowance, deducted, max(Fraction(0), left - full), counted)


def _count_remaining(sums: dict[str, Sums], parameters: Parameters) -> dict[str, Counted]:
    """After part 1: one allowance for the whole remaining part, then the cap of another specialty.

    What is deducted falls on this and the other specialty in proportion to the absence in each.
    """
    base = sum((sums[kind].base for kind in REMAINING_KINDS), Fraction(0))
    other = sum((sums[kind].other for kind in REMAINING_KINDS), Fraction(0))
    of = base if parameters.allowance_base == "served" else parameters.remaining_days
    cap = parameters.other_specialty_cap_months * parameters.days_per_month
    counted = {}
    for kind in REMAINING_KINDS:
        own = sums[kind]
        share = own.other / other if other else own.base / base if base else Fraction(kind == "specialty")
        allowance = of * parameters.allowance_share * share
        deducted = max(Fraction(0), own.other - allowance)
        left = own.base - deducted
        capped = max(Fraction(0), left - cap) if kind == "other_specialty" else Fraction(0)
        counted[kind] = Counted(own, allowance, deducted, capped, left - capped)
    return counted


def left_of(counted: dict[str, Counted], parameters: Parameters) -> tuple[Fraction, Fraction]:
    """Days left of part 1, and of the remaining part (§ 2 first and second paragraph)."""
    part1 = sum(
        (
            max(Fraction(0), part1_required(k, parameters) * parameters.days_per_month - counted[k].counted)
            for k in PART1_KINDS
        ),
        Fraction(0),
    )
    done = sum((counted[k].counted for k in REMAINING_KINDS), Fraction(0))
    return part1, max(Fraction(0), parameters.remaining_days - done)
