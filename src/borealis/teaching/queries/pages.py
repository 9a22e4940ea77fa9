"""What the pages of teaching show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from borealis.people.queries import Viewer
from borealis.planner import teaching as planner
from borealis.shell.words import number
from borealis.teaching.models import Attendance, Host, Rated, Series, Session
from borealis.teaching.permissions import may_keep, visible_to
from borealis.teaching.queries.hours import hours_attended
from borealis.teaching.queries.problem import last_taught, problem_of, turn_of
from borealis.teaching.queries.scope import departments_of, goals_in_scope, speakers
from borealis.teaching.rules import CANCELLED, FEWEST_RATINGS, HELD, PLANNED, code_is_good, monday_of
from borealis.teaching.wording import RATING_WORDS, STATE_WORDS, WEEKDAYS

NEXT = 5
WEEKS = 53
THOUGHT = 8
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """A session in a list."""

    pk: int
    start_at: dt.datetime
    end_at: dt.datetime
    series: str
    host: str
    topic: str
    presenter: str
    state: str
    state_words: str
    goals: tuple[str, ...]
    mine: bool
    there: bool
    elsewhere: bool

    @property
    def lacks(self) -> bool:
        """Whether nobody presents it yet."""
        return self.state == PLANNED and not self.presenter and not self.elsewhere


@dataclass(frozen=True)
class HostRow:
    """A host's year: a mark for each week, what it has had and has to come, and its share."""

    pk: int
    name: str
    own: bool
    partner: bool
    cells: tuple[str, ...]
    sessions: int
    share: float
    last_day: dt.date | None


def lines(rows: Any, viewer: Viewer) -> list[Line]:
    """Sessions as lines, in their order; ``there`` and ``mine`` are the viewer's."""
    found = list(rows.select_related("series", "host", "topic", "presenter").prefetch_related("topic__goals"))
    there = set(
        Attendance.objects.filter(person=viewer.person_id, session__in=found).values_list(
            "session_id", flat=True
        )
    )
    return [_line(row, viewer, row.pk in there) for row in found]


def _line(row: Session, viewer: Viewer, there: bool) -> Line:
    return Line(
        pk=row.pk,
        start_at=row.start_at,
        end_at=row.end_at,
        series=row.series.name,
        host=row.host.name if row.host else "",
        topic=row.topic.name if row.topic else "",
        presenter=row.presenter.name if row.presenter else "",
        state=row.state,
        state_words=str(STATE_WORDS[row.state]),
        goals=tuple(goal.code for goal in row.topic.goals.all()) if row.topic else (),
        mine=row.presenter_id is not None and row.presenter_id == viewer.person_id,
        there=there,
        elsewhere=row.host is not None and row.host.department_id is None,
    )


