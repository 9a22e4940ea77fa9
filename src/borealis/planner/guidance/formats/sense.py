"""Faults between the parts of a problem: names that point nowhere, times that contradict."""

import datetime as dt
from collections import Counter
from itertools import pairwise

from borealis.planner.formats.cursor import Cursor
from borealis.planner.guidance.formats.clock import moment_text
from borealis.planner.guidance.formats.problem import Leader, Person, Problem, Series

MOST_AGREED = 24
"""Agreed sessions of one series."""


def find_nonsense(problem: Problem, cursor: Cursor) -> None:
    """Add to the cursor's faults everything in the problem that cannot be meant."""
    people = {person.id for person in problem.people}
    cursor.once("people", [person.id for person in problem.people])
    for index, person in enumerate(problem.people):
        _duties_apart(cursor.at("people").at(index), person)
    seen: set[str] = set()
    counts = {"trainees": 0, "groups": 0}
    for series in problem.series:
        key = "trainees" if series.kind == "individual" else "groups"
        at = cursor.at(key).at(counts[key])
        counts[key] += 1
        if series.id in seen:
            at.fault("duplicate_id", "id", id=series.id)
        seen.add(series.id)
        _series(at, problem, series, people)
    agreed = Counter(session.of for session in problem.earlier if session.agreed)
    for count in agreed.values():
        if count > MOST_AGREED:
            cursor.fault("too_many", "sessions", found=count, most=MOST_AGREED)
    for index, session in enumerate(problem.earlier):
        at = cursor.at("sessions").at(index)
        at.known("unknown_series", "of", session.of, seen)
        at.known("unknown_person", "with", session.guide, people)


def _duties_apart(cursor: Cursor, person: Person) -> None:
    order = sorted(range(len(person.duties)), key=lambda n: person.duties[n].start)
    for before, after in pairwise(order):
        if person.duties[after].start < person.duties[before].end:
            start = moment_text(person.duties[after].start)
            cursor.fault("duties_overlap", "duties", after, start=start)


def _series(cursor: Cursor, problem: Problem, series: Series, people: set[str]) -> None:
    if series.kind == "individual":
        cursor.known("unknown_person", "id", series.id, people)
        for index, leader in enumerate(series.leaders):
            cursor.at("guides").at(index).known("unknown_person", "person", leader.person, people)
            if leader.person == series.id:
                cursor.fault("member_leads", "guides", index, "person", id=series.id)
        _leaders_apart(cursor, series.leaders)
    else:
        _group(cursor, series, people)
    if series.minutes % problem.grid:
        cursor.fault("not_on_grid", "minutes", found=series.minutes, grid=problem.grid)
    if series.first > series.last:
        cursor.fault("ends_before_start", "through", start=str(series.first), end=str(series.last))
    for index, held in enumerate(series.held):
        if held >= problem.place_from:
            cursor.fault("held_later", "held", index, found=str(held), start=str(problem.place_from))


def _group(cursor: Cursor, series: Series, people: set[str]) -> None:
    cursor.known("unknown_person", "leader", series.leaders[0].person, people)
    members = cursor.at("members")
    for index, name in enumerate(series.members):
        members.known("unknown_person", index, name, people)
        if name in series.members[:index]:
            members.fault("duplicate_id", index, id=name)
        if name == series.leaders[0].person:
            members.fault("member_leads", index, id=name)


def _leaders_apart(cursor: Cursor, leaders: tuple[Leader, ...]) -> None:
    spans = [(one.first or dt.date.min, one.last or dt.date.max, n) for n, one in enumerate(leaders)]
    for before, after in pairwise(sorted(spans)):
        if after[0] <= before[1]:
            cursor.fault("leaders_overlap", "guides", after[2], start=str(after[0]))
