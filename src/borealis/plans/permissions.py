"""Who may plan, who may agree, and whose plans each person sees. Who plans also says who is expected to begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.plans.models import ExpectedStarters, PlanVersion, Proposal, WorkingPlan
from borealis.programmes.queries import CurrentProgramme
from borealis.trainees import permissions as trainees


def may_plan(viewer: Viewer, department_id: int) -> bool:
    """Whether the viewer may run the planner and accept proposals for a department."""
    return department_id in within(viewer.places_with("plan_department"))


def check_may_plan(viewer: Viewer, department_id: int) -> None:
    """Raises PermissionDenied unless the viewer may plan for the department."""
    if not may_plan(viewer, department_id):
        raise PermissionDenied("plan_department")


@dataclass(frozen=True)
class Reach:
    """The departments where a viewer agrees to plans as head, and where the viewer runs the planner."""

    agree: frozenset[int]
    plan: frozenset[int]


def reach_of(viewer: Viewer) -> Reach:
    """The viewer's reach, for pages that ask for many trainees."""
    return Reach(within(viewer.places_with("agree_plan")), within(viewer.places_with("plan_department")))


def signing_role(
    viewer: Viewer, trainee_person_id: int, department_id: int, places: frozenset[int] | None = None
) -> str | None:
    """As whom the viewer may agree to a plan: the trainee, the head, or nobody (§ 25 a: made together).

    ``places`` is ``Reach.agree``, given where it is asked for many trainees.
    """
    if viewer.person_id is not None and viewer.person_id == trainee_person_id:
        return "trainee"
    if department_id in (within(viewer.places_with("agree_plan")) if places is None else places):
        return "head"
    return None


def working_plans_visible_to(viewer: Viewer) -> QuerySet[WorkingPlan]:
    """A plan is seen by whoever sees the plan of its trainee."""
    seen = trainees.visible_to(viewer, trainees.PLAN)
    return WorkingPlan.objects.filter(trainee__in=seen.values("pk"))


def check_may_see_version(viewer: Viewer, trainee_id: int, number: int) -> None:
    """Raises Http404 unless the viewer sees the trainee's plans, or saw them when this one was frozen."""
    if trainees.visible_to(viewer, trainees.PLAN).filter(pk=trainee_id).exists():
        return
    until = trainees.check_may_see_former(viewer, trainee_id).until
    frozen = PlanVersion.objects.filter(trainee_id=trainee_id, number=number).first()
    if frozen is None or timezone.localdate(frozen.frozen_at) > until:
        raise Http404("version")


def proposals_visible_to(viewer: Viewer) -> QuerySet[Proposal]:
    """A proposal holds the plans of all trainees of a programme: seen by those who plan there."""
    departments = within(viewer.places_with("plan_department"))
    return Proposal.objects.filter(programme__department_id__in=departments)


def check_may_change_expected(viewer: Viewer, programme: CurrentProgramme, pk: int) -> ExpectedStarters:
    """Expected starters of a programme, removed or not, for who plans there.

    Raises PermissionDenied for who does not plan there, and Http404 where the programme has none with this key.
    """
    check_may_plan(viewer, programme.department_id)
    row = (
        ExpectedStarters.objects.select_related("registered_by")
        .filter(programme_id=programme.pk, pk=pk)
        .first()
    )
    if row is None:
        raise Http404("expected starters")
    return row
