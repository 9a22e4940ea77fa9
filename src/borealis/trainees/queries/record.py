"""Everything that rules and plans need to know of trainees, read in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import F, Max, QuerySet, Value
from django.db.models.functions import Coalesce

from borealis.shell.once import read_once
from borealis.shell.prepared import DAY, KEYS, TEXTS, Prepared, prepared
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

T = TypeVar("T")

# What is read of a trainee: the name of each fact, and the path to it.
_FACTS = {
    "person_id": "person_id",
    "name": "person__name",
    "programme_id": "programme_id",
    "programme_code": "programme__code",
    "department_id": "programme__department_id",
    "specialty_code": "programme__specialty__code",
    "started_on": "started_on",
    "finished_on": "finished_on",
    "home_town": "home_town",
    "licensed_on": "licensed_on",
    "part1_completed_on": "part1_completed_on",
    "part1_exception": "part1_exception",
}
_ARENA = Coalesce(F("arena__code"), Value(""))


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

    ``goal_sets`` are the codes of the pinned sets, the specialty's own before the common ones. How far each goal has
    come, ``goal_states`` and ``states_of`` say.
    """

    trainee_id: int
    person_id: int
    name: str
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

    def guide_on(self, day: dt.date) -> GuidePeriod | None:
        """The guide on a day, or None."""
        in_force = [g for g in self.guides if g.from_day <= day and (g.to_day is None or day <= g.to_day)]
        return in_force[-1] if in_force else None


# Each list of a record by trainee, the rest in the order of the fields of what a row becomes.
_TRAINEES = prepared(
    lambda ids: Trainee.objects.filter(pk__in=ids).values_list("pk", *_FACTS.values()), ids=KEYS
)
_GUIDES = prepared(
    lambda ids: (
        GuideAppointment.objects.filter(trainee_id__in=ids)
        .order_by("from_day", "pk")
        .values_list("trainee_id", "guide_id", "guide__name", "from_day", "to_day", "pk")
    ),
    ids=KEYS,
)
_EMPLOYMENTS = prepared(
    lambda ids: (
        Employment.objects.filter(trainee_id__in=ids)
        .order_by("from_day", "pk")
        .values_list("trainee_id", "from_day", "to_day", "percent", "research_percent", "department_id", "pk")
    ),
    ids=KEYS,
)
_SERVICES = prepared(
    lambda ids: (
        Service.objects.filter(trainee_id__in=ids)
        .order_by("from_day", "pk")
        .values_list(
            "trainee_id", "kind", "from_day", "to_day", "percent", "confirmed_on", _ARENA, "place", "pk"
        )
    ),
    ids=KEYS,
)
_ABSENCES = prepared(
    lambda ids: (
        Absence.objects.filter(trainee_id__in=ids)
        .order_by("from_day", "pk")
        .values_list("trainee_id", "kind", "from_day", "to_day", "percent", "pk")
    ),
    ids=KEYS,
)
_CREDITS = prepared(
    lambda ids: (
        PhaseCredit.objects.filter(trainee_id__in=ids)
        .order_by("decided_on", "pk")
        .values_list("trainee_id", "phase", "months", "reason", "decided_on", "pk")
    ),
    ids=KEYS,
)
_WISHES = prepared(
    lambda ids: (
        Wish.objects.filter(trainee_id__in=ids)
        .order_by("pk")
        .values_list("trainee_id", "kind", "phase", _ARENA, "month", "pk")
    ),
    ids=KEYS,
)
_SETS = prepared(
    lambda ids: (
        Trainee.goal_sets.through.objects.filter(trainee_id__in=ids)
        .order_by("goalset__common", "goalset__prefix", "goalset__code")
        .values_list("trainee_id", "goalset__code")
    ),
    ids=KEYS,
)


def training_record(trainee_id: int) -> TrainingRecord:
    """One trainee's record; raises Trainee.DoesNotExist."""
    found = training_records([trainee_id])
    if trainee_id not in found:
        raise Trainee.DoesNotExist(trainee_id)
    return found[trainee_id]


def trainee_ids_of(programme_code: str) -> list[int]:
    """The keys of all trainees of a programme, for what is computed for all of them together."""
    return list(Trainee.objects.filter(programme__code=programme_code).values_list("pk", flat=True))


