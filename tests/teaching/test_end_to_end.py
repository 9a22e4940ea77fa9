"""One session from the code at the door to hours, portfolio, goal and plan, with nothing entered twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from borealis.overview.queries.accounts import accounts_of
from borealis.portfolio.models import Activity
from borealis.rosters.models import Duty
from borealis.teaching.models import Attendance, Session, Topic
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goals_with_state
from tests.conftest import Told

pytestmark = pytest.mark.django_db
NORA, JONAS, HEAD = "Nora Fjellrype", "Jonas Polarrev", "Randi Snøugle"
NOTHING = "Ingen oppmøte er ført ennå"


def hours_of(told: Told, name: str) -> float:
    row = Trainee.objects.select_related("person", "programme").get(pk=told.trainees[name])
    (accounts,) = accounts_of([row], timezone.now())
    return next(account.held for account in accounts.accounts if account.kind == "teaching")


@pytest.fixture
def session(told: Told) -> Session:
    """The next radiology session, presented by Jonas, on goals that Nora has left and has had no teaching on."""
    left = [
        one.goal.pk
        for g in goals_with_state(told.trainees[NORA])
        for one in g.goals
        if one.shown != "approved"
    ]
    topic = Topic.objects.filter(series__name__startswith="Undervisning med", goals__in=left).distinct()[0]
    Attendance.objects.filter(session__topic__goals__in=topic.goals.all()).delete()
    Session.objects.filter(presenter=told.people[NORA]).update(presenter=None)
    row = Session.objects.filter(series=topic.series, start_at__gt=told.now)[0]
    row.topic, row.presenter_id = topic, told.people[JONAS]
    row.save()
    return row


def begins(session: Session, minutes_ago: int) -> None:
    """The session began so many minutes ago and lasts 45; no roster says anything of that day."""
    session.start_at = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(minutes=minutes_ago)
    session.end_at = session.start_at + dt.timedelta(minutes=45)
    session.save()
    Duty.objects.filter(day=timezone.localdate(session.start_at)).delete()
    Attendance.objects.filter(session__start_at__date=timezone.localdate(session.start_at)).delete()


def test_a_session_feeds_hours_portfolio_goal_and_plan(told: Told, session: Session) -> None:
    nora, jonas, head = (told.client(name) for name in (NORA, JONAS, HEAD))
    goal = session.topic.goals.first()
    goal_part = f"/lis/undervisning/{told.trainees[NORA]}/maal/{goal.pk}/"
    plan = jonas.get(f"/lis/undervisning/{told.trainees[JONAS]}/plan/").content.decode()
    assert "Skal undervise" in plan
    assert session.topic.name in plan
    assert NOTHING in nora.get(goal_part).content.decode()

    begins(session, 10)
    hours, talks = (
        hours_of(told, NORA),
        Activity.objects.filter(trainee=told.trainees[JONAS], kind="teaching"),
    )
    number = talks.count()
    assert head.post(f"/undervisning/time/{session.pk}/apne/").status_code == 302
    code = Session.objects.get(pk=session.pk).door_code
    assert [nora.post(f"/undervisning/kode/{code}/").status_code for _twice in range(2)] == [302, 302]
    assert Attendance.objects.filter(session=session, person=told.people[NORA]).count() == 1
    session.refresh_from_db()
    there = {"present": [told.people[JONAS]], "version": session.version}
    assert head.post(f"/undervisning/time/{session.pk}/holdt/", there).status_code == 302

    assert hours_of(told, NORA) == pytest.approx(hours + 0.75)
    page = nora.get(goal_part).content.decode()
    assert NOTHING not in page
    assert "1 gang, 0,8 timer" in page
    assert talks.count() == number + 1
    assert set(talks.latest("pk").goals.all()) & set(session.topic.goals.all())
    assert session.topic.name in talks.latest("pk").title
