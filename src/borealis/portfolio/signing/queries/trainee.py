"""What a trainee waits for, has not sent yet, and got back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from borealis.portfolio.activities.rules import OPEN_STATES
from borealis.portfolio.models import Activity, Ask, SignatureAnswer
from borealis.portfolio.signing.chain import asked_of, those_who_left
from borealis.portfolio.signing.content import READ, digest_of
from borealis.portfolio.signing.rules import ASK_ANOTHER_AFTER, age_in_days
from borealis.portfolio.signing.showing import activity_of, span_words
from borealis.portfolio.signing.wording import level_words

MOST_SHOWN = 20
# The outcomes of an answer that brings an activity back, by the state that it comes to.
CAME_BACK = {"returned": ("returned",), "declined": ("declined", "not_me")}


@dataclass(frozen=True)
class Waiting:
    """An ask that waits. ``another``: it is time to ask somebody else; ``left``: there is no other way."""

    pk: int
    activity_id: int
    title: str
    when: str
    name: str
    days: int
    left: bool
    another: bool
    reminders: int


@dataclass(frozen=True)
class Unsent:
    """An activity that nobody is asked to sign. ``answer`` is what came back, if anything did."""

    pk: int
    title: str
    when: str
    count: int
    state: str
    answer: str
    by: str


@dataclass(frozen=True)
class SignatureView:
    """A signature. ``changed``: the activity does not say any more what was signed."""

    ask_id: int
    activity_id: int
    title: str
    level: int
    level_words: str
    name: str
    role: str
    at: dt.datetime
    comments: tuple[str, ...]
    changed: bool


@dataclass(frozen=True)
class TraineeSigning:
    """A trainee's page of signatures. ``stuck``: activities that wait for a guide who is not appointed."""

    waiting: tuple[Waiting, ...]
    unsent: tuple[Unsent, ...]
    stuck: tuple[Unsent, ...]
    signed: tuple[SignatureView, ...]


def signing_of(trainee_id: int, now: dt.datetime) -> TraineeSigning:
    """Everything on the page, what has waited longest first."""
    waiting = waiting_of(trainee_id, now)
    sent = {ask.activity_id for ask in waiting}
    rows = Activity.objects.filter(trainee_id=trainee_id)
    open_rows = list(rows.filter(state__in=OPEN_STATES))
    answers = _answers_to(open_rows)
    return TraineeSigning(
        waiting=waiting,
        unsent=tuple(_unsent(row, answers.get(row.pk)) for row in open_rows),
        stuck=tuple(_unsent(row, None) for row in rows.filter(state="sent").exclude(pk__in=sent)),
        signed=signatures_of(trainee_id, most=MOST_SHOWN),
    )


def waiting_of(trainee_id: int, now: dt.datetime) -> tuple[Waiting, ...]:
    """What waits for somebody's signature, oldest first."""
    rows = Ask.objects.filter(trainee_id=trainee_id, kind="signature", state="open")
    asks = list(rows.select_related("asked", "activity"))
    gone = those_who_left([asked_of(ask) for ask in asks], timezone.localdate(now))
    return tuple(_waiting(ask, ask.asked_id in gone, now) for ask in asks)


def _waiting(ask: Ask, left: bool, now: dt.datetime) -> Waiting:
    activity, receiver = activity_of(ask), asked_of(ask)
    days = age_in_days(ask.asked_at, now)
    return Waiting(
        pk=ask.pk,
        activity_id=activity.pk,
        title=activity.title,
        when=span_words(activity.from_day, activity.to_day),
        name=receiver.name,
        days=days,
        left=left,
        another=left or days >= ASK_ANOTHER_AFTER,
        reminders=ask.reminders,
    )


def _answers_to(activities: list[Activity]) -> dict[int, SignatureAnswer]:
    """The last answer with which each of these activities came back, for those that did, in one query."""
    back = {row.pk: CAME_BACK[row.state] for row in activities if row.state in CAME_BACK}
    if not back:
        return {}
    rows = SignatureAnswer.objects.filter(ask__activity__in=back, undone_at=None).order_by("pk")
    return {
        row.ask.activity_id: row
        for row in rows.select_related("ask")
        if row.ask.activity_id is not None and row.outcome in back[row.ask.activity_id]
    }


def _unsent(activity: Activity, answer: SignatureAnswer | None) -> Unsent:
    return Unsent(
        pk=activity.pk,
        title=activity.title,
        when=span_words(activity.from_day, activity.to_day),
        count=activity.count,
        state=answer.outcome if answer else activity.state,
        answer=answer.comment if answer else "",
        by=answer.name if answer else "",
    )


def signatures_of(
    trainee_id: int, activity_id: int | None = None, most: int | None = None
) -> tuple[SignatureView, ...]:
    """The signatures that stand, newest first and at most so many; of one activity when it is named."""
    rows: QuerySet[SignatureAnswer] = SignatureAnswer.objects.filter(
        ask__trainee_id=trainee_id, outcome="signed", undone_at=None
    )
    if activity_id is not None:
        rows = rows.filter(ask__activity_id=activity_id)
    read = (f"ask__activity__{path}" for path in READ)
    rows = rows.select_related("ask__activity__arena").prefetch_related("ask__answers", *read)
    return tuple(_signature(answer) for answer in rows.order_by("-at", "-pk")[:most])


def _signature(answer: SignatureAnswer) -> SignatureView:
    activity = activity_of(answer.ask)
    level = answer.level or 0
    said = [row for row in answer.ask.answers.all() if row.outcome == "comment" and row.undone_at is None]
    return SignatureView(
        ask_id=answer.ask_id,
        activity_id=activity.pk,
        title=activity.title,
        level=level,
        level_words=level_words(level),
        name=answer.name,
        role=answer.ask.role,
        at=answer.at,
        comments=tuple(row.comment for row in said),
        changed=digest_of(activity) != answer.content,
    )
