"""Who sees a trainee's certificates, who prepares them, and who signs as what. Nobody signs for oneself."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.trainees.certificates.rules import CONSULTANT, HEAD
from borealis.trainees.models import ServiceCertificate, Trainee
from borealis.trainees.permissions import check_may_see, guided_ids, may_register, may_see


def may_see_certificates(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer sees all of them: the doctor, the guide in force, and who registers for the department.

    A certificate judges the service, so that a place in the department is not enough.
    """
    if viewer.person_id is None:
        return False
    if viewer.person_id == trainee.person_id or may_register(viewer, trainee):
        return may_see(viewer, trainee)
    guided = guided_ids(viewer.person_id, timezone.localdate())
    return viewer.employed and guided.filter(trainee=trainee).exists() and may_see(viewer, trainee)


def check_may_see_certificates(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 unless the viewer sees the certificates."""
    trainee = check_may_see(viewer, trainee_id)
    if not may_see_certificates(viewer, trainee):
        raise Http404("certificates")
    return trainee


def check_may_see_certificate(viewer: Viewer, trainee_id: int, pk: int) -> ServiceCertificate:
    """One certificate; Http404 unless the viewer sees them all, or is the consultant who is asked to sign it."""
    rows = ServiceCertificate.objects.select_related(
        "trainee__person", "trainee__programme__department", "trainee__programme__specialty", "service__arena"
    )
    found = rows.filter(pk=pk, trainee_id=trainee_id).first()
    if found is None or not (_is_asked(viewer, found) or may_see_certificates(viewer, found.trainee)):
        raise Http404("certificate")
    return found


def _is_asked(viewer: Viewer, row: ServiceCertificate) -> bool:
    """Whether the viewer is the consultant who is asked to sign; nobody is, while none is named."""
    return viewer.person_id is not None and viewer.employed and row.consultant_id == viewer.person_id


def check_may_write(viewer: Viewer, trainee: Trainee) -> None:
    """Raises PermissionDenied unless the viewer prepares certificates: who registers service, never one's own."""
    if not may_register(viewer, trainee):
        raise PermissionDenied("register_training")


def signs_as(viewer: Viewer, row: ServiceCertificate) -> str | None:
    """As what the viewer may sign: the head of the department (or a stand-in), or the consultant who is asked.

    None for the doctor it is about, for anybody else, and for who has signed already: two persons sign.
    """
    person = viewer.person_id
    if person is None or not viewer.employed or person == row.trainee.person_id:
        return None
    if row.consultant_id == person:
        return CONSULTANT if row.consultant_at is None else None
    leads = row.trainee.programme.department_id in within(viewer.places_with("agree_plan"))
    return HEAD if leads and row.head_at is None else None


def check_may_sign(viewer: Viewer, row: ServiceCertificate) -> str:
    """As what the viewer signs; raises PermissionDenied."""
    role = signs_as(viewer, row)
    if role is None:
        raise PermissionDenied("sign_certificate")
    return role
