"""A list of courses: previewed, taken in as it was shown, taken back as a whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.courses.models import Course, CourseDate, CourseImport
from borealis.courses.queries.preview import Content, contents, date_content, preview_courses
from borealis.people.actions.refusals import refuse
from borealis.shell.located import Problem


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
        if date is not None and date_content(date) == said:
            continue
        date = date or CourseDate(course=row, first_day=dt.date.fromisoformat(first), version=0)
        for field in ("last_day", "announced_on", "deadline"):
            setattr(date, field, dt.date.fromisoformat(said[field]))
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


def _new_dates(code: str, stored: CourseImport) -> QuerySet[CourseDate]:
    """The dates of a course that the list brought."""
    before = stored.before[code]
    old = [] if before is None else [dt.date.fromisoformat(first) for first in before["dates"]]
    return CourseDate.objects.filter(course__code=code).exclude(first_day__in=old)


def _take_back(code: str, before: Content | None, stored: CourseImport, now: dt.datetime) -> None:
    _new_dates(code, stored).delete()
    if before is None:
        Course.objects.filter(code=code).delete()
    else:
        _write(code, stored.owner_id, before, now)


def _record(by: int | None, act: str, stored: CourseImport, now: dt.datetime, **detail: object) -> None:
    record_event(by=by, act=act, subject=f"courses.CourseImport:{stored.pk}", now=now, detail=detail)
