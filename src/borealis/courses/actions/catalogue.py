"""The catalogue by hand: a course, its dates, what is taken out and called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.courses.actions.steps import take_step
from borealis.courses.models import Course, CourseDate
from borealis.courses.queries.known import known_goals, known_specialties
from borealis.courses.rules import ACTIVE
from borealis.courses.rules.faults import Days, day_faults, days_of
from borealis.courses.wording import fault_words
from borealis.people.actions.refusals import Refusals, check_text, refuse

LONGEST_NAME = 180
MOST_HOURS, MOST_MONTHS, MOST_PLACES = 2000, 120, 1000
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class CourseFacts:
    """What a course says. ``specialties`` are prefixes, ``goals`` codes."""

    names: dict[str, str]
    provider: str
    specialties: Collection[str] = ()
    goals: Collection[str] = ()
    hours: int = 0
    recurrence_months: int = 0
    address: str = ""


@dataclass(frozen=True)
class DateFacts:
    """What a course date says; days that are not said are as practice has them."""

    first_day: dt.date
    places: int
    last_day: dt.date | None = None
    place: str = ""
    announced_on: dt.date | None = None
    deadline: dt.date | None = None
    days: Days = field(init=False)

    def __post_init__(self) -> None:
        days = days_of(self.first_day, self.last_day, self.announced_on, self.deadline)
        object.__setattr__(self, "days", days)


@transaction.atomic
def save_course(
    *,
    by: int | None,
    owner_id: int,
    facts: CourseFacts,
    now: dt.datetime,
    course_id: int | None = None,
    version: int | None = None,
) -> Course:
    """A new course, or other content in one. Refused when another has changed it since it was read."""
    course = Course(owner_id=owner_id) if course_id is None else held_course(course_id, version)
    values = _checked(facts)
    course.code = course.code or _free_code(facts.names["nb"])
    for name, value in values.items():
        setattr(course, name, value)
    course.version = 1 if course.pk is None else course.version + 1
    course.save()
    _record(by, "save_course", course, now, version=course.version)
    return course


def _checked(facts: CourseFacts) -> dict[str, object]:
    """The columns of a course, or messages by field."""
    refusals = Refusals()
    values: dict[str, object] = {}
    for language in ("nb", "nn", "en"):
        needed = _("Skriv et navn.") if language == "nb" else ""
        name = f"name_{language}"
        values[name] = check_text(refusals, name, facts.names.get(language, ""), LONGEST_NAME, needed=needed)
    values["provider"] = check_text(
        refusals, "provider", facts.provider, 200, needed=_("Skriv hvem som holder kurset.")
    )
    values["specialties"] = _known(
        refusals, "specialties", facts.specialties, known_specialties(facts.specialties)
    )
    values["goals"] = _known(refusals, "goals", facts.goals, known_goals(facts.goals))
    values["hours"] = _number(refusals, "hours", facts.hours, 0, MOST_HOURS)
    values["recurrence_months"] = _number(
        refusals, "recurrence_months", facts.recurrence_months, 0, MOST_MONTHS
    )
    values["address"] = _address(refusals, facts.address.strip())
    refusals.stop()
    return values


def _known(refusals: Refusals, field: str, said: Collection[str], known: Collection[str]) -> list[str]:
    for one in said:
        if one not in known:
            words = fault_words(f"unknown_{field}")
            refusals.add(field, " ".join(words) % {"value": one[:60]})
    return sorted(set(said))


def _number(refusals: Refusals, field: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        words = {"least": least, "most": most}
        refusals.add(field, _("Skriv et helt tall fra %(least)s til %(most)s.") % words)
    return value


def _address(refusals: Refusals, address: str) -> str:
    try:
        if address:
            URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        refusals.add("address", _("Skriv en nettadresse som begynner med https://."))
    return address


def _free_code(name: str) -> str:
    base = slugify(name.lower().translate(LETTERS))[:50] or "kurs"
    taken = set(Course.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if code not in taken)


def held_course(course_id: int, version: int | None = None) -> Course:
    """The course, held until the transaction ends; refused when another has changed it since it was read."""
    found = Course.objects.select_for_update().filter(pk=course_id).first()
    if found is None:
        raise refuse("course", _("Kurset finnes ikke lenger. Last siden på nytt."))
    if version is not None and found.version != version:
        raise refuse("version", _("Kurset er endret siden du så det. Last siden på nytt, og se på det nye."))
    return found


@transaction.atomic
def retire_course(*, by: int | None, course_id: int, now: dt.datetime) -> Course:
    """Take a course out of the catalogue. Dates that somebody waits for must be called off first."""
    course = held_course(course_id)
    if course.dates.filter(registrations__state__in=ACTIVE).exists():
        raise refuse("course", _("Noen venter på en dato. Avlys datoen først."))
    course.retired_at = course.retired_at or now
    course.version += 1
    course.save(update_fields=["retired_at", "version"])
    _record(by, "retire_course", course, now)
    return course


@transaction.atomic
def save_date(
    *,
    by: int | None,
    course_id: int,
    facts: DateFacts,
    now: dt.datetime,
    date_id: int | None = None,
    version: int | None = None,
) -> CourseDate:
    """A new date of a course, or other days and places of one."""
    course = held_course(course_id)
    date = CourseDate(course=course, version=0) if date_id is None else held_date(date_id, version)
    _check_date(date, facts)
    days = facts.days
    date.first_day, date.last_day = days.first_day, days.last_day
    date.announced_on, date.deadline = days.announced_on, days.deadline
    date.place, date.places = facts.place.strip(), facts.places
    date.version += 1
    date.save()
    detail = {"date": date.pk, "first_day": str(date.first_day), "places": date.places}
    _record(by, "save_course_date", course, now, **detail)
    return date


def _check_date(date: CourseDate, facts: DateFacts) -> None:
    refusals = Refusals()
    for name, code in day_faults(facts.days):
        words = " ".join(fault_words(code)) % {"value": str(facts.first_day)}
        refusals.add(name, words)
    others = CourseDate.objects.filter(course=date.course, first_day=facts.first_day).exclude(pk=date.pk)
    if others.exists():
        refusals.add("first_day", _("Kurset har alt en dato som begynner den dagen."))
    _number(refusals, "places", facts.places, 1, MOST_PLACES)
    check_text(refusals, "place", facts.place, 200)
    given = date.registrations.filter(state="placed").count() if date.pk else 0
    if facts.places < given:
        refusals.add("places", _("%(n)s har alt fått plass. Skriv minst så mange.") % {"n": given})
    if date.cancelled_at is not None:
        refusals.add("first_day", _("Datoen er avlyst. Legg inn en ny."))
    refusals.stop()


def held_date(date_id: int, version: int | None = None) -> CourseDate:
    """The date, held until the transaction ends; refused when another has changed it since it was read."""
    rows = CourseDate.objects.select_for_update(of=("self",)).select_related("course")
    found = rows.filter(pk=date_id).first()
    if found is None:
        raise refuse("date", _("Datoen finnes ikke lenger. Last siden på nytt."))
    if version is not None and found.version != version:
        raise refuse("version", _("Datoen er endret siden du så den. Last siden på nytt, og se på den nye."))
    return found


@transaction.atomic
def cancel_date(*, by: int | None, date_id: int, now: dt.datetime) -> CourseDate:
    """A date is called off: those who wait for it are free to choose another."""
    date = held_date(date_id)
    if date.cancelled_at is not None:
        return date
    date.cancelled_at = now
    date.version += 1
    date.save(update_fields=["cancelled_at", "version"])
    waiting = list(date.registrations.select_for_update().filter(state__in=ACTIVE))
    for registration in waiting:
        take_step(registration, "cancel_course_date", by=by, now=now, reason=_("Kurset er avlyst."))
    _record(by, "cancel_course_date", date.course, now, date=date.pk, registrations=len(waiting))
    return date


def _record(by: int | None, act: str, course: Course, now: dt.datetime, **detail: object) -> None:
    record_event(by=by, act=act, subject=f"courses.Course:{course.pk}", now=now, detail=detail)
