"""Recording, changing, withdrawing and moving activities."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from borealis.audit.models import Event, EventText
from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.portfolio.activities.actions import (
    Content,
    change_activity,
    move_activity,
    record_activities,
    withdraw_activity,
)
from borealis.portfolio.activities.queries import terms_of
from borealis.portfolio.models import Activity
from tests.conftest import Told
from tests.portfolio.activities.conftest import NORA, Record

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(Event.objects.order_by("number").values_list("act", flat=True))


def goals_of(row: Activity) -> set[str]:
    return set(row.goals.values_list("code", flat=True))


def test_a_template_gives_kind_title_and_goals(record: Record) -> None:
    row = record(template="pet-lunge", count=3)

    assert (row.kind, row.title, row.count, row.state, row.version) == (
        "reading",
        "PET ved lungekreft",
        3,
        "recorded",
        1,
    )
    assert goals_of(row) == {"NUK-133", "NUK-138"}


def test_goals_that_are_said_go_before_those_of_the_template(record: Record) -> None:
    row = record(goals=[])

    assert goals_of(row) == set()


def test_an_activity_outside_the_programme_is_recorded_with_its_own_words(record: Record) -> None:
    row = record(template="", kind="course", title="  Kurs i statistikk ", place="Bergen", note="Tre dager")

    assert (row.kind, row.title, row.place, row.note) == (
        "course",
        "Kurs i statistikk",
        "Bergen",
        "Tre dager",
    )


def test_recording_adds_one_event_without_personal_words(record: Record, told: Told) -> None:
    before = len(acts())
    row = record(title="Helt egne ord", note="Noe jeg tenkte")

    assert acts()[before:] == ["record_activity"]
    event = Event.objects.order_by("-number").first()
    assert event is not None
    assert event.about_id == told.people[NORA]
    assert event.detail["count"] == row.count
    assert "egne" not in str(event.detail)


def test_the_same_key_with_the_same_content_gives_the_stored_row(record: Record) -> None:
    key = uuid.uuid4()
    first = record(key=key, note="en\r\nto")
    before = len(acts())

    again = record(key=key, note="en\nto")

    assert again.pk == first.pk
    assert Activity.objects.filter(key=key).count() == 1
    assert len(acts()) == before


@pytest.mark.parametrize(
    "other",
    [{"count": 2}, {"note": "annet"}, {"template": "pet-lymfom"}, {"goals": []}, {"arena": "unn-hot-lab"}],
)
def test_the_same_key_with_other_content_is_told_and_not_stored(
    record: Record, other: dict[str, Any]
) -> None:
    key = uuid.uuid4()
    record(key=key)

    with pytest.raises(ChangedMeanwhile) as told:
        record(key=key, **other)

    assert told.value.stands["count"] == 1
    assert told.value.stands["template"] == "pet-lunge"
    assert Activity.objects.get(key=key).count == 1


def test_the_same_key_in_another_portfolio_is_another_activity(record: Record, told: Told) -> None:
    key = uuid.uuid4()
    record(key=key)
    record(key=key, trainee_id=told.trainees["Jonas Polarrev"], count=7)

    assert Activity.objects.filter(key=key).count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"template": "finnes-ikke"}, "template"),
        ({"template": "", "title": "Noe", "kind": "annet"}, "kind"),
        ({"template": "", "kind": "course"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x07b"}, "title"),
        ({"from_day": None}, "from_day"),
        ({"from_day": dt.date(1950, 1, 1)}, "from_day"),
        ({"from_day": dt.date(2999, 1, 1)}, "from_day"),
        ({"to_day": dt.date(2020, 1, 1)}, "to_day"),
        ({"count": 0}, "count"),
        ({"count": 10_000}, "count"),
        ({"arena": "finnes-ikke"}, "arena"),
        ({"place": "x" * 201}, "place"),
        ({"note": "x" * 2001}, "note"),
        ({"note": "a\x00b"}, "note"),
        ({"goals": [987654]}, "goals"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_stored(
    record: Record, wrong: dict[str, Any], field: str
) -> None:
    before = (Activity.objects.count(), len(acts()))

    with pytest.raises(ValidationError) as refused:
        record(**wrong)

    assert list(refused.value.message_dict) == [field]
    assert (Activity.objects.count(), len(acts())) == before


def test_tomorrow_cannot_be_recorded_and_a_period_may_end_today(record: Record, told: Told) -> None:
    with pytest.raises(ValidationError, match="har vært"):
        record(from_day=told.today + dt.timedelta(days=1))
    with pytest.raises(ValidationError, match="har vært"):
        record(to_day=told.today + dt.timedelta(days=1))

    row = record(from_day=told.today - dt.timedelta(days=2), to_day=told.today)
    assert row.to_day == told.today
    assert record(from_day=told.today, to_day=told.today).to_day is None


def entries(told: Told, *contents: Content) -> list[tuple[uuid.UUID, Content]]:
    return [(uuid.uuid4(), content) for content in contents]


def test_many_are_recorded_at_once_with_one_event(told: Told, nora: int) -> None:
    day = told.today
    many = entries(
        told,
        Content(template="pet-lunge", from_day=day, count=4),
        Content(template="pet-lymfom", from_day=day, count=2),
    )
    before = len(acts())

    rows = record_activities(by=told.people[NORA], trainee_id=nora, entries=many, now=told.now)
    again = record_activities(by=told.people[NORA], trainee_id=nora, entries=many, now=told.now)

    assert [row.count for row in rows] == [4, 2]
    assert [row.pk for row in again] == [row.pk for row in rows]
    assert acts()[before:] == ["record_activities"]


def test_of_many_with_one_fault_none_is_recorded_and_the_fault_is_named(told: Told, nora: int) -> None:
    before = Activity.objects.count()
    many = entries(
        told,
        Content(template="pet-lunge", from_day=told.today),
        Content(template="pet-lymfom", from_day=told.today, count=0),
    )

    with pytest.raises(ValidationError, match="PET ved lymfom"):
        record_activities(by=None, trainee_id=nora, entries=many, now=told.now)
    assert Activity.objects.count() == before


@pytest.mark.parametrize("number", [0, 101])
def test_none_and_too_many_at_once_are_refused(told: Told, nora: int, number: int) -> None:
    many = entries(told, *[Content(template="pet-lunge", from_day=told.today)] * number)
    with pytest.raises(ValidationError) as refused:
        record_activities(by=None, trainee_id=nora, entries=many, now=told.now)
    assert list(refused.value.message_dict) == ["entries"]


def change(told: Told, row: Activity, version: int = 1, **content: Any) -> Activity:
    facts = {"template": row.template, "from_day": row.from_day, **content}
    return change_activity(
        by=told.people[NORA],
        trainee_id=row.trainee_id,
        activity_id=row.pk,
        version=version,
        now=told.now,
        **facts,
    )


def test_a_change_raises_the_version_and_names_what_changed(record: Record, told: Told) -> None:
    row = record()

    changed = change(told, row, count=5, note="flere")

    assert (changed.version, changed.count, changed.note) == (2, 5, "flere")
    event = Event.objects.order_by("-number").first()
    assert event is not None
    assert (event.act, sorted(event.detail["changed"])) == ("change_activity", ["count", "note"])


def test_a_change_of_nothing_stores_nothing(record: Record, told: Told) -> None:
    row = record()
    before = len(acts())

    assert change(told, row).version == 1
    assert len(acts()) == before


def test_the_second_of_two_writers_is_told_what_stands(record: Record, told: Told) -> None:
    row = record()
    change(told, row, count=5)

    with pytest.raises(ChangedMeanwhile) as meanwhile:
        change(told, row, count=9)

    assert meanwhile.value.stands["count"] == 5
    assert meanwhile.value.stands["version"] == 2
    row.refresh_from_db()
    assert row.count == 5


@pytest.mark.parametrize("state", ["sent", "signed", "withdrawn"])
def test_what_is_locked_is_not_changed_nor_withdrawn(record: Record, told: Told, state: str) -> None:
    row = record()
    Activity.objects.filter(pk=row.pk).update(state=state)

    with pytest.raises(ValidationError) as refused:
        change(told, row, count=9)
    assert list(refused.value.message_dict) == ["state"]
    with pytest.raises(ValidationError):
        withdraw_activity(by=None, trainee_id=row.trainee_id, activity_id=row.pk, now=told.now)


@pytest.mark.parametrize("state", ["recorded", "returned", "declined"])
def test_what_is_not_locked_is_withdrawn_for_good_and_stays_stored(
    record: Record, told: Told, state: str
) -> None:
    row = record()
    Activity.objects.filter(pk=row.pk).update(state=state)

    withdraw_activity(
        by=told.people[NORA],
        trainee_id=row.trainee_id,
        activity_id=row.pk,
        now=told.now,
        why="Ført to ganger",
    )

    assert Activity.objects.get(pk=row.pk).state == "withdrawn"
    event = Event.objects.order_by("-number").first()
    assert event is not None
    assert event.act == "withdraw_activity"
    assert EventText.objects.filter(event=event).exists()
    with pytest.raises(ValidationError):
        move_activity(activity_id=row.pk, to="recorded", now=told.now)


def test_an_activity_of_another_portfolio_is_not_found(record: Record, told: Told) -> None:
    row = record(trainee_id=told.trainees["Jonas Polarrev"])

    with pytest.raises(ValidationError) as refused:
        withdraw_activity(by=None, trainee_id=told.trainees[NORA], activity_id=row.pk, now=told.now)
    assert list(refused.value.message_dict) == ["activity"]


def test_moves_follow_the_table_and_leave_the_version(record: Record, told: Told) -> None:
    row, now = record(), told.now
    for to in ("sent", "returned", "sent", "declined", "sent", "recorded", "sent", "signed"):
        assert move_activity(activity_id=row.pk, to=to, now=now).state == to
    assert Activity.objects.get(pk=row.pk).version == 1

    with pytest.raises(ValidationError):
        move_activity(activity_id=row.pk, to="returned", now=now)
    with pytest.raises(ValidationError, match="ti minutter"):
        move_activity(activity_id=row.pk, to="sent", now=now, since=now - dt.timedelta(minutes=11))
    undone = move_activity(activity_id=row.pk, to="sent", now=now, since=now - dt.timedelta(minutes=9))
    assert undone.state == "sent"


def test_a_template_that_the_programme_drops_may_stay_on_what_is_recorded(record: Record, told: Told) -> None:
    row = record(template="", kind="reading", title="Gammel aktivitet")
    Activity.objects.filter(pk=row.pk).update(template="utgatt")
    row.refresh_from_db()

    changed = change(told, row, kind="reading", title="Gammel aktivitet", count=2)

    assert (changed.template, changed.count) == ("utgatt", 2)


def test_terms_hold_only_goals_that_the_trainee_follows(record: Record) -> None:
    row = record()
    row.trainee.goal_sets.remove(*row.trainee.goal_sets.filter(common=True))

    terms = terms_of(row.trainee)

    club = terms.template("journal-club")
    assert club is not None
    assert (club.goals, club.codes) == ((), ())
    assert terms.template("finnes-ikke") is None
    assert terms.portfolio.link_days == 14
