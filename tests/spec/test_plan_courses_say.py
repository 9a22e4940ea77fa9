"""What plans say of courses: when each is attended, and what has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from borealis.plans.course_words import (
    course_change_words,
    course_lines,
    course_table,
    course_texts,
    course_troubles,
)
from borealis.plans.rules.content import PlanContent, PlannedCourse
from borealis.programmes.known_courses import KnownCourse

PLAN = PlanContent(1, "2027-01", (), (), "2029-12", "2029-12", "2029-12")
KNOWN = {"order": KnownCourse("Strålevern i nordavind", "/kurs/om/order/", in_use=True)}

LINES = [
    (PlannedCourse("order", "2027-03"), "Strålevern i nordavind: mars 2027", False),
    (PlannedCourse("order", "2029-12"), "Strålevern i nordavind: desember 2029", False),
    (
        PlannedCourse("order", "2030-01"),
        "Strålevern i nordavind: januar 2030, etter at planen slutter",
        True,
    ),
    (PlannedCourse("order", None), "Strålevern i nordavind: ingen dato passer", True),
    (PlannedCourse("order", None, is_dated=False), "Strålevern i nordavind: ingen kjent dato", False),
    (PlannedCourse("unknown", "2027-03"), "unknown: mars 2027", False),
]


@pytest.mark.parametrize(("planned", "said", "needs_somebody"), LINES)
def test_when_a_course_is_attended(planned: PlannedCourse, said: str, needs_somebody: bool) -> None:
    content = replace(PLAN, courses=(planned,))
    with translation.override("nb"):
        assert course_texts(content, KNOWN) == [said]
        (line,) = course_lines(content, KNOWN)
    assert line.needs_somebody is needs_somebody
    assert line.url == ("/kurs/om/order/" if planned.course == "order" else "")


def test_what_somebody_has_to_see_to() -> None:
    content = replace(PLAN, courses=(*(planned for planned, _said, _needs in LINES[2:5]),))
    with translation.override("nb"):
        assert course_troubles(content, KNOWN) == [
            ("Strålevern i nordavind", "Januar 2030, etter at planen slutter."),
            ("Strålevern i nordavind", "Ingen dato passer."),
        ]


CHANGES = [
    ("2027-03", "2027-09", ["Strålevern i nordavind: mars 2027 før, september 2027 nå."]),
    (None, "2027-09", ["Strålevern i nordavind: ikke i planen før, september 2027 nå."]),
    ("2027-03", None, ["Strålevern i nordavind: mars 2027 før, ingen dato nå."]),
    ("2027-03", "2027-03", []),
]


@pytest.mark.parametrize(("before", "after", "said"), CHANGES)
def test_what_has_changed_of_a_course(before: str | None, after: str | None, said: list[str]) -> None:
    one, other = (replace(PLAN, courses=(PlannedCourse("order", month),)) for month in (before, after))
    with translation.override("nb"):
        assert course_change_words(one, other, KNOWN) == said


def test_a_table_of_who_attends_what_when() -> None:
    before = replace(PLAN, courses=(PlannedCourse("order", "2027-03"),))
    after = replace(PLAN, courses=(PlannedCourse("order", "2027-09"), PlannedCourse("talks", "2027-05")))
    plans = [("Kari", after, before), ("Ola", PLAN, None), ("Siri", before, None)]
    with translation.override("nb"):
        table = course_table(plans, KNOWN)
        assert course_table([("Ola", PLAN, PLAN)], KNOWN) is None
        turned = course_table(plans, KNOWN, ("talks", "gone"))
    assert table is not None
    assert turned is not None
    assert turned.columns == ("talks", "Strålevern i nordavind")
    assert table.columns == ("Strålevern i nordavind", "talks")
    said = [
        (row.name, [(name, cell and (cell.line.when, cell.was)) for name, cell in cells])
        for row, cells in table.labelled
    ]
    assert said == [
        (
            "Kari",
            [("Strålevern i nordavind", ("september 2027", "var mars 2027")), ("talks", ("mai 2027", ""))],
        ),
        ("Siri", [("Strålevern i nordavind", ("mars 2027", "")), ("talks", None)]),
    ]
