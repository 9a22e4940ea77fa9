"""Everything that rules and plans need to know of trainees, read in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet

from borealis.shell.once import read_once
from borealis.trainees.models import (
    Absence,
    Employment,
    GoalStatus,
    GuideAppointment,
    PhaseCredit,
    Service,
    Trainee,
    Wish,
)
from borealis.trainees.rules import AbsencePeriod, EmploymentPeriod, GoalState, ServicePeriod


@dataclass(frozen=True)
class GuidePeriod:
    """Who is the trainee's guide between two days (§ 25 d)."""

    person_id: int
    name: str
    from_day: dt.date
    to_day: dt.date | None
    pk: int = 0


@dataclass(frozen=True)
class CreditedPhase:
    """Full-time months of a phase that earlier service covers, as the head decided."""

    phase: str
    months: Decimal
    reason: str
    decided_on: dt.date
    pk: int = 0


@dataclass(frozen=True)
class WishView:
    """What the trainee wishes of the plan. ``arena`` is a code or ""; ``month`` a first day or None."""

    kind: str
    phase: str
    arena: str
    month: dt.date | None
    pk: int = 0


@dataclass(frozen=True)
class TrainingRecord:
    """One trainee's course of training as it is registered, each list by first day.

    ``goal_sets`` are the codes of the pinned sets, the specialty's own before the common ones;
    ``goal_states`` holds goals that are begun, by key.
    """

    trainee_id: int
    person_id: int
    name: str
    initials: str
    programme_id: int
    programme_code: str
    department_id: int
    specialty_code: str
    started_on: dt.date
    finished_on: dt.date | None
    home_town: str
    licensed_on: dt.date | None
    part1_completed_on: dt.date | None
    part1_exception: str
    goal_sets: tuple[str, ...]
    guides: tuple[GuidePeriod, ...]
    employments: tuple[EmploymentPeriod, ...]
    services: tuple[ServicePeriod, ...]
    absences: tuple[AbsencePeriod, ...]
    phase_credits: tuple[CreditedPhase, ...]
    wishes: tuple[WishView, ...]
    goal_states: Mapping[int, GoalState]

    def guide_on(self, day: dt.date) -> GuidePeriod | None:
        """The guide on a day, or None."""
        in_force = [g for g in self.guides if g.from_day <= day and (g.to_day is None or day <= g.to_day)]
        return in_force[-1] if in_force else None


def training_record(trainee_id: int) -> TrainingRecord:
    """One trainee's record; raises Trainee.DoesNotExist."""
    found = training_records([trainee_id])
    if trainee_id not in found:
        raise Trainee.DoesNotExist(trainee_id)
    return found[trainee_id]


def trainee_ids_of(programme_code: str) -> list[int]:
    """The keys of all trainees of a programme, for what is computed for all of them together."""
    return list(Trainee.objects.filter(programme__code=programme_code).values_list("pk", flat=True))


def training_records(trainee_ids: Iterable[int]) -> dict[int, TrainingRecord]:
    """The records of many trainees, in the order asked for, in nine queries however many they are."""
    ids = list(dict.fromkeys(trainee_ids))
    trainees = Trainee.objects.select_related("person", "programme__specialty").in_bulk(ids)
    sets = pinned_sets(ids)
    guides = _by_trainee(GuideAppointment.objects.select_related("guide").order_by("from_day", "pk"), ids)
    employments = _by_trainee(Employment.objects.order_by("from_day", "pk"), ids)
    services = _by_trainee(Service.objects.select_related("arena").order_by("from_day", "pk"), ids)
    absences = _by_trainee(Absence.objects.order_by("from_day", "pk"), ids)
    credits = _by_trainee(PhaseCredit.objects.order_by("decided_on", "pk"), ids)
    wishes = _by_trainee(Wish.objects.select_related("arena").order_by("pk"), ids)
    states = states_of(ids)
    return {
        pk: TrainingRecord(
            **_facts(trainees[pk]),
            goal_sets=sets[pk],
            guides=tuple(_guide(row) for row in guides[pk]),
            employments=tuple(_employment(row) for row in employments[pk]),
            services=tuple(_service(row) for row in services[pk]),
            absences=tuple(_absence(row) for row in absences[pk]),
            phase_credits=tuple(_credit(row) for row in credits[pk]),
            wishes=tuple(_wish(row) for row in wishes[pk]),
            goal_states=states[pk],
        )
        for pk in ids
        if pk in trainees
    }


