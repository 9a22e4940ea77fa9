"""The demonstration's courses hold what they promise, whatever the day, and are told quickly."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from time import process_time
from typing import Any

import pytest

from borealis.courses.models import Course, Registration, RegistrationStep
from borealis.courses.queries import course_findings, leave_findings
from borealis.courses.rules import DEADLINE_NEAR
from borealis.courses.rules.faults import day_faults, entry_days
from borealis.demo.courses import list_of, soon_on, take_courses
from borealis.organisations.queries import organisation
from borealis.trainees.directory import Trainee
from tests.conftest import Told

DAY = dt.timedelta(days=1)


def test_on_any_day_the_dates_make_sense_and_one_deadline_is_near() -> None:
    for number in range(4 * 366):
        today = dt.date(2026, 1, 1) + number * DAY
        courses: Any = list_of(today)["courses"]
        assert len(courses) == 4
        assert any(course["recurrence_months"] == 24 for course in courses)
        days = [entry_days(date) for course in courses for date in course["dates"]]
        assert not [fault for one in days for fault in day_faults(one)], today
        (near,) = [one for one in days if one.first_day == soon_on(today)]
        assert 7 * DAY < near.deadline - today <= DEADLINE_NEAR, today


@pytest.mark.django_db
def test_registrations_stand_in_every_state_but_the_withdrawn(told: Told) -> None:
    states = Counter(Registration.objects.values_list("state", flat=True))
    assert set(states) == {"wished", "approved", "applied", "placed", "waiting", "completed", "declined"}
    assert not RegistrationStep.objects.filter(at__gt=told.now).exists()


@pytest.mark.django_db
def test_the_demonstration_shows_a_last_chance_and_a_duty_in_the_way(told: Told) -> None:
    rows = Trainee.objects.filter(pk__in=told.trainees.values())
    rules = {one.rule for found in course_findings(rows, told.today).values() for one in found}
    assert "course_last_chance" in rules
    assert leave_findings(organisation("unn-pet").pk, told.today)


@pytest.mark.django_db
def test_courses_are_told_within_a_second(told: Told) -> None:
    for model in (RegistrationStep, Registration, Course):
        model.objects.all().delete()
    people, ids = dict(told.people), dict(told.trainees)
    began = process_time()
    take_courses(ids, people, told.now)
    assert process_time() - began < 1, "seconds of the processor: other work on the machine is no fault"
