"""Hours of teaching that people were at, and who has not presented for long."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Max, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.shell.findings import Finding
from borealis.shell.words import day_short
from borealis.teaching.models import Attendance, Host, Series, Session
from borealis.teaching.rules import CANCELLED, QUIET_MONTHS
from borealis.trainees.directory import Trainee

Period = tuple[dt.date, dt.date]  # from the first through the last day
QUIET = dt.timedelta(days=365 * QUIET_MONTHS // 12)


def hours_attended(periods: Mapping[int, Period]) -> dict[int, float]:
    """Hours of teaching in a period that each person was at, for those who were at any."""
    return {person: sum(days.values()) for person, days in days_attended(periods).items()}


def days_attended(periods: Mapping[int, Period]) -> dict[int, dict[dt.date, float]]:
    """Hours of teaching that each person was at, by day, for those who were at any in their period."""
    if not periods:
        return {}
    first, last = min(p[0] for p in periods.values()), max(p[1] for p in periods.values())
    rows = Attendance.objects.filter(person__in=periods, session__start_at__date__range=(first, last))
    found: dict[int, dict[dt.date, float]] = defaultdict(lambda: defaultdict(float))
    for person, start, end in rows.exclude(session__state=CANCELLED).values_list(
        "person_id", "session__start_at", "session__end_at"
    ):
        day = timezone.localdate(start)
        if periods[person][0] <= day <= periods[person][1]:
            found[person][day] += (end - start).total_seconds() / 3600
    return dict(found)


def presenting_findings(trainees: Iterable[Trainee], now: dt.datetime) -> dict[int, list[Finding]]:
    """Trainees who have not presented for a year, and are not to: each takes an active part (S27).

    Only where the department has a series of its own, and after a year in training.
    """
    rows = [row for row in trainees if row.finished_on is None]
    owning = _with_series({row.programme.department_id for row in rows})
    people = {row.person_id: row for row in rows if row.programme.department_id in owning}
    spoken = _spoken(people, now)
    found: dict[int, list[Finding]] = defaultdict(list)
    for person, row in people.items():
        last, coming = spoken.get(person, (None, None))
        since = timezone.localdate(last) if last else row.started_on
        if coming is None and timezone.localdate(now) - since > QUIET:
            found[row.pk].append(_finding(row, timezone.localdate(last) if last else None))
    return found


def _with_series(departments: set[int]) -> set[int]:
    owning = Series.objects.filter(department__in=departments).order_by().values_list("department")
    taking_part = Host.objects.filter(department__in=departments).order_by().values_list("department")
    return {pk for (pk,) in owning.union(taking_part)}


def _spoken(
    people: Iterable[int], now: dt.datetime
) -> dict[int, tuple[dt.datetime | None, dt.datetime | None]]:
    """When each last presented, and when next."""
    rows = Session.objects.filter(presenter__in=list(people)).exclude(state=CANCELLED).order_by()
    last = Max("start_at", filter=Q(start_at__lte=now))
    coming = Min("start_at", filter=Q(start_at__gt=now))
    return {
        pk: (had, comes)
        for pk, had, comes in rows.values_list("presenter_id").annotate(had=last, comes=coming)
    }


def _finding(row: Trainee, last: dt.date | None) -> Finding:
    return Finding(
        "has_not_presented",
        "attention",
        f"trainees.Trainee:{row.pk}",
        _("Har ikke undervist siden %(day)s.") % {"day": day_short(last)}
        if last
        else _("Har ikke undervist ennå."),
        _("Ingen undervisning er satt opp."),
        _("Se undervisningen"),
        reverse("teaching"),
        _("lokal norm"),
    )
