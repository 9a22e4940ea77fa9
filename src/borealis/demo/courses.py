"""Courses in the demonstration: four invented ones by a list, and the way to them in every state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import yaml
from django.utils import timezone

from borealis.courses import actions
from borealis.courses.directory import CourseDate, Registration
from borealis.courses.rules import deadline_by_default
from borealis.demo.work import HEAD
from borealis.organisations.queries import organisation
from borealis.programmes.actions import apply
from borealis.programmes.queries import programme, version
from borealis.shell.uploads import Upload
from borealis.trainees.rules import add_months

CENTRE = "Tora Kvitbjørn"
DAY = dt.timedelta(days=1)
COURSES = """courses:
  - {course: straalevern}
  - {course: samtaler, before: [selvstendig]}

"""
CERTIFICATE = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 420 300] >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""


@dataclass(frozen=True)
class _Telling:
    """Whose keys there are, and what time it is."""

    ids: dict[str, int]
    people: dict[str, int]
    now: dt.datetime

    def at(self, day: dt.date) -> dt.datetime:
        """The same hour as now on an earlier day."""
        return self.now - (timezone.localdate(self.now) - day)


def take_courses(ids: dict[str, int], people: dict[str, int], now: dt.datetime) -> None:
    """Take the list in long ago, and let each doctor come as far as the demonstration promises."""
    telling, today = _Telling(ids, people, now), timezone.localdate(now)
    long_ago = _weeks(today, -40)
    actions.import_courses(
        by=people[CENTRE],
        owner_id=organisation("helse-nord").pk,
        text=yaml.safe_dump(list_of(today), allow_unicode=True, sort_keys=False),
        now=telling.at(long_ago),
    )
    _behind(telling, today)
    _ahead(telling, today)


def name_in_programme(people: dict[str, int], code: str, now: dt.datetime) -> None:
    """Let the programme say which of the courses everyone takes, and when in the training."""
    current = programme(code)
    stored = version(current.pk, current.number) if current else None
    if stored is not None:
        text = stored.text.replace("\nguidance:\n", f"\n{COURSES}guidance:\n", 1)
        apply(by=people[HEAD], text=text, now=now, only=code)


def _behind(telling: _Telling, today: dt.date) -> None:
    """A course that was held three weeks ago, and one to come whose places are given."""
    was, comes = _date("samtaler", _weeks(today, -3)), _date("samtaler", _weeks(today, 8))
    done = _applied(telling, "Aslak Isbre", was)
    _admitted(telling, was, [done.pk])
    _completed(telling, done, telling.now - 10 * DAY)
    applied = [_applied(telling, name, comes) for name in ("Nora Fjellrype", "Maja Lomvi", "Mikkel Snøspurv")]
    _admitted(telling, comes, [row.pk for row in applied[:2]])


def _ahead(telling: _Telling, today: dt.date) -> None:
    """Wishes on the way: one waits for the head, one may apply within four weeks, one has applied, one got no."""
    soon, rare = _date("straalevern", soon_on(today)), _date("radionuklid", _weeks(today, 24))
    leading = _date("ledelse", _weeks(today, 30))
    yesterday = telling.now - DAY
    _wished(telling, "Mikkel Snøspurv", soon, yesterday)
    _wished(telling, "Jonas Polarrev", soon, telling.now - 5 * DAY, answer=True)
    _applied(telling, "Sunniva Vindmåke", rare, telling.now - 3 * DAY)
    _wished(telling, "Nora Fjellrype", leading, yesterday - DAY, answer=False)


def _weeks(today: dt.date, number: int) -> dt.date:
    """The Monday so many weeks from this one."""
    return today - today.weekday() * DAY + 7 * number * DAY


def soon_on(today: dt.date) -> dt.date:
    """A Monday three months after a day two to three weeks from now, so that the deadline is near on any day."""
    return _monday(add_months(today + 14 * DAY, 3))


def _later(today: dt.date) -> dt.date:
    """The same course a year after that."""
    return _monday(add_months(soon_on(today), 12))


def _monday(day: dt.date) -> dt.date:
    """The first Monday from a day on."""
    return day + (-day.weekday() % 7) * DAY


def _date(code: str, first_day: dt.date) -> CourseDate:
    return CourseDate.objects.get(course__code=code, first_day=first_day)


def _wished(
    telling: _Telling, name: str, date: CourseDate, now: dt.datetime, *, answer: bool | None = None
) -> Registration:
    """A wish, and the head's answer an hour later where there is one."""
    by = telling.people[name]
    row = actions.wish_course(by=by, trainee_id=telling.ids[name], date_id=date.pk, now=now)
    if answer is None:
        return row
    reason = "" if answer else "Da er to andre borte. Velg en senere dato."
    head, later = telling.people[HEAD], now + dt.timedelta(hours=1)
    return actions.answer_leave(
        by=head, registration_id=row.pk, version=row.version, approved=answer, reason=reason, now=later
    )


