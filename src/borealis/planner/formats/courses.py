"""Reads a trainee's courses, and finds those that cannot be meant."""

from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.months import parse_month
from borealis.planner.formats.problem import Calendar, Course, Trainee
from borealis.planner.formats.variants import MOST_VARIANTS, many_options, many_variants


def read_course(cursor: Cursor) -> Course:
    """A course and its dates."""
    if not cursor.expects(("id", "months", "after", "before")):
        return Course("", ())
    return Course(
        cursor.text("id"),
        _months(cursor),
        tuple(str(item.value) for item in cursor.items("after") if item.is_text()),
        tuple(str(item.value) for item in cursor.items("before") if item.is_text()),
    )


def _months(cursor: Cursor) -> tuple[int, ...]:
    found = []
    items = list(cursor.items("months", required=True))
    for item in items:
        month = parse_month(item.value) if item.is_text() else 0
        if month is None:
            item.fault("bad_month", found=item.value)
        found.append(month or 0)
    if not items and cursor.has("months"):
        cursor.fault("no_dates", "months")
    return tuple(found)


def find_in_courses(cursor: Cursor, trainee: Trainee, calendar: Calendar) -> None:
    """Add a fault for names that point nowhere, and for more ways to choose dates than can be tried."""
    if not trainee.courses:
        return
    cursor.once("courses", (course.id for course in trainee.courses))
    known = {block.id for block in trainee.blocks}
    before = len(cursor.faults)
    for number, course in enumerate(trainee.courses):
        for key, names in (("after", course.after), ("before", course.before)):
            for index, name in enumerate(names):
                if name not in known:
                    cursor.at("courses").at(number).at(key).known("unknown_block", index, name, known)
    if len(cursor.faults) > before or many_options(trainee) > MOST_VARIANTS:
        return
    many = many_variants(trainee, calendar)
    if many > MOST_VARIANTS:
        cursor.fault("too_many_variants", "courses", found=many, most=MOST_VARIANTS)
