"""The three accounts of a year, as the trainee, the guide and the department see them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.guidance.models import Talk
from borealis.overview.queries.accounts import TimeAccounts, accounts_of
from borealis.programmes.models import ProgrammeVersion
from borealis.rosters.models import Duty
from borealis.teaching.models import Attendance, Session
from borealis.trainees.directory import Trainee
from tests.conftest import Told

pytestmark = pytest.mark.django_db
NORA, JONAS, HEAD, GUIDE = "Nora Fjellrype", "Jonas Polarrev", "Randi Snøugle", "Torunn Havørn"


def length(duty: Duty) -> float:
    """Hours."""
    return (duty.end_at - duty.start_at).total_seconds() / 3600


def of(told: Told, *names: str) -> list[TimeAccounts]:
    rows = Trainee.objects.select_related("person", "programme").in_bulk()
    return accounts_of([rows[told.trainees[name]] for name in names], told.now)


def test_the_accounts_are_kept_apart(told: Told) -> None:
    (nora,) = of(told, NORA)
    assert [account.kind for account in nora.accounts] == ["guidance", "guidance", "teaching", "study"]
    individual, group, teaching, study = nora.accounts
    assert (individual.norm, group.norm, teaching.norm) == (8, 2, 70)
    assert study.norm % 4 == 0
    assert study.norm > 0
    duties = Duty.objects.filter(person_id=told.people[NORA], day__range=(nora.first, nora.last))
    assert study.held + study.coming == pytest.approx(sum(length(d) for d in duties.filter(meaning="study")))
    assert teaching.coming == pytest.approx(
        sum(length(duty) for duty in duties.filter(meaning="teaching", end_at__gt=told.now))
    )
    assert study.lost > 0, "the demonstration has study time that went to a duty"
    assert nora.lost == teaching.lost + study.lost


def test_teaching_that_was_attended_counts_and_an_hour_in_the_roster_counts_once(told: Told) -> None:
    nora = told.people[NORA]
    before = of(told, NORA)[0].accounts[2].held
    duty = Duty.objects.filter(person_id=nora, meaning="teaching", end_at__lt=told.now).latest("start_at")
    Attendance.objects.filter(person_id=nora, session__start_at__date=duty.day).delete()
    alone = of(told, NORA)[0].accounts[2].held
    session = Session.objects.exclude(state="cancelled").filter(start_at__lt=told.now)[0]
    Session.objects.filter(pk=session.pk).update(
        start_at=duty.start_at, end_at=duty.start_at + dt.timedelta(minutes=90)
    )
    Attendance.objects.filter(session=session).delete()
    taken = of(told, NORA)[0].accounts[2].held
    Attendance.objects.create(session=session, person_id=nora, at=told.now, how="list")
    both = of(told, NORA)[0].accounts[2].held
    rostered = sum(
        length(one) for one in Duty.objects.filter(person_id=nora, meaning="teaching", day=duty.day)
    )
    assert before >= alone >= taken
    assert both == pytest.approx(taken - rostered + 1.5)


def test_what_is_missing_is_the_norm_without_what_was_had_and_comes(told: Told) -> None:
    for account in of(told, JONAS)[0].accounts:
        assert account.missing == max(0, account.norm - account.held - account.coming)
        assert sum(part for _kind, part in account.parts) <= account.total


def test_a_talk_that_fell_away_is_told(told: Told) -> None:
    talk = Talk.objects.filter(participants__trainee=told.trainees[NORA], kind="individual", state="agreed")[
        0
    ]
    (before,) = of(told, NORA)
    Talk.objects.filter(pk=talk.pk).update(state="lost", lost_to="duty", closed_at=told.now)
    (after,) = of(told, NORA)
    assert after.accounts[0].lost == before.accounts[0].lost + 1
    assert "falt bort" in after.accounts[0].label
    assert after.lost == before.lost, "hours are of teaching and study"


def test_without_a_norm_for_study_time_hours_are_counted_all_the_same(told: Told) -> None:
    for version in ProgrammeVersion.objects.all():
        document = {**version.document, "teaching": dict(version.document["teaching"])}
        document["teaching"].pop("study_hours_per_week", None)
        ProgrammeVersion.objects.filter(pk=version.pk).update(document=document)
    study = of(told, NORA)[0].accounts[-1]
    assert study.norm == 0
    assert study.held > 0
    assert study.missing == 0


def test_a_few_queries_however_many_trainees(told: Told) -> None:
    with CaptureQueriesContext(connection) as one:
        of(told, NORA)
    with CaptureQueriesContext(connection) as many:
        of(told, *told.trainees)
    assert len(many) <= len(one) + 1


def test_who_sees_which_page(told: Told) -> None:
    nora = told.trainees[NORA]
    for path in ("/uke/", f"/lis/veiledning/{nora}/"):
        assert "/lis/tid/" in told.client(NORA).get(path).content.decode()
    assert "/lis/tid/" not in told.client(GUIDE).get("/uke/").content.decode()
    own = told.client(NORA).get("/lis/tid/", follow=True).content.decode()
    assert "Tid til læring" in own
    assert "Lokal norm: 4 timer i uken" in own
    for name in (GUIDE, HEAD):
        assert told.client(name).get(f"/lis/tid/{nora}/").status_code == 200
    assert told.client(JONAS).get(f"/lis/tid/{nora}/").status_code == 404
    page = told.client(HEAD).get("/leder/tid/unn-nuk/").content.decode()
    assert all(name in page for name in told.trainees)
    assert told.client(NORA).get("/leder/tid/unn-nuk/").status_code == 404
    assert told.client(HEAD).get("/lis/tid/").status_code == 404
    assert dt.date.min < of(told, NORA)[0].first
