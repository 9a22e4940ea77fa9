"""What waits for somebody with an account, by trainee and day, and what was just signed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from borealis.people.queries import Viewer
from borealis.portfolio.models import Ask
from borealis.portfolio.permissions import asks_of
from borealis.portfolio.signing.rules import UNDO_WITHIN, age_in_days
from borealis.portfolio.signing.showing import AskView, activity_of, ask_views
from borealis.portfolio.signing.wording import level_words

SHOWN = 20  # as many as a page is made for; more are shown when asked for


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
    """The page of who is asked: what has waited longest, so many as are shown of all that wait.

    ``last`` is when something was signed last.
    """

    groups: tuple[TraineeGroup, ...]
    just_signed: tuple[JustSigned, ...]
    count: int
    oldest: int
    last: dt.datetime | None

    @property
    def keys(self) -> list[int]:
        """Everything shown."""
        return [item.view.pk for group in self.groups for day in group.days for item in day.items]

    @property
    def shown(self) -> int:
        return len(self.keys)

    @property
    def left(self) -> int:
        """How many wait beside those shown."""
        return self.count - self.shown

    @property
    def next(self) -> int:
        """How many more are shown when the reader asks for more."""
        return min(self.left, SHOWN)


def inbox_of(viewer: Viewer, now: dt.datetime, show: int = SHOWN) -> Inbox:
    """Who has waited longest comes first; within a trainee the oldest day of work. ``show``: how many at most."""
    waiting = _in_order(asks_of(viewer).filter(state="open", kind="signature"))
    return Inbox(
        groups=_groups(waiting, show, now),
        just_signed=_just_signed(viewer, now),
        count=len(waiting),
        oldest=max((age_in_days(asked_at, now) for _, _, asked_at in waiting), default=0),
        last=_last_signed(viewer),
    )


def _in_order(rows: QuerySet[Ask]) -> list[tuple[int, int, dt.datetime]]:
    """Key, trainee and moment of all that wait, in the order of the page."""
    found = list(
        rows.order_by("asked_at", "pk").values_list("pk", "trainee_id", "asked_at", "activity__from_day")
    )
    since = {trainee: asked_at for _, trainee, asked_at, _ in reversed(found)}
    found.sort(key=lambda row: (since[row[1]], row[1], row[3], row[2], row[0]))
    return [row[:3] for row in found]


def _groups(
    waiting: list[tuple[int, int, dt.datetime]], show: int, now: dt.datetime
) -> tuple[TraineeGroup, ...]:
    counts = Counter(trainee for _, trainee, _ in waiting)
    asks = _asks([pk for pk, _, _ in waiting[:show]])
    items = {view.pk: Item(view, age_in_days(view.asked_at, now)) for view in ask_views(asks)}
    found = []
    for trainee, of_trainee in groupby(asks, lambda ask: ask.trainee_id):
        own = list(of_trainee)
        name = own[0].trainee.person.name
        days = tuple(
            DayGroup(day, tuple(items[ask.pk] for ask in of_day))
            for day, of_day in groupby(own, lambda ask: activity_of(ask).from_day)
        )
        found.append(TraineeGroup(name, name.split()[0], counts[trainee], days))
    return tuple(found)


def _asks(keys: list[int]) -> list[Ask]:
    """The asks with these keys and what is shown of them, in this order."""
    rows = Ask.objects.select_related("activity__arena", "trainee__person", "trainee__programme")
    found = rows.prefetch_related("activity__goals__goal_set", "activity__files").in_bulk(keys)
    return [found[pk] for pk in keys]


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
