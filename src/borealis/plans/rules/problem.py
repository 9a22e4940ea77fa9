"""From programme and trainees to the planner's problem, format ``borealis/rotation-problem/1``.

A programme's phases become blocks. Service already done and goals already approved shorten them; what
the law still asks of service time goes to the phase that fills it. Leave, part time, places and wishes
bound them; the plan in force is what changes are counted against.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from borealis.plans.rules.content import Stint
from borealis.plans.rules.months import DAYS_PER_MONTH, later, number

HORIZON_MONTHS = 144
LONGEST_WAIT = 36  # months that the calendar reaches beyond the last agreed end
SHORT_BLOCK = 0.05  # months; what is left below this counts as done
A_STAY = 1  # what each stay costs: a phase is not cut in pieces without need
OBJECTIVE = {
    "delay": 10,
    "delay_squared": 1,
    "move": 5,
    "preference": 1,
    "change": 1,
    "unplaced": 1000,
}


@dataclass(frozen=True)
class Phase:
    """A phase of the programme, as the planner needs it. ``arenas`` are (code, preference)."""

    code: str
    months: float
    arenas: tuple[tuple[str, int], ...]
    after: tuple[str, ...] = ()
    min_stint: int = 1
    max_stint: int | None = None
    fills_service_time: bool = False


@dataclass(frozen=True)
class ArenaPlaces:
    """An arena's town and its places: (from month, through month or None, places, minimum)."""

    code: str
    town: str
    periods: tuple[tuple[str, str | None, int, int], ...]


@dataclass(frozen=True)
class ServiceDone:
    """Service in one arena between two days, both included, at a share of full time."""

    arena: str
    from_day: dt.date
    to_day: dt.date
    percent: int

    @property
    def months(self) -> float:
        return ((self.to_day - self.from_day).days + 1) / DAYS_PER_MONTH * self.percent / 100


@dataclass(frozen=True)
class WishedFor:
    """A wish: prefer_arena, not_before or not_after, for one phase."""

    kind: str
    phase: str
    arena: str | None = None
    month: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A trainee, as the planner needs it.

    ``service_needed`` is the full-time months of service that the requirement of time still asks for.
    ``reached`` are the phases whose goals are all approved. ``fraction`` and ``away`` are
    (from month, through month or None, per cent) and (from month, through month, reason).
    """

    id: str
    town: str
    first: str
    service_needed: float
    services: tuple[ServiceDone, ...] = ()
    credits: Mapping[str, float] = field(default_factory=dict)
    reached: frozenset[str] = frozenset()
    fraction: tuple[tuple[str, str | None, int], ...] = ()
    away: tuple[tuple[str, str, str], ...] = ()
    wishes: tuple[WishedFor, ...] = ()
    current: tuple[Stint, ...] = ()


def months_done(services: Iterable[ServiceDone], phases: Sequence[Phase]) -> dict[str, float]:
    """Full-time months of each phase that service done covers.

    Service in an arena goes to the phases that use the arena, in the programme's order, each until it
    has its months. What is left over belongs to no phase.
    """
    done = dict.fromkeys((phase.code for phase in phases), 0.0)
    for service in sorted(services, key=lambda s: s.from_day):
        left = service.months
        for phase in phases:
            if service.arena in (code for code, _ in phase.arenas):
                taken = min(left, max(0.0, phase.months - done[phase.code]))
                done[phase.code] += taken
                left -= taken
    return done


def months_left(candidate: Candidate, phases: Sequence[Phase]) -> dict[str, int]:
    """Whole full-time months that each phase still asks of the trainee.

    A phase is done when its months are done or credited, or when all its goals are approved. The phase
    that fills service time gets what the requirement of time still asks for beyond the others.
    """
    done = months_done(candidate.services, phases)
    left: dict[str, int] = {}
    for phase in phases:
        rest = phase.months - done[phase.code] - candidate.credits.get(phase.code, 0.0)
        left[phase.code] = 0 if phase.code in candidate.reached else max(0, math.ceil(rest - SHORT_BLOCK))
    fillers = [phase for phase in phases if phase.fills_service_time]
    if fillers:
        needed = max(0, math.ceil(candidate.service_needed - SHORT_BLOCK))
        others = sum(months for code, months in left.items() if code != fillers[-1].code)
        left[fillers[-1].code] = max(0, needed - others)
    return left


def agreed_end(candidate: Candidate, months: Sequence[int]) -> str:
    """The last month when every block follows at once on the one before, with a place always free.

    Part time and leave are what trainee and head have agreed on; waiting is not in this. When nothing
    is left it is the month before the first.
    """
    month, last, away = candidate.first, later(candidate.first, -1), _away_months(candidate)
    for block in months:
        rest = 100 * block
        while rest > 0 and number(month) - number(candidate.first) < 4 * HORIZON_MONTHS:
            if month not in away:
                share = fraction_in(candidate, month)
                rest -= share
                last = month if share else last
            month = later(month, 1)
    return last


def _away_months(candidate: Candidate) -> frozenset[str]:
    return frozenset(
        later(first, step)
        for first, through, _ in candidate.away
        for step in range(number(through) - number(first) + 1)
    )


def fraction_in(candidate: Candidate, month: str) -> int:
    """The per cent of full time that the trainee works in training in a month (100 when not said)."""
    for first, through, percent in candidate.fraction:
        if first <= month and (through is None or month <= through):
            return percent
    return 100


def problem(
    phases: Sequence[Phase],
    arenas: Sequence[ArenaPlaces],
    candidates: Sequence[Candidate],
    first: str,
    objective: Mapping[str, float] = OBJECTIVE,
) -> dict[str, Any]:
    """The planner's problem for these trainees, from a first month on."""
    used = {code for phase in phases for code, _ in phase.arenas}
    trainees = [_trainee(candidate, phases) for candidate in candidates]
    ends = [number(trainee["norm_end"]) - number(first) + 1 for trainee in trainees]
    return {
        "format": "borealis/rotation-problem/1",
        "calendar": {"first": first, "months": min(HORIZON_MONTHS, max(ends, default=0) + LONGEST_WAIT)},
        "arenas": [_arena(arena, first) for arena in arenas if arena.code in used],
        "trainees": trainees,
        "objective": dict(objective),
    }


