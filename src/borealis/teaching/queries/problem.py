"""A series as a problem for the planner: the year behind, which counts for fairness, and the year ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from borealis.planner import teaching as planner
from borealis.teaching.models import CannotHost, Host, Series, Session
from borealis.teaching.queries.scope import Speaker, at_work, goals_in_scope, speakers
from borealis.teaching.rules import CANCELLED

YEAR = dt.timedelta(days=365)
PRESENTER_SPACING = 28  # days; nobody presents more often (local norm)


def problem_of(series: Series, today: dt.date) -> planner.Problem | None:
    """The sessions from a year ago through the last one ahead, with who may host and present; None: no sessions."""
    rows = list(
        series.sessions.filter(start_at__date__gte=today - YEAR)
        .exclude(state=CANCELLED)
        .order_by("start_at", "pk")
    )
    if not rows:
        return None
    hosts = list(series.hosts.prefetch_related("topics", "cannot"))
    days = {row.pk: timezone.localdate(row.start_at) for row in rows}
    return planner.Problem(
        sessions=tuple(planner.Session(str(row.pk), days[row.pk]) for row in rows),
        units=tuple(_unit(series, host) for host in hosts),
        topics=_topics(series),
        goals=_goals(series, today),
        presenters=_presenters(series, hosts, rows, days, today),
        spacing=series.spacing_days,
        presenter_spacing=PRESENTER_SPACING,
        cycle_days=series.cycle_days,
        plan_from=today,
        earlier=tuple(
            planner.Earlier(turn_of(row), row.agreed)
            for row in rows
            if row.host_id or row.topic_id or row.presenter_id
        ),
    )


def turn_of(row: Session) -> planner.Turn:
    """A stored session as the planner speaks of it."""
    return planner.Turn(str(row.pk), _key(row.host_id), _key(row.topic_id), _key(row.presenter_id))


def _key(pk: int | None) -> str | None:
    return None if pk is None else str(pk)


def _unit(series: Series, host: Host) -> planner.Unit:
    mastered = {str(topic.pk) for topic in host.topics.all()}
    return planner.Unit(
        str(host.pk),
        host.size,
        frozenset(mastered | _for_all(series)),
        host.first_day,
        host.last_day,
        frozenset(row.day for row in host.cannot.all()),
    )


def _for_all(series: Series) -> set[str]:
    """Topics that no host is named for are mastered by all."""
    return {str(pk) for pk in series.topics.filter(hosts=None).values_list("pk", flat=True)}


def _topics(series: Series) -> tuple[planner.Topic, ...]:
    return tuple(
        planner.Topic(
            str(topic.pk),
            frozenset(str(goal.pk) for goal in topic.goals.all()),
            topic.presenter,  # type: ignore[arg-type]
            topic.months,
        )
        for topic in series.topics.prefetch_related("goals")
    )


def _goals(series: Series, today: dt.date) -> tuple[planner.Goal, ...]:
    """The goals that some topic covers, each due a cycle after it was last taught; never taught, after the start."""
    taught = last_taught(series, today)
    covered = set(series.topics.exclude(goals=None).values_list("goals", flat=True))
    cycle = dt.timedelta(days=series.cycle_days)
    return tuple(
        planner.Goal(str(goal.pk), taught.get(goal.pk, series.first_day) + cycle)
        for goal in goals_in_scope(series)
        if goal.pk in covered
    )


def last_taught(series: Series, today: dt.date) -> dict[int, dt.date]:
    """When each goal was last taught by a session that is not called off, by its key."""
    rows = series.sessions.filter(start_at__date__lt=today).exclude(state=CANCELLED).exclude(topic=None)
    found: dict[int, dt.date] = {}
    for goal, start_at in rows.order_by("start_at").values_list("topic__goals", "start_at"):
        if goal is not None:
            found[goal] = timezone.localdate(start_at)
    return found


def _presenters(
    series: Series, hosts: list[Host], rows: list[Session], days: dict[int, dt.date], today: dt.date
) -> tuple[planner.Presenter, ...]:
    """Who takes turns: those of the departments here, on days on which the roster does not have them elsewhere."""
    units: dict[int, str | None] = {
        host.department_id: str(host.pk) for host in hosts if host.department_id is not None
    }
    departments = units or {series.department_id: None}
    found = speakers(departments, today)
    ahead = sorted(day for day in days.values() if day >= today)
    away = _away(found, ahead, series.starts)
    first = min(days.values())
    told = {row.presenter_id for row in rows if row.presenter_id}
    known = [
        planner.Presenter(
            str(one.person_id),
            "trainee" if one.is_trainee else "specialist",
            departments.get(one.department_id),
            max(0, one.months - int((today - first).days / 30.4375)),
            away=frozenset(away.get(one.person_id, ())),
        )
        for one in found
    ]
    gone = told - {one.person_id for one in found}
    return (*known, *(planner.Presenter(str(pk), "specialist", days=frozenset()) for pk in sorted(gone)))


def _away(found: list[Speaker], days: list[dt.date], starts: dt.time) -> dict[int, set[dt.date]]:
    """Days ahead on which the roster knows of others, and has somebody not at work then."""
    there = at_work((one.person_id for one in found), days, 60 * starts.hour + starts.minute)
    known = _known_days(there.values())
    return {one.person_id: known - there.get(one.person_id, set()) for one in found}


def _known_days(found: Iterable[set[dt.date]]) -> set[dt.date]:
    return {day for days in found for day in days}


def withdrawn(host: Host, day: dt.date) -> CannotHost:
    """That a host cannot on a day, stored once."""
    return CannotHost.objects.get_or_create(host=host, day=day)[0]
