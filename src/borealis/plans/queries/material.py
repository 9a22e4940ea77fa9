"""The planner's problem for a programme, from everything that is stored."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from borealis.organisations import queries as organisations
from borealis.plans.models import WorkingPlan
from borealis.plans.queries.attending import attending
from borealis.plans.queries.expected import expected_of
from borealis.plans.queries.stored import stored_plans
from borealis.plans.rules.choices import PhaseChoice
from borealis.plans.rules.content import PlanContent, content_from
from borealis.plans.rules.courses import CourseAhead, courses_ahead
from borealis.plans.rules.months import first_day, last_day, later, month_of, number, span
from borealis.plans.rules.positions import positions_as_facts, with_positions
from borealis.plans.rules.problem import (
    HORIZON_MONTHS,
    ArenaPlaces,
    Candidate,
    Phase,
    ServiceDone,
    WishedFor,
    problem,
    without_dates,
)
from borealis.programmes import queries as programmes
from borealis.programmes.queries import CurrentProgramme
from borealis.programmes.rules import ProgrammeDocument
from borealis.trainees import queries as trainees
from borealis.trainees.queries import TrainingRecord
from borealis.trainees.rules import (
    GoalState,
    ServicePeriod,
    away_months,
    counted_time,
    month_fractions,
    norm_end,
    parameters_on,
    service_needed,
    with_claims,
)

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Material:
    """A problem for the planner, and the facts about it that the planner does not need.

    ``courses`` are those that somebody who begins is to attend.
    """

    programme_id: int
    problem: dict[str, Any]
    facts: dict[str, Any]
    courses: tuple[CourseAhead, ...] = ()


def gather(
    code: str, first: str, today: dt.date, change: Callable[[TrainingRecord], TrainingRecord] | None = None
) -> Material:
    """The problem of a programme's trainees, and of the positions that are not filled, from a first month on.

    ``change`` makes of each record what it would be if something were otherwise. Raises LookupError when
    there is no such programme.
    """
    programme = programmes.programme(code)
    if programme is None:
        raise LookupError(code)
    records = [r for r in _records(programme) if r.finished_on is None or r.finished_on >= first_day(first)]
    records = [change(record) for record in records] if change else records
    plans = {pk: plan.content for pk, plan in stored_plans(r.trainee_id for r in records).items()}
    phases = phases_of(programme.document)
    keys, states = _goals_by_code(programme.document), trainees.states_of(r.trainee_id for r in records)
    courses = _courses_of(programme.document)
    known_courses = attending(programme.document.course_codes, [r.trainee_id for r in records], first, today)
    candidates = [
        replace(
            candidate_of(
                record,
                plans.get(record.trainee_id),
                programme.document,
                {code for code, pk in keys.items() if _approved(states[record.trainee_id].get(pk))},
                first,
                today,
            ),
            courses=courses_ahead(courses, known_courses, first, record.trainee_id) if known_courses else (),
        )
        for record in records
    ]
    for_all = courses_ahead(courses, known_courses, first) if known_courses else ()
    shared = organisations.shared_arenas(arena.id for arena in programme.document.arenas)
    taken = _taken_by_others(programme, shared, first)
    known = problem(phases, _arenas(programme.document, taken, first), candidates, first)
    expected = expected_of(programme.pk)
    needed = service_needed((), (), today, parameters_on(today)).months
    return Material(
        programme_id=programme.pk,
        problem=with_positions(known, expected, phases, needed, for_all),
        facts={
            "programme_version": programme.number,
            "norm_end": {str(r.trainee_id): norm_month(r, today) for r in records},
            "positions": positions_as_facts(expected),
            **without_dates(candidates, known),
        },
        courses=for_all,
    )


def next_problem(code: str, today: dt.date) -> dict[str, Any]:
    """The problem of a programme's trainees from next month on. Raises LookupError as ``gather``."""
    return gather(code, later(month_of(today), 1), today).problem


def _records(programme: CurrentProgramme) -> list[TrainingRecord]:
    return list(trainees.training_records(trainees.trainee_ids_of(programme.code)).values())


def phases_of(document: ProgrammeDocument) -> list[Phase]:
    """The programme's phases as the planner's, in the programme's order."""
    choices = {c: PhaseChoice(choice.id, choice.ways) for choice in document.choices for c in choice.phases}
    return [
        Phase(
            code=phase.id,
            months=phase.months,
            arenas=tuple((choice.arena, round(choice.preference)) for choice in phase.arenas),
            after=phase.after,
            min_stint=phase.min_stint,
            max_stint=phase.max_stint,
            fills_service_time=phase.fills_service_time,
            directly_after=phase.directly_after,
            choice=choices.get(phase.id),
        )
        for phase in document.phases
    ]