def _arena(arena: ArenaPlaces, first: str) -> dict[str, Any]:
    open_periods = [p for p in arena.periods if p[1] is None or p[1] >= first]
    return {
        "id": arena.code,
        "site": arena.town,
        "places": [
            {"from": max(start, first), "through": through, "places": places}
            for start, through, places, _ in open_periods
        ],
        "minimum": [
            {"from": max(start, first), "through": through, "places": minimum}
            for start, through, _, minimum in open_periods
            if minimum
        ],
    }


def _trainee(candidate: Candidate, phases: Sequence[Phase]) -> dict[str, Any]:
    left = months_left(candidate, phases)
    open_phases = [phase for phase in phases if left[phase.code]]
    return {
        "id": candidate.id,
        "home": candidate.town,
        "from": candidate.first,
        "norm_end": agreed_end(candidate, [left[phase.code] for phase in open_phases]),
        "weight": 1,
        "fraction": [
            {"from": first, "through": through, "percent": percent}
            for first, through, percent in candidate.fraction
        ],
        "away": [
            {"from": first, "through": through, "reason": reason} for first, through, reason in candidate.away
        ],
        "blocks": [_block(phase, left, candidate) for phase in open_phases],
        "current": [
            {"block": stint.phase, "arena": stint.arena, "from": stint.first, "through": stint.through}
            for stint in candidate.current
            if left.get(stint.phase)
        ],
    }


def _block(phase: Phase, left: Mapping[str, int], candidate: Candidate) -> dict[str, Any]:
    wishes = [wish for wish in candidate.wishes if wish.phase == phase.code]
    wished = {wish.arena for wish in wishes if wish.kind == "prefer_arena"}
    months = left[phase.code]
    return {
        "id": phase.code,
        "months": months,
        "after": [code for code in phase.after if left.get(code)],
        "arenas": [
            {"id": code, "preference": A_STAY + preference + (1 if wished and code not in wished else 0)}
            for code, preference in phase.arenas
        ],
        "min_stint": min(phase.min_stint, months),
        "max_stint": phase.max_stint or HORIZON_MONTHS,
        "from": max((w.month for w in wishes if w.kind == "not_before" and w.month), default=None),
        "through": min((w.month for w in wishes if w.kind == "not_after" and w.month), default=None),
        "fixed": [],
    }
