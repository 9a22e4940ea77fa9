"""Adding persons and changing what is known of them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from borealis.audit.actions import record_event
from borealis.people.models import Person


@transaction.atomic
def add_person(*, by: int | None, name: str, email: str, now: dt.datetime, language: str = "nb") -> Person:
    """Add a person, who cannot sign in before a password or another way is set."""
    person = Person(name=name, email=email, language=language)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    record_event(by=by, act="add_person", subject=f"people.Person:{person.pk}", now=now)
    return person


@transaction.atomic
def choose_language(*, by: int, language: str, now: dt.datetime) -> None:
    """A person reads Borealis in another language from now on."""
    person = Person.objects.get(pk=by)
    person.language = language
    person.full_clean(exclude=["password"])
    person.save(update_fields=["language"])
    record_event(
        by=by, act="choose_language", subject=f"people.Person:{by}", now=now, detail={"language": language}
    )