def pinned_sets(ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The goal sets each trainee is pinned to: the specialty's own first, the common ones last."""
    return defaultdict(tuple, _pinned_sets(tuple(ids)))


@read_once
def _pinned_sets(ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    rows = (
        Trainee.goal_sets.through.objects.filter(trainee_id__in=ids)
        .order_by("goalset__common", "goalset__prefix", "goalset__code")
        .values_list("trainee_id", "goalset__code")
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for trainee_id, code in rows:
        found[trainee_id] += (code,)
    return found


def latest_statuses(ids: Iterable[int], on: dt.date | None = None) -> QuerySet[GoalStatus]:
    """The row that says the state of each goal begun, for many trainees, as of a day (None: now)."""
    rows = GoalStatus.objects.filter(trainee_id__in=list(ids))
    if on is not None:
        rows = rows.filter(on__lte=on)
    last = rows.order_by().values("trainee_id", "goal_id").annotate(last=Max("pk")).values("last")
    return GoalStatus.objects.filter(pk__in=last)


def states_of(ids: Iterable[int], on: dt.date | None = None) -> dict[int, dict[int, GoalState]]:
    """The state of each goal begun, by trainee and goal, in one query."""
    return defaultdict(dict, _states_of(tuple(ids), on))


@read_once
def _states_of(ids: tuple[int, ...], on: dt.date | None) -> dict[int, dict[int, GoalState]]:
    found: dict[int, dict[int, GoalState]] = defaultdict(dict)
    rows = latest_statuses(ids, on).order_by("trainee_id", "goal_id")
    for trainee_id, goal_id, state, since in rows.values_list("trainee_id", "goal_id", "state", "on"):
        found[trainee_id][goal_id] = GoalState(state, since)
    return found


def served_in(ids: Iterable[int], on: dt.date) -> dict[int, str]:
    """The code of the arena that each trainee serves in on a day, for those who serve in one."""
    rows = Service.objects.filter(
        trainee_id__in=list(ids), arena__isnull=False, from_day__lte=on, to_day__gte=on
    )
    return dict(rows.order_by("-from_day", "-pk").values_list("trainee_id", "arena__code"))


def _by_trainee(rows: QuerySet[Any], ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(trainee_id__in=ids):
        found[row.trainee_id].append(row)
    return found


def _facts(row: Trainee) -> dict[str, Any]:
    return {
        "trainee_id": row.pk,
        "person_id": row.person_id,
        "name": row.person.name,
        "initials": row.person.initials,
        "programme_id": row.programme_id,
        "programme_code": row.programme.code,
        "department_id": row.programme.department_id,
        "specialty_code": row.programme.specialty.code,
        "started_on": row.started_on,
        "finished_on": row.finished_on,
        "home_town": row.home_town,
        "licensed_on": row.licensed_on,
        "part1_completed_on": row.part1_completed_on,
        "part1_exception": row.part1_exception,
    }


def _guide(row: GuideAppointment) -> GuidePeriod:
    return GuidePeriod(row.guide_id, row.guide.name, row.from_day, row.to_day, row.pk)


def _employment(row: Employment) -> EmploymentPeriod:
    return EmploymentPeriod(
        row.from_day, row.to_day, row.percent, row.research_percent, row.department_id, row.pk
    )


def _service(row: Service) -> ServicePeriod:
    return ServicePeriod(
        row.kind,
        row.from_day,
        row.to_day,
        row.percent,
        row.confirmed_on,
        row.arena.code if row.arena else "",
        row.place,
        row.pk,
    )


def _absence(row: Absence) -> AbsencePeriod:
    return AbsencePeriod(row.kind, row.from_day, row.to_day, row.percent, row.pk)


def _credit(row: PhaseCredit) -> CreditedPhase:
    return CreditedPhase(row.phase, row.months, row.reason, row.decided_on, row.pk)


def _wish(row: Wish) -> WishView:
    return WishView(row.kind, row.phase, row.arena.code if row.arena else "", row.month, row.pk)
