"""A trainee and a guide with a talk that is agreed on, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from borealis.guidance import actions
from borealis.guidance.models import Note, Participant, Point, Talk
from tests.conftest import Told

WHO, GUIDE = "Nora Fjellrype", "Torunn Havørn"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def no_talks(request: pytest.FixtureRequest) -> None:
    """The demonstration's own talks are set aside."""
    if "told" in request.fixturenames:
        request.getfixturevalue("db")
        for model in (Point, Note, Participant, Talk):
            model.objects.all().delete()


@pytest.fixture
def agreed(told: Told) -> Callable[..., Talk]:
    """Make a talk of the two that begins so many days from now, proposed and accepted in time."""

    def make(days: float = 7, who: str = WHO, guide: str = GUIDE) -> Talk:
        start = told.now + days * DAY
        before = min(told.now, start - 3 * DAY)
        talk = actions.propose_talk(
            by=told.people[who],
            trainee_id=told.trainees[who],
            start_at=start,
            end_at=start + HOUR,
            now=before,
        )
        return actions.accept_talk(by=told.people[guide], talk_id=talk.pk, version=talk.version, now=before)

    return make
