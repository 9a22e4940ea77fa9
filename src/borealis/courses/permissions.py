"""Who keeps the catalogue, who approves leave, who admits, and whose registrations each person sees.

The catalogue is open to everyone who is signed in. Who keeps a course holds a role with ``edit_courses`` at the
body that owns it, or above. A registration is seen by the trainee, by those who see the training, and, once it is
applied for, by who keeps the course; everybody else finds nothing (404).
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from borealis.courses.models import Course, CourseDate, CourseImport, Registration
from borealis.courses.rules import COMPLETED, IN_DEMAND
from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.trainees import permissions as trainees
from borealis.trainees.directory import Trainee


def kept_bodies(viewer: Viewer) -> frozenset[int]:
    """The bodies whose courses the viewer keeps."""
    return within(viewer.places_with("edit_courses"))


def visible_to(viewer: Viewer) -> QuerySet[Registration]:
    """The registrations that the viewer sees."""
    seen = Q(trainee__in=trainees.visible_to(viewer))
    if bodies := kept_bodies(viewer):
        known = (*IN_DEMAND, COMPLETED)
        seen |= Q(course_date__course__owner__in=bodies, state__in=known)
    return Registration.objects.filter(seen)


def check_signed_in(viewer: Viewer) -> int:
    """The viewer's key; Http404 for nobody."""
    if viewer.person_id is None:
        raise Http404("person")
    return viewer.person_id


def check_may_keep_some(viewer: Viewer) -> frozenset[int]:
    """The bodies for which the viewer may add courses; Http404 when there are none."""
    bodies = kept_bodies(viewer)
    if not bodies:
        raise Http404("courses")
    return bodies


def may_keep(viewer: Viewer, course: Course) -> bool:
    """Whether the viewer changes a course and its dates, and admits to it."""
    return course.owner_id in kept_bodies(viewer)


def check_may_see_course(viewer: Viewer, code: str) -> Course:
    """A course; Http404 when there is none."""
    check_signed_in(viewer)
    found = Course.objects.select_related("owner").filter(code=code).first()
    if found is None:
        raise Http404("course")
    return found


def check_may_keep(viewer: Viewer, code: str) -> Course:
    """A course that the viewer keeps; PermissionDenied for everyone else who is signed in, since all see it."""
    course = check_may_see_course(viewer, code)
    if not may_keep(viewer, course):
        raise PermissionDenied("edit_courses")
    return course


def check_may_see_date(viewer: Viewer, pk: int) -> CourseDate:
    """A course date; Http404 when there is none."""
    check_signed_in(viewer)
    found = CourseDate.objects.select_related("course__owner").filter(pk=pk).first()
    if found is None:
        raise Http404("course date")
    return found


def check_may_keep_date(viewer: Viewer, pk: int) -> CourseDate:
    """A date of a course that the viewer keeps; PermissionDenied for everyone else who is signed in."""
    date = check_may_see_date(viewer, pk)
    if not may_keep(viewer, date.course):
        raise PermissionDenied("edit_courses")
    return date


def check_may_undo(viewer: Viewer, pk: int) -> CourseImport:
    """A list taken in for a body whose courses the viewer keeps; Http404 otherwise."""
    found = CourseImport.objects.filter(pk=pk, owner__in=kept_bodies(viewer)).first()
    if found is None:
        raise Http404("import")
    return found


def check_may_see_registration(viewer: Viewer, pk: int) -> Registration:
    """A registration; Http404 for who does not see it."""
    rows = visible_to(viewer).select_related(
        "course_date__course__owner", "trainee__person", "trainee__programme__department"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("registration")
    return found


def is_own(viewer: Viewer, registration: Registration) -> bool:
    return viewer.person_id is not None and viewer.person_id == registration.trainee.person_id


def check_own(viewer: Viewer, pk: int) -> Registration:
    """One's own registration; PermissionDenied for others who see it."""
    registration = check_may_see_registration(viewer, pk)
    if not is_own(viewer, registration):
        raise PermissionDenied("own_registration")
    return registration


def may_approve(viewer: Viewer, registration: Registration) -> bool:
    """Whether the viewer answers for the leave: who signs plans where the trainee is trained, never one's own."""
    if is_own(viewer, registration):
        return False
    return registration.trainee.programme.department_id in within(viewer.places_with("agree_plan"))


def check_may_approve(viewer: Viewer, pk: int) -> Registration:
    """A registration whose leave the viewer answers for; PermissionDenied for others who see it."""
    registration = check_may_see_registration(viewer, pk)
    if not may_approve(viewer, registration):
        raise PermissionDenied("agree_plan")
    return registration


def own_training(viewer: Viewer) -> Trainee | None:
    """The viewer's own training that is under way, or None."""
    if viewer.person_id is None:
        return None
    rows = Trainee.objects.select_related("person", "programme__specialty", "programme__department")
    return rows.filter(person_id=viewer.person_id, finished_on=None).order_by("-pk").first()


def check_may_wish(viewer: Viewer, pk: int) -> tuple[Trainee, CourseDate]:
    """One's own training and the date that is wished; PermissionDenied for who is in no training."""
    date, trainee = check_may_see_date(viewer, pk), own_training(viewer)
    if trainee is None:
        raise PermissionDenied("own_training")
    return trainee, date


def check_may_follow(viewer: Viewer) -> frozenset[int]:
    """The bodies in which the viewer sees who wishes what; Http404 when there are none."""
    bodies = within(viewer.places_with("see_department"))
    if not bodies:
        raise Http404("department")
    return bodies


def check_may_see_leave(viewer: Viewer) -> frozenset[int]:
    """The bodies whose rosters the viewer keeps; Http404 when there are none."""
    bodies = within(viewer.places_with("keep_roster"))
    if not bodies:
        raise Http404("roster")
    return bodies
