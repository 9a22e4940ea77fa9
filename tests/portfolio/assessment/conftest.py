"""A trainee of the demonstration, those who assess, and mail that stays in memory."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings

from borealis.portfolio.assessment import actions
from borealis.portfolio.models import (
    Ask,
    AskLink,
    Assessment,
    FeedbackAnswer,
    FeedbackInvitee,
    FeedbackRound,
    FeedbackText,
    FeedbackTicket,
)
from tests.conftest import Told

NORA, GUIDE, SUPERVISOR, HEAD = "Nora Fjellrype", "Torunn Havørn", "Ylva Steinskvett", "Randi Snøugle"
SHORT, MULTI = "kort-tilbakemelding", "tilbakemelding-fra-flere"

Give = Callable[..., Assessment]
Opened = Callable[..., tuple[FeedbackRound, list[str]]]


@pytest.fixture(autouse=True)
def mail_in_memory() -> Iterator[None]:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


@pytest.fixture(autouse=True)
def nothing_given(request: pytest.FixtureRequest) -> None:
    """The demonstration's own assessments and rounds are set aside, so that every figure is the test's."""
    if "told" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    for row in (FeedbackAnswer, FeedbackText, FeedbackTicket, FeedbackInvitee, FeedbackRound):
        row.objects.all().delete()
    Assessment.objects.exclude(corrects=None).delete()
    Assessment.objects.all().delete()
    AskLink.objects.filter(ask__kind="assessment").delete()
    Ask.objects.filter(kind="assessment").delete()


@pytest.fixture
def nora(told: Told) -> int:
    return told.trainees[NORA]


@pytest.fixture
def give(told: Told, nora: int) -> Give:
    """Records an assessment of Nora's; by her guide, on the short form, today, unless said otherwise."""

    def given(**said: Any) -> Assessment:
        by = told.people[said.pop("by", GUIDE)]
        facts: dict[str, Any] = {"trainee_id": nora, "form": SHORT, "now": told.now}
        names = ("form", "now", "ask_id", "activity_id", "corrects_id")
        facts |= {name: said.pop(name) for name in names if name in said}
        content: dict[str, Any] = {"on": told.today, "narrative": "Rolig og ryddig.", **said}
        return actions.record_assessment(by=by, given=actions.Given(**content), **facts)

    return given


@pytest.fixture
def opened(told: Told, nora: int, django_capture_on_commit_callbacks: Any) -> Opened:
    """Opens a round of Nora's with so many of each group; gives the round and the words of the links."""

    def open_round(closes_in: int = 14, **groups: int) -> tuple[FeedbackRound, list[str]]:
        row = proposed(told, nora, closes_in=closes_in, **groups)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.agree_round(by=told.people[GUIDE], round_id=row.pk, version=row.version, now=told.now)
        row.refresh_from_db()
        return row, [_word(message.body) for message in mail.outbox]

    return open_round


def _word(body: Any) -> str:
    found = re.search(r"/svar-uten-navn/([^/]+)/", str(body))
    assert found is not None
    return found.group(1)


def proposed(told: Told, trainee: int, *, closes_in: int = 14, **groups: int) -> FeedbackRound:
    """A round that the trainee proposes, with invented colleagues on its list."""
    by = told.people[NORA]
    row = actions.propose_round(
        by=by,
        trainee_id=trainee,
        form=MULTI,
        closes_on=told.today + dt.timedelta(days=closes_in),
        now=told.now,
    )
    for group, number in groups.items():
        for n in range(number):
            actions.add_invitee(
                by=by,
                round_id=row.pk,
                group=group,
                name=f"Kollega {group} {n}",
                email=f"{group}{n}@eksempel.example",
                now=told.now,
            )
    row.refresh_from_db()
    return row
