"""What all tests of the room share."""

from __future__ import annotations

import pytest
from django.apps import apps

from borealis.portfolio.models import Activity, ActivityFile, Ask, AskLink, SignatureAnswer


@pytest.fixture(autouse=True)
def nothing_recorded(request: pytest.FixtureRequest) -> None:
    """The demonstration's own activities are set aside, so that every row and figure is the test's."""
    if "told" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    SignatureAnswer.objects.all().delete()
    AskLink.objects.all().delete()
    Ask.objects.exclude(passed_on_from=None).delete()
    Ask.objects.exclude(activity=None).delete()
    ActivityFile.objects.all().delete()
    apps.get_model("courses.Registration").objects.filter(state="completed").update(
        state="placed", activity=None
    )
    Activity.objects.all().delete()
