"""When a relation to a trainee ends: the last day of it, and what may be registered around that day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.people.queries import NOBODY
from borealis.trainees import permissions
from borealis.trainees.models import Trainee
from borealis.trainees.permissions import PLAN
from tests.trainees.conftest import NOW, TODAY, Day, House

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY
LAST_MONTH, LAST_YEAR = Day("2026-10-31"), Day("2025-10-31")


def post(trainee: Trainee, house: House, to_day: dt.date | None, *, research: int = 0) -> None:
    trainee.employments.create(
        department_id=house.places["unn-pet"],
        from_day=trainee.started_on,
        to_day=to_day,
        percent=100 - research,
        research_percent=research,
        recorded_at=NOW,
    )


def guided(trainee: Trainee, house: House, to_day: dt.date | None, from_day: str = "2023-03-01") -> None:
    apps.get_model("trainees.GuideAppointment").objects.create(
        trainee=trainee, guide=house.people["guide"], from_day=Day(from_day), to_day=to_day, recorded_at=NOW
    )


def employed(house: House, who: str, to_day: dt.date) -> None:
    apps.get_model("people.Post").objects.filter(person=house.people[who]).update(to_day=to_day)


@pytest.mark.parametrize(
    ("finished", "posts", "seen"),
    [
        # no post is known: in training until finished
        (None, [], True),
        (TODAY, [], True),
        (YESTERDAY, [], False),
        # in training through the last day of the last post
        (None, [None], True),
        (None, [TODAY], True),
        (None, [TOMORROW], True),
        (None, [YESTERDAY], False),
        (None, [YESTERDAY, None], True),
        (None, [LAST_YEAR, YESTERDAY], False),
        # a post that goes on does not keep one who is finished in training
        (YESTERDAY, [None], False),
        (TODAY, [None], True),
        (TODAY, [YESTERDAY], False),
    ],
)
def test_a_department_sees_those_in_training_through_the_last_day(
    nora: Trainee, house: House, finished: dt.date | None, posts: list[dt.date | None], seen: bool
) -> None:
    for to_day in posts:
        post(nora, house, to_day)
    Trainee.objects.filter(pk=nora.pk).update(finished_on=finished)
    head = house.viewer("head")
    assert (nora in permissions.visible_to(head, on=TODAY)) is seen
    assert nora in permissions.visible_to(house.viewer("trainee"), on=TODAY), "the own training always"


@pytest.mark.parametrize(
    ("finished", "posts", "until"),
    [
        (YESTERDAY, [], YESTERDAY),
        (None, [YESTERDAY], YESTERDAY),
        (None, [LAST_YEAR, LAST_MONTH], LAST_MONTH),
        (None, [LAST_MONTH, LAST_YEAR], LAST_MONTH),
        (YESTERDAY, [LAST_MONTH], LAST_MONTH),
        (LAST_MONTH, [YESTERDAY], LAST_MONTH),
        # finished in a post that goes on, after another that has ended
        (LAST_MONTH, [LAST_YEAR, None], LAST_MONTH),
        (LAST_MONTH, [None, LAST_YEAR], LAST_MONTH),
        # still in training
        (None, [], None),
        (None, [LAST_MONTH, None], None),
        (None, [TODAY], None),
    ],
)
def test_a_department_has_seen_a_training_until_it_was_over(
    nora: Trainee, house: House, finished: dt.date | None, posts: list[dt.date | None], until: dt.date | None
) -> None:
    for to_day in posts:
        post(nora, house, to_day)
    Trainee.objects.filter(pk=nora.pk).update(finished_on=finished)
    nora.refresh_from_db()
    assert permissions.seen_until(house.viewer("head"), nora, TODAY) == until
    assert permissions.seen_until(house.viewer("head_elsewhere"), nora, TODAY) is None


@pytest.mark.parametrize(
    ("appointed_to", "own_post_to", "training_to", "until"),
    [
        (None, None, None, None),
        (TODAY, None, None, None),
        (YESTERDAY, None, None, YESTERDAY),
        # the guide's own post has ended, before or after the appointment
        (None, LAST_MONTH, None, LAST_MONTH),
        (LAST_YEAR, LAST_MONTH, None, LAST_YEAR),
        (YESTERDAY, LAST_MONTH, None, LAST_MONTH),
        (None, TODAY, None, None),
        # the training is over
        (None, None, LAST_MONTH, LAST_MONTH),
        (LAST_YEAR, None, LAST_MONTH, LAST_YEAR),
        (YESTERDAY, None, LAST_MONTH, LAST_MONTH),
    ],
)
def test_a_guide_has_seen_a_training_until_the_first_of_three_ends(
    nora: Trainee,
    house: House,
    appointed_to: dt.date | None,
    own_post_to: dt.date | None,
    training_to: dt.date | None,
    until: dt.date | None,
) -> None:
    """The appointment, the guide's own post, the training."""
    guided(nora, house, appointed_to)
    if own_post_to:
        employed(house, "guide", own_post_to)
    if training_to:
        post(nora, house, training_to)
    guide = house.viewer("guide")
    assert permissions.seen_until(guide, nora, TODAY) == until
    assert (nora in permissions.visible_to(guide, on=TODAY)) is (until is None)


