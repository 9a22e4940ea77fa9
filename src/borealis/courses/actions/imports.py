"""A list of courses: previewed, taken in as it was shown, taken back as a whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.courses.models import Course, CourseDate, CourseImport
from borealis.courses.queries.known import known_goals, known_specialties
from borealis.courses.reading import read_shape, sense_problems
from borealis.courses.rules.faults import day_in, entry_days
from borealis.people.actions.refusals import refuse
from borealis.shell.located import Problem

Content = dict[str, Any]
"""A course as it stands: its own fields, and its dates by first day."""


class CoursesRefused(ValueError):
    """A list cannot be used. ``problems`` say why, by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.line}: {p.message}" for p in problems))
        self.problems = tuple(problems)


class CannotUndo(Exception):
    """Something was built on the list; ``reasons`` says what stands in the way."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("cannot undo")
        self.reasons = reasons


@dataclass(frozen=True)
class Preview:
    """What a list would do: each course it changes as it stands (None: new) and as it would be."""

    problems: tuple[Problem, ...]
    before: Mapping[str, Content | None]
    after: Mapping[str, Content]
    same: int

    @property
    def ready(self) -> bool:
        return not self.problems and bool(self.after)


def preview_courses(text: bytes | str, owner_id: int) -> Preview:
    """What a list would change for a body; nothing is stored."""
    located, problems = read_shape(text)
    if located is None:
        return Preview(tuple(problems), {}, {}, 0)
    entries = located.content["courses"]
    goals = {code for entry in entries for code in entry.get("goals") or ()}
    specialties = {code for entry in entries for code in entry.get("specialties") or ()}
    elsewhere = Course.objects.exclude(owner_id=owner_id).values_list("code", flat=True)
    found = sense_problems(located, known_specialties(specialties), known_goals(goals), set(elsewhere))
    if found:
        return Preview(tuple(found), {}, {}, 0)
    stored = contents(entry["code"] for entry in entries)
    after = {entry["code"]: _merged(stored.get(entry["code"]), entry) for entry in entries}
    changed = [code for code in after if after[code] != stored.get(code)]
    return Preview(
        (),
        {code: stored.get(code) for code in changed},
        {code: after[code] for code in changed},
        len(after) - len(changed),
    )


def contents(codes: Any) -> dict[str, Content]:
    """Stored courses by code, as they stand."""
    rows = Course.objects.filter(code__in=list(codes)).prefetch_related("dates")
    return {row.code: _content(row) for row in rows}


def _content(row: Course) -> Content:
    return {
        "name": {"nb": row.name_nb, "nn": row.name_nn, "en": row.name_en},
        "provider": row.provider,
        "specialties": sorted(row.specialties),
        "goals": sorted(row.goals),
        "hours": row.hours,
        "recurrence_months": row.recurrence_months,
        "address": row.address,
        "retired": row.retired_at is not None,
        "dates": {date.first_day.isoformat(): _date_content(date) for date in row.dates.all()},
    }


def _date_content(date: CourseDate) -> Content:
    return {
        "last_day": date.last_day.isoformat(),
        "place": date.place,
        "announced_on": date.announced_on.isoformat(),
        "deadline": date.deadline.isoformat(),
        "places": date.places,
    }


def _merged(stored: Content | None, entry: Mapping[str, Any]) -> Content:
    """A course as the list has it. Dates that the list does not name stay; a course it names is in use again."""
    dates = dict(stored["dates"]) if stored else {}
    for date in entry.get("dates") or ():
        days = entry_days(date)
        dates[days.first_day.isoformat()] = {
            "last_day": days.last_day.isoformat(),
            "place": str(date.get("place", "")).strip(),
            "announced_on": days.announced_on.isoformat(),
            "deadline": days.deadline.isoformat(),
            "places": date["places"],
        }
    names = {language: entry["name"].get(language, "") for language in ("nb", "nn", "en")}
    return {
        "name": names,
        "provider": entry["provider"],
        "specialties": sorted(entry.get("specialties") or ()),
        "goals": sorted(entry.get("goals") or ()),
        "hours": entry.get("hours", 0),
        "recurrence_months": entry.get("recurrence_months", 0),
        "address": entry.get("address", ""),
        "retired": False,
        "dates": dates,
    }


@transaction.atomic
def import_courses(*, by: int | None, owner_id: int, text: bytes | str, now: dt.datetime) -> CourseImport:
    """Take a list in, all of it or nothing; raises CoursesRefused."""
    list(Course.objects.select_for_update().filter(owner_id=owner_id))
    preview = preview_courses(text, owner_id)
    if preview.problems:
        raise CoursesRefused(preview.problems)
    if not preview.after:
        raise refuse("tekst", _("Listen sier det samme som katalogen. Ingenting er endret."))
    for code, content in preview.after.items():
        _write(code, owner_id, content, now)
    raw = text if isinstance(text, bytes) else text.encode()
    stored = CourseImport.objects.create(
        owner_id=owner_id,
        digest=hashlib.sha256(raw).hexdigest(),
        before=dict(preview.before),
        after=dict(preview.after),
        applied_at=now,
        applied_by_id=by,
    )
    _record(by, "import_courses", stored, now, courses=sorted(preview.after))
    return stored


def _write(code: str, owner_id: int, content: Content, now: dt.datetime) -> None:
    """Let a stored course and its dates be exactly as a content says; dates it does not name stay."""
    row = Course.objects.filter(code=code).first() or Course(code=code, owner_id=owner_id, version=0)
    names = content["name"]
    row.name_nb, row.name_nn, row.name_en = names["nb"], names["nn"], names["en"]
    for field in ("provider", "specialties", "goals", "hours", "recurrence_months", "address"):
        setattr(row, field, content[field])
    row.retired_at = (row.retired_at or now) if content["retired"] else None
    row.version += 1
    row.save()
    stored = {date.first_day.isoformat(): date for date in row.dates.all()}
    for first, said in content["dates"].items():
        date = stored.get(first)
        if date is not None and _date_content(date) == said:
            continue
        date = date or CourseDate(course=row, first_day=day_in(first), version=0)
        for field in ("last_day", "announced_on", "deadline"):
            setattr(date, field, day_in(said[field]))
        date.place, date.places = said["place"], said["places"]
        date.version += 1
        date.save()


@transaction.atomic
def undo_course_import(*, by: int | None, import_id: int, now: dt.datetime) -> CourseImport:
    """Take a list back, or nothing of it: CannotUndo says what stands in the way."""
    stored = CourseImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if stored is None or stored.undone_at is not None:
        raise refuse("import", _("Listen finnes ikke, eller er angret allerede."))
    list(Course.objects.select_for_update().filter(code__in=stored.after))
    if reasons := _in_the_way(stored):
        raise CannotUndo(reasons)
    for code, before in stored.before.items():
        _take_back(code, before, stored, now)
    stored.undone_at, stored.undone_by_id = now, by
    stored.save(update_fields=["undone_at", "undone_by"])
    _record(by, "undo_course_import", stored, now, courses=sorted(stored.after))
    return stored


def _in_the_way(stored: CourseImport) -> list[str]:
    """Courses that have changed since, and new dates that somebody has chosen."""
    now_stands = contents(stored.after)
    reasons = []
    for code, after in stored.after.items():
        name = {"name": after["name"]["nb"]}
        if now_stands.get(code) != after:
            reasons.append(_("%(name)s er endret etter at listen ble hentet.") % name)
        elif _new_dates(code, stored).filter(registrations__isnull=False).exists():
            reasons.append(_("Noen har meldt seg på %(name)s.") % name)
    return reasons


def _new_dates(code: str, stored: CourseImport) -> Any:
    """The dates of a course that the list brought."""
    before = stored.before[code]
    old = [] if before is None else [day_in(first) for first in before["dates"]]
    return CourseDate.objects.filter(course__code=code).exclude(first_day__in=old)


def _take_back(code: str, before: Content | None, stored: CourseImport, now: dt.datetime) -> None:
    _new_dates(code, stored).delete()
    if before is None:
        Course.objects.filter(code=code).delete()
    else:
        _write(code, stored.owner_id, before, now)


def _record(by: int | None, act: str, stored: CourseImport, now: dt.datetime, **detail: object) -> None:
    record_event(by=by, act=act, subject=f"courses.CourseImport:{stored.pk}", now=now, detail=detail)
