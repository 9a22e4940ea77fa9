"""Adding a person together with the post that says who keeps the person."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from borealis.people.actions import add_person, add_post
from borealis.people.directory import Person


@transaction.atomic
def add_employee(
    *,
    by: int | None,
    name: str,
    email: str,
    organisation_id: int,
    from_day: dt.date,
    now: dt.datetime,
    to_day: dt.date | None = None,
    title: str = "",
    hpr_number: str = "",
    personnel_number: str = "",
) -> Person:
    """Add a person with a post at a body, both or neither."""
    person = add_person(
        by=by, name=name, email=email, hpr_number=hpr_number, personnel_number=personnel_number, now=now
    )
    add_post(
        by=by,
        person_id=person.pk,
        organisation_id=organisation_id,
        title=title,
        from_day=from_day,
        to_day=to_day,
        now=now,
    )
    return person