def test_of_two_relations_that_have_ended_the_latest_counts(nora: Trainee, house: House) -> None:
    guided(nora, house, LAST_YEAR)
    guided(nora, house, LAST_MONTH, from_day="2026-01-01")
    assert permissions.seen_until(house.viewer("guide"), nora, TODAY) == LAST_MONTH


def test_a_relation_that_has_ended_is_looked_up_for_today_when_no_day_is_given(
    nora: Trainee, house: House
) -> None:
    guided(nora, house, dt.date(2024, 1, 1))
    insight = permissions.check_may_see_former(house.viewer("guide"), nora.pk)
    assert (insight.trainee, insight.until) == (nora, dt.date(2024, 1, 1))


@pytest.mark.parametrize(("research", "seen"), [(0, False), (1, True), (50, True)])
def test_any_share_of_research_shows_the_plan_to_who_follows_it(
    nora: Trainee, house: House, research: int, seen: bool
) -> None:
    post(nora, house, None, research=research)
    apps.get_model("people.RoleAssignment").objects.create(
        person=house.people["outsider"],
        role="research_lead",
        organisation_id=house.places["unn"],
        in_force_from=Day("2020-01-01"),
    )
    assert (nora in permissions.visible_to(house.viewer("outsider"), PLAN)) is seen


@pytest.mark.parametrize("who", ["coordinator", "guide", "head_elsewhere", "trainee", "outsider"])
def test_who_may_not_register_is_told_which_power_is_missing(nora: Trainee, house: House, who: str) -> None:
    permissions.check_may_register(house.viewer("head"), nora)
    with pytest.raises(PermissionDenied, match="register_training"):
        permissions.check_may_register(house.viewer(who), nora)


@pytest.mark.parametrize("who", ["coordinator", "guide", "head_elsewhere", "outsider"])
def test_who_may_not_wish_is_told_which_power_is_missing(nora: Trainee, house: House, who: str) -> None:
    for may in ("head", "trainee"):
        permissions.check_may_wish(house.viewer(may), nora)
    with pytest.raises(PermissionDenied, match="plan_department"):
        permissions.check_may_wish(house.viewer(who), nora)


def test_nobody_registers_or_wishes(nora: Trainee) -> None:
    assert not permissions.may_register(NOBODY, nora)
    assert not permissions.may_wish(NOBODY, nora)


def test_a_new_post_is_registered_for_one_who_has_left_but_not_for_one_who_is_finished(
    nora: Trainee, house: House
) -> None:
    post(nora, house, YESTERDAY)
    head = house.viewer("head")
    assert permissions.check_may_register_post(head, nora.pk) == nora
    with pytest.raises(Http404, match="trainee"):
        permissions.check_may_register_post(house.viewer("head_elsewhere"), nora.pk)
    Trainee.objects.filter(pk=nora.pk).update(finished_on=YESTERDAY)
    with pytest.raises(Http404, match="trainee"):
        permissions.check_may_register_post(head, nora.pk)


@pytest.mark.parametrize(
    ("from_day", "to_day", "guides"),
    [
        ("2023-03-01", None, True),
        (str(TODAY), None, True),
        (str(TOMORROW), None, False),
        ("2023-03-01", TODAY, True),
        ("2023-03-01", YESTERDAY, False),
    ],
)
def test_whom_a_person_guides_on_a_day(
    nora: Trainee, house: House, from_day: str, to_day: dt.date | None, guides: bool
) -> None:
    """§ 25 d: through the last day of the appointment."""
    guided(nora, house, to_day, from_day)
    found = list(permissions.guided_ids(house.people["guide"].pk, TODAY))
    assert found == ([nora.pk] if guides else [])
    assert list(permissions.guided_ids(house.people["new_guide"].pk, TODAY)) == []
