"""Teaching in the demonstration: the three series of the programme, a year behind and the year ahead."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from borealis.demo.work import HEAD
from borealis.organisations.queries import organisation
from borealis.programmes.queries import goals_of, programme
from borealis.teaching import actions
from borealis.teaching.actions.series import Rhythm
from borealis.teaching.directory import Series, Session
from borealis.teaching.queries.scope import speakers
from borealis.teaching.rules import PLANNED
from borealis.trainees.directory import Trainee

YEAR = dt.timedelta(days=364)
UNITS = (
    ("Haukeland, Bergen", 6),
    ("St. Olavs, Trondheim", 3),
    ("Sykehuset Innlandet", 2),
    ("Oslo", 9),
    ("Stavanger", 4),
)
WEB = (
    "PET ved lungekreft",
    "Skjelettscintigrafi",
    "Hjernens stoffskifte",
    "Hjertets gjennomblødning",
    "Nyrer og urinveier",
    "Skjoldkjertel og biskjoldkjertel",
    "Strålevern og doser",
    "Behandling med radiofarmaka",
    "Infeksjon og betennelse",
    "Barn",
)
MISSES = 5  # one in so many sessions somebody is on duty instead


def teach(people: dict[str, int], now: dt.datetime) -> None:
    """Start the series a year ago, share them out, and hold what has been."""
    head, began = people[HEAD], now - YEAR
    department = organisation("unn-pet").pk
    current = programme("unn-nuk")
    goals = [goal.pk for goal in goals_of(current.document)] if current else []
    series = [
        _start(
            head,
            department,
            "Nasjonal nettundervisning",
            Rhythm("week", 2, dt.time(8), 45, _day(began)),
            began,
            14,
        ),
        _start(
            head,
            department,
            "Undervisning med Røntgenavdelingen",
            Rhythm("week", 4, dt.time(8), 45, _day(began)),
            began,
        ),
        _start(
            head,
            department,
            "Fagseminar ved PET-senteret",
            Rhythm("month", 3, dt.time(13), 120, _day(began), week_of_month=1),
            began,
        ),
    ]
    _fill(head, department, series[0], WEB, goals, began, UNITS)
    _fill(
        head, department, series[1], tuple(f"Felles granskning {n}" for n in range(1, 5)), goals[:40], began
    )
    _fill(
        head,
        department,
        series[2],
        ("Vanskelige tilfeller", "Ny litteratur", "Forbedringsarbeid"),
        goals[-14:],
        began,
    )
    for one in series:
        actions.plan_rota(by=head, series_id=one.pk, now=began)
        _hold_what_was(head, one, department, now)
        actions.plan_rota(by=head, series_id=one.pk, now=now)


def _day(at: dt.datetime) -> dt.date:
    return timezone.localdate(at)


def _start(by: int, department: int, name: str, rhythm: Rhythm, now: dt.datetime, spacing: int = 1) -> Series:
    return actions.start_series(
        by=by,
        department_id=department,
        name=name,
        rhythm=rhythm,
        now=now,
        place="Møterom 1",
        spacing_days=spacing,
    )


def _fill(
    by: int,
    department: int,
    series: Series,
    topics: tuple[str, ...],
    goals: list[int],
    now: dt.datetime,
    units: tuple[tuple[str, int], ...] = (),
) -> None:
    """Units that take part, and topics that share the goals among them."""
    if units:
        actions.add_host(
            by=by, series_id=series.pk, name="PET-senteret", size=6, department_id=department, now=now
        )
    for name, size in units:
        actions.add_host(by=by, series_id=series.pk, name=name, size=size, now=now)
    for number, name in enumerate(topics):
        actions.add_topic(by=by, series_id=series.pk, name=name, goals=goals[number :: len(topics)], now=now)


def _hold_what_was(by: int, series: Series, department: int, now: dt.datetime) -> None:
    """Every session that has been was held but for a few; most were there."""
    rows = Session.objects.filter(series=series, state=PLANNED, end_at__lt=now).order_by("start_at")
    begun = dict(Trainee.objects.values_list("person_id", "started_on"))
    known = speakers([department], timezone.localdate(now))
    for number, row in enumerate(rows):
        after, day = row.end_at + dt.timedelta(minutes=10), timezone.localdate(row.start_at)
        if number % 11 == 7:
            actions.cancel_session(by=by, session_id=row.pk, version=row.version, now=after)
            continue
        there = [
            one.person_id
            for place, one in enumerate(known)
            if (number + 2 * place) % MISSES and begun.get(one.person_id, day) <= day
        ]
        actions.hold_session(by=by, session_id=row.pk, version=row.version, present=there, now=after)
