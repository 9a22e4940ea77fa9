"""From programme and trainees to the planner's problem, format ``borealis/rotation-problem/1``.

A programme's phases become blocks. Service already done and goals already approved shorten them; what
the law still asks of service time goes to the phase that fills it. Leave, part time, places and wishes
bound them; the plan in force is what changes are counted against. Of what the programme lets one choose, what is
done or begun stands (``choices.py``), and months are counted by the shortest option left.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from borealis.plans.rules.choices import PhaseChoice, still_open, unlikely
from borealis.plans.rules.content import Stint
from borealis.plans.rules.courses import Ahead, CourseAhead, course_rows
from borealis.plans.rules.months import DAYS_PER_MONTH, later, month_of, number

HORIZON_MONTHS = 144
LONGEST_WAIT = 36  # months that the calendar reaches beyond the last agreed end
SHORT_BLOCK = 0.05  # months; what is left below this counts as done
BEGUN = 0.5  # months of service; less may be days that the calendar gives over, and binds nobody
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
    """A phase of the programme, as the planner needs it. ``arenas`` are (code, preference).

    ``directly_after`` is a phase that this one follows at once ("" for none), ``choice`` the choice it is part of.
    """

    code: str
    months: float
    arenas: tuple[tuple[str, int], ...]
    after: tuple[str, ...] = ()
    min_stint: int = 1
    max_stint: int | None = None
    fills_service_time: bool = False
    directly_after: str = ""
    choice: PhaseChoice | None = None


@dataclass(frozen=True)
class ArenaPlaces:
    """An arena's town and its places: (from month, through month or None, places, minimum).

    ``counts`` is "people", or "fraction" where trainees at part time share places.
    """

    code: str
    town: str
    periods: tuple[tuple[str, str | None, int, int], ...]
    counts: str = "people"


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
    (from month, through month or None, per cent) and (from month, through month, reason). ``current`` is the plan in
    force from the first month on, ``planned`` the phases that it takes. ``courses`` are those not attended yet.
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
    planned: frozenset[str] = frozenset()
    courses: tuple[CourseAhead, ...] = ()


@dataclass(frozen=True)
class Left:
    """What a trainee has left: whole full-time months of each phase, and what is still to be chosen.

    Phases that are done, or of options that cannot be taken any more, have 0 months. ``begun`` are phases with service
    done. ``at_once`` is the phase that is to follow at once on service that ends just before the first month ("" for
    none).
    """

    months: Mapping[str, int]
    choices: tuple[PhaseChoice, ...] = ()
    begun: frozenset[str] = frozenset()
    at_once: str = ""

    @property
    def shortest(self) -> list[str]:
        """The phases to be served at least, in the programme's order."""
        return [code for code in _shortest(self.months, self.choices) if self.months[code]]


def months_done(
    services: Iterable[ServiceDone], phases: Sequence[Phase], planned: Iterable[str] = ()
) -> dict[str, float]:
    """Full-time months of each phase that service done covers.

    Service in an arena goes to the phases that use the arena, in the programme's order, each until it
    has its months; of a choice to what the plan in force takes (``planned``) before the rest. What is left over
    belongs to no phase.
    """
    return _served(services, phases, planned)[0]


def _served(
    services: Iterable[ServiceDone], phases: Sequence[Phase], planned: Iterable[str]
) -> tuple[dict[str, float], str, dt.date | None]:
    """``months_done``, with the phase that was served last and its last day; "" and None for no service."""
    done = dict.fromkeys((phase.code for phase in phases), 0.0)
    last, day = "", None
    likely = sorted(phases, key=lambda phase: unlikely(phase.code, phase.choice, planned))
    for service in sorted(services, key=lambda s: s.from_day):
        left = service.months
        for phase in likely:
            if service.arena in (code for code, _ in phase.arenas):
                taken = min(left, max(0.0, phase.months - done[phase.code]))
                done[phase.code] += taken
                left -= taken
                if taken > SHORT_BLOCK:
                    last, day = phase.code, service.to_day
    return done, last, day


def months_left(candidate: Candidate, phases: Sequence[Phase]) -> dict[str, int]:
    """Whole full-time months that each phase still asks of the trainee; see ``left_of``."""
    return dict(left_of(candidate, phases).months)


