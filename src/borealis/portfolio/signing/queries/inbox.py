"""What waits for somebody with an account, by trainee and day, and what was just signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from borealis.people.queries import Viewer
from borealis.portfolio.models import Ask
from borealis.portfolio.permissions import asks_of
from borealis.portfolio.signing.rules import UNDO_WITHIN, age_in_days
from borealis.portfolio.signing.showing import AskView, activity_of, ask_views
from borealis.portfolio.signing.wording import level_words


@dataclass(frozen=True)
class Item:
    """Something that waits."""

    view: AskView
    days: int


@dataclass(frozen=True)
class DayGroup:
    """What waits from one day of work."""

    day: dt.date
    items: tuple[Item, ...]


@dataclass(frozen=True)
class TraineeGroup:
    """What one trainee waits for."""

    name: str
    first_name: str
    count: int
    days: tuple[DayGroup, ...]


@dataclass(frozen=True)
class JustSigned:
    """A signature that can still be undone."""

    pk: int
    title: str
    trainee: str
    level: str
    until: dt.datetime


@dataclass(frozen=True)
class Inbox:
    """The page of who is asked. ``last`` is when something was signed last."""

    groups: tuple[TraineeGroup, ...]
    just_signed: tuple[JustSigned, ...]
    count: int
    oldest: int
    last: dt.datetime | None

    @property
    def keys(self) -> list[int]:
        """Everything shown."""
        return [item.view.pk for group in self.groups for day in group.days for item in day.items]


def inbox_of(viewer: Viewer, now: dt.datetime) -> Inbox:
    """Who has waited longest comes first; within a trainee the oldest day of work."""
    rows = (
        asks_of(viewer)
        .filter(state="open", kind="signature")
        .select_related("activity__arena", "trainee__person", "trainee__programme")
    )
    asks = list(rows.prefetch_related("activity__goals", "activity__files"))
    items = {view.pk: Item(view, age_in_days(view.asked_at, now)) for view in ask_views(asks)}
    days = [item.days for item in items.values()]
    return Inbox(
        groups=_groups(asks, items),
        just_signed=_just_signed(viewer, now),
        count=len(items),
        oldest=max(days, default=0),
        last=_last_signed(viewer),
    )


def _groups(asks: list[Ask], items: dict[int, Item]) -> tuple[TraineeGroup, ...]:
    since = {ask.trainee_id: ask.asked_at for ask in reversed(asks)}  # rows are oldest first
    ordered = sorted(
        asks, key=lambda a: (since[a.trainee_id], a.trainee_id, activity_of(a).from_day, a.asked_at, a.pk)
    )
    found = []
    for _trainee, of_trainee in groupby(ordered, lambda ask: ask.trainee_id):
        own = list(of_trainee)
        name = own[0].trainee.person.name
        days = tuple(
            DayGroup(day, tuple(items[ask.pk] for ask in of_day))
            for day, of_day in groupby(own, lambda ask: activity_of(ask).from_day)
        )
        found.append(TraineeGroup(name, name.split()[0], len(own), days))
    return tuple(found)


def _just_signed(viewer: Viewer, now: dt.datetime) -> tuple[JustSigned, ...]:
    rows = asks_of(viewer).filter(state="answered", kind="signature", closed_at__gt=now - UNDO_WITHIN)
    asks = rows.select_related("activity", "trainee__person").order_by("-closed_at", "-pk")
    found = []
    for ask in asks.prefetch_related("answers"):
        answer = next(row for row in ask.answers.all() if row.outcome == "signed" and row.undone_at is None)
        title, name = activity_of(ask).title, ask.trainee.person.name
        found.append(JustSigned(ask.pk, title, name, level_words(answer.level), answer.at + UNDO_WITHIN))
    return tuple(found)


def _last_signed(viewer: Viewer) -> dt.datetime | None:
    rows = asks_of(viewer).filter(state="answered", kind="signature").order_by("-closed_at")
    return rows.values_list("closed_at", flat=True).first()
