"""Sharing the sessions out: hosts, topics and presenters by the planner, and by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import refuse
from borealis.planner import teaching as planner
from borealis.teaching.actions.series import held_series
from borealis.teaching.models import Series, Session
from borealis.teaching.queries.problem import problem_of, withdrawn
from borealis.teaching.queries.scope import departments_of, speakers
from borealis.teaching.rules import PLANNED, days_of

AHEAD = dt.timedelta(days=365)
SECONDS = 8.0
"""The longest that somebody waits for a rota; one year takes less than one."""


@dataclass(frozen=True)
class Shared:
    """What came of sharing out: sessions changed, the planner's value, and whether nothing better is possible."""

    changed: int
    value: planner.Value
    proven: bool


@transaction.atomic
def plan_rota(*, by: int | None, series_id: int, now: dt.datetime) -> Shared:
    """Give every session of the coming year a host, a topic and a presenter. What is agreed stands."""
    series, today = held_series(series_id), timezone.localdate(now)
    _make_sessions(series, today)
    problem = problem_of(series, today)
    if problem is None:
        raise refuse("series", _("Serien har ingen undervisning det neste året. Rett dagene den varer."))
    shared = _apply(series, planner.plan(problem, seconds=SECONDS), now)
    _record(by, "plan_rota", series, now, shared)
    return shared


@transaction.atomic
def withdraw_host(*, by: int | None, session_id: int, version: int, now: dt.datetime) -> Shared:
    """The host of a session cannot: another takes it, with as few changes to the others as can be."""
    session = held_session(session_id, version)
    series = held_series(session.series_id)
    if session.host is None:
        raise refuse("host", _("Undervisningen har ingen vert."))
    if session.start_at <= now:
        raise refuse("host", _("Undervisningen har vært. Avlys den i stedet, hvis den ikke ble holdt."))
    withdrawn(session.host, timezone.localdate(session.start_at))
    session.agreed = False
    session.save(update_fields=["agreed"])
    problem = problem_of(series, timezone.localdate(now))
    if problem is None:
        raise refuse("series", _("Serien finnes ikke lenger. Last siden på nytt."))
    told = tuple(earlier.turn for earlier in problem.earlier)
    before = planner.Solution("plan", "feasible", planner.Value(), planner.Value(), 0, told)
    shared = _apply(series, planner.repair(problem, before, seconds=SECONDS), now)
    _record(by, "withdraw_host", series, now, shared, session=session_id)
    return shared


@transaction.atomic
def set_presenter(
    *, by: int | None, session_id: int, version: int, person_id: int | None, now: dt.datetime
) -> Session:
    """Say who presents a session, by hand: somebody of a department that takes part."""
    session = held_session(session_id, version)
    day = timezone.localdate(session.start_at)
    able = {one.person_id for one in speakers(departments_of(session.series), day)}
    if person_id is not None and person_id not in able:
        raise refuse("person", _("Velg en som er ansatt eller i utdanning hos dem som deltar."))
    if session.state != PLANNED:
        raise refuse("person", _("Undervisningen er alt holdt eller avlyst."))
    session.presenter_id = person_id
    session.version += 1
    session.save(update_fields=["presenter", "version"])
    record_event(
        by=by,
        act="set_presenter",
        subject=f"teaching.Session:{session.pk}",
        now=now,
        about=person_id,
        detail={"person": person_id},
    )
    return session


def held_session(session_id: int, version: int | None = None) -> Session:
    """The session, held until the transaction ends; refused when another has changed it since it was read."""
    rows = Session.objects.select_for_update(of=("self",)).select_related(
        "series", "host", "topic", "presenter"
    )
    found = rows.filter(pk=session_id).first()
    if found is None:
        raise refuse("session", _("Undervisningen finnes ikke lenger. Last siden på nytt."))
    if version is not None and found.version != version:
        raise refuse("version", _("Undervisningen er endret siden du så den. Se på den nye."))
    return found


def _make_sessions(series: Series, today: dt.date) -> None:
    """The times of the coming year that are not there yet, at the same hour on both sides of the clock's change."""
    last = min(series.last_day or today + AHEAD, today + AHEAD)
    out = set(series.weeks_out.values_list("monday", flat=True))
    there = {timezone.localdate(at) for at in series.sessions.values_list("start_at", flat=True)}
    first = max(series.first_day, today)
    length = dt.timedelta(minutes=series.minutes)
    for day in days_of(series.every, series.weekday, series.week_of_month, first, last, out):
        if day not in there:
            start = timezone.make_aware(dt.datetime.combine(day, series.starts))
            Session.objects.create(series=series, start_at=start, end_at=start + length)


def _apply(series: Series, found: planner.Solution, now: dt.datetime) -> Shared:
    """Store the turns that differ; who was agreed and is moved all the same has to say yes again."""
    rows = {row.pk: row for row in series.sessions.filter(start_at__gt=now, state=PLANNED)}
    changed = 0
    for turn in found.turns:
        row = rows.get(int(turn.session))
        if row is None:
            continue
        new = [None if name is None else int(name) for name in (turn.unit, turn.topic, turn.presenter)]
        if [row.host_id, row.topic_id, row.presenter_id] != new:
            row.agreed = row.agreed and row.host_id == new[0]
            row.host_id, row.topic_id, row.presenter_id = new
            row.version += 1
            row.save(update_fields=["host", "topic", "presenter", "agreed", "version"])
            changed += 1
    return Shared(changed, found.value, found.status == "optimal")


def _record(by: int | None, act: str, series: Series, now: dt.datetime, shared: Shared, **more: int) -> None:
    detail = {"changed": shared.changed, "open": shared.value.open, "proven": shared.proven, **more}
    record_event(by=by, act=act, subject=f"teaching.Series:{series.pk}", now=now, detail=detail)