def left_of(candidate: Candidate, phases: Sequence[Phase]) -> Left:
    """What each phase still asks of the trainee, and what there is left to choose.

    A phase is done when its months are done or credited, or when all its goals are approved. The phase
    that fills service time gets what the requirement of time still asks for beyond the others, of a choice beyond the
    shortest option.
    """
    done, last, day = _served(candidate.services, phases, candidate.planned)
    left: dict[str, int] = {}
    for phase in phases:
        rest = phase.months - done[phase.code] - candidate.credits.get(phase.code, 0.0)
        left[phase.code] = 0 if phase.code in candidate.reached else max(0, math.ceil(rest - SHORT_BLOCK))
    served = frozenset(code for code, months in done.items() if months > BEGUN)
    begun = served.union(candidate.credits, (code for code, months in left.items() if not months))
    choices = []
    for choice in choices_in(phases):
        stands = still_open(choice, begun, left)
        can_be = {code for option in stands.options for code in option}
        left |= {code: 0 for option in choice.options for code in option if code not in can_be}
        choices += [stands] if len(stands.options) > 1 else []
    fillers = [phase for phase in phases if phase.fills_service_time]
    if fillers:
        needed = max(0, math.ceil(candidate.service_needed - SHORT_BLOCK))
        others = sum(left[code] for code in _shortest(left, choices) if code != fillers[-1].code)
        left[fillers[-1].code] = max(0, needed - others)
    is_over = not left.get(last) and _ends_before(day, candidate.first)
    at_once = _at_once(candidate, phases, last) if is_over else ""
    return Left(left, tuple(choices), served, at_once if left.get(at_once) and at_once not in served else "")


def choices_in(phases: Iterable[Phase]) -> tuple[PhaseChoice, ...]:
    """The choices that phases are part of, in the programme's order."""
    return tuple(dict.fromkeys(phase.choice for phase in phases if phase.choice))


def least_months(phases: Sequence[Phase]) -> float:
    """Full-time months of all phases together, of a choice those of the shortest option."""
    months = {phase.code: phase.months for phase in phases}
    return sum(months[code] for code in _shortest(months, choices_in(phases)))


def _shortest(months: Mapping[str, float], choices: Iterable[PhaseChoice]) -> list[str]:
    """The phases of no choice, and those of the shortest option of each."""
    out: set[str] = set()
    for choice in choices:
        out |= {code for option in choice.options for code in option} - set(choice.shortest(months))
    return [code for code in months if code not in out]


def _ends_before(day: dt.date | None, month: str) -> bool:
    """Whether a day is in the month before another."""
    return day is not None and month_of(day) == later(month, -1)


def _at_once(candidate: Candidate, phases: Iterable[Phase], served: str) -> str:
    """The phase that follows directly on the one just served; "" where there is none, or a wish puts it off."""
    put_off = {
        w.phase for w in candidate.wishes if w.kind == "not_before" and (w.month or "") > candidate.first
    }
    follows = (p.code for p in phases if served and p.directly_after == served and p.code not in put_off)
    return next(follows, "")


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


def without_dates(candidates: Iterable[Candidate], built: Mapping[str, Any]) -> dict[str, Any]:
    """What a proposal stores of the courses that have no date for a trainee, so that they are not in the problem."""
    left_out = {}
    for candidate, row in zip(candidates, built["trainees"], strict=True):
        dated = [course["id"] for course in row.get("courses", ())]
        if codes := [
            course.code for course in candidate.courses if row["blocks"] and course.code not in dated
        ]:
            left_out[row["id"]] = codes
    return {"courses_without_dates": left_out} if left_out else {}


