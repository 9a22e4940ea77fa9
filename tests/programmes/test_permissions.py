"""Who sees what lies behind a programme, and who changes it. The public page is for everyone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from pytest_django import DjangoDbBlocker

from borealis.curriculum.actions import load_shipped
from borealis.organisations.actions import load_shipped_organisations
from borealis.organisations.queries import organisations
from borealis.people.queries import NOBODY, HeldRole, Viewer
from borealis.programmes import permissions
from borealis.programmes.actions import load_shipped_programmes
from borealis.programmes.queries import CurrentProgramme, programme
from tests.programmes.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def unn(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[CurrentProgramme]:
    """The shipped programme, stored once for these tests, which change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped(NOW)
        load_shipped_organisations(NOW)
        load_shipped_programmes(NOW)
        found = programme("unn-nuk")
        assert found is not None
        yield found
        transaction.set_rollback(True)


def holder(*roles: tuple[str, str]) -> Viewer:
    """Somebody who holds these roles at these places."""
    places = organisations()
    held = tuple(HeldRole(role, places[place].pk, place) for role, place in roles)
    return Viewer(1, "Gry Lappspurv", "GL", "nb", held)


# roles held: sees the inside of the programme at unn-pet, changes it
ROLES = [
    ([("head", "unn-pet")], True, True),
    ([("stand_in", "unn-pet")], True, True),
    ([("training_lead", "unn-pet")], True, True),
    ([("head", "unn")], True, True),
    ([("training_coordinator", "unn")], True, False),
    ([("regional_training_centre", "helse-nord")], True, False),
    ([("guide", "unn-pet")], False, False),
    ([("supervisor", "unn-pet")], False, False),
    ([("delegate", "unn-pet")], False, False),
    ([("trainee", "unn-pet")], False, False),
    ([("research_lead", "unn")], False, False),
    ([("auditor", "unn")], False, False),
    ([("administrator", "unn")], False, False),
    # elsewhere, or below the department's hospital but beside it
    ([("head", "unn-harstad")], False, False),
    ([("training_lead", "haukeland")], False, False),
    ([("training_coordinator", "unn"), ("head", "unn-harstad")], True, False),
    ([], False, False),
]


@pytest.mark.parametrize(("roles", "sees", "edits"), ROLES)
def test_what_each_role_sees_and_changes(
    unn: CurrentProgramme, roles: list[tuple[str, str]], sees: bool, edits: bool
) -> None:
    viewer = holder(*roles)
    assert permissions.may_see_department(viewer, unn) is sees
    assert permissions.may_edit_programme(viewer, unn) is edits
    assert [row.pk for row in permissions.visible_to(viewer)] == ([unn.pk] if sees else [])
    if not sees:
        for check in (permissions.check_may_see_department, permissions.check_may_edit_programme):
            with pytest.raises(Http404):
                check(viewer, unn)
        return
    assert permissions.check_may_see_department(viewer, unn) is unn
    if edits:
        assert permissions.check_may_edit_programme(viewer, unn) is unn
    else:
        with pytest.raises(PermissionDenied):
            permissions.check_may_edit_programme(viewer, unn)


def test_nobody_sees_the_inside(unn: CurrentProgramme) -> None:
    assert not permissions.may_see_department(NOBODY, unn)
    assert not permissions.visible_to(NOBODY).exists()


def test_a_programme_that_is_not_there_is_refused_like_one_that_is_not_seen(unn: CurrentProgramme) -> None:
    head = holder(("head", "unn-pet"))
    for check in (permissions.check_may_see_department, permissions.check_may_edit_programme):
        with pytest.raises(Http404):
            check(head, None)
