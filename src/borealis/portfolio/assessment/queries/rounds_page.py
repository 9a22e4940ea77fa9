"""Rounds of feedback: the list of them, those who are asked, and what they answered as a whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from secrets import SystemRandom
from typing import Any

from django.utils import timezone

from borealis.organisations.queries import line_ids
from borealis.people.directory import persons
from borealis.people.queries import holders
from borealis.portfolio.assessment.library import forms
from borealis.portfolio.assessment.queries.wordings import wordings
from borealis.portfolio.assessment.rules import (
    FEWEST,
    Form,
    Pack,
    Question,
    gathered,
    is_closed,
    is_shown,
)
from borealis.portfolio.assessment.wording import JOINED, REST
from borealis.portfolio.models import FeedbackRound
from borealis.shell.language import text_in
from borealis.trainees.directory import Trainee

Choices = list[tuple[str, str]]
HERE = ("supervisor", "guide", "head", "training_lead", "trainee", "training_coordinator")
SHADES = ("not_begun", "old", "begun", "reached")


@dataclass(frozen=True)
class Line:
    """A question and how often each step was chosen, as parts of a bar and in words."""

    text: str
    number: int
    parts: tuple[tuple[str, float], ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def label(self) -> str:
        return ", ".join(f"{name}: {number}" for name, number in self.counts)


@dataclass(frozen=True)
class PackView:
    """What those who are shown together answered."""

    name: str
    number: int
    lines: tuple[Line, ...]


def rounds_page(trainee_id: int, now: dt.datetime) -> list[dict[str, Any]]:
    """The rounds of a trainee, the newest first."""
    rows = FeedbackRound.objects.filter(trainee_id=trainee_id).exclude(state="dropped")
    return [_summary(row, timezone.localdate(now)) for row in rows.order_by("-proposed_at")]


def _summary(row: FeedbackRound, today: dt.date) -> dict[str, Any]:
    waiting = row.tickets.count()
    closed = is_closed(row.state, row.closes_on, waiting, today)
    answered = row.asked - waiting
    return {
        "row": row,
        "answered": answered,
        "closed": closed,
        "shown": is_shown(answered, closed),
        "needed": FEWEST,
    }


def round_page(row: FeedbackRound, now: dt.datetime) -> dict[str, Any]:
    """One round: its list while it is proposed, how many have answered while it is open, then the answers."""
    found = _summary(row, timezone.localdate(now))
    form = wordings([row.form_digest])[row.form_digest]
    groups = {group.code: text_in(group.name) for group in form.groups}
    invitees = list(row.invitees.all())
    asked = Counter(invitee.group for invitee in invitees)
    return {
        **found,
        "form": text_in(form.name),
        "purpose": text_in(form.purpose),
        "invitees": [(invitee, groups.get(invitee.group, "")) for invitee in invitees],
        "small": [name for code, name in groups.items() if 0 < asked[code] < FEWEST],
        "lacking": max(0, FEWEST - len(invitees)),
        "packs": _packs(row, form, groups) if found["shown"] else (),
        "texts": _texts(row) if found["shown"] else [],
        "steps": _steps(form),
    }


def _steps(form: Form) -> list[tuple[str, str]]:
    """The legend: a shade for each step of the form's scale."""
    if form.scale is None:
        return []
    names = [text_in(step.name) for step in form.scale.steps]
    return [(_shade(at, len(names)), name) for at, name in enumerate(names)]


def _shade(at: int, steps: int) -> str:
    return SHADES[round(at * (len(SHADES) - 1) / max(steps - 1, 1))]


def _packs(row: FeedbackRound, form: Form, groups: dict[str, str]) -> tuple[PackView, ...]:
    answers = list(row.answers.values_list("group", "answers"))
    packs = gathered(Counter(group for group, _answers in answers))
    alone = {group for pack in packs for group in pack.groups}
    questions = [question for question in form.questions if question.scale is not None]
    views = []
    for pack in packs:
        joined = not pack.groups
        inside = [said for group, said in answers if group in pack.groups or (joined and group not in alone)]
        lines = tuple(_line(question, inside) for question in questions)
        views.append(PackView(_name(pack, groups, len(packs)), pack.number, lines))
    return tuple(views)


def _name(pack: Pack, groups: dict[str, str], packs: int) -> str:
    if pack.groups:
        return groups.get(pack.groups[0], "")
    return str(JOINED if packs == 1 else REST)


def _line(question: Question, said: list[dict[str, Any]]) -> Line:
    steps = question.scale.steps if question.scale else ()
    chosen = Counter(answers.get(question.code) for answers in said)
    return Line(
        text=text_in(question.text),
        number=sum(chosen[step.value] for step in steps),
        parts=tuple((_shade(at, len(steps)), chosen[step.value]) for at, step in enumerate(steps)),
        counts=tuple((text_in(step.name), chosen[step.value]) for step in steps),
    )


def _texts(row: FeedbackRound) -> list[str]:
    """What was written, in a new order at each reading, without group."""
    texts = list(row.texts.values_list("narrative", flat=True))
    SystemRandom().shuffle(texts)
    return texts


def round_choices() -> Choices:
    """The forms for feedback from several."""
    return [(code, text_in(listed.form.name)) for code, listed in forms("feedback").items()]


def invitee_choices(row: FeedbackRound, on: dt.date) -> Choices:
    """People of the department who are not on the list, by name."""
    trainee: Trainee = row.trainee
    found: set[int] = set()
    for role in HERE:
        for place in line_ids(trainee.programme.department_id):
            found |= set(holders(role, place, on).values_list("pk", flat=True))
    there = set(row.invitees.values_list("person_id", flat=True)) | {trainee.person_id}
    people = persons().filter(pk__in=found - there, is_active=True).exclude(email="").order_by("name")
    return [(str(person.pk), person.name) for person in people]
