"""A department's day: who is there, who supervises whom, and when a trainee is without a specialist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.people.directory import persons
from borealis.rosters.models import Duty
from borealis.rosters.queries.people import InTraining, in_training_among, specialists
from borealis.rosters.queries.stored import DutyView, between, views
from borealis.rosters.rules.clock import days_touched, minutes_on
from borealis.rosters.rules.codes import ABSENCE, PRESENT
from borealis.rosters.rules.supervision import Shift, Supervised, Window, supervision_on
from borealis.rosters.wording import AWAY_WORD, MEANING_WORDS
from borealis.shell.findings import Finding
from borealis.shell.words import long_day

ONE_DAY = dt.timedelta(days=1)
AHEAD = dt.timedelta(days=28)  # findings this near are for acting on (pages.md 7.8)


@dataclass(frozen=True)
class Line:
    """One person's duty on a day, in words. ``person_id`` None: a name that nobody has said the person of."""

    name: str
    person_id: int | None
    hours: str
    words: str
    code: str
    meaning: str
    is_specialist: bool
    is_trainee: bool
    arena: str = ""


@dataclass(frozen=True)
class Beside:
    """Trainees at work at the same time with the same specialists, and the hours without any."""

    names: tuple[str, ...]
    hours: str
    arenas: tuple[str, ...]
    supervisors: tuple[str, ...]
    gaps: str
    alone: bool
    is_finding: bool


