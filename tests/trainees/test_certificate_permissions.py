"""Who sees certificates of service, who prepares them, and as what each may sign (§ 25 e)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.people.queries import NOBODY
from borealis.trainees.certificates import actions, permissions
from borealis.trainees.models import Service, ServiceCertificate, Trainee
from tests.trainees.conftest import House
from tests.trainees.test_certificates import NOW, draft, service, sign, write

__all__ = ["draft", "service"]  # fixtures

# person: sees all the trainee's certificates, prepares them, signs as
TABLE = [
    ("trainee", True, False, None),
    ("guide", True, False, None),
    ("head", True, True, "head"),
    ("training_lead", True, True, "consultant"),  # the consultant who is asked
    ("stand_in", True, True, "head"),
    ("coordinator", False, False, None),
    ("new_guide", False, False, None),
    ("head_elsewhere", False, False, None),
    ("outsider", False, False, None),
]


@pytest.fixture(autouse=True)
def stand_in(house: House) -> None:
    house.people["stand_in"] = house.people["stranger"]
    house.give("stand_in", "stand_in")


@pytest.mark.parametrize(("who", "sees", "prepares", "signs"), TABLE)
def test_each_person_sees_prepares_and_signs_what_the_table_says(
    house: House, draft: ServiceCertificate, who: str, sees: bool, prepares: bool, signs: str | None
) -> None:
    viewer, trainee = house.viewer(who), draft.trainee
    assert permissions.may_see_certificates(viewer, trainee) is sees
    assert permissions.signs_as(viewer, draft) == signs
    if sees:
        assert permissions.check_may_see_certificates(viewer, trainee.pk) == trainee
        assert permissions.check_may_see_certificate(viewer, trainee.pk, draft.pk) == draft
    else:
        with pytest.raises(Http404):
            permissions.check_may_see_certificates(viewer, trainee.pk)
        with pytest.raises(Http404):
            permissions.check_may_see_certificate(viewer, trainee.pk, draft.pk)
    if prepares:
        permissions.check_may_write(viewer, trainee)
    else:
        with pytest.raises(PermissionDenied):
            permissions.check_may_write(viewer, trainee)
    if signs:
        assert permissions.check_may_sign(viewer, draft) == signs
    else:
        with pytest.raises(PermissionDenied):
            permissions.check_may_sign(viewer, draft)


def test_a_consultant_from_elsewhere_reads_and_signs_the_one_that_was_asked_for(
    house: House, draft: ServiceCertificate
) -> None:
    """given a consultant without a role here, when asked to sign, then that certificate is open and no list"""
    asked = write(house, draft, consultant_id=house.people["outsider"].pk)
    viewer = house.viewer("outsider")
    assert permissions.check_may_see_certificate(viewer, asked.trainee_id, asked.pk) == asked
    assert permissions.check_may_sign(viewer, asked) == "consultant"
    assert not permissions.may_see_certificates(viewer, asked.trainee)
    with pytest.raises(Http404):
        permissions.check_may_see_certificate(viewer, asked.trainee_id + 1, asked.pk)
    with pytest.raises(Http404):
        permissions.check_may_see_certificate(viewer, asked.trainee_id, asked.pk + 1)


def test_each_signs_once(house: House, draft: ServiceCertificate) -> None:
    sign(house, draft, "head", "head")
    half = ServiceCertificate.objects.get(pk=draft.pk)
    for leader in ("head", "stand_in"):
        assert permissions.signs_as(house.viewer(leader), half) is None
    assert permissions.signs_as(house.viewer("training_lead"), half) == "consultant"
    sign(house, draft, "training_lead", "consultant")
    whole = ServiceCertificate.objects.get(pk=draft.pk)
    assert permissions.signs_as(house.viewer("training_lead"), whole) is None


def test_a_head_in_training_neither_prepares_nor_signs_for_oneself(
    house: House, draft: ServiceCertificate
) -> None:
    house.give("trainee", "head")
    own = house.viewer("trainee")
    assert permissions.signs_as(own, draft) is None
    with pytest.raises(PermissionDenied):
        permissions.check_may_write(own, draft.trainee)


def test_who_has_left_signs_nothing_and_follows_no_trainee(house: House, draft: ServiceCertificate) -> None:
    """given a guide and a consultant whose posts have ended, then neither reads or signs; the doctor still reads"""
    asked = write(house, draft, consultant_id=house.people["outsider"].pk)
    for who in ("guide", "outsider", "trainee"):
        house.leave(who)
    for who in ("guide", "outsider"):
        viewer = house.viewer(who)
        assert not permissions.may_see_certificates(viewer, asked.trainee)
        assert permissions.signs_as(viewer, asked) is None
        with pytest.raises(Http404):
            permissions.check_may_see_certificate(viewer, asked.trainee_id, asked.pk)
    assert permissions.check_may_see_certificate(house.viewer("trainee"), asked.trainee_id, asked.pk) == asked


def test_nobody_sees_or_signs_also_while_no_consultant_is_asked(
    house: House, nora: Trainee, service: Service
) -> None:
    """given a certificate for which no consultant is named yet, then who is signed out is not taken for that one"""
    row = actions.prepare_certificate(
        by=house.people["head"].pk, trainee_id=nora.pk, service_id=service.pk, now=NOW
    )
    assert row.consultant_id is None
    assert permissions.may_see_certificates(NOBODY, nora) is False
    assert permissions.signs_as(NOBODY, row) is None
    with pytest.raises(Http404):
        permissions.check_may_see_certificate(NOBODY, nora.pk, row.pk)
