"""Two who talk, with nothing told of yet, and a way to let what waits go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from borealis.calendars.models import Announced, Revision
from borealis.guidance import actions
from borealis.guidance.models import Note, Participant, Point, Talk
from tests.conftest import Told

WHO, GUIDE = "Nora Fjellrype", "Torunn Havørn"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_told(request: pytest.FixtureRequest) -> None:
    """The demonstration's own talks are set aside."""
    if "told" in request.fixturenames:
        request.getfixturevalue("db")
        for model in (Announced, Revision, Point, Note, Participant, Talk):
            model.objects.all().delete()


@pytest.fixture
def proposed(told: Told) -> Callable[..., Talk]:
    """The trainee proposes a talk that begins so many days from now."""

    def make(days: float = 7) -> Talk:
        start = told.now.replace(microsecond=0) + days * DAY
        return actions.propose_talk(
            by=told.people[WHO],
            trainee_id=told.trainees[WHO],
            start_at=start,
            end_at=start + HOUR,
            now=told.now,
        )

    return make


@pytest.fixture
def go_out(told: Told) -> Callable[[], int]:
    """What a commit does, in tests that take everything back."""
    from django.test import TestCase

    from borealis.calendars.actions import announce

    def tell() -> int:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return announce(now=told.now)

    return tell
