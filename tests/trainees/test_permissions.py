"""Who sees whom, and who may register and wish."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.people.queries import NOBODY
from borealis.trainees import permissions
from borealis.trainees.actions import appoint_guide
from borealis.trainees.models import Trainee
from borealis.trainees.queries import own_training, trainees_of
from tests.trainees.conftest import NOW, Day, House, enrol

pytestmark = pytest.mark.django_db

# person: sees Nora, registers for her, writes her wishes
TABLE = [
    ("trainee", True, False, True),
    ("colleague", False, False, False),
    ("guide", True, False, False),
    ("new_guide", False, False, False),
    ("head", True, True, True),
    ("training_lead", True, True, True),
    ("coordinator", True, False, False),
    ("head_elsewhere", False, False, False),
    ("outsider", False, False, False),
]


@pytest.mark.parametrize(("who", "sees", "registers", "wishes"), TABLE)
def test_each_person_sees_and_does_what_the_table_says(
    nora: Trainee, house: House, who: str, sees: bool, registers: bool, wishes: bool
) -> None:
    appoint_guide(
        by=None, trainee_id=nora.pk, guide_id=house.people["guide"].pk, from_day=Day("2023-03-01"), now=NOW
    )
    enrol(house, "colleague")
    viewer = house.viewer(who)
    assert permissions.may_see(viewer, nora) is sees
    assert (nora in permissions.visible_to(viewer)) is sees
    assert (nora in trainees_of("unn-nuk", viewer)) is sees
    assert permissions.may_register(viewer, nora) is registers
    assert permissions.may_wish(viewer, nora) is wishes


def test_a_foreign_trainee_looks_like_one_that_is_not_there(nora: Trainee, house: House) -> None:
    for trainee_id in (nora.pk, 987654):
        with pytest.raises(Http404) as refused:
            permissions.check_may_see(house.viewer("head_elsewhere"), trainee_id)
        assert str(refused.value) == "trainee"


def test_who_sees_but_may_not_is_told_so(nora: Trainee, house: House) -> None:
    viewer = house.viewer("coordinator")
    assert permissions.check_may_see(viewer, nora.pk) == nora
    with pytest.raises(PermissionDenied):
        permissions.check_may_register(viewer, nora)
    with pytest.raises(PermissionDenied):
        permissions.check_may_wish(viewer, nora)


def test_a_guide_sees_only_while_appointed(nora: Trainee, house: House) -> None:
    for guide, day in (("guide", "2023-03-01"), ("new_guide", "2026-11-01")):
        appoint_guide(
            by=None, trainee_id=nora.pk, guide_id=house.people[guide].pk, from_day=Day(day), now=NOW
        )
    former, present = house.viewer("guide"), house.viewer("new_guide")
    assert nora in permissions.visible_to(former, on=Day("2026-10-31"))
    assert nora not in permissions.visible_to(former, on=Day("2026-11-01"))
    assert nora in permissions.visible_to(present, on=Day("2026-11-01"))
    assert nora not in permissions.visible_to(present, on=Day("2026-10-31"))


def test_a_head_does_not_register_for_oneself(house: House) -> None:
    own = enrol(house, "head")
    assert not permissions.may_register(house.viewer("head"), own)
    assert permissions.may_register(house.viewer("training_lead"), own)


def test_a_reader_without_a_name_sees_nobody(nora: Trainee) -> None:
    assert not permissions.visible_to(NOBODY).exists()
    assert own_training(NOBODY) is None
    assert not permissions.may_wish(NOBODY, nora)


def test_the_list_has_no_doubles(nora: Trainee, house: House) -> None:
    for person, day in (("head", "2023-03-01"), ("guide", "2024-03-01"), ("head", "2025-03-01")):
        appoint_guide(
            by=None, trainee_id=nora.pk, guide_id=house.people[person].pk, from_day=Day(day), now=NOW
        )
    assert list(permissions.visible_to(house.viewer("head"), on=dt.date(2026, 11, 22))) == [nora]
