"""Series are started, shared out and mended; sessions are attended, held, called off and rated."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from borealis.audit.models import Event
from borealis.portfolio.models import Activity
from borealis.teaching import actions
from borealis.teaching.actions.rota import held_session
from borealis.teaching.actions.series import Rhythm
from borealis.teaching.models import Attendance, Rated, Rating, Series, Session
from borealis.teaching.queries import hours_attended, presenting_findings, rating_of
from borealis.teaching.queries.pages import coverage_of
from borealis.teaching.queries.scope import goals_in_scope
from borealis.trainees.directory import Trainee
from tests.teaching.conftest import Place

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def refused(field: str, act: Any, **facts: Any) -> str:
    before = Event.objects.count()
    with pytest.raises(ValidationError) as found:
        act(**facts)
    assert Event.objects.count() == before
    return " ".join(found.value.message_dict[field])


def planned(place: Place) -> list[Session]:
    actions.plan_rota(series_id=place.series.pk, **place.facts)
    return list(place.series.sessions.order_by("start_at"))


def acts() -> str:
    return Event.objects.order_by("-number").values_list("act", flat=True)[0]


def test_a_year_is_shared_out_by_size_and_it_is_proven(place: Place) -> None:
    shared = actions.plan_rota(series_id=place.series.pk, **place.facts)
    rows = place.series.sessions.all()
    assert acts() == "plan_rota"
    assert shared.proven
    assert shared.changed == rows.count() >= 45
    assert abs(rows.filter(host=place.own).count() - rows.count() * 6 / 9) < 1
    assert rows.filter(host=None).count() == 0
    own = rows.filter(host=place.own)
    assert own.filter(presenter=None).count() == 0
    assert rows.filter(host=place.partner).exclude(presenter=None).count() == 0


def test_sessions_stay_at_their_hour_on_both_sides_of_the_clocks_change(place: Place) -> None:
    assert {timezone.localtime(row.start_at).time() for row in planned(place)} == {dt.time(12)}


def test_sharing_out_again_changes_nothing_when_nothing_is_new(place: Place) -> None:
    planned(place)
    assert actions.plan_rota(series_id=place.series.pk, **place.facts).changed == 0


def test_a_host_that_withdraws_the_day_before_is_replaced_and_no_other_session_changes(place: Place) -> None:
    rows = planned(place)
    row = next(one for one in rows[1:] if one.host_id == place.partner.pk)
    before = {one.pk: (one.host_id, one.topic_id) for one in rows}
    now = row.start_at - dt.timedelta(days=1)
    shared = actions.withdraw_host(by=place.head, session_id=row.pk, version=row.version, now=now)
    after = {one.pk: (one.host_id, one.topic_id) for one in place.series.sessions.all()}
    assert {pk for pk in after if after[pk] != before[pk]} == {row.pk}
    assert after[row.pk][0] == place.own.pk
    assert (shared.changed, shared.proven, shared.value.open) == (1, True, 0)
    assert acts() == "withdraw_host"
    stale = {"by": place.head, "session_id": row.pk, "version": row.version, "now": now}
    assert "endret" in refused("version", actions.withdraw_host, **stale)


def test_a_partner_that_leaves_gives_its_later_sessions_to_the_others(place: Place) -> None:
    planned(place)
    last = place.told.today + dt.timedelta(days=100)
    actions.end_host(host_id=place.partner.pk, last_day=last, **place.facts)
    actions.plan_rota(series_id=place.series.pk, **place.facts)
    days = [timezone.localdate(row.start_at) for row in place.series.sessions.filter(host=place.partner)]
    assert days
    assert max(days) <= last


def test_a_week_is_taken_out_and_its_session_called_off(place: Place) -> None:
    row = planned(place)[3]
    day = timezone.localdate(row.start_at)
    actions.take_week_out(series_id=place.series.pk, day=day, why="Kongress", **place.facts)
    row.refresh_from_db()
    assert row.state == "cancelled"
    facts = {"series_id": place.series.pk, "day": day, "why": "Igjen", **place.facts}
    assert "alt tatt ut" in refused("day", actions.take_week_out, **facts)


def test_topics_cover_goals_and_the_series_tells_which_have_none(place: Place) -> None:
    goals = [goal.pk for goal in goals_in_scope(place.series)]
    actions.add_topic(series_id=place.series.pk, name="Lunge", goals=goals[:3], **place.facts)
    planned(place)
    found = coverage_of(place.series, place.told.today)
    assert (found["all"], found["taught"], found["coming"]) == (len(goals), 0, 3)
    assert len(found["without"]) == len(goals) - 3
    facts = {"series_id": place.series.pk, "name": "Annet", "goals": [10**9], **place.facts}
    assert "hører ikke til" in refused("goals", actions.add_topic, **facts)


def test_the_code_at_the_door_counts_once_and_only_while_it_is_good(place: Place) -> None:
    row = planned(place)[0]
    nora = place.told.people["Nora Fjellrype"]
    opened = actions.open_code(by=place.head, session_id=row.pk, now=row.start_at)
    for _again in range(2):
        actions.attend_session(by=nora, code=opened.door_code.lower(), now=row.start_at + 5 * MINUTE)
    assert Attendance.objects.filter(session=row, person=nora).count() == 1
    assert Event.objects.filter(act="attend_session").count() == 1
    late = {"by": nora, "code": opened.door_code, "now": row.end_at + 31 * MINUTE}
    assert "gjelder ikke" in refused("code", actions.attend_session, **late)
    assert "gjelder ikke" in refused("code", actions.attend_session, **{**late, "code": ""})
    newer = actions.open_code(by=place.head, session_id=row.pk, now=row.start_at)
    assert newer.door_code != opened.door_code
    former = {"by": nora, "code": opened.door_code, "now": row.start_at}
    assert "gjelder ikke" in refused("code", actions.attend_session, **former)


def test_presenting_becomes_an_activity_once_and_hours_are_counted(place: Place) -> None:
    row = planned(place)[0]
    nora = place.told.people["Nora Fjellrype"]
    goal = goals_in_scope(place.series)[0].pk
    topic = actions.add_topic(series_id=place.series.pk, name="Lunge", goals=[goal], **place.facts)
    Session.objects.filter(pk=row.pk).update(presenter=nora, topic=topic)
    others = [place.told.people["Jonas Polarrev"]]
    now = row.end_at + MINUTE
    actions.hold_session(by=place.head, session_id=row.pk, version=row.version, present=others, now=now)
    trainee = place.told.trainees["Nora Fjellrype"]
    made = Activity.objects.get(trainee=trainee, kind="teaching", from_day=timezone.localdate(row.start_at))
    assert made.title == "Underviste: Lunge"
    assert list(made.goals.values_list("pk", flat=True)) == [goal]
    day = timezone.localdate(row.start_at)
    assert hours_attended(dict.fromkeys((nora, *others), (day, day))) == dict.fromkeys((nora, *others), 0.75)
    again = {"by": place.head, "session_id": row.pk, "version": row.version + 1, "present": [], "now": now}
    assert "alt holdt" in refused("state", actions.hold_session, **again)


def test_what_has_not_begun_is_not_held(place: Place) -> None:
    row = planned(place)[0]
    facts = {"session_id": row.pk, "version": row.version, "present": [], **place.facts}
    assert "ikke begynt" in refused("state", actions.hold_session, **facts)


def test_a_session_is_called_off_once(place: Place) -> None:
    row = planned(place)[0]
    actions.cancel_session(session_id=row.pk, version=row.version, **place.facts)
    facts = {"session_id": row.pk, "version": row.version + 1, **place.facts}
    assert "alt holdt eller avlyst" in refused("state", actions.cancel_session, **facts)
    assert "avlyst" in refused("code", actions.open_code, session_id=row.pk, **place.facts)


def test_who_was_there_rates_once_and_nothing_is_shown_before_five_have(place: Place) -> None:
    row = planned(place)[0]
    people = list(place.told.people.values())[:5]
    for number, person in enumerate(people):
        Attendance.objects.create(session=row, person_id=person, how="list", at=row.start_at)
        assert rating_of(row) is None
        actions.rate_session(
            by=person, session_id=row.pk, value=3 - number % 2, text=f"sagt {number}", now=row.end_at
        )
    found = rating_of(row)
    assert found is not None
    assert [count for _words, count in found["counts"]] == [3, 2, 0]
    assert found["texts"] == sorted(found["texts"])
    again = {"by": people[0], "session_id": row.pk, "value": 1, "text": "", "now": row.end_at}
    assert "alt vurdert" in refused("value", actions.rate_session, **again)
    absent = place.told.people["Randi Snøugle"]
    Attendance.objects.filter(person=absent).delete()
    if absent not in people:
        assert "var der" in refused("value", actions.rate_session, **{**again, "by": absent})


def test_nothing_leads_from_a_rating_to_who_gave_it(place: Place) -> None:
    """No column of a rating names anybody, and no order is that in which they were given."""
    assert {field.name for field in Rating._meta.get_fields()} == {"id", "session", "value", "text"}
    assert {field.name for field in Rated._meta.get_fields()} == {"id", "session", "person"}
    row = planned(place)[0]
    people = list(place.told.people.values())[:8]
    Attendance.objects.bulk_create(
        Attendance(session=row, person_id=person, how="list", at=row.start_at) for person in people
    )
    orders = set()
    for _round in range(6):
        Rating.objects.filter(session=row).delete()
        Rated.objects.filter(session=row).delete()
        for number, person in enumerate(people):
            actions.rate_session(by=person, session_id=row.pk, value=2, text=str(number), now=row.end_at)
        orders.add(tuple(Rating.objects.filter(session=row).order_by().values_list("text", flat=True)))
    assert len(orders) > 1
    told = str(list(Event.objects.filter(act="rate_session").values_list("detail", flat=True)))
    assert "text" not in told
    assert "value" not in told


def test_presenters_belong_to_those_who_take_part(place: Place) -> None:
    row = planned(place)[0]
    nora = place.told.people["Nora Fjellrype"]
    actions.set_presenter(session_id=row.pk, version=row.version, person_id=nora, **place.facts)
    assert held_session(row.pk).presenter_id == nora
    facts = {"session_id": row.pk, "version": row.version + 1, "person_id": 10**9, **place.facts}
    assert "ansatt" in refused("person", actions.set_presenter, **facts)


def test_who_has_not_presented_for_a_year_and_is_not_to_is_a_finding(place: Place) -> None:
    Session.objects.all().update(presenter=None)
    rows = list(Trainee.objects.select_related("programme", "person"))
    found = presenting_findings(rows, place.told.now)
    old = [row.pk for row in rows if place.told.today - row.started_on > dt.timedelta(days=365)]
    assert {pk for pk, findings in found.items() if findings} == set(old)
    row = planned(place)[0]
    nora = place.told.trainees["Nora Fjellrype"]
    Session.objects.filter(pk=row.pk).update(presenter=place.told.people["Nora Fjellrype"])
    assert not presenting_findings(rows, place.told.now)[nora]


BAD_RHYTHMS = {
    "every": Rhythm("year", 2, dt.time(8), 45, dt.date(2027, 1, 1)),
    "week_of_month": Rhythm("month", 2, dt.time(8), 45, dt.date(2027, 1, 1)),
    "minutes": Rhythm("week", 2, dt.time(8), 5, dt.date(2027, 1, 1)),
    "last_day": Rhythm("week", 2, dt.time(8), 45, dt.date(2027, 1, 1), dt.date(2026, 1, 1)),
}


@pytest.mark.parametrize("field", BAD_RHYTHMS)
def test_a_rhythm_that_cannot_be_is_refused_in_words(place: Place, field: str) -> None:
    facts = {"department_id": place.series.department_id, "name": "Ny", "rhythm": BAD_RHYTHMS[field]}
    assert refused(field, actions.start_series, **facts, **place.facts)
    assert not Series.objects.filter(name="Ny").exists()


def test_a_host_is_there_once(place: Place) -> None:
    facts = {"series_id": place.series.pk, "name": "Haukeland", "size": 2, **place.facts}
    assert "alt med" in refused("name", actions.add_host, **facts)
    assert refused("size", actions.add_host, **{**facts, "name": "Ny", "size": 9999})
