"""What can be chosen in the lists of forms."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_

from borealis.curriculum.queries import goals_of
from borealis.organisations.queries import arenas, line_ids, name_of, organisations
from borealis.people.queries import holders
from borealis.programmes.queries import programme_by_id
from borealis.shell.language import localised, text_in
from borealis.trainees.models import Trainee
from borealis.trainees.rules import REGISTERED_STATES
from borealis.trainees.wording import REGISTERED_WORDS

Choices = list[tuple[str, str]]
GUIDING_ROLES = ("guide", "head", "training_lead")


def department_choices() -> Choices:
    """The departments, by name."""
    rows = [row for row in organisations().values() if row.kind == "department"]
    return sorted(((str(row.pk), name_of(row)) for row in rows), key=lambda choice: choice[1])


def arena_choices(trainee: Trainee) -> Choices:
    """The arenas of the trainee's programme, in its order."""
    current = programme_by_id(trainee.programme_id)
    codes = [arena.id for arena in current.document.arenas] if current else []
    rows = arenas(codes)
    return [(code, localised(rows[code], "name")) for code in codes if code in rows]


def phase_choices(trainee: Trainee) -> Choices:
    """The phases of the trainee's programme, in its order."""
    current = programme_by_id(trainee.programme_id)
    return [(phase.id, text_in(phase.name)) for phase in current.document.phases] if current else []


def guide_choices(trainee: Trainee, on: dt.date) -> Choices:
    """Those who guide or lead at the department or above on a day, by name."""
    places = line_ids(trainee.programme.department_id)
    found = reduce(or_, (holders(role, place, on) for role in GUIDING_ROLES for place in places))
    people = found.exclude(pk=trainee.person_id).order_by("name", "pk")
    return [(str(person.pk), person.name) for person in people]


def goal_choices(trainee: Trainee) -> Choices:
    """The goals of the trainee's pinned sets, in order."""
    codes = trainee.goal_sets.order_by("common", "prefix").values_list("code", flat=True)
    return [(str(goal.pk), f"{goal.code} {goal.title}") for goal in goals_of(codes)]


def state_choices() -> Choices:
    """The states that may be registered for a doctor."""
    return [(state, str(REGISTERED_WORDS[state])) for state in REGISTERED_STATES]
