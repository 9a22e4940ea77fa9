"""What was done: by whom, about whom, where and when. Newest first, in pages by number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from borealis.audit import registry
from borealis.audit.models import Event

NOTHING: Mapping[str, Any] = MappingProxyType({})
LANGUAGES = ("nb", "nn", "en")
FACTS = (
    *("number", "at", "act", "by_id", "by__name", "role", "place_id", "way", "about_id", "about__name"),
    *("subject", "version", "commitment", "place__name_nb"),
)


@dataclass(frozen=True)
class EventTold:
    """One event as a page tells it. ``words`` say the act in the reader's language.

    ``detail`` and ``private`` are empty where the reader may not have them. ``erased`` says that there
    was personal text which is erased; where the text is not given at all it is False.
    """

    number: int
    at: dt.datetime
    act: str
    words: str
    by_id: int | None
    by_name: str
    role: str
    place_id: int | None
    place: str
    way: str
    about_id: int | None
    about_name: str
    subject: str
    version: str
    detail: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    private: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    erased: bool = False


@dataclass(frozen=True)
class EventFilters:
    """What an auditor looks for. Both days are included. ``places`` None: everywhere; empty: nowhere."""

    acts: Collection[str] = ()
    by: int | None = None
    about: int | None = None
    places: Collection[int] | None = None
    from_day: dt.date | None = None
    to_day: dt.date | None = None


def events(
    filters: EventFilters | None = None, *, before: int | None = None, limit: int = 50
) -> list[EventTold]:
    """Events for who audits: who did what, where and when, and never what was written.

    Give the lowest number so far as ``before`` for the next page.
    """
    wanted = filters or EventFilters()
    rows = Event.objects.all()
    if wanted.acts:
        rows = rows.filter(act__in=wanted.acts)
    if wanted.by is not None:
        rows = rows.filter(by_id=wanted.by)
    if wanted.about is not None:
        rows = rows.filter(about_id=wanted.about)
    if wanted.places is not None:
        rows = rows.filter(place_id__in=wanted.places)
    if wanted.from_day is not None:
        rows = rows.filter(at__gte=_midnight(wanted.from_day))
    if wanted.to_day is not None:
        rows = rows.filter(at__lt=_midnight(wanted.to_day + dt.timedelta(days=1)))
    return _page(rows, before, limit, None)


def events_about(
    person_id: int, *, acts: Collection[str] = (), before: int | None = None, limit: int = 50
) -> list[EventTold]:
    """Events that concern a person, for that person alone: with details, and texts that are not erased."""
    rows = Event.objects.filter(about_id=person_id)
    return _page(rows.filter(act__in=acts) if acts else rows, before, limit, person_id)


def events_by(
    person_id: int, *, acts: Collection[str] = (), before: int | None = None, limit: int = 50
) -> list[EventTold]:
    """What a person has done, for that person alone. Texts are given only where they concern the person."""
    rows = Event.objects.filter(by_id=person_id)
    return _page(rows.filter(act__in=acts) if acts else rows, before, limit, person_id)


def act_choices() -> list[tuple[str, str]]:
    """Every act that can stand in the record, with its words, in the order of the words."""
    return sorted(((act, registry.words_of(act)) for act in registry.acts()), key=lambda pair: pair[1])


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _page(rows: QuerySet[Event], before: int | None, limit: int, reader: int | None) -> list[EventTold]:
    """A page of events; details and texts only for a reader whom they concern."""
    if before is not None:
        rows = rows.filter(number__lt=before)
    language = get_language() or LANGUAGES[0]
    place = f"place__name_{language if language in LANGUAGES else LANGUAGES[0]}"
    more = () if reader is None else ("detail", "text__text")
    found = rows.order_by("-number").values(*FACTS, place, *more)[: max(0, limit)]
    return [_told(row, place, reader) for row in found]


def _told(row: dict[str, Any], place: str, reader: int | None) -> EventTold:
    concerns = reader is not None and row["about_id"] == reader
    text = row.get("text__text")
    return EventTold(
        number=row["number"],
        at=row["at"],
        act=row["act"],
        words=registry.words_of(row["act"]),
        by_id=row["by_id"],
        by_name=row["by__name"] or "",
        role=row["role"],
        place_id=row["place_id"],
        place=row[place] or row["place__name_nb"] or "",
        way=row["way"],
        about_id=row["about_id"],
        about_name=row["about__name"] or "",
        subject=row["subject"],
        version=row["version"],
        detail=MappingProxyType(row["detail"]) if reader is not None else NOTHING,
        private=MappingProxyType(text) if concerns and text else NOTHING,
        erased=concerns and bool(row["commitment"]) and text is None,
    )
