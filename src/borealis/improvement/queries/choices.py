"""Whom and what can be chosen: teams, leaders, and goals that the work serves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from borealis.curriculum.queries import GoalView, goals_of
from borealis.organisations.queries import line_ids
from borealis.people.queries import employed_among, holders
from borealis.programmes.queries import programme_by_id
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import in_training

LEADERS = ("head", "training_lead", "guide", "supervisor", "delegate")


def team_choices(department_id: int, on: dt.date) -> list[tuple[int, str]]:
    """The trainees of a department on a day, by name."""
    rows = Trainee.objects.filter(in_training(on), programme__department_id=department_id)
    return list(rows.order_by("person__name", "pk").values_list("pk", "person__name"))


def people_of(trainees: Iterable[int]) -> set[int]:
    """The persons who are these trainees."""
    return set(Trainee.objects.filter(pk__in=set(trainees)).values_list("person_id", flat=True))


def leaders_in(department_id: int, on: dt.date) -> list[tuple[int, str]]:
    """Who leads and supervises at a department or above it, and is employed, by name."""
    found = {
        person.pk: person.name
        for role in LEADERS
        for place in line_ids(department_id)
        for person in holders(role, place, on)
    }
    employed = employed_among(found, on)
    return sorted(((pk, name) for pk, name in found.items() if pk in employed), key=lambda pair: pair[1])


def goals_for(trainees: Iterable[int]) -> dict[int, GoalView]:
    """The goals that at least one of some trainees follows, by key."""
    sets = Trainee.objects.filter(pk__in=set(trainees)).order_by("-goal_sets__common", "goal_sets__prefix")
    codes = [code for code in sets.values_list("goal_sets__code", flat=True) if code]
    return {goal.pk: goal for goal in goals_of(dict.fromkeys(codes))}


def paper_goals(trainee: Trainee) -> list[int]:
    """The goals that a project paper serves by the programme, of those that the trainee follows."""
    current = programme_by_id(trainee.programme_id)
    if current is None:
        return []
    document = current.document
    codes = {
        code
        for kind, named in (
            *((part.kind, (*part.goals, *part.earlier_goals)) for part in document.research.activities),
            *((part.kind, (*part.goals, *part.earlier_goals)) for part in document.common_goals.activities),
        )
        if kind == "project_paper"
        for code in named
    }
    return [pk for pk, goal in goals_for([trainee.pk]).items() if goal.code in codes]
