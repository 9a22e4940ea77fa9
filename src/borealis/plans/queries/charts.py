"""A trainee's course as chart and table: the same stretches in both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from borealis.plans.rules.comparison import compare, waiting
from borealis.plans.rules.content import PlanContent, Stint
from borealis.plans.rules.course import Period, Stretch, course
from borealis.plans.rules.forecast import Range, forecast_range
from borealis.plans.rules.months import DAYS_PER_MONTH, first_day, last_day, later, number
from borealis.plans.words import phase_word, place_word
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.charts import Block, EndMark, Segment, TimelineChart
from borealis.shell.words import month_span, month_year, months_words
from borealis.trainees.queries import TrainingRecord


@dataclass(frozen=True)
class Forecast:
    """The planned last day, and the days between which it lies with 80 per cent probability."""

    day: dt.date
    earliest: dt.date
    latest: dt.date


def forecast_of(record: TrainingRecord, content: PlanContent | None, today: dt.date) -> Forecast | None:
    """When the trainee is likely to be finished; None before a plan is computed.

    Absence of the last years that may be deducted has used some of the allowance already.
    """
    if content is None:
        return None
    day = last_day(content.planned_end)
    ahead = max(0, number(content.planned_end) - number(f"{today.year:04d}-{today.month:02d}"))
    planned_leave = sum(
        (min(a.to_day, day) - max(a.from_day, today)).days / DAYS_PER_MONTH
        for a in record.absences
        if a.to_day > today and a.from_day < day
    )
    drawn: Range = forecast_range(ahead, planned_leave, seed=record.trainee_id)
    return Forecast(
        day,
        last_day(later(content.planned_end, drawn.earliest)),
        last_day(later(content.planned_end, drawn.latest)),
    )


def stretches_of(record: TrainingRecord, content: PlanContent | None, today: dt.date) -> tuple[Stretch, ...]:
    """The whole course of a trainee: service, leave, research and the plan's stints."""
    services = [Period(s.arena or s.kind, s.from_day, s.to_day, s.percent) for s in record.services]
    absences = [
        Period(a.kind, a.from_day, a.to_day, a.percent)
        for a in record.absences
        if a.kind not in ("holiday", "course") and (a.to_day - a.from_day).days >= 14
    ]
    end = last_day(content.planned_end) if content else today
    research = [
        Period("research", e.from_day, min(e.to_day or end, max(end, today)), e.research_percent)
        for e in record.employments
        if e.research_percent and e.from_day <= end
    ]
    planned = [s for s in (content.stints if content else ()) if last_day(s.through) >= today]
    waits = content is not None and waiting(content) > 0
    return course(services, absences, research, planned, today, waits=waits)


def timeline_of(
    record: TrainingRecord,
    content: PlanContent | None,
    document: ProgrammeDocument | None,
    today: dt.date,
) -> TimelineChart:
    """The course as a line of time."""
    stretches = stretches_of(record, content, today)
    forecast = forecast_of(record, content, today)
    days = [today, *(s.from_day for s in stretches), *(s.to_day for s in stretches)]
    return TimelineChart(
        first=min(days),
        last=max([*days, *([forecast.latest] if forecast else [])]),
        today=today,
        segments=tuple(_segment(stretch, document) for stretch in stretches),
        forecast=forecast.day if forecast else None,
        earliest=forecast.earliest if forecast else None,
        latest=forecast.latest if forecast else None,
        norm=last_day(content.norm_end) if content else None,
        title=_("Tidslinje for utdanningen"),
        description=describe(stretches, document),
    )


def _segment(stretch: Stretch, document: ProgrammeDocument | None) -> Segment:
    lane = "full" if not stretch.beside else "lower" if stretch.kind == "research" else "upper"
    label = place_word(stretch.place, document)
    short = place_word(stretch.place, document, short=True)
    months = months_words(stretch.days / DAYS_PER_MONTH, 0)
    if stretch.beside:
        label, months = f"{label} {stretch.percent} %" if stretch.percent < 100 else label, months
    return Segment(
        kind=stretch.kind,
        from_day=stretch.from_day,
        to_day=stretch.to_day,
        lane=lane,  # type: ignore[arg-type]
        label=label,
        short=short,
        sublabel=months,
    )


def describe(stretches: Iterable[Stretch], document: ProgrammeDocument | None) -> str:
    """The course in words, for those who do not see the drawing."""
    return ", ".join(
        _("%(place)s %(months)s")
        % {
            "place": place_word(s.place, document),
            "months": month_span(s.from_day, s.to_day),
        }
        for s in stretches
    )