def training_records(trainee_ids: Iterable[int], *, planned: bool = True) -> dict[int, TrainingRecord]:
    """The records of many trainees, in the order asked for, in eight queries however many they are.

    Not ``planned``: without what only plans are made from, earlier service that the head credited, and wishes.
    """
    ids = list(dict.fromkeys(trainee_ids))
    facts = {pk: dict(zip(_FACTS, values, strict=True)) for pk, *values in _TRAINEES(ids=ids)}
    sets = pinned_sets(ids)
    guides = _by_trainee(_GUIDES, ids, GuidePeriod)
    employments = _by_trainee(_EMPLOYMENTS, ids, EmploymentPeriod)
    services = _by_trainee(_SERVICES, ids, ServicePeriod)
    absences = _by_trainee(_ABSENCES, ids, AbsencePeriod)
    credits = _by_trainee(_CREDITS, ids if planned else [], CreditedPhase)
    wishes = _by_trainee(_WISHES, ids if planned else [], WishView)
    return {
        pk: TrainingRecord(
            trainee_id=pk,
            **facts[pk],
            goal_sets=sets[pk],
            guides=tuple(guides[pk]),
            employments=tuple(employments[pk]),
            services=tuple(services[pk]),
            absences=tuple(absences[pk]),
            phase_credits=tuple(credits[pk]),
            wishes=tuple(wishes[pk]),
        )
        for pk in ids
        if pk in facts
    }


def pinned_sets(ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The goal sets each trainee is pinned to: the specialty's own first, the common ones last."""
    return defaultdict(tuple, _pinned_sets(tuple(ids)))


@read_once
def _pinned_sets(ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for trainee_id, code in _SETS(ids=ids):
        found[trainee_id] += (code,)
    return found


def latest_statuses(ids: Iterable[int], on: dt.date | None = None) -> QuerySet[GoalStatus]:
    """The row that says the state of each goal begun, for many trainees, as of a day (None: now)."""
    rows = GoalStatus.objects.filter(trainee_id__in=list(ids))
    if on is not None:
        rows = rows.filter(on__lte=on)
    last = rows.order_by().values("trainee_id", "goal_id").annotate(last=Max("pk")).values("last")
    return GoalStatus.objects.filter(pk__in=last)


def _states(ids: Iterable[int], on: dt.date | None) -> QuerySet[GoalStatus, tuple[Any, ...]]:
    rows = latest_statuses(ids, on).order_by("trainee_id", "goal_id")
    return rows.values_list("trainee_id", "goal_id", "state", "on")


_STATES = prepared(lambda ids: _states(ids, None), ids=KEYS)
_STATES_ON = prepared(_states, ids=KEYS, on=DAY)
_APPROVED = prepared(
    lambda ids, codes: (
        latest_statuses(ids)
        .filter(goal__code__in=codes, state="approved")
        .order_by()
        .values_list("trainee_id", "goal_id", "goal__code")
    ),
    ids=KEYS,
    codes=TEXTS,
)


def states_of(ids: Iterable[int], on: dt.date | None = None) -> dict[int, dict[int, GoalState]]:
    """The state of each goal begun, by trainee and goal, in one query."""
    return defaultdict(dict, _states_of(tuple(ids), on))


@read_once
def _states_of(ids: tuple[int, ...], on: dt.date | None) -> dict[int, dict[int, GoalState]]:
    found: dict[int, dict[int, GoalState]] = defaultdict(dict)
    rows = _STATES(ids=ids) if on is None else _STATES_ON(ids=ids, on=on)
    for trainee_id, goal_id, state, since in rows:
        found[trainee_id][goal_id] = GoalState(state, since)
    return found


def approved_among(ids: Iterable[int], codes: Iterable[str]) -> dict[int, dict[int, str]]:
    """Those of the goals with these codes that trainees have reached: code by key, by trainee."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for trainee_id, goal_id, code in _APPROVED(ids=ids, codes=set(codes)):
        found[trainee_id][goal_id] = code
    return found


def served_in(ids: Iterable[int], on: dt.date) -> dict[int, str]:
    """The code of the arena that each trainee serves in on a day, for those who serve in one."""
    rows = Service.objects.filter(
        trainee_id__in=list(ids), arena__isnull=False, from_day__lte=on, to_day__gte=on
    )
    return dict(rows.order_by("-from_day", "-pk").values_list("trainee_id", "arena__code"))


def _by_trainee(rows: Prepared, ids: list[int], view: Callable[..., T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for trainee_id, *values in rows(ids=ids):
        found[trainee_id].append(view(*values))
    return found
