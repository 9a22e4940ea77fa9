"""Who sees a series, who keeps it, and who keeps one of its sessions: every rule asked by everyone at once."""

from __future__ import annotations

import pytest
from django.http import Http404

from borealis.organisations.queries import organisation
from borealis.people.directory import posts
from borealis.people.queries import NOBODY, Viewer
from borealis.teaching import actions, permissions
from borealis.teaching.models import Session
from tests import viewers as v
from tests.conftest import Told
from tests.teaching.conftest import DAY, Place

pytestmark = pytest.mark.django_db
KEEP = v.LEADS | {v.COORDINATOR}
SEE = v.WORK_HERE | v.TRAINEES | {v.COORDINATOR, v.FOR_ASLAK}  # a post here is enough
PARTNER = "a head of a department that takes part"


@pytest.fixture
def everyone(told: Told, db: None) -> dict[str, Viewer]:
    return {**v.everyone(told), PARTNER: v.holder("head", "unn-rontgen")}


@pytest.fixture
def session(place: Place) -> Session:
    """The first session of the series, which Henrik presents."""
    actions.plan_rota(series_id=place.series.pk, **place.facts)
    row = place.series.sessions.order_by("start_at")[0]
    row.presenter_id = place.told.people[v.HENRIK]
    row.save()
    return row


def takes_part(place: Place) -> None:
    department = organisation("unn-rontgen").pk
    actions.add_host(
        series_id=place.series.pk, name="Røntgen", size=1, department_id=department, **place.facts
    )


def test_a_series_is_seen_by_those_who_work_here_and_kept_by_who_keeps_the_roster(
    place: Place, everyone: dict[str, Viewer]
) -> None:
    code = place.series.code
    assert v.asked(lambda one: permissions.check_may_see(one, code), everyone) == v.Answers(SEE, set())
    kept = v.asked(lambda one: permissions.check_may_keep(one, code), everyone)
    assert kept == v.Answers(KEEP, SEE - KEEP)
    assert v.only(lambda one: permissions.may_keep(one, place.series), everyone) == KEEP
    assert permissions.check_may_see(everyone[v.NORA], code) == place.series
    assert permissions.check_may_keep(everyone[v.HEAD], code) == place.series
    assert not permissions.visible_to(NOBODY).exists()


def test_a_department_that_takes_part_sees_the_series_and_does_not_keep_it(
    place: Place, everyone: dict[str, Viewer]
) -> None:
    takes_part(place)
    code = place.series.code
    kept = v.asked(lambda one: permissions.check_may_keep(one, code), everyone)
    assert kept == v.Answers(KEEP, (SEE | {PARTNER}) - KEEP)
    with pytest.raises(Http404):
        permissions.check_may_see(everyone[PARTNER], "nasjonal-nettundervisning")


def test_a_series_is_seen_on_the_days_of_a_post(told: Told, place: Place) -> None:
    begins = told.today + 10 * DAY
    posts().create(
        person_id=told.people[v.AUDITOR], organisation_id=organisation("unn-pet").pk, from_day=begins
    )
    auditor = v.viewer(told, v.AUDITOR)
    assert not permissions.visible_to(auditor).exists()
    assert permissions.visible_to(auditor, begins).filter(pk=place.series.pk).exists()


def test_a_session_is_kept_by_who_keeps_the_series_and_by_who_presents_it(
    session: Session, everyone: dict[str, Viewer]
) -> None:
    found = v.asked(lambda one: permissions.check_may_see_session(one, session.pk), everyone)
    assert found == v.Answers(SEE, set())
    keep = KEEP | {v.HENRIK}
    kept = v.asked(lambda one: permissions.check_may_keep_session(one, session.pk), everyone)
    assert kept == v.Answers(keep, SEE - keep)
    assert permissions.check_may_see_session(everyone[v.NORA], session.pk) == session
    assert permissions.check_may_keep_session(everyone[v.HENRIK], session.pk) == session
    with pytest.raises(Http404):
        permissions.check_may_see_session(everyone[v.HEAD], 10**6)