def _courses_of(document: ProgrammeDocument) -> list[CourseAhead]:
    """The programme's courses as the planner's, without months."""
    return [CourseAhead(course.code, (), course.after, course.before) for course in document.courses]


def norm_month(record: TrainingRecord, today: dt.date) -> str:
    """The last month of the normal course, with what another specialty counts taken off (§ 31)."""
    elsewhere = counted_time(with_claims(record.services), record.absences, today).regime("other_specialty")
    return month_of(norm_end(record.started_on, parameters_on(today), elsewhere.counted_months))


def _goals_by_code(document: ProgrammeDocument) -> dict[str, int]:
    """The key of each goal of the programme, by its code."""
    return {goal.code: goal.pk for goal in programmes.goals_of(document)}


def candidate_of(
    record: TrainingRecord,
    plan: PlanContent | None,
    document: ProgrammeDocument,
    approved: Set[str],
    first: str,
    today: dt.date,
) -> Candidate:
    """A trainee, as the planner needs it, from a first month on. ``approved``: codes of goals that are reached."""
    services = _services_until(record, plan, first)
    start = first_day(first)
    own_first = max(first, month_of(record.started_on))
    return Candidate(
        id=str(record.trainee_id),
        town=record.home_town.lower(),
        first=own_first,
        service_needed=_service_needed(record, services, today),
        services=tuple(
            ServiceDone(s.arena, s.from_day, min(s.to_day, start - ONE_DAY), s.percent)
            for s in services
            if s.kind == "specialty" and s.arena and s.from_day < start
        ),
        credits=_credits(record),
        reached=frozenset(
            phase.id for phase in document.phases if phase.goals and set(phase.goals) <= approved
        ),
        fraction=_fractions(record, start),
        away=away_from(record, start),
        wishes=tuple(
            WishedFor(w.kind, w.phase, w.arena or None, month_of(w.month) if w.month else None)
            for w in record.wishes
        ),
        current=tuple(
            replace(s, first=max(s.first, first)) for s in (plan.stints if plan else ()) if s.through >= first
        ),
        planned=plan.phases if plan else frozenset(),
    )


def _approved(found: GoalState | None) -> bool:
    return found is not None and found.state == "approved"


def _credits(record: TrainingRecord) -> dict[str, float]:
    credits: dict[str, float] = {}
    for credit in record.phase_credits:
        credits[credit.phase] = credits.get(credit.phase, 0.0) + float(credit.months)
    return credits


def _services_until(
    record: TrainingRecord, plan: PlanContent | None, first: str
) -> tuple[ServicePeriod, ...]:
    """Registered service, and for months after it that the plan in force covers, what was planned.

    Service is often registered months after it is done; until then the plan is presumed to be followed.
    """
    registered = record.services
    done_until = max((s.to_day for s in registered), default=record.started_on - ONE_DAY)
    presumed = []
    for stint in plan.stints if plan else ():
        start = max(first_day(stint.first), done_until + ONE_DAY)
        end = min(last_day(stint.through), first_day(first) - ONE_DAY)
        if start <= end:
            percent = month_fractions(record.employments, start, 1)[0]
            presumed.append(ServicePeriod("specialty", start, end, percent, None, stint.arena))
    return (*registered, *presumed)


def _service_needed(record: TrainingRecord, services: tuple[ServicePeriod, ...], today: dt.date) -> float:
    """Full-time months of work still asked for, with agreed leave ahead counted as § 31 counts it.

    Leave ahead is time in the post: it adds to service and to absence alike, so what of it lies within
    the allowance shortens what is left to work.
    """
    done_until = max((s.to_day for s in services), default=record.started_on - ONE_DAY)
    ahead = [
        ServicePeriod("specialty", max(a.from_day, done_until + ONE_DAY), a.to_day, percent)
        for a in record.absences
        if a.to_day > done_until and a.percent == 100
        for percent in [month_fractions(record.employments, max(a.from_day, done_until), 1)[0] or 100]
    ]
    everything = with_claims((*services, *ahead))
    horizon = max((s.to_day for s in everything), default=today)
    parameters = parameters_on(max(today, horizon))
    return service_needed(everything, record.absences, max(today, horizon), parameters).months


def _fractions(record: TrainingRecord, start: dt.date) -> tuple[tuple[str, str | None, int], ...]:
    """Runs of months with the same share of full time. Months without any are months away."""
    shares = _shares(record, start)
    runs: list[tuple[str, str | None, int]] = []
    month = month_of(start)
    for percent, group in groupby(shares):
        length = len(list(group))
        runs.append((month, later(month, length - 1), percent))
        month = later(month, length)
    if runs:
        runs[-1] = (runs[-1][0], None, runs[-1][2])
    return tuple(run for run in runs if run[2])


