"""The record, as the person whom it is about reads it, and as who checks it does."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.registry import acts, words_of
from borealis.people.accounts.devices import device_words
from borealis.privacy.queries.material import describe, moment
from borealis.privacy.queries.words import subject_words, text_words, way_words
from borealis.privacy.rules import acts_in, safe_cell
from borealis.shell.language import localised
from borealis.shell.menus import role_name

PAGE = 50
MOST_ROWS = 10_000
OWN_EXPORTS_A_DAY = 5


@dataclass(frozen=True)
class Choice:
    """What to show of the record: an act, a person, and days, both included; None: all."""

    act: str = ""
    person_id: int | None = None
    from_day: dt.date | None = None
    to_day: dt.date | None = None

    def as_detail(self) -> dict[str, Any]:
        """What was chosen, for the event that tells of the reading."""
        return {
            "act": self.act,
            "from_day": self.from_day.isoformat() if self.from_day else None,
            "to_day": self.to_day.isoformat() if self.to_day else None,
        }


@dataclass(frozen=True)
class Line:
    """One event in words. ``who`` is the role and place in which it was done, not a colleague's name."""

    number: int
    at: dt.datetime
    what: str
    who: str
    way: str
    subject: str
    version: str
    texts: tuple[tuple[str, str], ...] = ()


def _events() -> QuerySet[Any]:
    """All events, the newest first."""
    events: QuerySet[Any] = apps.get_model("audit.Event")._base_manager.select_related("place")
    return events.order_by("-number")


def _paged(events: QuerySet[Any], before: int | None, limit: int) -> tuple[list[Any], int | None]:
    """The newest events before a number, and the number to go on from when there are older ones."""
    rows = list((events.filter(number__lt=before) if before else events)[: limit + 1])
    return rows[:limit], rows[limit - 1].number if len(rows) > limit else None


def events_about_me(
    person_id: int, group: str, before: int | None = None, limit: int = PAGE
) -> tuple[list[Line], int | None]:
    """What was read and done about a person, newest first, and where the next page begins."""
    events = _events().filter(about_id=person_id, act__in=acts_in(group, acts())).select_related("text")
    rows, older = _paged(events, before, limit)
    return [_own_line(row, person_id) for row in rows], older


def _own_line(row: Any, person_id: int) -> Line:
    """An event as the person reads it whom it is about: with its texts, and with the goal that it names."""
    line = _line(row, _doer(row, person_id), _texts(row))
    goal = row.detail.get("goal")
    return replace(line, subject=str(goal)) if isinstance(goal, str) else line


def _doer(row: Any, person_id: int) -> str:
    """In which role, and where, it was done; a colleague is not named (CJEU C-579/21)."""
    if row.by_id == person_id:
        return _("deg selv")
    if row.by_id is None:
        return _("Borealis")
    return _role_and_place(row) or _("en kollega")


def _role_and_place(row: Any) -> str:
    role = role_name(row.role) if row.role else ""
    place = localised(row.place, "name") if row.place else ""
    return ", ".join(part for part in (role, place) if part)


def _texts(row: Any) -> tuple[tuple[str, str], ...]:
    """The erasable texts of an event, such as why, with what they are called."""
    text: Mapping[str, str] = row.text.text if hasattr(row, "text") else {}
    return tuple(
        (text_words(name), device_words(value) if name == "browser" else value)
        for name, value in sorted(text.items())
        if value
    )


def _short(version: str) -> str:
    """A version for reading: of a long digest, its beginning."""
    return f"{version[:8]}…" if len(version) > 20 else version


def _line(row: Any, who: str, texts: tuple[tuple[str, str], ...] = ()) -> Line:
    return Line(
        row.number,
        row.at,
        words_of(row.act),
        who,
        way_words(row.way),
        subject_words(row.subject),
        _short(row.version),
        texts,
    )


def exports_since(person_id: int, since: dt.datetime) -> int:
    """How many archives of themselves a person has fetched since a moment."""
    made = _events().filter(by_id=person_id, about_id=person_id, act="export_person", at__gte=since)
    return made.count()


def _chosen(places: Iterable[int], choice: Choice) -> QuerySet[Any]:
    """The events at the places that are chosen; days are Norwegian days."""
    # Adding 0 keeps the engine from gathering all events of many places and sorting them: the newest come
    # first when the record is read from its end.
    events: QuerySet[Any] = _events().select_related("by", "place").annotate(at_place=F("place_id") + 0)
    events = events.filter(at_place__in=frozenset(places))
    if choice.act:
        events = events.filter(act=choice.act)
    if choice.person_id:
        events = events.filter(Q(by_id=choice.person_id) | Q(about_id=choice.person_id))
    if choice.from_day:
        events = events.filter(at__gte=_midnight(choice.from_day))
    if choice.to_day:
        events = events.filter(at__lt=_midnight(choice.to_day + dt.timedelta(days=1)))
    return events


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def record_lines(
    places: Iterable[int], choice: Choice, before: int | None = None, limit: int = PAGE
) -> tuple[list[Line], int | None]:
    """Events at places, newest first, and where the next page begins. No contents and no reasons."""
    rows, older = _paged(_chosen(places, choice), before, limit)
    return [_line(row, _named_doer(row)) for row in rows], older


def _named_doer(row: Any) -> str:
    """Who acted: staff by name, since that is what is checked; a trainee by role alone."""
    where = _role_and_place(row)
    if row.by is None:
        return _("Borealis")
    return where if row.role == "trainee" else f"{row.by.name}, {where}" if where else str(row.by.name)


def record_csv(places: Iterable[int], choice: Choice) -> str:
    """The chosen events as CSV with semicolons, as Norwegian spreadsheets read it; at most MOST_ROWS."""
    lines, _older = record_lines(places, choice, None, MOST_ROWS)
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow([_("Nummer"), _("Tidspunkt"), _("Handling"), _("Hvem"), _("Hva"), _("Versjon"), _("Vei")])
    for line in lines:
        cells = (line.what, line.who, line.subject, line.version, line.way)
        table.writerow([line.number, moment(line.at), *map(safe_cell, cells)])
    return written.getvalue()


def newest_number() -> int:
    """The number of the newest event; 0 when there are none."""
    newest = _events().values_list("number", flat=True).first()
    return int(newest or 0)


def place_words(place_ids: Iterable[int]) -> str:
    """The names of places, for the head of a page."""
    rows = apps.get_model("organisations.Organisation")._base_manager.filter(pk__in=list(place_ids))
    return ", ".join(describe(row) for row in rows.order_by("pk"))
