"""What can be chosen when an assessment is given or asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from borealis.organisations.queries import line_ids
from borealis.people.directory import Person
from borealis.people.queries import holders
from borealis.portfolio.activities.terms import arena_on, terms_of
from borealis.portfolio.assessment.library import forms
from borealis.portfolio.models import Activity
from borealis.portfolio.signing.chain import guide_of
from borealis.shell.language import text_in
from borealis.trainees.directory import Trainee

Choices = list[tuple[str, str]]
ASSESSORS = ("supervisor", "guide", "head", "training_lead")
MOST_PROPOSED = 8


def form_choices(activity: Activity | None = None) -> list[dict[str, Any]]:
    """The forms in use; those made for this kind of activity first."""
    kind = activity.kind if activity else ""
    found = [
        {
            "code": code,
            "name": text_in(listed.form.name),
            "purpose": text_in(listed.form.purpose),
            "fits": bool(kind) and kind in listed.form.assesses,
            "questions": len(listed.form.questions),
        }
        for code, listed in forms().items()
        if not (kind and listed.form.assesses and kind not in listed.form.assesses)
    ]
    return sorted(found, key=lambda form: not form["fits"])


def goal_choices(trainee: Trainee) -> Choices:
    """The goals that the trainee follows, in order."""
    return [(str(goal.pk), f"{goal.code} {goal.title}") for goal in terms_of(trainee).goals]


def proposed_goals(
    trainee: Trainee, activity: Activity | None, on: dt.date
) -> tuple[Choices, list[str], str]:
    """Goals to tick, and those ticked already: the activity's own, then those that the arena is there for;
    and what the arena is called."""
    terms, own = terms_of(trainee), set[int]()
    code = arena_on(trainee, on)
    if activity is not None:
        own = set(activity.goals.values_list("pk", flat=True))
        code = activity.arena.code if activity.arena else code
    arenas = terms.document.arenas if terms.document else ()
    arena = next((arena for arena in arenas if arena.id == code), None)
    offered = arena.main if arena else ()
    first = [goal for goal in terms.goals if goal.pk in own]
    here = [goal for goal in terms.goals if goal.pk not in own and goal.code in offered]
    proposed = [*first, *here][: max(MOST_PROPOSED, len(first))]
    choices = [(str(goal.pk), f"{goal.code} {goal.title}") for goal in proposed]
    return choices, [str(goal.pk) for goal in first], text_in(arena.name) if arena else ""


def ask_choices(trainee: Trainee, on: dt.date) -> Choices:
    """Whom the trainee can ask here: the guide first, then those who supervise and lead, by name."""
    found: dict[int, str] = {}
    for role in ASSESSORS:
        for place in line_ids(trainee.programme.department_id):
            found |= {person.pk: person.name for person in holders(role, place, on)}
    guide: Person | None = guide_of(trainee, on)
    found.pop(trainee.person_id, None)
    if guide is not None:
        found.pop(guide.pk, None)
    rest = sorted(((str(pk), name) for pk, name in found.items()), key=lambda choice: choice[1])
    return [(str(guide.pk), guide.name), *rest] if guide else rest