@dataclass(frozen=True)
class DayPage:
    """Who is at a department on a day."""

    day: dt.date
    present: tuple[Line, ...] = ()
    at_home: tuple[Line, ...] = ()
    away: tuple[Line, ...] = ()
    beside: tuple[Beside, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def specialists(self) -> int:
        """How many specialists are at the department."""
        return len(self.specialist_names)

    @property
    def specialist_names(self) -> list[str]:
        """Those of the specialists who are at the department, each once."""
        return list(dict.fromkeys(line.name for line in self.present if line.is_specialist))

    @property
    def on_call_names(self) -> list[str]:
        """Those who can be called at home, each once."""
        return list(dict.fromkeys(line.name for line in self.at_home if line.meaning == "on_call"))

    @property
    def alone(self) -> int:
        """How many trainees lack a specialist for an hour or more."""
        return sum(len(row.names) for row in self.beside if row.is_finding)

    @property
    def trainees(self) -> int:
        """How many trainees are in clinical work."""
        return len({name for row in self.beside for name in row.names})

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """Those who are at the department: specialists, trainees, others."""
        found = {
            _("Spesialister"): [line for line in self.present if line.is_specialist],
            _("LIS"): [line for line in self.present if line.is_trainee and not line.is_specialist],
            _("Andre"): [line for line in self.present if not line.is_trainee and not line.is_specialist],
        }
        return [(words, lines) for words, lines in found.items() if lines]

    @property
    def is_empty(self) -> bool:
        return not (self.present or self.at_home or self.away)


def days_of(
    department_id: int, first: dt.date, last: dt.date, *, code: str, open_kinds: bool
) -> list[DayPage]:
    """A page for each day, in a handful of queries however many. ``open_kinds``: why people are away is told."""
    by_day = _read(department_id, first, last)
    known = _Known(by_day, first, arenas=True)
    return [_day(day, on_day, known, code, open_kinds) for day, on_day in by_day.items()]


def _read(department_id: int, first: dt.date, last: dt.date) -> dict[dt.date, list[DutyView]]:
    """The duties that touch each of these days."""
    rows = views(between(first, last).filter(department_id=department_id))
    by_day: dict[dt.date, list[DutyView]] = {first + n * ONE_DAY: [] for n in range((last - first).days + 1)}
    for row in rows:
        for day in days_touched(row.start_at, row.end_at):
            if day in by_day:
                by_day[day].append(row)
    return by_day


def _windows(rows: Iterable[DutyView], day: dt.date) -> list[tuple[DutyView, Window]]:
    return [(row, window) for row in rows if (window := minutes_on(day, row.start_at, row.end_at))]


class _Known:
    """What is known of the people in the duties of some days, read once."""

    def __init__(self, by_day: Mapping[dt.date, list[DutyView]], day: dt.date, *, arenas: bool) -> None:
        keys = {row.person_id for rows in by_day.values() for row in rows if row.person_id is not None}
        self.names = dict(persons().filter(pk__in=keys).values_list("pk", "name"))
        self.specialists = specialists(keys, day)
        self.trainees: dict[int, InTraining] = in_training_among(keys, day, arenas=arenas)

    def name(self, row: DutyView) -> str:
        return self.names.get(row.person_id or 0, row.name)


def _day(day: dt.date, rows: Iterable[DutyView], known: _Known, code: str, open_kinds: bool) -> DayPage:
    on_day = _windows(rows, day)
    lines = [(row, _line(row, day, window, known, open_kinds)) for row, window in on_day]
    beside = _together(_beside(row, known, on_day) for row in _supervision(on_day, known))
    away = {line for row, line in lines if row.meaning in ABSENCE and row.day == day}
    return DayPage(
        day=day,
        present=_ordered(line for row, line in lines if row.meaning in PRESENT),
        at_home=_ordered(line for row, line in lines if row.meaning in ("on_call", "research")),
        away=_ordered(away),
        beside=beside,
        findings=tuple(finding_of(row, day, code) for row in beside if row.is_finding),
    )


def _ordered(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(
        sorted(lines, key=lambda line: (line.is_trainee, not line.is_specialist, line.name, line.hours))
    )


def _supervision(on_day: Sequence[tuple[DutyView, Window]], known: _Known) -> list[Supervised]:
    shifts = [
        Shift(row.person_id, *window, row.meaning, row.supervises)
        for row, window in on_day
        if row.person_id is not None
    ]
    return supervision_on(shifts, frozenset(known.trainees), known.specialists)


def _line(row: DutyView, day: dt.date, window: Window, known: _Known, open_kinds: bool) -> Line:
    away = row.meaning in ABSENCE and not open_kinds
    trainee = known.trainees.get(row.person_id or 0)
    return Line(
        name=known.name(row),
        person_id=row.person_id,
        hours="" if row.whole_day or row.meaning in ABSENCE else hours_words(*window),
        words=str(AWAY_WORD if away else MEANING_WORDS[row.meaning]),
        code="" if away else row.code,
        meaning="away" if away else row.meaning,
        is_specialist=row.person_id in known.specialists,
        is_trainee=trainee is not None,
        arena=trainee.arena if trainee else "",
    )


def _beside(row: Supervised, known: _Known, on_day: Sequence[tuple[DutyView, Window]]) -> Beside:
    at_home = {duty.person_id for duty, _window in on_day if duty.meaning == "on_call"}
    here = {duty.person_id for duty, _window in on_day if duty.meaning in PRESENT and duty.supervises}
    trainee = known.trainees[row.person_id]
    return Beside(
        names=(trainee.name,),
        hours=", ".join(hours_words(*window) for window in row.windows),
        arenas=(trainee.arena,),
        supervisors=tuple(
            _("%(name)s (på telefon)") % {"name": known.names[pk]}
            if pk in at_home - here
            else known.names[pk]
            for pk in row.supervisors
        ),
        gaps=", ".join(hours_words(*window) for window in row.gaps),
        alone=row.alone,
        is_finding=row.is_finding,
    )


def _together(rows: Iterable[Beside]) -> tuple[Beside, ...]:
    """One row for those who have the same hours and the same specialists; those without come first."""
    found: dict[tuple[object, ...], list[Beside]] = {}
    for row in rows:
        found.setdefault((row.hours, row.supervisors, row.gaps), []).append(row)
    made = [
        replace(
            same[0],
            names=tuple(name for row in same for name in row.names),
            arenas=tuple(arena for row in same for arena in row.arenas),
        )
        for same in found.values()
    ]
    return tuple(sorted(made, key=lambda row: (not row.alone, not row.is_finding, row.hours)))


def finding_of(row: Beside, day: dt.date, code: str) -> Finding:
    """Hours of trainees without a supervising specialist, for who can change the roster."""
    words = {"who": _listed(row.names), "day": long_day(day), "hours": row.gaps}
    if row.alone:
        title = _("Ingen spesialist er på vakt med %(who)s %(day)s.") % words
    else:
        title = _("%(who)s er uten spesialist en del av dagen %(day)s.") % words
    return Finding(
        rule="trainee_without_supervisor",
        severity="attention" if row.alone else "information",
        about=f"day:{day.isoformat()}",
        title=title,
        detail=_("Det gjelder kl. %(hours)s.") % words,
        action=_("Se dagen"),
        url=f"{reverse('roster_day', args=[code])}?dag={day.isoformat()}",
    )


def _listed(names: Sequence[str]) -> str:
    """A few names, or how many they are."""
    if len(names) > 2:
        return _("%(number)d LIS") % {"number": len(names)}
    return _(" og ").join(names)


def supervision_findings(department_id: int, code: str, today: dt.date) -> list[Finding]:
    """Days of the next four weeks on which a trainee is without a supervising specialist, the whole days first."""
    if not Duty.objects.filter(department_id=department_id, day__gte=today).exists():
        return []
    by_day = _read(department_id, today, today + AHEAD)
    known = _Known(by_day, today, arenas=False)
    found = [
        finding_of(row, day, code)
        for day, rows in by_day.items()
        for row in _together(_without(_windows(rows, day), known))
    ]
    return sorted(found, key=lambda finding: finding.severity != "attention")


def _without(on_day: Sequence[tuple[DutyView, Window]], known: _Known) -> list[Beside]:
    """Those who lack a specialist: most days nobody, so nothing else of the day is put into words."""
    return [_beside(row, known, on_day) for row in _supervision(on_day, known) if row.is_finding]


def hours_words(start: int, end: int) -> str:
    """ "08.00–15.30", as clocks show."""
    return f"{clock(start)}–{clock(end)}"


def clock(minute: int) -> str:
    """480 -> "08.00"."""
    return f"{minute // 60:02}.{minute % 60:02}"