def own_page(viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """The series that the viewer sees, what comes, what the viewer presents, and the hours of the last year."""
    series = list(visible_to(viewer).select_related("department"))
    rows = Session.objects.filter(series__in=series).exclude(state=CANCELLED)
    today = timezone.localdate(now)
    person = viewer.person_id or 0
    hours = hours_attended({person: (today - YEAR, today)}).get(person, 0.0)
    rated = Rated.objects.filter(person=person).values("session")
    unrated = rows.filter(attendances__person=person, end_at__range=(now - dt.timedelta(days=14), now))
    return {
        "series": [
            {"code": one.code, "name": one.name, "department": one.department, "keeps": may_keep(viewer, one)}
            for one in series
        ],
        "next": lines(rows.filter(end_at__gt=now).order_by("start_at")[: NEXT + 3], viewer),
        "mine": lines(rows.filter(end_at__gt=now, presenter=person).order_by("start_at")[:NEXT], viewer),
        "unrated": lines(unrated.exclude(pk__in=rated).order_by("-start_at")[:NEXT], viewer),
        "hours": hours,
    }


def series_page(series: Series, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """A year of a series at a glance: hosts by week, what comes, and which goals the cycle covers."""
    today = timezone.localdate(now)
    first = monday_of(today)
    mondays = [first + dt.timedelta(days=7 * n) for n in range(WEEKS)]
    rows = series.sessions.exclude(state=CANCELLED)
    coming = lines(rows.filter(end_at__gt=now).order_by("start_at")[:NEXT], viewer)
    return {
        "series": series,
        "weekday": WEEKDAYS[series.weekday],
        "keeps": may_keep(viewer, series),
        "mondays": mondays,
        "months": _months(mondays),
        "hosts": _host_rows(series, viewer, mondays, today),
        "next": coming,
        "lacking": _lacking(rows.filter(start_at__gt=now)),
        "coverage": coverage_of(series, today),
        "attended": _attended(series, now),
        "thought": _thought(series, now) if may_keep(viewer, series) else [],
        "planned": rows.filter(start_at__gt=now).exists(),
    }


def _lacking(rows: QuerySet[Session]) -> int:
    """How many sessions nobody presents yet; partners elsewhere choose their own."""
    return rows.filter(presenter=None).exclude(host__isnull=False, host__department=None).count()


def _months(mondays: list[dt.date]) -> list[tuple[dt.date, int]]:
    """The months above the weeks, with how many weeks each has."""
    counts = Counter((day.year, day.month) for day in mondays)
    return [(dt.date(year, month, 1), weeks) for (year, month), weeks in counts.items()]


def _host_rows(series: Series, viewer: Viewer, mondays: list[dt.date], today: dt.date) -> list[HostRow]:
    rows = series.sessions.exclude(state=CANCELLED).filter(start_at__date__gte=mondays[0])
    weeks: dict[tuple[int, dt.date], str] = {}
    counts: Counter[int] = Counter()
    for row in rows.exclude(host=None):
        mark = "held" if row.state == HELD else "agreed" if row.agreed else "planned"
        weeks[row.host_id or 0, monday_of(timezone.localdate(row.start_at))] = mark
        counts[row.host_id or 0] += 1
    out = set(series.weeks_out.values_list("monday", flat=True))
    shares = _shares(series, today)
    own = {held.organisation_id for held in viewer.roles}
    return [
        HostRow(
            host.pk,
            host.name,
            host.department_id is not None and host.department_id in own,
            host.department_id is None,
            tuple(weeks.get((host.pk, day), "out" if day in out else "") for day in mondays),
            counts[host.pk],
            shares.get(host.pk, 0.0),
            host.last_day,
        )
        for host in series.hosts.all()
    ]


def _shares(series: Series, today: dt.date) -> dict[int, float]:
    """What is left of each host's share by size for the year ahead, the year behind counted in."""
    problem = problem_of(series, today)
    if problem is None:
        return {}
    days = {one.id: one.day for one in problem.sessions}
    had = Counter(told.turn.unit for told in problem.earlier if days[told.turn.session] < today)
    return {int(name): max(0.0, float(share) - had[name]) for name, share in problem.shares().items()}


def coverage_of(series: Series, today: dt.date) -> dict[str, Any]:
    """Which goals of those who take part the series has taught within its cycle, is to teach, or has no topic for."""
    goals = {goal.pk: goal.code for goal in goals_in_scope(series)}
    since = today - dt.timedelta(days=series.cycle_days)
    taught = {pk for pk, day in last_taught(series, today).items() if day >= since}
    ahead = series.sessions.filter(start_at__date__gte=today).exclude(state=CANCELLED).exclude(topic=None)
    coming = set(ahead.values_list("topic__goals", flat=True)) - taught
    topics = set(series.topics.values_list("goals", flat=True))
    covered = topics & set(goals)
    return {
        "all": len(goals),
        "taught": len(taught & set(goals)),
        "coming": len(coming & set(goals)),
        "without": sorted(code for pk, code in goals.items() if pk not in covered),
        "parts": [
            ("reached", len(taught & set(goals))),
            ("begun", len(coming & set(goals))),
            ("not_begun", len(set(goals) - taught - coming)),
        ],
    }


def _attended(series: Series, now: dt.datetime) -> dict[str, Any]:
    """How many were at the sessions of the last year, on average. Partners elsewhere keep their own lists."""
    held = series.sessions.filter(state=HELD, start_at__range=(now - YEAR, now))
    counts = list(held.annotate(n=Count("attendances")).values_list("n", flat=True))
    return {"sessions": len(counts), "mean": number(sum(counts) / len(counts), 0) if counts else ""}


def _thought(series: Series, now: dt.datetime) -> list[dict[str, Any]]:
    """What those who were there thought of the latest sessions, oldest first; of each with answers enough."""
    held = series.sessions.filter(state=HELD, start_at__lt=now).select_related("topic")
    rated = held.annotate(n=Count("ratings")).filter(n__gte=FEWEST_RATINGS).order_by("-start_at")[:THOUGHT]
    found = []
    for session in reversed(rated.prefetch_related("ratings")):
        counts = Counter(row.value for row in session.ratings.all())
        parts = [(kind, counts[value]) for kind, value in (("reached", 3), ("begun", 2), ("not_begun", 1))]
        words = ", ".join(f"{counts[value]} {RATING_WORDS[value]}" for value in (3, 2, 1))
        found.append({"session": session, "parts": parts, "total": counts.total(), "label": words})
    return found


def session_page(session: Session, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """One session: what, who, the code, who was there, what they thought, and who could take over."""
    keeps = may_keep(viewer, session.series)
    holds = keeps or (viewer.person_id is not None and viewer.person_id == session.presenter_id)
    present = list(session.attendances.select_related("person").order_by("person__name"))
    there = any(row.person_id == viewer.person_id for row in present)
    return {
        "line": _line(session, viewer, there),
        "session": session,
        "keeps": keeps,
        "holds": holds,
        "over": session.start_at <= now,
        "present": [row.person.name for row in present] if holds else [],
        "count": len(present),
        "code": _code(session, now) if holds else None,
        "may_rate": there and not Rated.objects.filter(session=session, person=viewer.person_id).exists(),
        "rating": rating_of(session) if holds else None,
        "offers": _offers(session, now) if keeps and session.start_at > now and session.host else [],
    }


def _code(session: Session, now: dt.datetime) -> dict[str, str] | None:
    if not session.door_code or not code_is_good(
        now, session.start_at, session.end_at, session.door_code_until
    ):
        return None
    path = reverse("teaching_attend", args=[session.door_code])
    return {"code": session.door_code, "address": f"{settings.SITE_ADDRESS}{path}"}


def rating_of(session: Session) -> dict[str, Any] | None:
    """What those who were there thought; None while they are too few to stay unknown."""
    rows = list(session.ratings.all())
    if len(rows) < FEWEST_RATINGS:
        return None
    counts = Counter(row.value for row in rows)
    return {
        "counts": [(RATING_WORDS[value], counts[value]) for value in (3, 2, 1)],
        "texts": sorted(row.text for row in rows if row.text),
    }


def _offers(session: Session, now: dt.datetime) -> list[dict[str, str]]:
    """Who could host instead, the cheapest for the whole first."""
    problem = problem_of(session.series, timezone.localdate(now))
    if problem is None:
        return []
    turns = {told.turn.session: told.turn for told in problem.earlier}
    told = tuple(turns.get(one.id, planner.Turn(one.id)) for one in problem.sessions)
    rota = planner.Solution("plan", "feasible", planner.Value(), planner.Value(), 0, told)
    names = {str(host.pk): host.name for host in session.series.hosts.all()}
    days = {one.id: one.day for one in problem.sessions}
    if turn_of(session).session not in days:
        return []
    return [
        {"host": names[offer.unit], "day": days[offer.other] if offer.other else None}  # type: ignore[dict-item]
        for offer in planner.swaps(problem, rota, str(session.pk), most=3)
    ]


def setup_page(series: Series) -> dict[str, Any]:
    """What a series is made of: hosts, topics, weeks that are out."""
    return {
        "series": series,
        "hosts": list(series.hosts.all()),
        "topics": list(series.topics.prefetch_related("goals", "hosts")),
        "weeks_out": list(series.weeks_out.all()),
    }


def partner_of(digest: str) -> Host | None:
    """The partner elsewhere behind a secret word, while it takes part."""
    found = Host.objects.filter(digest=digest).exclude(digest="").select_related("series").first()
    gone = found is not None and found.last_day is not None and found.last_day < timezone.localdate()
    return None if gone else found


def possible_presenters(session: Session) -> list[tuple[int, str]]:
    """Those who can be set up to present, by name."""
    found = speakers(departments_of(session.series), timezone.localdate(session.start_at))
    return sorted(((one.person_id, one.name) for one in found), key=lambda pair: pair[1])
