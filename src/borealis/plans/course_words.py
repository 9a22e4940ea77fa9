"""When courses are attended, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from borealis.plans.rules.comparison import CourseChange, course_changes
from borealis.plans.rules.content import PlanContent, PlannedCourse
from borealis.plans.rules.months import first_day
from borealis.programmes.known_courses import KnownCourse, course_name, known_courses
from borealis.shell.words import month_year

Known = Mapping[str, KnownCourse]


@dataclass(frozen=True)
class CourseLine:
    """A course, its page ("" for none), when it is attended, and whether somebody has to see to it."""

    name: str
    url: str
    when: str
    needs_somebody: bool


@dataclass(frozen=True)
class CourseCell:
    """A course of one trainee in a table: its line, and when it was before ("" for as now, or not planned then)."""

    line: CourseLine
    was: str


@dataclass(frozen=True)
class CourseRow:
    """A trainee's courses in the order of the columns; None for a course that the trainee does not have left."""

    name: str
    cells: tuple[CourseCell | None, ...]


@dataclass(frozen=True)
class CourseTable:
    """When everyone attends which course."""

    columns: tuple[str, ...]
    rows: tuple[CourseRow, ...]

    @property
    def labelled(self) -> list[tuple[CourseRow, list[tuple[str, CourseCell | None]]]]:
        """Each row with its cells beside the names of the courses, for tables that become cards."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


def named_in(contents: Iterable[PlanContent]) -> Known:
    """What the courses of some plans are called, in one query."""
    return known_courses({planned.course for content in contents for planned in content.courses})


def course_lines(content: PlanContent, known: Known) -> list[CourseLine]:
    """Each course of a plan: those with a month by time, then the others."""
    rows = sorted(content.courses, key=lambda planned: (planned.month or "9999-12", not planned.is_dated))
    return [_line(planned, content, known) for planned in rows]


def _line(planned: PlannedCourse, content: PlanContent, known: Known) -> CourseLine:
    course = known.get(planned.course)
    is_late = planned.month is not None and planned.month > content.planned_end
    return CourseLine(
        course_name(planned.course, known),
        course.url if course else "",
        _when(planned, content, is_late=is_late),
        is_late or (planned.month is None and planned.is_dated),
    )


def _when(planned: PlannedCourse, content: PlanContent, *, is_late: bool) -> str:
    if planned.month is None:
        return _("ingen dato passer") if planned.is_dated else _("ingen kjent dato")
    month = month_year(first_day(planned.month))
    return _("%(month)s, etter at planen slutter") % {"month": month} if is_late else month


def course_table(
    plans: Iterable[tuple[str, PlanContent, PlanContent | None]], known: Known, order: Sequence[str] = ()
) -> CourseTable | None:
    """The courses of trainees by name, each with the plan and the one before it; None where nobody has any.

    The columns are in this order, those that are not in it last.
    """
    given = [(name, content, before) for name, content, before in plans if content.courses]
    found = dict.fromkeys(planned.course for _name, content, _before in given for planned in content.courses)
    codes = [*(code for code in order if code in found), *(code for code in found if code not in order)]
    rows = tuple(CourseRow(name, _cells(codes, content, before, known)) for name, content, before in given)
    return CourseTable(tuple(course_name(code, known) for code in codes), rows) if rows else None


def _cells(
    codes: Iterable[str], content: PlanContent, before: PlanContent | None, known: Known
) -> tuple[CourseCell | None, ...]:
    was = {change.course: change.before for change in course_changes(before or content, content)}
    cells = {}
    for planned in content.courses:
        month = was.get(planned.course)
        words = _("var %(month)s") % {"month": month_year(first_day(month))} if month else ""
        cells[planned.course] = CourseCell(_line(planned, content, known), words)
    return tuple(cells.get(code) for code in codes)


def course_troubles(content: PlanContent, known: Known) -> list[tuple[str, str]]:
    """The courses of a plan that somebody has to see to, each as its name and a sentence."""
    lines = (line for line in course_lines(content, known) if line.needs_somebody)
    return [(line.name, f"{line.when[:1].upper()}{line.when[1:]}.") for line in lines]


def missed_words(
    contents: Mapping[int, PlanContent], names: Mapping[int, str], known: Known
) -> list[tuple[str, str]]:
    """Whose courses somebody has to see to, each as who and which, and a sentence."""
    return [
        (_("%(name)s: kurset %(course)s.") % {"name": names[pk], "course": course}, text)
        for pk, content in contents.items()
        for course, text in course_troubles(content, known)
    ]


def course_texts(content: PlanContent, known: Known) -> list[str]:
    """The same as text: "Strålevern: mars 2027"."""
    return [f"{line.name}: {line.when}" for line in course_lines(content, known)]


def course_change_words(before: PlanContent, after: PlanContent, known: Known) -> list[str]:
    """One sentence for each course that is attended in another month than before."""
    return [_change(change, course_name(change.course, known)) for change in course_changes(before, after)]


def _change(change: CourseChange, name: str) -> str:
    words = {
        "course": name,
        "before": month_year(first_day(change.before)) if change.before else "",
        "after": month_year(first_day(change.after)) if change.after else "",
    }
    if change.before and change.after:
        return _("%(course)s: %(before)s før, %(after)s nå.") % words
    if change.after:
        return _("%(course)s: ikke i planen før, %(after)s nå.") % words
    return _("%(course)s: %(before)s før, ingen dato nå.") % words
