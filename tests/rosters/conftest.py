"""Rosters of the demonstration's department, brought in through the room's own actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from borealis.organisations.queries import organisation
from borealis.rosters.actions import apply_roster, keep_preview
from borealis.rosters.models import Duty, PersonMatch, RosterImport, RosterMapping
from borealis.rosters.queries.imports import Preview, preview_of
from tests.conftest import Told

BringIn = Callable[..., RosterImport]


@pytest.fixture
def empty(told: Told) -> Told:
    """The demonstration without its rosters: tests bring in their own."""
    for model in (Duty, RosterImport, RosterMapping, PersonMatch):
        model._default_manager.all().delete()
    return told


@pytest.fixture
def bring_in(empty: Told) -> BringIn:
    """Bring a file in for the department, previewed and applied."""

    def bring(data: bytes, name: str = "plan.csv", minutes: int = 0) -> RosterImport:
        facts = {"by": empty.people["Randi Snøugle"], "now": empty.now + dt.timedelta(minutes=minutes)}
        stored = keep_preview(department_id=unn_pet(), data=data, file_name=name, **facts)
        return apply_roster(import_id=stored.pk, digest=preview(stored, empty).digest, **facts)

    return bring


def unn_pet() -> int:
    return organisation("unn-pet").pk


def preview(stored: RosterImport, told: Told) -> Preview:
    return preview_of(stored, told.now)


def lines(*rows: str) -> bytes:
    """A list with a line per duty: "name;day;code;from;to"."""
    return ("Navn;Dato;Vakt;Fra;Til\n" + "\n".join(rows) + "\n").encode()
