"""Courses that come seldom told in time for the plan, and duties that stand in the way of leave."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.courses import actions
from borealis.courses.models import Course, Registration
from borealis.courses.queries import asked_findings, course_findings, leave_findings, leave_page
from borealis.organisations.queries import organisation
from borealis.plans.queries import stored_plans
from borealis.plans.rules.months import last_day
from borealis.rosters.models import Duty
from borealis.shell.findings import Finding
from borealis.trainees.directory import Trainee
from tests.courses.conftest import DAY, School

pytestmark = pytest.mark.django_db
MAJA = "Maja Lomvi"


def trainees(school: School, *names: str) -> list[Trainee]:
    return list(Trainee.objects.filter(pk__in=[school.told.trainees[name] for name in names]))


def told_of(school: School, name: str, course: Course) -> list[Finding]:
    """What is told of one course for one trainee."""
    found = course_findings(trainees(school, name), school.told.today)
    (rows,) = found.values()
    return [finding for finding in rows if course.name_nb in finding.title]


def planned_end(school: School, name: str) -> dt.date:
    return last_day(
        stored_plans([school.told.trainees[name]])[school.told.trainees[name]].content.planned_end
    )


def put(school: School, first_day: dt.date, deadline: dt.date) -> None:
    """The only date of the course, and how it helps a goal that nobody has reached yet."""
    date = school.date
    date.first_day, date.last_day, date.deadline = first_day, first_day + DAY, deadline
    date.announced_on = deadline - DAY
    date.save()
    Course.objects.filter(pk=school.course.pk).update(goals=["FKM-010", "NUK-173", "NUK-154"])


def test_the_last_time_before_the_planned_end_is_told_with_the_next_but_one(school: School) -> None:
    end = planned_end(school, MAJA)
    put(school, end - 30 * DAY, end - 100 * DAY)
    (found,) = told_of(school, MAJA, school.course)
    assert found.rule == "course_last_chance"
    assert "for siste gang før planen slutter" in found.title
    assert "Deretter" in found.detail
    assert "NUK-154" in found.detail
    assert found.url == f"/kurs/om/{school.course.code}/"


def test_it_presses_when_the_deadline_is_within_four_weeks(school: School) -> None:
    end = planned_end(school, MAJA)
    put(school, end - 30 * DAY, school.told.today + 28 * DAY)
    assert told_of(school, MAJA, school.course)[0].severity == "attention"
    put(school, end - 30 * DAY, school.told.today + 29 * DAY)
    assert told_of(school, MAJA, school.course)[0].severity == "information"


def test_what_comes_too_late_is_told_with_another_way(school: School) -> None:
    put(school, planned_end(school, MAJA) + 30 * DAY, planned_end(school, MAJA))
    (found,) = told_of(school, MAJA, school.course)
    assert (found.rule, found.severity) == ("course_missed", "attention")
    assert "likeverdig aktivitet" in found.title


def test_a_plan_that_reaches_the_next_but_one_is_left_alone(school: School) -> None:
    put(school, school.told.today + 120 * DAY, school.told.today + 40 * DAY)
    end = planned_end(school, "Jonas Polarrev")
    assert end > school.told.today + (120 + 731) * DAY, "so that the test says something"
    assert told_of(school, "Jonas Polarrev", school.course) == []


def test_reached_goals_and_other_specialties_need_no_course(school: School) -> None:
    end = planned_end(school, MAJA)
    put(school, end - 30 * DAY, end - 100 * DAY)
    Course.objects.filter(pk=school.course.pk).update(goals=["FKM-001"])  # approved for her
    assert told_of(school, MAJA, school.course) == []
    Course.objects.filter(pk=school.course.pk).update(goals=["NUK-154"], specialties=["RAD"])
    assert told_of(school, MAJA, school.course) == []


def test_a_course_that_comes_every_year_is_not_told(school: School) -> None:
    end = planned_end(school, MAJA)
    put(school, end - 30 * DAY, end - 100 * DAY)
    Course.objects.filter(pk=school.course.pk).update(recurrence_months=12)
    assert told_of(school, MAJA, school.course) == []


def test_who_has_wished_is_reminded_until_applied(school: School) -> None:
    end = planned_end(school, MAJA)
    put(school, end - 30 * DAY, school.told.today + 20 * DAY)
    row = school.approved(MAJA)
    assert told_of(school, MAJA, school.course)[0].url == f"/kurs/pamelding/{row.pk}/"
    actions.apply_for_course(registration_id=row.pk, version=row.version, **school.own(MAJA))
    assert told_of(school, MAJA, school.course) == []


def test_many_trainees_take_no_more_queries_than_one(school: School) -> None:
    counts = []
    for names in ([MAJA], [MAJA, "Nora Fjellrype", "Aslak Isbre", "Jonas Polarrev"]):
        rows = trainees(school, *names)
        with CaptureQueriesContext(connection) as found:
            course_findings(rows, school.told.today)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 14


def test_a_wish_without_an_answer_is_told_to_who_answers(school: School) -> None:
    row = school.wished(MAJA)
    found = asked_findings(trainees(school, MAJA, "Nora Fjellrype"), school.told.today)
    assert [finding.url for finding in found[row.trainee_id]] == [f"/kurs/pamelding/{row.pk}/"]
    actions.answer_leave(registration_id=row.pk, version=row.version, approved=True, **school.head)
    assert row.trainee_id not in asked_findings(trainees(school, MAJA), school.told.today)


def duty(school: School, day: dt.date, hour: int, meaning: str, hours: int = 8) -> None:
    """A duty of Maja's beside those of her roster."""
    source = Duty.objects.filter(person=school.told.people[MAJA]).first()
    assert source is not None
    start = dt.datetime.combine(day, dt.time(hour), tzinfo=school.told.now.tzinfo)
    source.pk, source.day, source.code, source.meaning = None, day, "X", meaning
    source.start_at, source.end_at = start, start + dt.timedelta(hours=hours)
    source.save()


