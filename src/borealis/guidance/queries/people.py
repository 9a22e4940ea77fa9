"""Whom somebody guides, leads, and can call together."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from borealis.organisations.queries import line_ids, within
from borealis.people.queries import Viewer, holders
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import guided_ids, visible_to

LEADERS = ("head", "training_lead", "guide", "supervisor", "delegate")


def guided_trainees(viewer: Viewer, on: dt.date) -> QuerySet[Trainee]:
    """Those whose guide the viewer is on a day."""
    seen = visible_to(viewer).filter(pk__in=guided_ids(viewer.person_id or 0, on))
    return seen.select_related("person", "programme").order_by("person__name", "pk")


def led_trainees(viewer: Viewer) -> QuerySet[Trainee]:
    """Those in training in the departments that the viewer leads."""
    places = within(viewer.places_with("register_training"))
    rows = visible_to(viewer).filter(programme__department_id__in=places)
    return rows.select_related("person", "programme").order_by("person__name", "pk")


def group_choices(viewer: Viewer, on: dt.date) -> tuple[int, dict[int, str], dict[int, str]]:
    """The department that a group is called together in, its trainees, and who can lead the talk, by name."""
    department = min(viewer.places_with("register_training"))
    trainees = {row.pk: row.person.name for row in led_trainees(viewer)}
    leaders = {
        person.pk: person.name
        for role in LEADERS
        for place in line_ids(department)
        for person in holders(role, place, on)
    }
    return department, trainees, dict(sorted(leaders.items(), key=lambda pair: pair[1]))
