"""What has been done since the last talk: counted once, within the days, for those who see the portfolio."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from borealis.overview.queries.since import since_page
from borealis.portfolio.activities.actions import record_activity
from borealis.portfolio.models import Activity
from borealis.trainees.directory import Trainee
from tests.conftest import Told

pytestmark = pytest.mark.django_db
NORA, JONAS, GUIDE = "Nora Fjellrype", "Jonas Polarrev", "Torunn Havørn"


def page(told: Told, days: int) -> dict[str, int]:
    row = Trainee.objects.select_related("person").get(pk=told.trainees[NORA])
    found = since_page(row, told.today - dt.timedelta(days=days), told.today, told.now)
    return {words: total.counted for words, total in found["done"]}


def test_activities_are_counted_by_kind_within_the_days(told: Told) -> None:
    Activity.objects.filter(trainee=told.trainees[NORA]).update(state="withdrawn")
    assert page(told, 30) == {}
    for ago, count in ((3, 12), (20, 5), (45, 100)):
        record_activity(
            by=None,
            now=told.now,
            template="pet-lunge",
            from_day=told.today - dt.timedelta(days=ago),
            count=count,
            trainee_id=told.trainees[NORA],
            key=uuid.uuid4(),
        )
    (kind,) = page(told, 30)
    assert page(told, 30) == {kind: 17}
    assert page(told, 60) == {kind: 117}


@pytest.mark.parametrize("query", ["", "?fra=2026-13-45&til=x", "?fra=0001-01-01&til=9999-12-31"])
def test_odd_days_are_the_last_month(told: Told, query: str) -> None:
    assert told.client(NORA).get(f"/lis/siden/{told.trainees[NORA]}/{query}").status_code == 200


def test_the_part_and_the_page_say_the_same_to_those_who_see_the_portfolio(told: Told) -> None:
    path = f"/lis/siden/{told.trainees[NORA]}/?fra={told.today - dt.timedelta(days=60)}"
    part = told.client(GUIDE).get(path, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "Timer fordypning" in part
    assert part.strip() in told.client(GUIDE).get(path).content.decode()
    assert told.client(JONAS).get(path).status_code == 404
