"""A department that owns a series, with a partner elsewhere, told as of a Wednesday in March."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from borealis.organisations.queries import organisation
from borealis.teaching import actions
from borealis.teaching.actions.series import Rhythm
from borealis.teaching.models import Host, Series
from tests.conftest import Told

DAY = dt.timedelta(days=1)


@dataclass
class Place:
    """A series of the PET centre and who keeps it."""

    series: Series
    own: Host
    partner: Host
    word: str
    head: int
    told: Told

    @property
    def facts(self) -> dict[str, object]:
        return {"by": self.head, "now": self.told.now}


@pytest.fixture
def place(told: Told, db: None) -> Place:
    head, department = told.people["Randi Snøugle"], organisation("unn-pet").pk
    facts = {"by": head, "now": told.now}
    rhythm = Rhythm("week", (told.today.weekday() + 1) % 7, dt.time(12), 45, told.today)
    series = actions.start_series(department_id=department, name="Ukens granskning", rhythm=rhythm, **facts)
    own, _none = actions.add_host(
        series_id=series.pk, name="PET-senteret", size=6, department_id=department, **facts
    )
    partner, word = actions.add_host(series_id=series.pk, name="Haukeland", size=3, **facts)
    return Place(series, own, partner, word, head, told)


def in_local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment)
