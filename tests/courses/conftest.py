"""A course of the region with a date ahead, beside those that the demonstration tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from borealis.courses import actions
from borealis.courses.actions import CourseFacts, DateFacts
from borealis.courses.models import Course, CourseDate, Registration
from borealis.organisations.queries import organisation
from tests.conftest import Told

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@dataclass
class School:
    """A course with one date of two places, and who acts."""

    told: Told
    course: Course
    date: CourseDate
    owner: int

    @property
    def centre(self) -> dict[str, Any]:
        return {"by": self.told.people["Tora Kvitbjørn"], "now": self.told.now}

    @property
    def head(self) -> dict[str, Any]:
        return {"by": self.told.people["Randi Snøugle"], "now": self.told.now}

    def own(self, name: str, now: dt.datetime | None = None) -> dict[str, Any]:
        return {"by": self.told.people[name], "now": now or self.told.now}

    def wished(self, name: str, date: CourseDate | None = None) -> Registration:
        chosen = date or self.date
        return actions.wish_course(trainee_id=self.told.trainees[name], date_id=chosen.pk, **self.own(name))

    def approved(self, name: str) -> Registration:
        row = self.wished(name)
        return actions.answer_leave(registration_id=row.pk, version=row.version, approved=True, **self.head)

    def applied(self, name: str) -> Registration:
        row = self.approved(name)
        return actions.apply_for_course(registration_id=row.pk, version=row.version, **self.own(name))

    def placed(self, name: str) -> Registration:
        row = self.applied(name)
        actions.admit_to_course(date_id=self.date.pk, chosen=[row.pk], **self.centre)
        return Registration.objects.get(pk=row.pk)


@pytest.fixture
def school(told: Told, db: None) -> School:
    owner = organisation("helse-nord").pk
    centre = {"by": told.people["Tora Kvitbjørn"], "now": told.now}
    facts = CourseFacts(
        names={"nb": "Målemetoder på vidda"},
        provider="RegUt Vidda (oppdiktet)",
        specialties=["NUK"],
        goals=["NUK-107", "FKM-010"],
        recurrence_months=24,
    )
    course = actions.save_course(owner_id=owner, facts=facts, **centre)
    first = told.today + 150 * DAY
    date = actions.save_date(
        course_id=course.pk, facts=DateFacts(first, 2, first + 2 * DAY, "Karasjok (oppdiktet)"), **centre
    )
    return School(told, course, date, owner)
