"""Roles, posts and persons: one event per change, nobody decides on own rights, two cannot overlap."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from borealis.audit.models import Event, EventText
from borealis.organisations.models import Organisation
from borealis.people import actions
from borealis.people.actions.refusals import Refusals, check_text
from borealis.people.models import Person, RoleAssignment
from borealis.people.queries import viewer_of
from borealis.people.rules import POWERS, ROLES
from borealis.people.words import POWER_WORDS, all_roles, role_words

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture
def place(db: None) -> Organisation:
    return Organisation.objects.create(code="dep", kind="department", name_nb="Avdelingen")


@pytest.fixture
def person(db: None) -> Person:
    return actions.add_person(by=None, name="Kari Nordlys", email="kari@eksempel.example", now=NOW)


@pytest.fixture
def other(db: None) -> Person:
    return actions.add_person(by=None, name="Ola Nordavind", email="ola@eksempel.example", now=NOW)


def give(person: Person, place: Organisation, **more: Any) -> RoleAssignment:
    facts = {"by": None, "role": "head", "in_force_from": TODAY - 30 * DAY, "now": NOW, **more}
    return actions.assign_role(person=person, organisation_id=place.pk, **facts)


def refused(act: Any, **facts: Any) -> set[str]:
    before = Event.objects.count()
    with pytest.raises(ValidationError) as caught:
        act(**facts)
    assert Event.objects.count() == before
    return set(caught.value.message_dict)


def last_event() -> Event:
    return Event.objects.order_by("-number")[0]


def test_one_event_tells_of_a_role_and_whom_it_concerns(
    person: Person, other: Person, place: Organisation
) -> None:
    row = give(person, place, by=other.pk, why="Vikar for Randi")
    event = last_event()
    assert (event.act, event.about_id, event.by_id) == ("assign_role", person.pk, other.pk)
    assert event.detail["role"] == "head"
    assert "Vikar" not in str(event.detail)
    assert EventText.objects.get(event=event).text == {"why": "Vikar for Randi"}
    assert row.version == 1


@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [
        (-30, -11, False),
        (-30, -10, True),
        (-5, None, True),
        (-10, 10, True),
        (11, None, False),
        (10, None, True),
        (-40, None, True),
    ],
)
def test_the_same_role_at_the_same_place_is_held_once_at_a_time(
    person: Person, place: Organisation, first: int, last: int | None, clashes: bool
) -> None:
    give(person, place, in_force_from=TODAY - 10 * DAY, in_force_to=TODAY + 10 * DAY)
    facts = {
        "in_force_from": TODAY + first * DAY,
        "in_force_to": TODAY + last * DAY if last is not None else None,
    }
    if clashes:
        assert refused(give, person=person, place=place, **facts) == {"in_force_from"}
    else:
        give(person, place, **facts)


def test_a_role_that_followed_from_an_ended_post_can_be_given_again(
    person: Person, place: Organisation
) -> None:
    post = actions.add_post(
        by=None, person_id=person.pk, organisation_id=place.pk, from_day=TODAY - 90 * DAY, now=NOW
    )
    give(person, place, post_id=post.pk)
    actions.end_post(by=None, post_id=post.pk, to_day=TODAY - DAY, now=NOW)
    assert not viewer_of(person, TODAY).holds("head")
    actions.add_post(by=None, person_id=person.pk, organisation_id=place.pk, from_day=TODAY, now=NOW)
    give(person, place, in_force_from=TODAY)
    assert viewer_of(person, TODAY).holds("head")


def test_a_role_is_held_only_where_the_table_allows(person: Person) -> None:
    university = Organisation.objects.create(code="uni", kind="university", name_nb="UiT")
    assert refused(give, person=person, place=university) == {"organisation"}
    nowhere = {"by": None, "person": person, "role": "head", "in_force_from": TODAY, "now": NOW}
    assert refused(actions.assign_role, **nowhere) == {"organisation"}
    assert refused(actions.assign_role, **nowhere, organisation_id=999999) == {"organisation"}
    assert refused(actions.assign_role, **nowhere, trainee_id=999999) == {"organisation"}


def test_nobody_gives_changes_or_ends_own_roles_post_and_account(person: Person, place: Organisation) -> None:
    row, own = give(person, place), {"by": person.pk, "now": NOW}
    post = actions.add_post(by=None, person_id=person.pk, organisation_id=place.pk, from_day=TODAY, now=NOW)
    assert refused(give, person=person, place=place, role="auditor", by=person.pk) == {"person"}
    facts = {**own, "assignment_id": row.pk, "version": 1}
    assert refused(actions.change_role_end, **facts, in_force_to=TODAY) == {"person"}
    assert refused(actions.end_role, **facts) == {"person"}
    assert refused(actions.end_post, **own, post_id=post.pk, to_day=TODAY) == {"person"}
    assert refused(actions.deactivate_person, **own, person_id=person.pk) == {"person"}
    assert refused(actions.reactivate_person, **own, person_id=person.pk) == {"person"}


def test_a_role_ended_at_once_is_not_held_today_and_the_sessions_are_over(
    person: Person, place: Organisation
) -> None:
    row = give(person, place)
    actions.end_role(by=None, assignment_id=row.pk, version=1, now=NOW)
    row.refresh_from_db()
    assert row.in_force_to == TODAY - DAY
    assert not viewer_of(person, TODAY).holds("head")
    assert Person.objects.get(pk=person.pk).session_epoch == 1
    assert (last_event().act, last_event().about_id) == ("end_role", person.pk)


def test_a_role_that_began_today_or_later_is_taken_away_and_the_record_tells(
    person: Person, place: Organisation
) -> None:
    for first in (TODAY, TODAY + DAY):
        row = give(person, place, in_force_from=first)
        actions.end_role(by=None, assignment_id=row.pk, version=1, now=NOW)
        assert not RoleAssignment.objects.filter(person=person).exists()
        assert last_event().act == "end_role"


def test_a_role_ended_from_a_later_day_is_held_until_then(person: Person, place: Organisation) -> None:
    row = give(person, place)
    actions.end_role(by=None, assignment_id=row.pk, version=1, now=NOW, from_day=TODAY + 3 * DAY)
    assert viewer_of(person, TODAY + 2 * DAY).holds("head")
    assert not viewer_of(person, TODAY + 3 * DAY).holds("head")
    assert Person.objects.get(pk=person.pk).session_epoch == 0


def test_the_end_is_not_moved_into_the_past_nor_once_it_has_passed(
    person: Person, place: Organisation
) -> None:
    row = give(person, place, in_force_to=TODAY)
    facts = {"by": None, "assignment_id": row.pk, "version": 1}
    assert refused(actions.change_role_end, **facts, in_force_to=TODAY - DAY, now=NOW) == {"in_force_to"}
    assert refused(actions.change_role_end, **facts, in_force_to=dt.date(2999, 1, 1), now=NOW) == {
        "in_force_to"
    }
    assert refused(actions.end_role, **facts, from_day=TODAY - DAY, now=NOW) == {"from_day"}
    assert refused(actions.end_role, **facts, from_day=TODAY + DAY, now=NOW) == {"from_day"}
    later = NOW + DAY
    assert refused(actions.change_role_end, **facts, in_force_to=TODAY + 9 * DAY, now=later) == {
        "in_force_to"
    }
    assert refused(actions.end_role, **facts, now=later) == {"in_force_to"}


def test_who_comes_second_is_told_what_stands(person: Person, place: Organisation) -> None:
    row = give(person, place)
    facts = {"by": None, "assignment_id": row.pk, "version": 1, "now": NOW}
    actions.change_role_end(**facts, in_force_to=TODAY + 5 * DAY)
    with pytest.raises(actions.ChangedMeanwhile) as caught:
        actions.change_role_end(**facts, in_force_to=TODAY + 9 * DAY)
    assert caught.value.stands == {"in_force_to": TODAY + 5 * DAY, "version": 2}
    actions.change_role_end(**{**facts, "version": 2}, in_force_to=TODAY + 5 * DAY)
    assert Event.objects.filter(act="change_role_end").count() == 1
    with pytest.raises(actions.ChangedMeanwhile):
        actions.end_role(by=None, assignment_id=999999, version=1, now=NOW)


def test_the_end_does_not_move_over_the_next_period(person: Person, place: Organisation) -> None:
    row = give(person, place, in_force_to=TODAY + DAY)
    give(person, place, in_force_from=TODAY + 5 * DAY)
    facts = {"by": None, "assignment_id": row.pk, "version": 1, "now": NOW}
    assert refused(actions.change_role_end, **facts, in_force_to=None) == {"in_force_to"}
    actions.change_role_end(**facts, in_force_to=TODAY + 4 * DAY)


def test_an_end_is_put_back_as_it_stood(person: Person, place: Organisation) -> None:
    row = give(person, place)
    actions.end_role(by=None, assignment_id=row.pk, version=1, now=NOW)
    actions.restore_role_end(by=None, assignment_id=row.pk, version=2, in_force_to=None, now=NOW)
    assert viewer_of(person, TODAY).holds("head")
    actions.restore_role_end(by=None, assignment_id=row.pk, version=3, in_force_to=TODAY - DAY, now=NOW)
    assert Person.objects.get(pk=person.pk).session_epoch == 2


def test_a_person_is_changed_by_one_at_a_time(person: Person) -> None:
    facts = {"by": None, "person_id": person.pk, "version": 1, "email": person.email, "now": NOW}
    actions.change_person(
        **facts, name="Kari Fjell", hpr_number="1234567", personnel_number="A-1", why="Gift"
    )
    event = last_event()
    assert (event.act, event.detail["changed"]) == (
        "change_person",
        ["name", "hpr_number", "personnel_number"],
    )
    with pytest.raises(actions.ChangedMeanwhile) as caught:
        actions.change_person(**facts, name="Kari Hav")
    assert caught.value.stands["name"] == "Kari Fjell"
    again = {**facts, "version": 2, "name": "Kari Fjell", "hpr_number": "1234567", "personnel_number": "A-1"}
    assert actions.change_person(**again).version == 2, "nothing changed: no event, no new version"
    assert last_event().number == event.number


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"email": "kari"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "OLA@eksempel.example"}, "email"),
        ({"hpr_number": "123456"}, "hpr_number"),
        ({"hpr_number": "1234567890"}, "hpr_number"),
        ({"hpr_number": "١٢٣٤٥٦٧"}, "hpr_number"),
        ({"personnel_number": "77"}, "personnel_number"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(
    person: Person, other: Person, facts: dict[str, str], field: str
) -> None:
    Person.objects.filter(pk=other.pk).update(personnel_number="77")
    whole = {
        "by": None,
        "person_id": person.pk,
        "version": 1,
        "name": "K",
        "email": person.email,
        "now": NOW,
        **facts,
    }
    assert refused(actions.change_person, **whole) == {field}


def test_a_closed_account_ends_every_session_and_can_be_opened_again(person: Person) -> None:
    facts = {"by": None, "person_id": person.pk, "now": NOW}
    assert refused(actions.reactivate_person, **facts) == {"person"}
    actions.deactivate_person(**facts, why="Sluttet")
    person.refresh_from_db()
    assert (person.is_active, person.session_epoch, person.version) == (False, 1, 2)
    assert refused(actions.deactivate_person, **facts) == {"person"}
    actions.reactivate_person(**facts)
    assert last_event().act == "reactivate_person"
    assert refused(actions.deactivate_person, by=None, person_id=999999, now=NOW) == {"person"}


def test_posts_do_not_overlap_at_a_body_and_end_once(person: Person, place: Organisation) -> None:
    facts = {"by": None, "person_id": person.pk, "organisation_id": place.pk, "now": NOW}
    post = actions.add_post(**facts, from_day=TODAY - 9 * DAY, title="Overlege")
    assert refused(actions.add_post, **facts, from_day=TODAY) == {"from_day"}
    assert refused(actions.add_post, **facts, from_day=TODAY, to_day=TODAY + DAY) == {"from_day"}
    assert refused(actions.add_post, **{**facts, "organisation_id": 999999}, from_day=TODAY) == {
        "organisation"
    }
    assert refused(actions.end_post, by=None, post_id=post.pk, to_day=TODAY - 99 * DAY, now=NOW) == {"to_day"}
    actions.end_post(by=None, post_id=post.pk, to_day=TODAY - DAY, now=NOW)
    assert refused(actions.end_post, by=None, post_id=post.pk, to_day=TODAY, now=NOW) == {"to_day"}
    assert refused(actions.end_post, by=None, post_id=999999, to_day=TODAY, now=NOW) == {"post"}
    assert refused(actions.restore_post, by=None, post_id=post.pk, as_left=None, to_day=None, now=NOW) == {
        "to_day"
    }
    actions.restore_post(by=None, post_id=post.pk, as_left=TODAY - DAY, to_day=None, now=NOW)
    role = give(person, place, post_id=post.pk)
    assert refused(actions.withdraw_post, by=None, post_id=post.pk, now=NOW) == {"post"}
    role.delete()
    actions.withdraw_post(by=None, post_id=post.pk, now=NOW)
    assert last_event().act == "withdraw_post"
    assert not person.posts.exists()


def test_a_role_does_not_follow_from_the_post_of_another(
    person: Person, other: Person, place: Organisation
) -> None:
    post = actions.add_post(by=None, person_id=other.pk, organisation_id=place.pk, from_day=TODAY, now=NOW)
    assert refused(give, person=person, place=place, post_id=post.pk) == {"post"}


def test_an_approval_is_registered_once_and_can_be_taken_away(person: Person) -> None:
    from borealis.curriculum.models import Specialty

    field = Specialty.objects.create(code="XXX", chapter="x", name_nb="Prøve")
    facts = {"by": None, "person_id": person.pk, "specialty_id": field.pk, "now": NOW}
    assert refused(actions.approve_specialist, **facts, approved_on=TODAY + DAY) == {"approved_on"}
    assert refused(actions.approve_specialist, **{**facts, "specialty_id": 0}, approved_on=TODAY) == {
        "specialty"
    }
    row = actions.approve_specialist(**facts, approved_on=TODAY)
    assert refused(actions.approve_specialist, **facts, approved_on=TODAY) == {"specialty"}
    actions.withdraw_approval(by=None, approval_id=row.pk, now=NOW)
    assert refused(actions.withdraw_approval, by=None, approval_id=row.pk, now=NOW) == {"approval"}
    assert not person.specialist_approvals.exists()


def test_every_role_and_power_has_words() -> None:
    assert set(POWER_WORDS) >= {power for role in ROLES.values() for power in role.powers} | set(POWERS)
    for words in all_roles():
        assert words.name != "Innlogget", words.code
        assert words.sentences, words.code
        assert words.scope, words.code


def test_administrators_are_told_that_they_see_no_training() -> None:
    assert "Ser ikke innholdet i noens utdanning." in role_words("administrator").sentences
    assert not ROLES["administrator"].powers & {
        "see_department",
        "decide_goals",
        "register_training",
        "agree_plan",
    }


@given(name=st.text(st.characters(), max_size=30))
def test_any_name_is_kept_or_refused_and_never_breaks(name: str) -> None:
    refusals = Refusals()
    kept = check_text(refusals, "name", name, 30)
    assert refusals.found or kept.encode().decode() == kept == kept.strip()
