"""Who sees research, who leads it, and who keeps the calendar of calls.

A department's projects are seen by those who work or train there. A trainee's own idea is between the two until
it is taken on. A doctoral track is seen by the doctor, the guide, who leads the department, and who follows
research there.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import line_ids, organisations, within
from borealis.people.queries import Viewer
from borealis.research.models import Application, Call, Confirmation, Participant, Project, Track
from borealis.research.rules.projects import ASKED, LEADS, PRIVATE, PROPOSER
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import guided_ids, in_training, may_wish

OUTSIDE = ("auditor", "administrator")  # roles that see no one's work
MAKES = ("head", "stand_in", "training_lead", "research_lead", "guide", "supervisor", "delegate")


def places_of(viewer: Viewer, *, makes: bool = False) -> frozenset[int]:
    """Where the viewer works or trains, and everything below."""
    roles = MAKES if makes else None
    return within(
        held.organisation_id
        for held in viewer.roles
        if held.organisation_id is not None and (held.role in roles if roles else held.role not in OUTSIDE)
    )


def leads_research(viewer: Viewer, department_id: int) -> bool:
    """Whether the viewer leads the department, or its research."""
    places = viewer.places_with("follow_research") | viewer.places_with("register_training")
    return bool(places) and department_id in within(places)


def departments_of(viewer: Viewer) -> dict[str, int]:
    """The departments whose research the viewer sees, by code, in stored order."""
    seen = places_of(viewer)
    return {
        code: row.pk for code, row in organisations().items() if row.kind == "department" and row.pk in seen
    }


def check_may_see_department(viewer: Viewer, code: str) -> int:
    """The department's key; Http404 unless the viewer works or trains there."""
    found = departments_of(viewer).get(code)
    if found is None:
        raise Http404("department")
    return found


def may_make_project(viewer: Viewer, department_id: int) -> bool:
    """Whether the viewer adds projects to a department: who leads, guides or supervises there."""
    return department_id in places_of(viewer, makes=True)


def check_may_make_project(viewer: Viewer, code: str) -> int:
    """The department's key; Http404 when it is not seen, PermissionDenied when the viewer adds no projects there."""
    department = check_may_see_department(viewer, code)
    if not may_make_project(viewer, department):
        raise PermissionDenied("make_project")
    return department


def projects_visible_to(viewer: Viewer) -> QuerySet[Project]:
    """The projects of the viewer's departments, and those that the viewer is in, or has been."""
    person = viewer.person_id
    if person is None:
        return Project.objects.none()
    places = Participant.objects.filter(project=OuterRef("pk"), person_id=person)
    own = Q(leader_id=person) | Q(proposed_by_id=person) | Q(Exists(places.filter(state="joined")))
    here = Q(department_id__in=places_of(viewer)) & ~Q(state__in=PRIVATE)
    return Project.objects.filter(here | own).select_related("leader", "department", "proposed_by")


