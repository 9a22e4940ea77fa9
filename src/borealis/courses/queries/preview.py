"""What a list of courses would change, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from borealis.courses.models import Course, CourseDate
from borealis.courses.queries.known import known_goals, known_specialties
from borealis.courses.reading import read_shape, sense_problems
from borealis.courses.rules.faults import entry_days
from borealis.shell.located import Problem

Content = dict[str, Any]
"""A course as it stands: its own fields, and its dates by first day."""


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


def contents(codes: Iterable[str]) -> dict[str, Content]:
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
        "dates": {date.first_day.isoformat(): date_content(date) for date in row.dates.all()},
    }


def date_content(date: CourseDate) -> Content:
    """A date as it stands."""
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
