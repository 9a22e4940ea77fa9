"""A training with something in every part of a package, told by rows, and the package of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

from django.apps import apps

from borealis.portfolio.assessment.library import forms
from borealis.portfolio.models import (
    Activity,
    ActivityFile,
    Ask,
    Assessment,
    Conversion,
    Decision,
    FeedbackRound,
    FormWording,
    Panel,
    Recommendation,
    SignatureAnswer,
    Submission,
)
from borealis.trainees.directory import Trainee
from tests.conftest import Told

WHO = "Nora Fjellrype"
GUIDE, HEAD = "Torunn Havørn", "Randi Snøugle"
PDF = b"%PDF-1.4\nkursbevis\n%%EOF\n"


def key(number: int) -> str:
    """The key of the story's own activity of this number; the demonstration has others."""
    return str(uuid.UUID(int=number + 1))


def person(name: str) -> Any:
    return apps.get_model("people.Person").objects.get(name=name)


def goal(code: str) -> Any:
    return apps.get_model("curriculum.Goal").objects.get(code=code)


def fill(told: Told) -> Trainee:
    """Everything that a portfolio can hold, for Nora; gives her training."""
    people = apps.get_model("people.Person").objects
    people.filter(name=WHO).update(hpr_number="9111111")
    people.filter(name=GUIDE).update(hpr_number="9222222")
    trainee = Trainee.objects.get(pk=told.trainees[WHO])
    rows = activities(trainee, told.now)
    assessment = assessments(trainee, rows[0], told.now)
    panel = panels(trainee, told.now)
    decisions(trainee, rows, assessment, panel, told.now)
    conversion(trainee, told.now)
    feedback(trainee, told.now, 6)
    certificate(trainee, told.now)
    return trainee


def activities(trainee: Trainee, now: dt.datetime) -> list[Activity]:
    found = []
    for number in range(6):
        row = Activity.objects.create(
            trainee=trainee,
            key=uuid.UUID(int=number + 1),
            kind="course" if number == 0 else "reading",
            title=f"Tolkning {number}",
            from_day=now.date() - dt.timedelta(days=40 - number),
            place="Et annet sted",
            count=number + 1,
            state="sent" if number == 5 else "signed",
            recorded_at=now - dt.timedelta(days=30 - number),
            by=trainee.person,
        )
        row.goals.set([goal("NUK-103"), goal("NUK-104")][: 1 + number % 2])
        found.append(row)
        ask(row, now - dt.timedelta(days=20 - number), answered=number != 5)
    ActivityFile.objects.create(
        activity=found[0],
        name="kursbevis.pdf",
        kind="pdf",
        size=len(PDF),
        digest=hashlib.sha256(PDF).hexdigest(),
        data=PDF,
        added_at=now - dt.timedelta(days=20),
    )
    return found


def ask(row: Activity, at: dt.datetime, *, answered: bool) -> None:
    """Asked of the guide for even counts, of somebody without an account for the others."""
    guide = person(GUIDE) if row.count % 2 else None
    name = GUIDE if guide else "Utenfor Konto"
    asked = Ask.objects.create(
        trainee=row.trainee,
        kind="signature",
        activity=row,
        asked=guide,
        name=name,
        email="",
        state="answered" if answered else "open",
        asked_at=at,
        by=row.trainee.person,
        expires_at=at + dt.timedelta(days=14),
        closed_at=at + dt.timedelta(days=1) if answered else None,
    )
    if answered:
        SignatureAnswer.objects.create(
            ask=asked,
            outcome="signed",
            level=3,
            comment="Godt gjort",
            at=at + dt.timedelta(days=1),
            by=guide,
            name=name,
            email="",
            way="account" if guide else "link",
            content="0" * 64,
        )


def assessments(trainee: Trainee, activity: Activity, now: dt.datetime) -> Assessment:
    form = worded("mini-cex", "assessment", now)
    facts: dict[str, Any] = {
        "trainee": trainee,
        "form": "mini-cex",
        "form_digest": form.digest,
        "on": now.date() - dt.timedelta(days=9),
        "narrative": "Rolig og klar.",
        "answers": {"samtale": 4},
    }
    first = Assessment.objects.create(
        **facts, name="Utenfor Konto", level=2, recorded_at=now - dt.timedelta(days=9)
    )
    first.goals.set([goal("NUK-103")])
    return Assessment.objects.create(
        **facts,
        activity=activity,
        assessor=person(GUIDE),
        name=GUIDE,
        level=3,
        corrects=first,
        recorded_at=now - dt.timedelta(days=8),
    )