def _applied(telling: _Telling, name: str, date: CourseDate, now: dt.datetime | None = None) -> Registration:
    """Wished, given leave and applied for; three weeks before the deadline unless said."""
    now = now or telling.at(date.deadline - 21 * DAY)
    row = _wished(telling, name, date, now, answer=True)
    by, later = telling.people[name], now + dt.timedelta(hours=2)
    return actions.apply_for_course(by=by, registration_id=row.pk, version=row.version, now=later)


def _admitted(telling: _Telling, date: CourseDate, chosen: list[int]) -> None:
    now = telling.at(date.deadline + 2 * DAY)
    actions.admit_to_course(by=telling.people[CENTRE], date_id=date.pk, chosen=chosen, now=now)


def _completed(telling: _Telling, registration: Registration, now: dt.datetime) -> None:
    row = Registration.objects.get(pk=registration.pk)
    actions.complete_course(
        by=telling.people["Aslak Isbre"],
        registration_id=row.pk,
        version=row.version,
        certificate=Upload("kursbevis.pdf", "pdf", CERTIFICATE),
        now=now,
    )


def list_of(today: dt.date) -> dict[str, object]:
    """The list: invented courses, dates as seen from today."""
    rare = _weeks(today, 24)
    return {
        "format": "borealis/courses/1",
        "author": "Eksempeldata",
        "courses": [
            _course(
                "straalevern",
                ("Strålevern i nordavind", "Strålevern i nordavind", "Radiation protection in a northerly"),
                ["NUK", "RAD"],
                ["NUK-103", "NUK-104", "NUK-105"],
                (14, 12),
                [
                    (soon_on(today), 2, "Tromsø (oppdiktet)", 24),
                    (_later(today), 2, "Bodø (oppdiktet)", 24),
                ],
            ),
            _course(
                "radionuklid",
                (
                    "Radionuklidbehandling i mørketid",
                    "Radionuklidbehandling i mørketid",
                    "Therapy in the dark season",
                ),
                ["NUK"],
                ["NUK-149", "NUK-150", "NUK-153", "NUK-154"],
                (21, 24),
                [(rare, 3, "Svolvær (oppdiktet)", 12)],
            ),
            _course(
                "samtaler",
                (
                    "Krevende samtaler i motvind",
                    "Krevjande samtalar i motvind",
                    "Difficult talks against the wind",
                ),
                [],
                ["FKM-002", "FKM-004", "FKM-005"],
                (14, 6),
                [
                    (_weeks(today, -3), 2, "Alta (oppdiktet)", 16),
                    (_weeks(today, 8), 3, "Tromsø (oppdiktet)", 2),
                ],
            ),
            _course(
                "ledelse",
                ("Ledelse under nordlys", "Leiing under nordlys", "Leadership under the aurora"),
                [],
                ["FKM-011", "FKM-012", "FKM-013"],
                (28, 6),
                [(_weeks(today, 30), 4, "Harstad (oppdiktet)", 30)],
            ),
        ],
    }


def _course(
    code: str,
    names: tuple[str, str, str],
    specialties: list[str],
    goals: list[str],
    hours_and_months: tuple[int, int],
    dates: list[tuple[dt.date, int, str, int]],
) -> dict[str, object]:
    return {
        "code": code,
        "name": dict(zip(("nb", "nn", "en"), names, strict=True)),
        "provider": "RegUt Nordlys (oppdiktet)",
        "specialties": specialties,
        "goals": goals,
        "hours": hours_and_months[0],
        "recurrence_months": hours_and_months[1],
        "address": f"https://kurs.example/{code}",
        "dates": [
            {
                "first_day": first.isoformat(),
                "last_day": (first + (days - 1) * DAY).isoformat(),
                "deadline": deadline_by_default(first).isoformat(),
                "place": place,
                "places": places,
            }
            for first, days, place, places in dates
        ],
    }
