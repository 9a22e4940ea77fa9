"""Who can see to a measure: those who lead and train at a department or above it."""

from __future__ import annotations

import datetime as dt

from borealis.organisations.queries import line_ids
from borealis.people.queries import employed_among, holders

OWNERS = ("head", "stand_in", "training_lead", "training_coordinator", "guide", "supervisor", "delegate")


def owners_in(department_id: int, on: dt.date) -> list[tuple[int, str]]:
    """Persons by name."""
    found = {
        person.pk: person.name
        for role in OWNERS
        for place in line_ids(department_id)
        for person in holders(role, place, on)
    }
    employed = employed_among(found, on)
    return sorted(((pk, name) for pk, name in found.items() if pk in employed), key=lambda pair: pair[1])