def check_may_see_project(viewer: Viewer, pk: int) -> Project:
    """The project; Http404 for who does not see it."""
    found = projects_visible_to(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404("project")
    return found


def relations(viewer: Viewer, project: Project) -> set[str]:
    """What the viewer is to a project: the one who proposed it, who is asked, or who leads."""
    found, person = set(), viewer.person_id
    if person is not None and person == project.proposed_by_id:
        found.add(PROPOSER)
    if project.state in PRIVATE:
        return found | ({ASKED} if person == project.leader_id and viewer.employed else set())
    supervising = project.participants.filter(role="supervisor", state="joined")
    supervisors = set(supervising.values_list("person_id", flat=True))
    if (viewer.employed and person in {project.leader_id, *supervisors}) or leads_research(
        viewer, project.department_id
    ):
        found.add(LEADS)
    return found


def check_leads_project(viewer: Viewer, pk: int) -> Project:
    """The project; PermissionDenied for who sees it and does not lead it."""
    project = check_may_see_project(viewer, pk)
    if LEADS not in relations(viewer, project):
        raise PermissionDenied("lead_project")
    return project


def may_join(viewer: Viewer, project: Project) -> bool:
    """Whether the viewer may ask to join: someone of the department who is not in it or asking already."""
    person = viewer.person_id
    if person is None or project.state != "open" or person == project.leader_id:
        return False
    here = project.department_id in places_of(viewer)
    return here and not project.participants.filter(person_id=person, state__in=("asked", "joined")).exists()


def research_visible_to(viewer: Viewer) -> QuerySet[Trainee]:
    """The trainees whose doctoral tracks the viewer sees."""
    person, on = viewer.person_id, timezone.localdate()
    if person is None:
        return Trainee.objects.none()
    places = viewer.places_with("follow_research") | viewer.places_with("register_training")
    seen = Q(programme__department_id__in=within(places)) if places else Q(pk__in=())
    if viewer.employed:
        seen |= Q(pk__in=guided_ids(person, on))
    rows = Trainee.objects.filter(Q(person_id=person) | (seen & in_training(on)))
    return rows.select_related("person", "programme__department")


def check_may_see_research(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 for who does not see the doctoral track."""
    found = research_visible_to(viewer).filter(pk=trainee_id).first()
    if found is None:
        raise Http404("trainee")
    return found


def may_write_track(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer keeps a doctoral track: the doctor, and who leads the department."""
    places = viewer.places_with("register_training")
    leads = bool(places) and trainee.programme.department_id in within(places)
    return viewer.person_id is not None and (viewer.person_id == trainee.person_id or leads)


def check_may_write_track(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; PermissionDenied for who sees the track and does not keep it."""
    trainee = check_may_see_research(viewer, trainee_id)
    if not may_write_track(viewer, trainee):
        raise PermissionDenied("write_track")
    return trainee


def check_track(viewer: Viewer, pk: int, *, write: bool = False) -> Track:
    """A track; Http404 for who does not see it, PermissionDenied for who only reads it."""
    found = Track.objects.filter(pk=pk, trainee__in=research_visible_to(viewer).values("pk"))
    track = found.select_related("trainee__person", "trainee__programme__department", "project").first()
    if track is None:
        raise Http404("track")
    if write and not may_write_track(viewer, track.trainee):
        raise PermissionDenied("write_track")
    return track


def may_confirm(viewer: Viewer, track: Track) -> bool:
    """Whether the viewer confirms set-aside time: the head or a stand-in, never for oneself."""
    places = viewer.places_with("agree_plan")
    return (
        bool(places)
        and track.trainee.programme.department_id in within(places)
        and viewer.person_id != track.trainee.person_id
    )


def check_may_confirm(viewer: Viewer, pk: int) -> Track:
    """The track; PermissionDenied for who sees it and does not confirm time."""
    track = check_track(viewer, pk)
    if not may_confirm(viewer, track):
        raise PermissionDenied("confirm_time")
    return track


def check_confirmation(viewer: Viewer, pk: int) -> Confirmation:
    """A confirmation; Http404 for who does not see the track."""
    found = Confirmation.objects.select_related("track__trainee__programme__department").filter(pk=pk).first()
    if found is None:
        raise Http404("confirmation")
    check_track(viewer, found.track_id)
    return found


def check_may_ask_what_if(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; PermissionDenied for who neither is the doctor nor plans the department."""
    rows = Trainee.objects.select_related("person", "programme__department").filter(pk=trainee_id)
    here = in_training(timezone.localdate())
    if viewer.person_id is not None:
        here |= Q(person_id=viewer.person_id)
    trainee = rows.filter(here).first()
    if trainee is not None and may_wish(viewer, trainee):
        return trainee
    check_may_see_research(viewer, trainee_id)
    raise PermissionDenied("what_if")


def calls_visible_to(viewer: Viewer) -> QuerySet[Call]:
    """The calls of the places above and below where the viewer works or trains."""
    held = [h.organisation_id for h in viewer.roles if h.organisation_id and h.role not in OUTSIDE]
    above = {pk for place in held for pk in line_ids(place)}
    return Call.objects.filter(place_id__in=above | places_of(viewer)).select_related("place")


def keeps_calls_at(viewer: Viewer) -> frozenset[int]:
    """The places where the viewer keeps calls."""
    return within(viewer.places_with("keep_calls"))


def check_keeps_calls(viewer: Viewer) -> frozenset[int]:
    """The places; Http404 for who sees no calls, PermissionDenied for who keeps none."""
    check_sees_calls(viewer)
    if not (places := keeps_calls_at(viewer)):
        raise PermissionDenied("keep_calls")
    return places


def check_sees_calls(viewer: Viewer) -> None:
    """Raises Http404 unless the viewer works or trains somewhere."""
    if not places_of(viewer):
        raise Http404("calls")


def check_may_see_call(viewer: Viewer, pk: int) -> Call:
    """The call; Http404 for who does not see it."""
    found = calls_visible_to(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404("call")
    return found


def check_keeps_call(viewer: Viewer, pk: int) -> Call:
    """The call; PermissionDenied for who sees it and does not keep it."""
    call = check_may_see_call(viewer, pk)
    if call.place_id not in keeps_calls_at(viewer):
        raise PermissionDenied("keep_calls")
    return call


def applications_visible_to(viewer: Viewer) -> QuerySet[Application]:
    """One's own, those for projects that one leads, and those of the departments whose research one leads."""
    person = viewer.person_id
    if person is None:
        return Application.objects.none()
    places = viewer.places_with("follow_research") | viewer.places_with("register_training")
    departments = within(places) if places else frozenset()
    doctors = Trainee.objects.filter(programme__department_id__in=departments).values("person_id")
    seen = Q(applicant_id=person) | Q(project__leader_id=person)
    seen |= Q(project__department_id__in=departments) | Q(project=None, applicant_id__in=doctors)
    return Application.objects.filter(seen).select_related("call", "project", "applicant")


def check_application(viewer: Viewer, pk: int) -> Application:
    """An application; Http404 for who does not see it. Who sees it keeps it."""
    found = applications_visible_to(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404("application")
    return found
