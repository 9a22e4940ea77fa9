"""What is refused before anything is stored, and what is said when two persons change the same at once."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from borealis.people.models import Person

EARLIEST = dt.date(1970, 1, 1)
LATEST_AHEAD = dt.timedelta(days=20 * 365)
ONE_DAY = dt.timedelta(days=1)


class ChangedMeanwhile(Exception):
    """Somebody else changed the same thing first. ``stands`` is what is stored now, by field."""

    def __init__(self, stands: Mapping[str, Any]) -> None:
        super().__init__("changed meanwhile")
        self.stands = dict(stands)


class Refusals:
    """Gathers messages by field; ``stop`` raises them all at once as one ValidationError."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, field: str, message: str) -> None:
        self.found.setdefault(field, []).append(message)

    def stop(self) -> None:
        if self.found:
            raise ValidationError({field: list(texts) for field, texts in self.found.items()})


def refuse(field: str, message: str) -> ValidationError:
    """One message at one field."""
    return ValidationError({field: [message]})


def locked_person(person_id: int) -> Person:
    """The person, held until the transaction ends."""
    found = Person.objects.select_for_update().filter(pk=person_id).first()
    if found is None:
        raise refuse("person", _("Personen finnes ikke. Velg en fra listen."))
    return found


def end_sessions(person: Person) -> None:
    """Every session of a person, whom the caller holds, is over at the next request."""
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])


def check_text(refusals: Refusals, field: str, text: str, longest: int, *, needed: str = "") -> str:
    """A line of text without space around it and without signs that cannot be seen."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text and needed:
        refusals.add(field, needed)
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        refusals.add(field, _("Teksten har et usynlig styretegn. Skriv den på nytt."))
    if len(text) > longest:
        refusals.add(
            field,
            _("Teksten er på %(length)d tegn. Forkort den til høyst %(longest)d.")
            % {"length": len(text), "longest": longest},
        )
    return text


def check_days(
    refusals: Refusals, first: tuple[str, dt.date], last: tuple[str, dt.date | None], now: dt.datetime
) -> None:
    """Days of a believable century and in the right order, each told with the name of its field."""
    latest = timezone.localdate(now) + LATEST_AHEAD
    for field, day in (first, last):
        if day is not None and not EARLIEST <= day <= latest:
            refusals.add(
                field,
                _("Året %(year)d kan ikke stemme. Skriv en dato mellom 1970 og %(latest)d.")
                % {"year": day.year, "latest": latest.year},
            )
            return
    if last[1] is not None and last[1] < first[1]:
        refusals.add(
            last[0],
            _("Siste dag er før første dag, %(first)s. Bytt om datoene, eller rett den ene.")
            % {"first": shown(first[1])},
        )


def check_others(by: int | None, person_id: int, message: str) -> None:
    """Nobody decides on own rights."""
    if by is not None and by == person_id:
        raise refuse("person", message)


def shown(day: dt.date) -> str:
    """A day in words."""
    return date_format(day, "DATE_FORMAT")
