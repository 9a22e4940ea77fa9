"""How much more service is needed, and when the requirement is met (§ 2, § 31)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from borealis.trainees.rules.counting import CountedTime, counted_time, with_claims
from borealis.trainees.rules.parameters import Parameters, parameters_on
from borealis.trainees.rules.record import AbsencePeriod, EmploymentPeriod, PlannedService, ServicePeriod
from borealis.trainees.rules.tally import (
    ONE_DAY,
    Sums,
    counted_by_kind,
    is_confirmed,
    left_of,
    sums_by_kind,
)
from borealis.trainees.rules.words import REMAINING_KINDS

FARTHEST = dt.timedelta(days=60 * 366)  # no forecast looks further ahead than 60 years


@dataclass(frozen=True)
class ServiceNeeded:
    """Service still to be done in this specialty, in days of full time, if there is no more absence.

    ``base_at_end_days`` is all service after part 1 when the requirement is met; the allowance is
    counted on it then, not on today's (reading A), so ``deducted_at_end_days`` may be less than today.
    """

    days: float
    months: float
    part1_days: float
    base_at_end_days: float
    allowance_at_end_days: float
    deducted_at_end_days: float
    reading: str


@dataclass(frozen=True)
class ExpectedEnd:
    """The first day on which the requirement is met by a plan; None when the plan does not reach it.

    ``counted`` is the counted time on that day (or at the end of the plan), as if all was confirmed.
    """

    day: dt.date | None
    counted: CountedTime


def service_needed(
    services: Iterable[ServicePeriod],
    absences: Iterable[AbsencePeriod],
    on: dt.date,
    parameters: Parameters | None = None,
) -> ServiceNeeded:
    """How much more service in this specialty fills the 60 months after part 1.

    The counted time rises with service along straight lines that bend where the deduction ends and
    where the cap of another specialty is met; the answer is exact.
    """
    parameters = parameters or parameters_on(on)
    confirmed = [s for s in services if is_confirmed(s, on)]
    sums = sums_by_kind(confirmed, absences, on, parameters)
    more = _least_service(sums, parameters)
    counted = counted_by_kind(_served(sums, more), parameters)
    part1, _ = left_of(counted, parameters)
    remaining = [counted[kind] for kind in REMAINING_KINDS]
    return ServiceNeeded(
        days=float(more),
        months=float(more / parameters.days_per_month),
        part1_days=float(part1),
        base_at_end_days=float(sum(c.sums.base for c in remaining)),
        allowance_at_end_days=float(sum(c.allowance for c in remaining)),
        deducted_at_end_days=float(sum(c.deducted for c in remaining)),
        reading="A" if parameters.allowance_base == "served" else "B",
    )


def _served(sums: dict[str, Sums], more: Fraction) -> dict[str, Sums]:
    own = sums["specialty"]
    return {**sums, "specialty": Sums(own.base + more, own.away, own.other)}


def _done_after(sums: dict[str, Sums], more: Fraction, parameters: Parameters) -> Fraction:
    """What counts of the remaining part after so much more service."""
    counted = counted_by_kind(_served(sums, more), parameters)
    return sum((counted[kind].counted for kind in REMAINING_KINDS), Fraction(0))


def _least_service(sums: dict[str, Sums], parameters: Parameters) -> Fraction:
    """The least service that fills the remaining part; counted time is linear between the bends."""
    bends = sorted({Fraction(0), *(bend for bend in _bends(sums, parameters) if bend > 0)})
    bends.append(bends[-1] + parameters.remaining_days)  # from there on a day counts at least a day
    done = [_done_after(sums, bend, parameters) for bend in bends]
    required = parameters.remaining_days
    reached = next(at for at, counted in enumerate(done) if counted >= required)
    if reached == 0:
        return bends[0]
    before, after = bends[reached - 1], bends[reached]
    return before + (required - done[reached - 1]) * (after - before) / (done[reached] - done[reached - 1])


def _bends(sums: dict[str, Sums], parameters: Parameters) -> Iterator[Fraction]:
    """The amounts of service at which the rate of counting changes."""
    base = sum((sums[k].base for k in REMAINING_KINDS), Fraction(0))
    other = sum((sums[k].other for k in REMAINING_KINDS), Fraction(0))
    if parameters.allowance_base != "served" or not other:
        return
    share = parameters.allowance_share
    yield other / share - base  # the allowance has grown to all absence
    elsewhere = sums["other_specialty"]
    if elsewhere.other:
        cap = parameters.other_specialty_cap_months * parameters.days_per_month
        deducted = (elsewhere.base - cap) / elsewhere.other * other  # the whole deduction when the cap is met
        yield (other - deducted) / share - base


def expected_end(
    services: Iterable[ServicePeriod],
    absences: Iterable[AbsencePeriod],
    on: dt.date,
    plan: Sequence[PlannedService],
    parameters: Parameters | None = None,
) -> ExpectedEnd:
    """The first day on which all time is served by a plan, with absence past and coming.

    Registered service counts as if confirmed, since it will be. The plan speaks of the days after
    ``on`` that no registered service covers.
    """
    parameters = parameters or parameters_on(on)
    services, absences = with_claims(services), tuple(absences)
    last = max([on, *(s.to_day for s in services), *(p.to_day or on + FARTHEST for p in plan)])
    served = [*services, *_foreseen(plan, services, on, last)]
    first = min((s.from_day for s in served), default=on)

    def left_on(day: dt.date) -> Fraction:
        counted = counted_by_kind(sums_by_kind(served, absences, day, parameters), parameters)
        return sum(left_of(counted, parameters), Fraction(0))

    if left_on(last) > 0:
        return ExpectedEnd(None, counted_time(served, absences, last, parameters))
    low, high = first, last
    while low < high:  # the time left never rises from one day to the next
        middle = low + (high - low) // 2
        if left_on(middle) > 0:
            low = middle + ONE_DAY
        else:
            high = middle
    return ExpectedEnd(low, counted_time(served, absences, low, parameters))


def as_employed(employments: Iterable[EmploymentPeriod]) -> tuple[PlannedService, ...]:
    """The service that follows if the doctor goes on in the posts as registered."""
    return tuple(PlannedService(e.from_day, e.to_day, e.percent) for e in employments if e.percent)


def _foreseen(
    plan: Sequence[PlannedService], services: Sequence[ServicePeriod], on: dt.date, last: dt.date
) -> Iterator[ServicePeriod]:
    """The plan's service on the days after today that no registered service covers."""
    for piece in plan:
        start = max(piece.from_day, on + ONE_DAY)
        end = min(piece.to_day or last, last)
        for service in sorted(services, key=lambda s: s.from_day):
            if service.to_day < start or service.from_day > end:
                continue
            if service.from_day > start:
                yield _planned(piece, start, service.from_day - ONE_DAY)
            start = max(start, service.to_day + ONE_DAY)
        if start <= end:
            yield _planned(piece, start, end)


def _planned(piece: PlannedService, first: dt.date, last: dt.date) -> ServicePeriod:
    return ServicePeriod(piece.kind, first, last, piece.percent, confirmed_on=dt.date.min)
