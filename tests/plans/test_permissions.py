"""Who plans, who agrees to a plan and as whom, and whose plans and proposals each person sees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.organisations.queries import organisations
from borealis.people.queries import NOBODY, HeldRole, Viewer, viewer_of
from borealis.plans import permissions
from borealis.plans.models import Proposal, WorkingPlan
from borealis.trainees.actions import finish_training
from tests.conftest import Told

pytestmark = pytest.mark.django_db

JONAS, MAJA = "Jonas Polarrev", "Maja Lomvi"


def person(told: Told, name: str) -> Viewer:
    return viewer_of(apps.get_model("people.Person").objects.get(pk=told.people[name]), told.today)


def holder(role: str, place: str) -> Viewer:
    """Somebody who holds one role at a place and is nobody else here."""
    return Viewer(987654, "Gry Lappspurv", "GL", "nb", (HeldRole(role, organisations()[place].pk, place),))


# role at a place: plans the department, agrees there as head, sees its trainees' plans
ROLES = [
    ("head", "unn-pet", True, True, True),
    ("stand_in", "unn-pet", True, True, True),
    ("head", "unn", True, True, True),
    ("training_lead", "unn-pet", True, False, True),
    ("training_coordinator", "unn", False, False, True),
    ("regional_training_centre", "helse-nord", False, False, True),
    ("delegate", "unn-pet", False, False, False),
    ("supervisor", "unn-pet", False, False, False),
    ("guide", "unn-pet", False, False, False),
    ("auditor", "unn", False, False, False),
    ("administrator", "unn", False, False, False),
    ("head", "unn-harstad", False, False, False),
    ("training_lead", "unn-harstad", False, False, False),
]


@pytest.mark.parametrize(("role", "place", "plans", "agrees", "sees"), ROLES)
def test_what_each_role_does_with_plans(
    told: Told, role: str, place: str, plans: bool, agrees: bool, sees: bool
) -> None:
    viewer = holder(role, place)
    department = organisations()["unn-pet"].pk
    assert permissions.may_plan(viewer, department) is plans
    assert set(permissions.proposals_visible_to(viewer)) == set(Proposal.objects.all() if plans else ())
    reach = permissions.reach_of(viewer)
    assert (department in reach.plan, department in reach.agree) == (plans, agrees)
    for places in (None, reach.agree):
        signs = permissions.signing_role(viewer, told.people[JONAS], department, places)
        assert signs == ("head" if agrees else None)
    seen = permissions.working_plans_visible_to(viewer)
    assert set(seen) == set(WorkingPlan.objects.all() if sees else ())


@pytest.mark.parametrize(
    ("role", "place"), [("training_coordinator", "unn"), ("guide", "unn-pet"), ("head", "unn-harstad")]
)
def test_who_may_not_plan_is_told_which_power_is_missing(told: Told, role: str, place: str) -> None:
    department = organisations()["unn-pet"].pk
    permissions.check_may_plan(holder("head", "unn-pet"), department)
    with pytest.raises(PermissionDenied, match="plan_department"):
        permissions.check_may_plan(holder(role, place), department)


def test_a_trainee_agrees_to_the_own_plan_and_to_no_other(told: Told) -> None:
    """§ 25 a: the plan is made together."""
    jonas, department = person(told, JONAS), organisations()["unn-pet"].pk
    assert permissions.signing_role(jonas, told.people[JONAS], department) == "trainee"
    assert permissions.signing_role(jonas, told.people[MAJA], department) is None
    assert {row.trainee_id for row in permissions.working_plans_visible_to(jonas)} == {told.trainees[JONAS]}


def test_a_head_in_training_agrees_to_the_own_plan_as_trainee(told: Told) -> None:
    head = person(told, "Randi Snøugle")
    department = organisations()["unn-pet"].pk
    assert permissions.signing_role(head, told.people["Randi Snøugle"], department) == "trainee"


def test_a_head_agrees_only_where_the_given_reach_says_so(told: Told) -> None:
    head, department = holder("head", "unn-pet"), organisations()["unn-pet"].pk
    assert permissions.signing_role(head, told.people[JONAS], department, frozenset()) is None


def test_nobody_plans_agrees_or_sees(told: Told) -> None:
    department = organisations()["unn-pet"].pk
    assert not permissions.may_plan(NOBODY, department)
    assert permissions.signing_role(NOBODY, told.people[JONAS], department) is None
    assert not permissions.working_plans_visible_to(NOBODY).exists()
    assert not permissions.proposals_visible_to(NOBODY).exists()


@pytest.mark.parametrize(
    ("frozen", "seen"),
    [(dt.timedelta(days=-1), True), (dt.timedelta(0), True), (dt.timedelta(days=1), False)],
)
def test_a_former_department_sees_what_was_frozen_by_the_last_day(
    told: Told, frozen: dt.timedelta, seen: bool
) -> None:
    trainee = told.trainees[MAJA]
    head = person(told, "Randi Snøugle")
    last = told.now - dt.timedelta(days=3)
    finish_training(by=None, trainee_id=trainee, finished_on=told.today - dt.timedelta(days=3), now=told.now)
    apps.get_model("plans.PlanVersion").objects.filter(trainee_id=trainee, number=1).update(
        frozen_at=last + frozen
    )
    if seen:
        permissions.check_may_see_version(head, trainee, 1)
        return
    with pytest.raises(Http404, match="version"):
        permissions.check_may_see_version(head, trainee, 1)
