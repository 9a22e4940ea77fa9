"""Who sees whose registration: the training's own people, and who keeps the course once it is applied for."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.courses import permissions
from borealis.courses.models import Course, CourseImport, Registration
from borealis.courses.queries import demand_page
from borealis.organisations.queries import organisation
from borealis.people.queries import NOBODY, HeldRole, Viewer
from borealis.trainees.directory import Trainee
from tests import viewers as v
from tests.conftest import Told
from tests.courses.conftest import School

pytestmark = pytest.mark.django_db
ELSEWHERE = "helse-midt"


@pytest.fixture
def centre(school: School) -> Viewer:
    """The training centre of another region, which keeps the course."""
    place = organisation(ELSEWHERE).pk
    Course.objects.filter(pk=school.course.pk).update(owner=place)
    role = HeldRole("regional_training_centre", place, ELSEWHERE)
    return Viewer(school.told.people["Oddvar Fjelltind"], "Andre", "A", "nb", (role,))


def test_a_centre_elsewhere_knows_of_a_wish_once_it_is_applied_for(school: School, centre: Viewer) -> None:
    row = school.approved("Nora Fjellrype")
    with pytest.raises(Http404):
        permissions.check_may_see_registration(centre, row.pk)
    assert not demand_page(centre, school.told.today)["people"]
    Registration.objects.filter(pk=row.pk).update(state="applied")
    assert permissions.check_may_see_registration(centre, row.pk).pk == row.pk
    (date,) = demand_page(centre, school.told.today)["dates"]
    assert (date["applied"], date["keeps"]) == (1, True)


def test_a_centre_elsewhere_admits_and_does_not_answer_about_leave(school: School, centre: Viewer) -> None:
    row = school.applied("Nora Fjellrype")
    assert permissions.check_may_keep_date(centre, school.date.pk) == school.date
    with pytest.raises(PermissionDenied):
        permissions.check_may_approve(centre, row.pk)
    with pytest.raises(PermissionDenied):
        permissions.check_own(centre, row.pk)


def test_a_course_kept_elsewhere_is_not_kept_here(school: School, centre: Viewer) -> None:
    here = v.viewer(school.told, "Tora Kvitbjørn")
    with pytest.raises(PermissionDenied):
        permissions.check_may_keep(here, school.course.code)
    assert permissions.check_may_keep(here, "straalevern").code == "straalevern"


def test_colleagues_do_not_see_each_others_registrations(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    for name, sees in (("Nora Fjellrype", True), ("Jonas Polarrev", False), ("Torunn Havørn", True)):
        assert permissions.visible_to(v.viewer(school.told, name)).filter(pk=row.pk).exists() is sees, name


def test_a_head_in_training_does_not_answer_for_oneself(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    role = HeldRole("stand_in", organisation("unn-pet").pk, "PET-senteret")
    nora = Viewer(school.told.people["Nora Fjellrype"], "Nora", "N", "nb", (role,))
    assert not permissions.may_approve(nora, Registration.objects.get(pk=row.pk))
    assert permissions.may_approve(
        v.viewer(school.told, "Randi Snøugle"), Registration.objects.get(pk=row.pk)
    )


# Every rule, asked by everyone at once

KEEP = {v.COORDINATOR, v.CENTRE}
SEE_NORA = v.LEADS | KEEP | {v.NORA, v.TORUNN}


@pytest.fixture
def everyone(told: Told, db: None) -> dict[str, Viewer]:
    return v.everyone(told)


@pytest.fixture
def signed_in(everyone: dict[str, Viewer]) -> set[str]:
    return set(everyone) - {v.SIGNED_OUT}


def test_the_catalogue_is_open_to_everyone_who_is_signed_in(
    school: School, everyone: dict[str, Viewer], signed_in: set[str]
) -> None:
    for door in (
        permissions.check_signed_in,
        lambda one: permissions.check_may_see_course(one, school.course.code),
        lambda one: permissions.check_may_see_date(one, school.date.pk),
    ):
        assert v.asked(door, everyone) == v.Answers(signed_in, set())
    nora = everyone[v.NORA]
    assert permissions.check_signed_in(nora) == nora.person_id
    assert permissions.check_may_see_course(nora, school.course.code) == school.course
    assert permissions.check_may_see_date(nora, school.date.pk) == school.date
    with pytest.raises(Http404):
        permissions.check_may_see_course(nora, "no-such-course")
    with pytest.raises(Http404):
        permissions.check_may_see_date(nora, 10**6)


def test_courses_are_kept_by_who_edits_them_at_the_owner_or_above(
    school: School, everyone: dict[str, Viewer], signed_in: set[str]
) -> None:
    some = v.asked(permissions.check_may_keep_some, everyone)
    assert some == v.Answers(KEEP, set())
    region, trust = school.owner, organisation("unn").pk
    assert {region, trust} < permissions.check_may_keep_some(everyone[v.CENTRE])
    assert region not in permissions.check_may_keep_some(everyone[v.COORDINATOR])
    for door in (
        lambda one: permissions.check_may_keep(one, school.course.code),
        lambda one: permissions.check_may_keep_date(one, school.date.pk),
    ):
        assert v.asked(door, everyone) == v.Answers({v.CENTRE}, signed_in - {v.CENTRE})
    Course.objects.filter(pk=school.course.pk).update(owner=trust)
    assert (
        v.only(lambda one: permissions.may_keep(one, Course.objects.get(pk=school.course.pk)), everyone)
        == KEEP
    )


def test_a_list_is_taken_back_by_who_keeps_the_courses_of_its_body(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    row = CourseImport.objects.get()  # of the region
    found = v.asked(lambda one: permissions.check_may_undo(one, row.pk), everyone)
    assert found == v.Answers({v.CENTRE}, set())
    assert permissions.check_may_undo(everyone[v.CENTRE], row.pk) == row
    with pytest.raises(Http404):
        permissions.check_may_undo(everyone[v.CENTRE], row.pk + 1)


def test_a_registration_is_seen_with_the_training_and_changed_by_the_trainee_or_the_head(
    school: School, everyone: dict[str, Viewer]
) -> None:
    row = school.wished(v.NORA)
    found = v.asked(lambda one: permissions.check_may_see_registration(one, row.pk), everyone)
    assert found == v.Answers(SEE_NORA, set())
    own = v.asked(lambda one: permissions.check_own(one, row.pk), everyone)
    assert own == v.Answers({v.NORA}, SEE_NORA - {v.NORA})
    signs = {v.HEAD, v.STAND_IN}
    answers = v.asked(lambda one: permissions.check_may_approve(one, row.pk), everyone)
    assert answers == v.Answers(signs, SEE_NORA - signs)
    assert v.only(lambda one: permissions.is_own(one, row), everyone) == {v.NORA}
    assert permissions.check_own(everyone[v.NORA], row.pk) == row
    assert permissions.check_may_approve(everyone[v.HEAD], row.pk) == row
    assert not permissions.may_approve(everyone[v.HEAD_ELSEWHERE], row)


def test_who_is_in_training_wishes_and_nobody_else(
    told: Told, school: School, everyone: dict[str, Viewer], signed_in: set[str]
) -> None:
    def door(one: Viewer) -> object:
        return permissions.check_may_wish(one, school.date.pk)

    assert v.asked(door, everyone) == v.Answers(v.TRAINEES, signed_in - v.TRAINEES)
    trainee, date = permissions.check_may_wish(everyone[v.NORA], school.date.pk)
    assert (trainee.pk, date) == (told.trainees[v.NORA], school.date)
    Trainee.objects.filter(pk=trainee.pk).update(finished_on=told.today)
    assert v.asked(door, {v.NORA: everyone[v.NORA]}) == v.Answers(set(), {v.NORA})
    assert permissions.own_training(NOBODY) is None


def test_demand_and_leave_are_for_who_sees_the_department_and_keeps_its_roster(
    everyone: dict[str, Viewer],
) -> None:
    follow, roster = v.LEADS | KEEP | {v.HEAD_ELSEWHERE}, v.LEADS | {v.COORDINATOR, v.HEAD_ELSEWHERE}
    assert v.asked(permissions.check_may_follow, everyone) == v.Answers(follow, set())
    assert v.asked(permissions.check_may_see_leave, everyone) == v.Answers(roster, set())
    pet = frozenset({organisation("unn-pet").pk})
    assert permissions.check_may_follow(everyone[v.HEAD]) == pet
    assert permissions.check_may_see_leave(everyone[v.HEAD]) == pet
