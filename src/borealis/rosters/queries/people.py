"""Who can be meant in a department's roster, who is a specialist there, who is in training, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from borealis.organisations import queries as organisations
from borealis.organisations.queries import within
from borealis.people.directory import SpecialistApproval, belonging_to, persons, posts
from borealis.plans.queries import stored_plans
from borealis.plans.rules.months import month_of
from borealis.rosters.models import PersonMatch
from borealis.rosters.rules.duties import Named
from borealis.rosters.rules.names import Candidate, Match, match_people
from borealis.shell.language import localised
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import in_training
from borealis.trainees.queries import served_in


def candidates(department_id: int) -> list[Candidate]:
    """Everybody who works, worked or trains at the department, by name."""
    places = within([department_id])
    trained = Trainee.objects.filter(person=OuterRef("pk"), programme__department_id__in=places)
    rows = persons().filter(belonging_to(places) | Q(Exists(trained)), erased_at=None).order_by("name", "pk")
    return [
        Candidate(pk, name, number or "")
        for pk, name, number in rows.values_list("pk", "name", "personnel_number")
    ]


def confirmed_matches(department_id: int) -> dict[str, int | None]:
    """What people have said of names in the department's rosters."""
    return dict(PersonMatch.objects.filter(department_id=department_id).values_list("who", "person_id"))


def matches_for(department_id: int, named: Iterable[Named]) -> list[Match]:
    """Whom each name in a file means."""
    return match_people(named, candidates(department_id), confirmed_matches(department_id))


def specialists(person_ids: Iterable[int], on: dt.date) -> frozenset[int]:
    """Those who are approved specialists and permanently employed (S11).

    Of whom no post is known is taken to be permanent; a post with a last day is not.
    """
    keys = set(person_ids)
    approved = set(
        SpecialistApproval.objects.filter(person_id__in=keys, approved_on__lte=on).values_list(
            "person_id", flat=True
        )
    )
    held = posts().filter(person_id__in=approved)
    known = set(held.values_list("person_id", flat=True))
    permanent = held.filter(from_day__lte=on, to_day=None).values_list("person_id", flat=True)
    return frozenset((approved - known) | set(permanent))


@dataclass(frozen=True)
class InTraining:
    """A doctor in training: the keys, and the arena of the plan that the day falls in ("" when none)."""

    person_id: int
    trainee_id: int
    name: str
    department_id: int
    arena: str = ""


def in_training_among(
    person_ids: Iterable[int], on: dt.date, *, arenas: bool = True
) -> dict[int, InTraining]:
    """Those of these people who are in training on a day, by person, with the arena that the plan says.

    ``arenas=False``: the arenas are not asked for.
    """
    rows = Trainee.objects.filter(in_training(on), person_id__in=set(person_ids)).select_related(
        "person", "programme"
    )
    found = {row.person_id: row for row in rows}
    places = _arenas([row.pk for row in found.values()], on) if arenas else {}
    return {
        person: InTraining(
            person, row.pk, row.person.name, row.programme.department_id, places.get(row.pk, "")
        )
        for person, row in found.items()
    }


def _arenas(trainee_ids: list[int], on: dt.date) -> dict[int, str]:
    """The name of the arena that each trainee serves in on a day, else that the plan has in the month."""
    month = month_of(on)
    plans = stored_plans(trainee_ids)
    planned = {
        pk: stint.arena
        for pk, plan in plans.items()
        for stint in plan.content.stints
        if stint.first <= month <= stint.through
    }
    codes = planned | served_in(trainee_ids, on)
    names = {
        code: row.short_name or localised(row, "name")
        for code, row in organisations.arenas(codes.values()).items()
    }
    return {pk: names[code] for pk, code in codes.items() if code in names}