def _shares(record: TrainingRecord, start: dt.date) -> list[int]:
    """The share of full time in training month by month. After the last registered post it goes on."""
    employments = list(record.employments)
    if employments:
        last = max(employments, key=lambda e: e.from_day)
        employments = [e for e in employments if e is not last] + [replace(last, to_day=None)]
    return month_fractions(employments, start, HORIZON_MONTHS)


def _lapses(record: TrainingRecord, start: dt.date) -> bool:
    """Whether some month may hold no training: a post of none, or days between or before posts."""
    covered = start - ONE_DAY
    ahead = [post for post in record.employments if post.to_day is None or post.to_day >= start]
    for post in sorted(ahead, key=lambda e: e.from_day):
        if post.percent <= 0 or post.from_day > covered + ONE_DAY:
            return True
        covered = max(covered, post.to_day or dt.date.max - ONE_DAY)
    return bool(record.employments) and not ahead


def away_from(record: TrainingRecord, start: dt.date) -> tuple[tuple[str, str, str], ...]:
    """Runs of months away, with the reason: absence, or a post that holds no training (research alone)."""
    away = away_months(record.absences, start, HORIZON_MONTHS)
    if _lapses(record, start):
        for step, share in enumerate(_shares(record, start)):
            if not share:
                away.setdefault(first_day(later(month_of(start), step)), "no_training")
    runs: list[tuple[str, str, str]] = []
    for day in sorted(away):
        month = month_of(day)
        if runs and number(runs[-1][1]) + 1 == number(month) and runs[-1][2] == away[day]:
            runs[-1] = (runs[-1][0], month, away[day])
        else:
            runs.append((month, month, away[day]))
    return tuple(runs)


def unplanned_leave(record: TrainingRecord, content: PlanContent) -> tuple[str, ...]:
    """Months that are leave now but not in the plan, or leave in the plan but no longer, by time.

    Only months that the plan covers; anything here means that the plan has to be computed again.
    """
    now = {
        month
        for first, through, _ in away_from(record, first_day(content.first))
        for month in span(first, through)
    }
    return tuple(sorted(m for m in now ^ set(content.away) if content.first <= m <= content.planned_end))


def _taken_by_others(programme: CurrentProgramme, shared: Set[str], first: str) -> dict[str, dict[str, int]]:
    """What working plans of other programmes take of places, in per cent of a place, by arena and month.

    In ``shared`` arenas, which count by fraction, it is as much as the doctor works that month, otherwise a place.
    """
    taken: dict[str, dict[str, int]] = {}
    others = WorkingPlan.objects.exclude(trainee__programme_id=programme.pk)
    contents = {pk: content_from(row) for pk, row in others.values_list("trainee_id", "content")}
    part = [pk for pk, content in contents.items() if any(s.arena in shared for s in content.stints)]
    records = trainees.training_records(part) if part else {}
    shares = {pk: _shares(records[pk], first_day(first)) for pk in part}
    for pk, content in contents.items():
        for stint in content.stints:
            used = taken.setdefault(stint.arena, {})
            for month in content.months_in(stint):
                if month >= first:
                    share = shares[pk][number(month) - number(first)] if stint.arena in shared else 100
                    used[month] = used.get(month, 0) + share
    return taken


def _arenas(
    document: ProgrammeDocument, taken: Mapping[str, Mapping[str, int]], first: str
) -> list[ArenaPlaces]:
    """The arenas of the programme with what is free, month by month where others take places.

    Agreements are presumed to be renewed: that one ends is a finding on the plan, not a wall in it.
    """
    codes = [arena.id for arena in document.arenas]
    rows = organisations.arenas(codes)
    towns = organisations.towns({row.department_id for row in rows.values()})
    capacities = organisations.capacities(codes)
    return [
        ArenaPlaces(
            code=code,
            town=towns[row.department_id].lower(),
            periods=_free(capacities[code], taken.get(code, {}), first),
            counts=row.counts,
        )
        for code, row in rows.items()
    ]


def _free(
    capacities: list[organisations.Capacity], taken: Mapping[str, int], first: str
) -> tuple[tuple[str, str | None, int, int], ...]:
    """Periods of free places from the first month on. No capacity set: as many as there are trainees.

    A problem knows whole places alone: of a place that others take a part of (``taken``, per cent) nothing is free.
    """
    if not capacities:
        return ((first, None, 999, 0),)
    periods: list[tuple[str, str | None, int, int]] = []
    busy_until = max(taken, default="")
    for capacity in capacities:
        start = max(month_of(capacity.from_month), first)
        through = month_of(capacity.through_month) if capacity.through_month else None
        if through is not None and through < start:
            continue
        while taken and start <= busy_until and (through is None or start <= through):
            free = max(0, capacity.places - math.ceil(taken.get(start, 0) / 100))
            periods.append((start, start, free, min(capacity.minimum, free)))
            start = later(start, 1)
        if through is None or start <= through:
            periods.append((start, through, capacity.places, capacity.minimum))
    return tuple(periods)
