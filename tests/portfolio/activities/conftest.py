"""A trainee of the demonstration, and activities."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from borealis.portfolio.activities.actions import record_activity
from borealis.portfolio.models import Activity
from tests.conftest import Told

NORA = "Nora Fjellrype"
Record = Callable[..., Activity]


@pytest.fixture
def nora(told: Told) -> int:
    return told.trainees[NORA]


@pytest.fixture
def record(told: Told, nora: int) -> Record:
    """Records an activity of Nora's by herself; whatever is not said is a PET in lung cancer yesterday."""

    def recorded(**content: Any) -> Activity:
        facts: dict[str, Any] = {
            "template": "pet-lunge",
            "from_day": told.today - dt.timedelta(days=1),
            "key": uuid.uuid4(),
            "trainee_id": nora,
        }
        return record_activity(by=told.people[NORA], now=told.now, **{**facts, **content})

    return recorded