def panels(trainee: Trainee, now: dt.datetime) -> Panel:
    panel = Panel.objects.create(
        trainee=trainee,
        kind="panel",
        on=now.date() - dt.timedelta(days=7),
        agenda="NUK-103",
        trainee_present=True,
        summary="God framgang",
        agreed="Mer PET",
        called_at=now - dt.timedelta(days=14),
        by=person(HEAD),
        concluded_at=now - dt.timedelta(days=6),
        digest="a" * 64,
    )
    panel.members.create(person=person(HEAD), given_as="head")
    panel.members.create(person=person(GUIDE), given_as="guide")
    panel.conclusions.create(goal=goal("NUK-103"), why="submitted", conclusion="ready", text="Klar")
    return panel


def decisions(
    trainee: Trainee, rows: list[Activity], assessment: Assessment, panel: Panel, now: dt.datetime
) -> None:
    sent = Submission.objects.create(
        trainee=trainee,
        goal=goal("NUK-103"),
        kind="submit",
        grounds="Seks tolkninger",
        submitted_at=now - dt.timedelta(days=7),
        by=trainee.person,
        closed_at=now - dt.timedelta(days=5),
    )
    sent.activities.set(rows[:2])
    sent.assessments.set([assessment])
    Recommendation.objects.create(
        submission=sent,
        by=person(GUIDE),
        given_as="guide",
        verdict="recommends",
        text="Trygg",
        at=now - dt.timedelta(days=6),
    )
    status = trainee.goal_statuses.create(
        goal=goal("NUK-103"),
        state="approved",
        on=now.date() - dt.timedelta(days=5),
        recorded_at=now - dt.timedelta(days=5),
        by=person(HEAD),
    )
    Decision.objects.create(
        submission=sent,
        outcome="approved",
        text="Nådd",
        panel=panel,
        status=status,
        at=now - dt.timedelta(days=5),
        by=person(HEAD),
    )


def conversion(trainee: Trainee, now: dt.datetime) -> None:
    sets = apps.get_model("curriculum.GoalSet").objects
    older, newer = sets.get(code="LM-2019-03"), sets.get(code="FKM-2026-03")
    trainee.earlier_goal_sets.add(older)
    row = Conversion.objects.create(
        trainee=trainee,
        from_set=older,
        to_set=newer,
        proposed_at=now - dt.timedelta(days=90),
        outcome="decided",
        decided_at=now - dt.timedelta(days=80),
        decided_by=person(HEAD),
        grounds="Nye mål",
        proof={"missing": []},
    )
    row.items.create(older=older.goals.first(), newer=newer.goals.first(), verdict="covers")


def certificate(trainee: Trainee, now: dt.datetime) -> None:
    service = trainee.services.filter(kind="specialty").exclude(confirmed_on=None).order_by("from_day")[0]
    trainee.certificates.create(
        service=service,
        prepared_at=now - dt.timedelta(days=4),
        content={"tjeneste": "som avtalt"},
        digest="c" * 64,
        head=person(HEAD),
        head_at=now - dt.timedelta(days=3),
        consultant=person(GUIDE),
        consultant_at=now - dt.timedelta(days=2),
        completed_at=now - dt.timedelta(days=2),
    )


def worded(code: str, use: str, now: dt.datetime) -> Any:
    """A form that comes with Borealis, with its wording kept as it is when somebody answers."""
    listed = forms(use)[code]
    FormWording.objects.get_or_create(
        digest=listed.digest, defaults={"code": code, "content": listed.content, "kept_at": now}
    )
    return listed


def feedback(trainee: Trainee, now: dt.datetime, answers: int, closes_in: int = -2) -> None:
    """A round of feedback with so many answers, whose last day is so many days from now."""
    listed = worded("tilbakemelding-fra-flere", "feedback", now)
    opened = now - dt.timedelta(days=30)
    row = FeedbackRound.objects.create(
        trainee=trainee,
        form="tilbakemelding-fra-flere",
        form_digest=listed.digest,
        state="open",
        proposed_at=opened,
        opened_at=opened,
        asked=answers,
        closes_on=now.date() + dt.timedelta(days=closes_in),
    )
    question = next(one for one in listed.form.questions if one.scale is not None)
    for number in range(answers):
        row.answers.create(group="", answers={question.code: question.scale.steps[-1].value})
        row.texts.create(narrative=f"Ord {number}")
    if closes_in > 0:
        row.tickets.create(digest="e" * 64)