@dataclass(frozen=True)
class CourseRow:
    """A stretch as a row of the table behind the line."""

    first: dt.date
    last: dt.date
    place: str
    percent: int
    months: float
    state: str


def course_table(
    stretches: Iterable[Stretch], document: ProgrammeDocument | None, record: TrainingRecord
) -> list[CourseRow]:
    """The course as a table; months are calendar months weighted by the share of full time."""
    states = {
        "done": _("Ferdig"),
        "now": _("Nå"),
        "planned": _("Planlagt"),
        "leave": _("Permisjon"),
        "research": _("Forskning"),
        "waiting": _("Venter"),
        "ghost": _("Ikke planlagt"),
    }
    return [
        CourseRow(
            first=s.from_day,
            last=s.to_day,
            place=place_word(s.place, document),
            percent=(percent := _share(s, record)),
            months=s.days / DAYS_PER_MONTH * percent / 100,
            state=states[s.kind],
        )
        for s in stretches
    ]


def _share(stretch: Stretch, record: TrainingRecord) -> int:
    """The share of full time in a stretch: as served, or for what is planned as employed."""
    if stretch.kind != "planned":
        return 0 if stretch.kind in ("leave", "waiting", "ghost") else stretch.percent
    posts = [e for e in record.employments if e.from_day <= stretch.from_day]
    return posts[-1].percent if posts else 100


@dataclass(frozen=True)
class Lanes:
    """Two plans of one trainee above each other, with what moved."""

    before: list[Block]
    after: list[Block]
    before_end: EndMark | None
    after_end: EndMark | None
    label: str


def lanes_of(
    record: TrainingRecord,
    before: PlanContent | None,
    after: PlanContent,
    document: ProgrammeDocument | None,
    from_day: dt.date,
) -> Lanes:
    """Today's plan and another: unchanged, moved here, moved from, leave, from a day on."""
    seen = compare(before or after, after)
    changed_end = before is not None and before.planned_end != after.planned_end
    leave = _leave_blocks(record, document, from_day)
    return Lanes(
        before=[*_blocks(before, {*seen.gone}, "ghost", document, from_day), *leave] if before else [],
        after=[*_blocks(after, {*seen.new} if before else set(), "changed", document, from_day), *leave],
        before_end=EndMark(last_day(before.planned_end)) if before else None,
        after_end=EndMark(last_day(after.planned_end), changed_end),
        label=_("%(name)s: %(gone)s opphold flyttet, ferdig %(end)s")
        % {
            "name": record.name,
            "gone": len(seen.new) if before else 0,
            "end": month_year(first_day(after.planned_end)),
        },
    )


def lanes_of_new(
    name: str, content: PlanContent, document: ProgrammeDocument | None, from_day: dt.date
) -> Lanes:
    """What a position that is not filled would get: there is no plan of today."""
    return Lanes(
        before=[],
        after=_blocks(content, {*content.stints}, "planned", document, from_day),
        before_end=None,
        after_end=EndMark(last_day(content.planned_end)) if content.stints else None,
        label=_("%(name)s: %(stays)s")
        % {
            "name": name,
            "stays": ", ".join(
                _("%(place)s %(months)s")
                % {
                    "place": place_word(stint.arena, document),
                    "months": month_span(first_day(stint.first), last_day(stint.through)),
                }
                for stint in content.stints
            ),
        },
    )


def _blocks(
    content: PlanContent,
    moved: set[Stint],
    kind: str,
    document: ProgrammeDocument | None,
    from_day: dt.date,
) -> list[Block]:
    return [
        Block(
            kind if stint in moved else "old",
            max(first_day(stint.first), from_day),
            last_day(stint.through),
            phase_word(stint.phase, document),
            place_word(stint.arena, document, short=True),
        )
        for stint in content.stints
        if last_day(stint.through) >= from_day
    ]


def _leave_blocks(
    record: TrainingRecord, document: ProgrammeDocument | None, from_day: dt.date
) -> list[Block]:
    return [
        Block("leave", max(a.from_day, from_day), a.to_day, place_word(a.kind, document))
        for a in record.absences
        if a.percent == 100 and a.to_day >= from_day and (a.to_day - a.from_day).days >= 14
    ]


def gantt_blocks(
    record: TrainingRecord,
    content: PlanContent | None,
    document: ProgrammeDocument | None,
    today: dt.date,
    from_day: dt.date,
) -> list[Block]:
    """A trainee's course from a day on, as one row."""
    return [
        Block(
            s.kind,
            max(s.from_day, from_day),
            s.to_day,
            place_word(s.place, document),
            place_word(s.place, document, short=True),
        )
        for s in stretches_of(record, content, today)
        if s.to_day >= from_day and s.kind != "research"
    ]
