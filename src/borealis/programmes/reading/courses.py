"""Whether the courses of a file can be attended: known phases, an order that can be kept, and not too many dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from borealis.programmes.reading.choices import MOST_WAYS, ways_in
from borealis.programmes.reading.known import Known
from borealis.programmes.reading.order import waited_for, way_back
from borealis.programmes.reading.shape import did_you_mean
from borealis.programmes.reading.words import problem
from borealis.shell.located import Located, Path, Problem


def course_problems(located: Located, known: Known) -> Iterator[Problem]:
    """Unknown phases, a course said twice, phases on both sides of it, rings, and more than can be planned.

    The phases and the choices are sound. A course that the catalogue does not have is only a warning: catalogues
    change, and the programme is no less right for it.
    """
    courses = located.content.get("courses") or []
    names = [phase["id"] for phase in located.content["phases"]]
    codes = [course["course"] for course in courses]
    is_sound = True
    for index, course in enumerate(courses):
        at: Path = ("courses", index)
        found = [*_sides(located, at, course, names)]
        if course["course"] in codes[:index]:
            found.append(problem(located, (*at, "course"), "said_twice", value=course["course"]))
        elif known.courses is not None and course["course"] not in known.courses:
            yield problem(located, (*at, "course"), "course_not_in_catalogue", value=course["course"])
        is_sound = is_sound and not found
        yield from found
    if is_sound and courses:
        yield from _ring(located, courses)
        yield from _too_many(located, courses)


def _sides(located: Located, at: Path, course: Mapping[str, Any], names: list[str]) -> Iterator[Problem]:
    """Phases that do not exist, and those that are to be both over and not begun."""
    for key in ("after", "before"):
        for place, code in enumerate(course.get(key) or ()):
            path: Path = (*at, key, place)
            if code not in names:
                yield problem(located, path, "unknown_phase", value=code, hint=did_you_mean(code, names))
            elif key == "before" and code in (course.get("after") or ()):
                yield problem(located, path, "phase_on_both_sides", value=code)


def _ring(located: Located, courses: list[dict[str, Any]]) -> Iterator[Problem]:
    """The first course that waits for itself by way of phases and other courses."""
    after: dict[str, list[str]] = {phase["id"]: waited_for(phase) for phase in located.content["phases"]}
    for index, course in enumerate(courses):
        after[_key(index)] = list(course.get("after") or ())
        for code in course.get("before") or ():
            after[code] = [*after[code], _key(index)]
    words = {_key(index): course["course"] for index, course in enumerate(courses)}
    for index in range(len(courses)):
        if ring := way_back(_key(index), after):
            said = " → ".join(words.get(name, name) for name in ring)
            yield problem(located, ("courses", index, "course"), "course_cycle", ring=said)
            return


def _key(index: int) -> str:
    """A course among phases, whose codes have no such sign."""
    return f"#{index}"


def _too_many(located: Located, courses: list[dict[str, Any]]) -> Iterator[Problem]:
    """More ways than the planner tries, with the fewest dates that a course is planned with."""
    ways = ways_in(located)
    for course in courses:
        ways *= fewest_ways(bool(course.get("after")), bool(course.get("before")))
    if ways > MOST_WAYS:
        yield problem(located, ("courses",), "too_many_courses", at_key=True, ways=ways, most=MOST_WAYS)


def fewest_ways(after: bool, before: bool) -> int:
    """In how many ways a course can be attended at least: two dates or not at all, where it has phases on both sides;
    late or not at all, where it only comes after some."""
    if after and before:
        return 3
    return 2 if after else 1
