"""Those who are asked for an assessment are reminded, less and less often, and let off in the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from borealis.audit.models import Event
from borealis.people.directory import posts
from borealis.portfolio.assessment import actions
from borealis.portfolio.models import Ask
from borealis.portfolio.signing import actions as signing
from tests.conftest import Told

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WHO, ASKED = "Nora Fjellrype", "Ylva Steinskvett"
Mailed = Callable[[Callable[[], object]], list[str]]


@pytest.fixture
def mailed(django_capture_on_commit_callbacks: Callable[..., object], mailoutbox: list[object]) -> Mailed:
    """Do something, and give the texts of the mails that it led to."""

    def run(act: Callable[[], object]) -> list[str]:
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            act()
        return [f"{mail.subject}\n{mail.body}" for mail in mailoutbox[before:]]  # type: ignore[attr-defined]

    return run


@pytest.fixture
def asked(told: Told) -> Ask:
    """Nora asks Ylva for an assessment."""
    return actions.ask_assessment(
        by=told.people[WHO],
        trainee_id=told.trainees[WHO],
        form="dops",
        now=told.now,
        person_id=told.people[ASKED],
    )


def run_on(told: Told, day: int, hours: int = 0) -> Callable[[], object]:
    return lambda: actions.remind_assessors(now=told.now + day * DAY + dt.timedelta(hours=hours))


def test_a_reminder_names_doctor_and_form_and_leads_to_the_assessment(
    told: Told, asked: Ask, mailed: Mailed
) -> None:
    assert mailed(run_on(told, 2)) == []
    (text,) = mailed(run_on(told, 3))
    assert WHO in text
    assert "/vurder/" in text
    assert Event.objects.filter(act="remind_asked", subject=f"portfolio.Ask:{asked.pk}").count() == 1
    assert mailed(run_on(told, 3, hours=2)) == []


def test_reminders_back_off_and_the_ask_goes_out(told: Told, asked: Ask, mailed: Mailed) -> None:
    days = [day for day in range(1, 60) if any("venter på deg" in text for text in mailed(run_on(told, day)))]
    assert days == [3, 7, 14, 21, 28, 35]
    asked.refresh_from_db()
    assert asked.state == "expired"


def test_all_that_waits_is_one_mail(told: Told, asked: Ask, mailed: Mailed) -> None:
    actions.ask_assessment(
        by=told.people["Aslak Isbre"],
        trainee_id=told.trainees["Aslak Isbre"],
        form="mini-cex",
        now=told.now + DAY,
        person_id=told.people[ASKED],
    )
    (text,) = mailed(run_on(told, 3))
    assert text.startswith("2 vurderinger venter")
    assert "Aslak Isbre" in text


def test_who_was_reminded_of_signatures_today_gets_no_second_mail(
    told: Told, asked: Ask, mailed: Mailed
) -> None:
    Ask.objects.create(  # a signature, reminded of the same day
        trainee=asked.trainee,
        kind="signature",
        name=asked.name,
        email=asked.email.upper(),
        state="answered",
        asked_at=told.now,
        expires_at=told.now,
        reminded_at=told.now + 3 * DAY,
    )
    assert mailed(run_on(told, 3)) == []
    assert len(mailed(run_on(told, 4))) == 1


def test_who_has_left_is_not_reminded_and_the_doctor_is_told(told: Told, asked: Ask, mailed: Mailed) -> None:
    posts().filter(person_id=told.people[ASKED]).update(to_day=told.today + DAY)
    (text,) = mailed(run_on(told, 3))
    assert text.startswith("Be en annen om en vurdering")
    assert f"{ASKED} har sluttet" in text
    asked.refresh_from_db()
    assert asked.state == "expired"


def test_signing_leaves_assessments_alone(told: Told, asked: Ask, mailed: Mailed) -> None:
    assert mailed(lambda: signing.remind(now=told.now + 3 * DAY)) == []
