"""What a former department still sees of frozen plans."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.http import Http404

from borealis.people.queries import viewer_of
from borealis.plans.permissions import check_may_see_version
from borealis.trainees.actions import finish_training
from tests.conftest import Told

pytestmark = pytest.mark.django_db


def test_a_version_frozen_by_the_last_day_is_still_seen_and_a_later_one_is_not(told: Told) -> None:
    trainee = told.trainees["Maja Lomvi"]
    head = apps.get_model("people.Person").objects.get(pk=told.people["Randi Snøugle"])
    viewer = viewer_of(head, told.today)
    check_may_see_version(viewer, trainee, 1)
    day_before = told.today - dt.timedelta(days=1)
    finish_training(by=head.pk, trainee_id=trainee, finished_on=day_before, now=told.now)
    versions = apps.get_model("plans.PlanVersion").objects
    first = versions.get(trainee_id=trainee, number=1)
    with pytest.raises(Http404):  # frozen today, after the last day
        check_may_see_version(viewer, trainee, 1)
    versions.filter(pk=first.pk).update(frozen_at=told.now - dt.timedelta(days=2))
    check_may_see_version(viewer, trainee, 1)
    with pytest.raises(Http404):
        check_may_see_version(viewer, trainee, 99)


def test_a_stranger_sees_no_version(told: Told) -> None:
    person = apps.get_model("people.Person").objects.get(pk=told.people["Jonas Polarrev"])
    with pytest.raises(Http404):
        check_may_see_version(viewer_of(person, told.today), told.trainees["Maja Lomvi"], 1)
