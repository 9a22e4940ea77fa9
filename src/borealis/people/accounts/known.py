"""Whose an address is."""

from __future__ import annotations

from borealis.people.models import Person


def person_with_address(email: str) -> Person | None:
    """The one person with an address, however its letters are written; None when there is none, or two."""
    found = list(Person.objects.filter(email__iexact=email.strip())[:2]) if email else []
    return found[0] if len(found) == 1 else None
