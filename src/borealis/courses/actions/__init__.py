"""What is done with courses, their dates, and registrations."""

from borealis.courses.actions.catalogue import (
    CourseFacts,
    DateFacts,
    cancel_date,
    retire_course,
    save_course,
    save_date,
)
from borealis.courses.actions.imports import (
    CannotUndo,
    CoursesRefused,
    import_courses,
    undo_course_import,
)
from borealis.courses.actions.registrations import (
    admit_to_course,
    answer_leave,
    apply_for_course,
    complete_course,
    wish_course,
    withdraw_from_course,
)

__all__ = [
    "CannotUndo",
    "CourseFacts",
    "CoursesRefused",
    "DateFacts",
    "admit_to_course",
    "answer_leave",
    "apply_for_course",
    "cancel_date",
    "complete_course",
    "import_courses",
    "retire_course",
    "save_course",
    "save_date",
    "undo_course_import",
    "wish_course",
    "withdraw_from_course",
]
