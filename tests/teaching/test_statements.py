"""What the seed says of theoretical teaching, statement by statement, as the demonstration has it."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from django.utils import timezone

from borealis.portfolio.models import Activity
from borealis.teaching.models import Attendance, Series, Session
from borealis.teaching.queries import hours_attended, presenting_findings
from borealis.trainees.directory import Trainee
from tests.conftest import Told

pytestmark = pytest.mark.django_db


def series(name: str) -> Series:
    return Series.objects.get(name__startswith=name)


def test_s23_the_centre_takes_part_in_a_national_weekly_web_programme(told: Told) -> None:
    found = series("Nasjonal")
    assert found.every == "week"
    year = found.sessions.filter(start_at__range=(told.now - dt.timedelta(days=364), told.now))
    assert year.count() >= 48
    assert found.hosts.filter(department__isnull=False).count() == 1
    page = told.client("Nora Fjellrype").get(f"/undervisning/serie/{found.code}/").content.decode()
    assert "PET-senteret" in page


def test_s24_it_rotates_between_units_here_and_elsewhere_fairly_by_size(told: Told) -> None:
    found = series("Nasjonal")
    hosts, rows = list(found.hosts.all()), found.sessions.exclude(state="cancelled")
    assert sum(host.department_id is None for host in hosts) >= 3
    ahead = rows.filter(start_at__gt=told.now)
    assert ahead.filter(host=None).count() == 0
    whole, held = sum(host.size for host in hosts), rows.count()
    for host in hosts:
        share = held * host.size / whole
        count = rows.filter(host=host).count()
        assert math.floor(share) - 1 <= count <= math.ceil(share) + 1, (host.name, count, share)


def test_s25_there_is_weekly_teaching_together_with_radiology(told: Told) -> None:
    found = series("Undervisning med")
    assert found.every == "week"
    nora = told.people["Nora Fjellrype"]
    assert Attendance.objects.filter(session__series=found, person=nora).count() > 10


def test_s26_there_are_monthly_seminars_at_the_centre(told: Told) -> None:
    found = series("Fagseminar")
    days = [timezone.localdate(at) for at in found.sessions.values_list("start_at", flat=True)]
    months = {(day.year, day.month) for day in days}
    assert len(months) == len(days) >= 23


def test_s27_trainees_present_and_it_counts_by_itself(told: Told) -> None:
    """Presenting is in the portfolio and attendance in the hours without a second entry; who has not is told."""
    held = Session.objects.filter(state="held", presenter__in=Trainee.objects.values("person"))
    assert held.count() > 5
    made = Activity.objects.filter(kind="teaching", title__startswith="Underviste: ")
    assert made.count() == held.count()
    today, nora = told.today, told.people["Nora Fjellrype"]
    hours = hours_attended({nora: (today - dt.timedelta(days=365), today)})[nora]
    assert hours > 30
    page = told.client("Nora Fjellrype").get("/undervisning/").content.decode()
    assert "timer det siste året" in page
    rows = list(Trainee.objects.select_related("programme", "person"))
    Session.objects.update(presenter=None)
    assert any(presenting_findings(rows, told.now).values())
