"""Who brings in a department's rosters, and who sees whose duties; everybody else finds nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import Http404

from borealis.people.queries import NOBODY
from borealis.rosters import permissions
from borealis.rosters.models import Duty, RosterImport
from borealis.trainees.actions import appoint_guide
from borealis.trainees.models import Trainee
from tests.trainees.conftest import NOW, TODAY, Day, House, house, nora, stored_house

__all__ = ["house", "nora", "stored_house"]  # fixtures
pytestmark = pytest.mark.django_db
DEPARTMENT, ELSEWHERE = "unn-pet", "unn-harstad"
MONTH = dt.timedelta(days=31)

# person: keeps the department's rosters, sees who is on duty there, sees Nora's duties
TABLE = [
    ("trainee", False, True, True),
    ("guide", False, True, True),
    ("head", True, True, True),
    ("training_lead", True, True, True),
    ("coordinator", True, True, True),
    ("new_guide", False, False, False),
    ("head_elsewhere", False, False, True),  # by the duty that Nora has there
    ("outsider", False, False, False),
]


@pytest.fixture
def guided(house: House, nora: Trainee) -> Trainee:
    """Nora, who has a guide, and one duty at her department and one elsewhere."""
    appoint_guide(
        by=house.people["head"].pk,
        trainee_id=nora.pk,
        guide_id=house.people["guide"].pk,
        from_day=Day("2023-03-01"),
        now=NOW,
    )
    for place in (DEPARTMENT, ELSEWHERE):
        on_duty(house, "trainee", TODAY, place)
    return nora


def on_duty(house: House, who: str, day: dt.date, place: str = DEPARTMENT) -> Duty:
    """A day at work, in a roster of its own."""
    at = dt.datetime.combine(day, dt.time(8), dt.UTC)
    return Duty.objects.create(
        department_id=house.places[place],
        person=house.people[who],
        who=who,
        day=day,
        start_at=at,
        end_at=at + dt.timedelta(hours=8),
        code="D",
        meaning="on_site",
        interruptible=True,
        supervises=False,
        source=roster(house, place),
    )


def roster(house: House, place: str) -> RosterImport:
    return RosterImport.objects.create(
        department_id=house.places[place], file_name="plan.csv", kind="text", digest="", made_at=NOW
    )


def found(door: Callable[[], object]) -> bool:
    """Whether a door opens; what one may not see is not found."""
    try:
        door()
    except Http404:
        return False
    return True


@pytest.mark.parametrize(("who", "keeps", "sees_day", "sees_nora"), TABLE)
def test_each_person_finds_what_the_table_says(
    house: House, guided: Trainee, who: str, keeps: bool, sees_day: bool, sees_nora: bool
) -> None:
    viewer, department, person = house.viewer(who), house.places[DEPARTMENT], guided.person_id
    file = roster(house, DEPARTMENT).pk
    assert permissions.may_keep(viewer, department) is keeps
    assert permissions.may_see_department(viewer, department, TODAY) is sees_day
    assert found(lambda: permissions.check_may_keep(viewer, DEPARTMENT)) is keeps
    assert found(lambda: permissions.check_may_keep_import(viewer, DEPARTMENT, file)) is keeps
    assert found(lambda: permissions.check_may_see_department(viewer, DEPARTMENT, TODAY)) is sees_day
    assert found(lambda: permissions.check_may_see_person(viewer, person, TODAY)) is sees_nora


def test_a_keeper_sees_duties_at_the_departments_kept_and_who_is_guided_is_seen_everywhere(
    house: House, guided: Trainee
) -> None:
    """given duties at two departments, then each head sees those at the own, and guide and doctor see both"""
    nora = guided.person_id
    for who, places in (
        ("head", {house.places[DEPARTMENT]}),
        ("head_elsewhere", {house.places[ELSEWHERE]}),
        ("guide", None),
        ("trainee", None),
    ):
        person, at = permissions.check_may_see_person(house.viewer(who), nora, TODAY)
        assert (person.pk, at) == (nora, places)


def test_a_file_of_another_department_is_not_found(house: House) -> None:
    head, file = house.viewer("head"), roster(house, DEPARTMENT)
    other = roster(house, ELSEWHERE)
    assert permissions.check_may_keep_import(head, DEPARTMENT, file.pk) == file
    for door in (
        lambda: permissions.check_may_keep_import(head, DEPARTMENT, other.pk),
        lambda: permissions.check_may_keep_import(head, ELSEWHERE, other.pk),
        lambda: permissions.check_may_keep(head, "no-such-department"),
        lambda: permissions.check_may_see_department(head, "no-such-department", TODAY),
        lambda: permissions.check_may_see_person(head, 10**6, TODAY),
    ):
        assert not found(door)


@pytest.mark.parametrize("far", [-MONTH, MONTH])
def test_a_duty_within_a_month_makes_somebody_one_of_the_department(house: House, far: dt.timedelta) -> None:
    """given someone without a post who has a duty there, then days up to a month from it are seen, and no more"""
    on_duty(house, "outsider", TODAY)
    department, viewer = house.places[DEPARTMENT], house.viewer("outsider")
    beyond = far + far // 31
    assert permissions.may_see_department(viewer, department, TODAY + far)
    assert not permissions.may_see_department(viewer, department, TODAY + beyond)


def test_the_departments_seen_have_a_roster_and_ones_own_comes_first(house: House) -> None:
    """given a coordinator, then the departments kept are seen once they have rosters, after one with own duties"""
    viewer = house.viewer("coordinator")
    assert permissions.departments_seen(viewer, TODAY) == []
    roster(house, DEPARTMENT)
    assert permissions.departments_seen(viewer, TODAY) == [house.places[DEPARTMENT]]
    on_duty(house, "coordinator", TODAY, ELSEWHERE)
    assert permissions.departments_seen(viewer, TODAY) == [house.places[ELSEWHERE], house.places[DEPARTMENT]]
    assert permissions.departments_seen(house.viewer("head"), TODAY) == [house.places[DEPARTMENT]]


def test_who_has_left_is_no_longer_one_of_the_department(house: House, guided: Trainee) -> None:
    """given a guide whose post has ended, then neither the department nor the doctor guided is seen"""
    on_duty(house, "guide", TODAY)
    house.leave("guide")
    guide = house.viewer("guide")
    assert permissions.workplaces(guide, TODAY) == frozenset()
    assert not permissions.may_see_department(guide, house.places[DEPARTMENT], TODAY)
    assert not found(lambda: permissions.check_may_see_person(guide, guided.person_id, TODAY))
    assert found(lambda: permissions.check_may_see_person(guide, house.people["guide"].pk, TODAY))


def test_nobody_sees_and_keeps_nothing(house: House, guided: Trainee) -> None:
    assert permissions.kept_departments(NOBODY) == frozenset()
    assert permissions.workplaces(NOBODY, TODAY) == frozenset()
    assert permissions.departments_seen(NOBODY, TODAY) == []
    assert not permissions.may_see_department(NOBODY, house.places[DEPARTMENT], TODAY)
    assert not found(lambda: permissions.check_may_see_person(NOBODY, guided.person_id, TODAY))