def in_the_way(school: School) -> list[str]:
    """What stands in the way of the course."""
    row = Registration.objects.get(course_date=school.date)
    rows = leave_page([organisation("unn-pet").pk], school.told.today)["rows"]
    return [duty.meaning for one in rows if one.registration.pk == row.pk for duty in one.leave.in_the_way]


def test_duties_in_the_way_are_told_only_once_leave_is_given(school: School) -> None:
    Duty.objects.filter(person=school.told.people[MAJA], day__gte=school.date.first_day - DAY).delete()
    duty(school, school.date.first_day, 8, "on_site")
    before = len(leave_findings(organisation("unn-pet").pk, school.told.today))
    row = school.wished(MAJA)
    assert len(leave_findings(organisation("unn-pet").pk, school.told.today)) == before
    actions.answer_leave(registration_id=row.pk, version=row.version, approved=True, **school.head)
    found = leave_findings(organisation("unn-pet").pk, school.told.today)
    assert len(found) == before + 1
    (mine,) = [one for one in found if school.course.name_nb in one.detail]
    assert mine.title.startswith(MAJA)
    assert f"/uke/{school.told.people[MAJA]}/?uke=" in mine.url


@pytest.mark.parametrize(
    ("days", "hour", "meaning", "found"),
    [
        (0, 8, "on_site", ["on_site"]),
        (2, 16, "on_call", ["on_call"]),
        (-1, 21, "night", ["night"]),  # a night that ends on the first morning
        (0, 8, "course", []),
        (0, 8, "holiday", []),
        (-1, 8, "on_site", []),
        (3, 8, "on_site", []),
    ],
)
def test_only_work_on_the_days_of_the_course_stands_in_the_way(
    school: School, days: int, hour: int, meaning: str, found: list[str]
) -> None:
    Duty.objects.filter(person=school.told.people[MAJA], day__gte=school.date.first_day - 2 * DAY).delete()
    school.approved(MAJA)
    duty(school, school.date.first_day + days * DAY, hour, meaning, hours=10 if meaning == "night" else 7)
    assert in_the_way(school) == found
