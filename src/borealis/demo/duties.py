"""A year of duty for the department's people: reading lists by day, teaching, study time, leave; no nights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from borealis.demo.people import COLLEAGUES, DOCTORS, Colleague, Doctor
from borealis.organisations.queries import organisation
from borealis.rosters.actions import apply_roster, confirm_people, keep_preview
from borealis.rosters.queries.imports import preview_of
from borealis.trainees.rules import add_months, month_of

DEPARTMENT = "unn-pet"
WEEKS_BACK, WEEKS = 12, 52
ONE_DAY = dt.timedelta(days=1)
ONE_WEEK = 7 * ONE_DAY
CHANGED = "Nora Fjellrype"
Line = tuple[str, dt.date, str, str, str]


def bring_in_rosters(people: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """The roster of the year as a file, and a change of this week, through the room's own actions."""
    monday = today - today.weekday() * ONE_DAY
    first = monday - WEEKS_BACK * ONE_WEEK
    year = [line for step in range(WEEKS) for line in _week(first + step * ONE_WEEK, step, today)]
    everybody = [c.name for c in _specialists()] + [doctor.name for doctor in DOCTORS]
    said = {" ".join(sorted(name.casefold().split())): people[name] for name in everybody}
    by, department = people["Berit Nordavind"], organisation(DEPARTMENT).pk
    confirm_people(by=by, department_id=department, said=said, names={}, now=now)
    _apply(by, department, year, "tjenesteplan.csv", now)
    this_week = [line for line in year if monday <= line[1] < monday + ONE_WEEK]
    _apply(
        by, department, [new for line in this_week for new in _changed(line)], "tjenesteplan-endret.csv", now
    )


def _apply(by: int, department: int, lines: list[Line], name: str, now: dt.datetime) -> None:
    rows = [f"{who};{day:%d.%m.%Y};{code};{start};{end}" for who, day, code, start, end in lines]
    data = "\r\n".join(["Navn;Dato;Vaktkode;Fra;Til", *rows]).encode("cp1252")
    stored = keep_preview(by=by, department_id=department, data=data, file_name=name, now=now)
    digest = preview_of(stored, now).digest
    apply_roster(by=by, import_id=stored.pk, digest=digest, now=now)


def _specialists() -> list[Colleague]:
    return [colleague for colleague in COLLEAGUES if colleague.place == DEPARTMENT and colleague.specialist]


def _week(monday: dt.date, number: int, today: dt.date) -> Iterator[Line]:
    """Five days of everybody. Each has some weeks of holiday, and a course now and then."""
    for place, colleague in enumerate(_specialists()):
        for weekday in range(5):
            yield from _specialist(colleague.name, place, monday + weekday * ONE_DAY, number)
    for place, doctor in enumerate(DOCTORS):
        for weekday in range(5):
            yield from _doctor(doctor, place, monday + weekday * ONE_DAY, number, today)


def _specialist(name: str, place: int, day: dt.date, number: int) -> Iterator[Line]:
    """Reading lists by day. Three weeks from now all are at the same meeting for a day."""
    weekday = day.weekday()
    if (number + 5 * place) % 13 == 4:
        yield name, day, "FE", "", ""
    elif (number == WEEKS_BACK + 3 and weekday == 3) or ((number + 3 * place) % 17 == 4 and weekday < 2):
        yield name, day, "KU", "08:00", "16:00"
    elif weekday == 1:
        yield name, day, "U", "08:00", "08:45"
        yield name, day, "D", "09:00", "15:45"
    else:
        code, end = ("L", "18:00") if (weekday + place) % 5 == 0 else ("D", "15:30")
        yield name, day, code, "08:00", end


def _doctor(doctor: Doctor, place: int, day: dt.date, number: int, today: dt.date) -> Iterator[Line]:
    """Teaching on Tuesday, study time on Friday, research for who has a share of it."""
    name, weekday = doctor.name, day.weekday()
    if kind := _leave(doctor, day, today):
        yield name, day, kind, "", ""
    elif (number + 4 * place) % 15 == 6:
        yield name, day, "FE", "", ""
    elif number == WEEKS_BACK - 3 and place == 1 and weekday < 3:
        yield name, day, "S", "", ""
    elif weekday in (0, 2) and any(post.research for post in doctor.posts):
        yield name, day, "PHD", "08:00", "16:00"
    elif weekday == 1:
        yield name, day, "U", "08:00", "08:45"
        yield name, day, "D", "09:00", "15:45"
    elif weekday == 4:
        yield name, day, "D", "08:00", "11:30"
        yield name, day, "FO", "12:00", "16:00"
    else:
        yield name, day, "D", "08:00", "15:30"


def _leave(doctor: Doctor, day: dt.date, today: dt.date) -> str:
    """The code of a leave that the day lies in, or ""."""
    for leave in doctor.leaves:
        begins = add_months(month_of(today), leave.begins)
        if begins <= day < add_months(begins, leave.months):
            return "P"
    return ""


def _changed(line: Line) -> list[Line]:
    """This week an extra list is laid over half of one doctor's study time."""
    who, day, code, start, _end = line
    if (who, code) != (CHANGED, "FO"):
        return [line]
    return [(who, day, code, start, "14:00"), (who, day, "D", "14:00", "16:00")]
