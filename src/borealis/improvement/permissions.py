"""Who sees improvement work and papers, who works on them, and who takes which step.

Improvement work is seen by its team, its leader and supervisor, whoever guides one of the team, and whoever sees
the department. The team, the leader, the supervisor and who registers training in the department work on it.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.improvement.models import Measure, Member, Paper, Project, Test
from borealis.improvement.rules.states import AUTHOR, LEADS, SUPERVISOR, TEAM, UNDER_WAY
from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PORTFOLIO, check_may_see, guided_ids, registers_in
from borealis.trainees.queries import own_training


def projects_visible(viewer: Viewer, on: dt.date | None = None) -> QuerySet[Project]:
    """The projects that a person sees."""
    person = viewer.person_id
    if person is None:
        return Project.objects.none()
    places = Member.objects.filter(project=OuterRef("pk"))
    seen = Q(Exists(places.filter(trainee__person_id=person)))
    if viewer.employed:
        guided = guided_ids(person, on or timezone.localdate())
        seen |= Q(leader_id=person) | Q(supervisor_id=person) | Q(Exists(places.filter(trainee__in=guided)))
        if departments := viewer.places_with("see_department"):
            seen |= Q(department_id__in=within(departments))
    return Project.objects.filter(seen)


def open_to(trainee: Trainee) -> QuerySet[Project]:
    """What is under way in the department of a training and the trainee is not in: so much is told as is needed to
    ask for a place, the aim and who leads it. The work itself is seen by those who are in it."""
    if trainee.finished_on is not None:
        return Project.objects.none()
    places = Member.objects.filter(project=OuterRef("pk"), trainee=trainee)
    under_way = Project.objects.filter(state__in=UNDER_WAY, department_id=trainee.programme.department_id)
    return under_way.filter(~Exists(places))


def check_may_see_project(viewer: Viewer, project_id: int) -> Project:
    """The project; Http404 for who does not see it, without telling whether it is there."""
    rows = projects_visible(viewer).select_related("department", "leader", "supervisor")
    found = rows.prefetch_related("members__trainee__person", "goals").filter(pk=project_id).first()
    if found is None:
        raise Http404("project")
    return found


def kinds_of(viewer: Viewer, project: Project) -> frozenset[str]:
    """As what a person works on a project: ``team``, ``leads``, both or neither."""
    person = viewer.person_id
    if person is None:
        return frozenset()
    kinds = set()
    if any(member.trainee.person_id == person for member in project.members.all()):
        kinds.add(TEAM)
    leads = viewer.employed and person in (project.leader_id, project.supervisor_id)
    if leads or registers_in(viewer, project.department_id):
        kinds.add(LEADS)
    return frozenset(kinds)


def check_may_work_on(viewer: Viewer, project_id: int) -> Project:
    """The project; PermissionDenied for who may only look."""
    project = check_may_see_project(viewer, project_id)
    if not kinds_of(viewer, project):
        raise PermissionDenied("change_improvement")
    return project


def check_measure(viewer: Viewer, project_id: int, measure_id: int, *, writes: bool) -> Measure:
    """A measure of a project that is seen, or worked on."""
    project = (check_may_work_on if writes else check_may_see_project)(viewer, project_id)
    found = Measure.objects.filter(project=project, pk=measure_id).first()
    if found is None:
        raise Http404("measure")
    found.project = project
    return found


def check_test(viewer: Viewer, project_id: int, test_id: int) -> Test:
    """A test of change of a project that is worked on."""
    project = check_may_work_on(viewer, project_id)
    found = Test.objects.filter(project=project, pk=test_id).first()
    if found is None:
        raise Http404("test")
    return found


def department_to_begin_in(viewer: Viewer) -> int:
    """The department where a person lays in improvement work: of the own training, or where training is registered."""
    own = own_training(viewer)
    if own is not None and own.finished_on is None:
        return int(own.programme.department_id)
    places = viewer.places_with("register_training")
    if not places:
        raise Http404("project")
    return min(places)


def check_leads(viewer: Viewer) -> None:
    """Http404 unless a person registers training somewhere."""
    if not viewer.places_with("register_training"):
        raise Http404("improvement")


def check_may_open_paper(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee, for the trainee alone; PermissionDenied for who only sees the portfolio."""
    trainee = check_may_see(viewer, trainee_id, PORTFOLIO)
    if trainee.person_id != viewer.person_id:
        raise PermissionDenied("open_paper")
    return trainee


def papers_visible(viewer: Viewer) -> QuerySet[Paper]:
    """Own papers, those supervised, and those in portfolios of the departments where training is registered."""
    person = viewer.person_id
    if person is None:
        return Paper.objects.none()
    seen = Q(trainee__person_id=person)
    if viewer.employed:
        seen |= Q(supervisor_id=person)
        if places := viewer.places_with("register_training"):
            seen |= Q(trainee__programme__department_id__in=within(places))
    return Paper.objects.filter(seen)


def check_may_see_paper(viewer: Viewer, paper_id: int) -> Paper:
    """The paper; Http404 for everyone who neither writes, supervises nor registers training there."""
    rows = papers_visible(viewer).select_related(
        "trainee__person", "trainee__programme", "supervisor", "project"
    )
    found = rows.filter(pk=paper_id).first()
    if found is None:
        raise Http404("paper")
    return found


def paper_kinds(viewer: Viewer, paper: Paper) -> frozenset[str]:
    """As what a person works on a paper. Nobody judges an own paper."""
    if viewer.person_id == paper.trainee.person_id:
        return frozenset({AUTHOR})
    judges = viewer.employed and viewer.person_id == paper.supervisor_id
    if judges or registers_in(viewer, paper.trainee.programme.department_id):
        return frozenset({SUPERVISOR})
    return frozenset()
