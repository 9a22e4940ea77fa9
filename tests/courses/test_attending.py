"""What plans ask of courses: when they come, who has completed them, and whom a date binds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.courses import actions
from borealis.courses.models import Course, Registration
from borealis.courses.queries.attending import attending, courses_called
from borealis.courses.rules import BINDING, STATES, KnownDate, binds, months_ahead
from borealis.plans.queries import attending as asked
from borealis.plans.rules.months import later, month_of
from borealis.programmes import known_courses
from borealis.shell.uploads import Upload
from tests.conftest import Told
from tests.courses.conftest import DAY, PDF, School

TODAY = dt.date(2027, 3, 10)
MAJA, NORA = "Maja Lomvi", "Nora Fjellrype"
day = dt.date.fromisoformat


def dates(*days: str, deadline: str | None = None) -> list[KnownDate]:
    return [KnownDate(day(text), day(deadline) if deadline else None) for text in days]


@pytest.mark.parametrize(
    ("name", "known", "recurrence", "first", "months"),
    [
        ("nothing is announced", [], 12, "2027-04-01", []),
        ("announced, and comes no more", dates("2027-05-20"), 0, "2027-04-01", ["2027-05"]),
        ("before the first month", dates("2027-03-29", "2027-05-20"), 0, "2027-04-01", ["2027-05"]),
        ("on the first day of it", dates("2027-04-01"), 0, "2027-04-01", ["2027-04"]),
        ("twice in a month", dates("2027-05-03", "2027-05-20"), 0, "2027-04-01", ["2027-05"]),
        ("the deadline has passed", dates("2027-05-20", deadline="2027-03-09"), 0, "2027-04-01", []),
        ("the deadline is today", dates("2027-05-20", deadline="2027-03-10"), 0, "2027-04-01", ["2027-05"]),
        (
            "after the last one as often as it comes, also when it can no longer be applied for",
            dates("2027-05-20", deadline="2027-03-09"), 48, "2027-04-01", ["2031-05", "2035-05", "2039-05"],
        ),
        ("from what has been", dates("2026-11-02"), 60, "2027-04-01", ["2031-11", "2036-11", "2041-11"]),
    ],
)  # fmt: skip
def test_the_months_in_which_a_course_can_be_attended(
    name: str, known: list[KnownDate], recurrence: int, first: str, months: list[str]
) -> None:
    found = [f"{month:%Y-%m}" for month in months_ahead(known, recurrence, day(first), TODAY)]
    assert found[:3] == months, name
    assert all(month.day == 1 for month in months_ahead(known, recurrence, day(first), TODAY))


@pytest.mark.parametrize(
    ("state", "first_day", "deadline", "bound"),
    [
        ("placed", "2027-06-01", "2027-03-01", True),
        ("placed", "2027-03-01", "2026-12-01", True),
        ("applied", "2027-06-01", "2027-03-01", True),
        ("applied", "2027-03-10", "2026-12-10", True),
        ("applied", "2027-03-09", "2026-12-09", False),
        ("approved", "2027-06-10", "2027-03-10", True),
        ("approved", "2027-06-09", "2027-03-09", False),
        *((state, "2027-06-10", "2027-03-10", False) for state in STATES if state not in BINDING),
    ],
)
def test_what_binds_a_trainee_to_a_date(state: str, first_day: str, deadline: str, bound: bool) -> None:
    assert binds(state, day(first_day), day(deadline), TODAY) is bound


def found(school: School, *names: str):  # type: ignore[no-untyped-def]
    code, today = school.course.code, school.told.today
    ids = [school.told.trainees[name] for name in names]
    return attending([code, "none"], ids, later(month_of(today), 1), today)


pytestmark = pytest.mark.django_db


def test_a_course_comes_when_it_is_announced_and_as_often_as_it_does(school: School) -> None:
    months = found(school).months
    first = month_of(school.date.first_day)
    assert list(months) == [school.course.code]
    assert months[school.course.code][:3] == (first, later(first, 24), later(first, 48))
    actions.cancel_date(date_id=school.date.pk, **school.centre)
    assert found(school).months[school.course.code] == ()
    Course.objects.filter(pk=school.course.pk).update(retired_at=school.told.now)
    assert found(school).months == {}


def test_who_is_on_the_way_is_bound_and_a_wish_binds_nobody(school: School) -> None:
    code, month = school.course.code, month_of(school.date.first_day)
    maja, nora = (school.told.trainees[name] for name in (MAJA, NORA))
    school.wished(NORA)
    school.approved(MAJA)
    assert found(school, MAJA, NORA).bound == {(maja, code): month}
    row = Registration.objects.get(trainee=nora, course_date=school.date)
    actions.answer_leave(registration_id=row.pk, version=row.version, approved=True, **school.head)
    assert set(found(school, MAJA, NORA).bound) == {(maja, code), (nora, code)}
    assert set(found(school, NORA).bound) == {(nora, code)}


def test_who_took_back_a_registration_is_bound_no_more(school: School) -> None:
    row = school.applied(MAJA)
    assert found(school, MAJA).bound
    actions.withdraw_from_course(registration_id=row.pk, version=row.version, **school.own(MAJA))
    assert found(school, MAJA).bound == {}


def test_leave_that_was_not_used_in_time_binds_nobody(school: School) -> None:
    school.approved(MAJA)
    code, after = school.course.code, school.date.deadline + DAY
    maja = school.told.trainees[MAJA]
    assert attending([code], [maja], month_of(after), after).bound == {}
    assert (maja, code) in attending([code], [maja], month_of(after), after - DAY).bound


def test_a_completed_course_is_done(school: School) -> None:
    row = school.placed(MAJA)
    after = school.told.now + 160 * DAY
    actions.complete_course(
        registration_id=row.pk,
        version=row.version,
        certificate=Upload("bevis.pdf", "pdf", PDF),
        **school.own(MAJA, after),
    )
    told = found(school, MAJA)
    assert told.done == {(school.told.trainees[MAJA], school.course.code)}
    assert told.bound == {}


def test_the_number_of_reads_is_the_same_for_one_and_for_many(school: School) -> None:
    for name in (MAJA, NORA):
        school.approved(name)
    counts = set()
    for names in ([MAJA], list(school.told.trainees)):
        with CaptureQueriesContext(
            connection,
        ) as reads:
            found(school, *names)
        counts.add(len(reads))
    assert counts == {3}


def test_what_courses_are_called_with_those_taken_out(school: School) -> None:
    code = school.course.code
    known = courses_called([code, "none"])[code]
    assert (known.name, known.url, known.in_use) == ("Målemetoder på vidda", f"/kurs/om/{code}/", True)
    Course.objects.filter(pk=school.course.pk).update(retired_at=school.told.now)
    assert not courses_called([code])[code].in_use


def test_plans_and_programmes_ask_here(told: Told) -> None:
    assert [attending] == asked._ATTENDANCE
    assert [courses_called] == known_courses._CATALOGUES


def test_without_courses_nobody_is_asked(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked.attending([], [1], "2027-04", TODAY) is None
    monkeypatch.setattr(asked, "_ATTENDANCE", [])
    assert asked.attending(["order"], [1], "2027-04", TODAY) is None