def _arena(arena: ArenaPlaces, first: str) -> dict[str, Any]:
    open_periods = [p for p in arena.periods if p[1] is None or p[1] >= first]
    counts = {"counts": arena.counts} if arena.counts != "people" else {}
    return {
        "id": arena.code,
        "site": arena.town,
        **counts,
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
    left = left_of(candidate, phases)
    options = [{"id": c.id, "options": [list(option) for option in c.options]} for c in left.choices]
    end = agreed_end(candidate, [left.months[code] for code in left.shortest])
    courses = course_rows(candidate.courses if left.shortest else (), _ahead(candidate, left, phases, end))
    return {
        "id": candidate.id,
        "home": candidate.town,
        "from": candidate.first,
        "norm_end": end,
        "weight": 1,
        "fraction": [
            {"from": first, "through": through, "percent": percent}
            for first, through, percent in candidate.fraction
        ],
        "away": [
            {"from": first, "through": through, "reason": reason} for first, through, reason in candidate.away
        ],
        "blocks": [_block(phase, left, candidate, phases) for phase in phases if left.months[phase.code]],
        **({"choices": options} if options else {}),
        **({"courses": courses} if courses else {}),
        "current": [
            {"block": stint.phase, "arena": stint.arena, "from": stint.first, "through": stint.through}
            for stint in candidate.current
            if left.months.get(stint.phase)
        ],
    }


def _ahead(candidate: Candidate, left: Left, phases: Sequence[Phase], end: str) -> Ahead:
    """What courses are planned among, up to the longest wait after the agreed end."""
    months = {**left.months, **{c: 0 for choice in left.choices for option in choice.options for c in option}}

    def over(codes: Sequence[str]) -> str:
        """The earliest last month of phases and of what comes before them; of a choice nothing is sure."""
        first = set().union(*(_awaited(code, months, phases) for code in codes))
        return agreed_end(candidate, [months[code] for code in months if code in first])

    return Ahead(
        left.months,
        left.begun | (_awaited(left.at_once, left.months, phases) if left.at_once else frozenset()),
        over,
        _away_months(candidate),
        candidate.first,
        end,
        later(end, LONGEST_WAIT),
        math.prod(len(choice.options) for choice in left.choices),
    )


def agreed_end_when(trainee: Mapping[str, Any], chosen: Mapping[str, Sequence[str]]) -> str:
    """The agreed end of a trainee of a problem when these phases are chosen, by the id of the choice.

    Where nothing is chosen it is the trainee's ``norm_end``, which counts the shortest option.
    """
    if not chosen:
        return str(trainee["norm_end"])
    candidate = Candidate(
        trainee["id"],
        trainee["home"],
        trainee["from"],
        service_needed=0.0,
        fraction=tuple((f["from"], f["through"], f["percent"]) for f in trainee["fraction"]),
        away=tuple((a["from"], a["through"], a["reason"]) for a in trainee["away"]),
    )
    taken = {code for phases in chosen.values() for code in phases}
    optional = {code for choice in trainee["choices"] for option in choice["options"] for code in option}
    blocks = [b for b in trainee["blocks"] if b["id"] in taken or b["id"] not in optional]
    return agreed_end(candidate, [block["months"] for block in blocks])


def _block(phase: Phase, left: Left, candidate: Candidate, phases: Sequence[Phase]) -> dict[str, Any]:
    wishes = [wish for wish in candidate.wishes if wish.phase == phase.code]
    wished = {wish.arena for wish in wishes if wish.kind == "prefer_arena"}
    months = left.months[phase.code]
    follows = phase.directly_after if left.months.get(phase.directly_after) else ""
    return {
        "id": phase.code,
        "months": months,
        "after": _after(phase, left, phases),
        **({"directly_after": follows} if follows and phase.code not in left.begun else {}),
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


def _after(phase: Phase, left: Left, phases: Sequence[Phase]) -> list[str]:
    """The phases that still come before this one.

    A phase that has begun only waits for the one it was to follow directly. Where a phase is to follow at once on
    service just done, everything that it does not itself wait for comes after it.
    """
    after = [code for code in phase.after if left.months.get(code)]
    if phase.code in left.begun and left.months.get(phase.directly_after):
        after.append(phase.directly_after)
    if left.at_once and phase.code not in _awaited(left.at_once, left.months, phases):
        after.append(left.at_once)
    return list(dict.fromkeys(after))


def _awaited(code: str, left: Mapping[str, int], phases: Sequence[Phase]) -> set[str]:
    """A phase, and all those that still come before it."""
    before = {
        phase.code: {c for c in (*phase.after, phase.directly_after) if left.get(c)} for phase in phases
    }
    found, waiting = {code}, [code]
    while waiting:
        new = before[waiting.pop()] - found
        found |= new
        waiting += new
    return found
