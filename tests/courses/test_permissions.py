"""Who sees whose registration: the training's own people, and who keeps the course once it is applied for."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.courses import permissions
from borealis.courses.models import Course, Registration
from borealis.courses.queries import demand_page
from borealis.organisations.queries import organisation
from borealis.people.queries import HeldRole, Viewer, viewer_of
from tests.courses.conftest import School

pytestmark = pytest.mark.django_db
ELSEWHERE = "helse-midt"


def person(school: School, name: str) -> Viewer:
    from borealis.people.directory import person_with_key

    return viewer_of(person_with_key(school.told.people[name]))


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
    here = person(school, "Tora Kvitbjørn")
    with pytest.raises(PermissionDenied):
        permissions.check_may_keep(here, school.course.code)
    assert permissions.check_may_keep(here, "straalevern").code == "straalevern"


def test_colleagues_do_not_see_each_others_registrations(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    for name, sees in (("Nora Fjellrype", True), ("Jonas Polarrev", False), ("Torunn Havørn", True)):
        assert permissions.visible_to(person(school, name)).filter(pk=row.pk).exists() is sees, name


def test_a_head_in_training_does_not_answer_for_oneself(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    role = HeldRole("stand_in", organisation("unn-pet").pk, "PET-senteret")
    nora = Viewer(school.told.people["Nora Fjellrype"], "Nora", "N", "nb", (role,))
    assert not permissions.may_approve(nora, Registration.objects.get(pk=row.pk))
    assert permissions.may_approve(person(school, "Randi Snøugle"), Registration.objects.get(pk=row.pk))
