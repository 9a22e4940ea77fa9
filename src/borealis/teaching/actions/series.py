"""Starting a series, and what belongs to it: hosts, topics, weeks that are out."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.people.rules import word_digest
from borealis.shell.words import day_short
from borealis.teaching.actions.links import check_link
from borealis.teaching.models import Host, Series, Topic, WeekOut
from borealis.teaching.queries.scope import goals_in_scope
from borealis.teaching.rules import EVERY, LONGEST, SHORTEST, WANTED, monday_of

LONGEST_NAME = 200
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Rhythm:
    """When a series meets. ``week_of_month`` 1 to 5 for monthly ones."""

    every: str
    weekday: int
    starts: dt.time
    minutes: int
    first_day: dt.date
    last_day: dt.date | None = None
    week_of_month: int | None = None


@transaction.atomic
def start_series(
    *,
    by: int | None,
    department_id: int,
    name: str,
    rhythm: Rhythm,
    now: dt.datetime,
    place: str = "",
    link: str = "",
    spacing_days: int = 1,
) -> Series:
    """A new series of a department."""
    name, refusals = name.strip(), Refusals()
    check_text(refusals, "name", name, LONGEST_NAME, needed=_("Skriv et navn."))
    _check_rhythm(refusals, rhythm)
    place, link = check_text(refusals, "place", place, LONGEST_NAME), check_link(refusals, "link", link)
    refusals.stop()
    series = Series.objects.create(
        code=_free_code(name),
        department_id=department_id,
        name=name,
        every=rhythm.every,
        weekday=rhythm.weekday,
        week_of_month=rhythm.week_of_month if rhythm.every == "month" else None,
        starts=rhythm.starts,
        minutes=rhythm.minutes,
        first_day=rhythm.first_day,
        last_day=rhythm.last_day,
        place=place,
        link=link,
        spacing_days=spacing_days,
    )
    _record(by, "start_series", series, now, code=series.code)
    return series


def _check_rhythm(refusals: Refusals, rhythm: Rhythm) -> None:
    if rhythm.every not in EVERY or not 0 <= rhythm.weekday <= 6:
        refusals.add("every", _("Velg hvor ofte, og hvilken dag."))
    if rhythm.every == "month" and rhythm.week_of_month not in (1, 2, 3, 4, 5):
        refusals.add("week_of_month", _("Velg hvilken uke i måneden."))
    if not SHORTEST <= rhythm.minutes <= LONGEST:
        refusals.add(
            "minutes",
            _("Velg en varighet fra %(least)s til %(most)s minutter.") % {"least": SHORTEST, "most": LONGEST},
        )
    if rhythm.last_day is not None and rhythm.last_day < rhythm.first_day:
        refusals.add("last_day", _("Siste dag er før første dag. Rett en av dem."))


def _free_code(name: str) -> str:
    base = slugify(name.lower().translate(LETTERS))[:50] or "serie"
    taken = set(Series.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if code not in taken)


def held_series(series_id: int) -> Series:
    """The series, held until the transaction ends."""
    found = Series.objects.select_for_update().filter(pk=series_id).first()
    if found is None:
        raise refuse("series", _("Serien finnes ikke lenger. Last siden på nytt."))
    return found


@transaction.atomic
def change_series(*, by: int | None, series_id: int, place: str, link: str, now: dt.datetime) -> Series:
    """Where the series meets from now on. Partners have it in their calendar when they fetch it next."""
    series, refusals = held_series(series_id), Refusals()
    series.place = check_text(refusals, "place", place, LONGEST_NAME)
    series.link = check_link(refusals, "link", link)
    refusals.stop()
    series.save(update_fields=["place", "link"])
    _record(by, "change_series", series, now)
    return series


@transaction.atomic
def add_host(
    *,
    by: int | None,
    series_id: int,
    name: str,
    size: int,
    now: dt.datetime,
    department_id: int | None = None,
    first_day: dt.date | None = None,
) -> tuple[Host, str]:
    """A unit takes part. A partner elsewhere gets a secret word for its calendar, given back here and never again."""
    series, name, refusals = held_series(series_id), name.strip(), Refusals()
    check_text(refusals, "name", name, LONGEST_NAME, needed=_("Skriv et navn."))
    if series.hosts.filter(name=name).exists():
        refusals.add("name", _("%(name)s er alt med i serien.") % {"name": name})
    if not 0 <= size <= 500:
        refusals.add("size", _("Skriv hvor mange leger i spesialisering enheten har, fra 0 til 500."))
    refusals.stop()
    word = "" if department_id else secrets.token_urlsafe(24)
    host = Host.objects.create(
        series=series,
        department_id=department_id,
        name=name,
        size=size,
        first_day=first_day,
        digest=word_digest(word) if word else "",
    )
    _record(by, "add_host", series, now, host=host.pk)
    return host, word


@transaction.atomic
def end_host(*, by: int | None, host_id: int, last_day: dt.date, now: dt.datetime) -> Host:
    """A unit leaves the series after a day. Its sessions after that wait for the rota to be planned again."""
    host = Host.objects.select_for_update().select_related("series").filter(pk=host_id).first()
    if host is None:
        raise refuse("host", _("Enheten er ikke med i serien."))
    if host.first_day and last_day < host.first_day:
        raise refuse(
            "last_day", _("Enheten ble med %(day)s. Velg en senere dag.") % {"day": day_short(host.first_day)}
        )
    host.last_day = last_day
    host.save(update_fields=["last_day"])
    _record(by, "end_host", host.series, now, host=host.pk, last_day=str(last_day))
    return host


@transaction.atomic
def add_topic(
    *,
    by: int | None,
    series_id: int,
    name: str,
    now: dt.datetime,
    goals: Collection[int] = (),
    hosts: Collection[int] = (),
    presenter: str = "any",
    months: int = 0,
) -> Topic:
    """Something a session may be about. ``hosts`` are those that master it; none: all of them."""
    series, name, refusals = held_series(series_id), name.strip(), Refusals()
    check_text(refusals, "name", name, LONGEST_NAME, needed=_("Skriv et navn."))
    if series.topics.filter(name=name).exists():
        refusals.add("name", _("Emnet finnes alt i serien."))
    if presenter not in WANTED:
        refusals.add("presenter", _("Velg hvem som kan undervise."))
    if set(goals) - {goal.pk for goal in goals_in_scope(series)}:
        refusals.add("goals", _("Et av læringsmålene hører ikke til dem som deltar. Velg på nytt."))
    refusals.stop()
    topic = Topic.objects.create(series=series, name=name, presenter=presenter, months=months)
    topic.goals.set(goals)
    topic.hosts.set(series.hosts.filter(pk__in=hosts))
    _record(by, "add_topic", series, now, topic=topic.pk)
    return topic


@transaction.atomic
def take_week_out(*, by: int | None, series_id: int, day: dt.date, why: str, now: dt.datetime) -> WeekOut:
    """A week without a session. A planned session in it is called off."""
    series, why, refusals = held_series(series_id), why.strip(), Refusals()
    check_text(refusals, "why", why, 100, needed=_("Skriv hvorfor, med noen få ord."))
    monday = monday_of(day)
    if series.weeks_out.filter(monday=monday).exists():
        refusals.add("day", _("Uken er alt tatt ut."))
    planned = series.sessions.filter(start_at__date__range=(monday, monday + dt.timedelta(days=6)))
    if planned.filter(state="held").exists():
        refusals.add("day", _("Undervisningen den uken er alt holdt."))
    refusals.stop()
    gone = planned.filter(state="planned").update(state="cancelled")
    week = WeekOut.objects.create(series=series, monday=monday, why=why)
    _record(by, "take_week_out", series, now, monday=str(monday), cancelled=gone)
    return week


def _record(by: int | None, act: str, series: Series, now: dt.datetime, **detail: object) -> None:
    record_event(by=by, act=act, subject=f"teaching.Series:{series.pk}", now=now, detail=detail)
