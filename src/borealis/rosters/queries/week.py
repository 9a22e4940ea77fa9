"""A person's week: the day list, hours set aside for learning, what was lost, and time free with the guide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.people.directory import persons
from borealis.rosters.models import RosterImport
from borealis.rosters.queries.day import hours_words
from borealis.rosters.queries.stored import (
    DutyView,
    brought_in_at,
    duties_of,
    free_together,
    presence,
)
from borealis.rosters.rules.clock import hours, local_day, minutes_on
from borealis.rosters.rules.codes import ABSENCE, AWAY, CLINICAL, DAY, PROTECTED
from borealis.rosters.wording import AWAY_WORD, MEANING_WORDS, SHORT_WORDS
from borealis.shell.findings import Finding
from borealis.shell.words import long_day, number
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import training_records

ONE_DAY = dt.timedelta(days=1)
WEEKS_BACK = 11
LOOKED_THROUGH = 20  # rosters in which something may have been taken away
# How a duty is drawn: its kind in the legend.
KINDS = {
    "teaching": "prot",
    "study": "prot",
    "research": "res",
    "course": "res",
    "on_call": "home",
    "night": "clin",
    "on_site": "clin",
}


@dataclass(frozen=True)
class Item:
    """One stretch of one day. ``start`` and ``end`` are minutes of that day."""

    start: int
    end: int
    hours: str
    words: str
    detail: str
    code: str
    kind: str  # prot, clin, res, home, away
    whole_day: bool


@dataclass(frozen=True)
class DayList:
    """A day with what is on it, the person's own first and the guide's beside."""

    day: dt.date
    items: tuple[Item, ...]
    beside: tuple[Item, ...]
    is_today: bool


@dataclass(frozen=True)
class Bar:
    """A week in the row of study time: hours, and whether it is the week shown."""

    week: int
    hours: float
    current: bool


@dataclass(frozen=True)
class WeekPage:
    """Everything on a person's week."""

    person_id: int
    name: str
    own: bool
    year: int
    week: int
    days: tuple[DayList, ...]
    teaching_hours: float
    study_hours: float
    clinical_hours: float
    on_call_hours: float
    study_days: str
    teaching_days: str
    brought_in: dt.datetime | None
    findings: tuple[Finding, ...]
    bars: tuple[Bar, ...]
    guide: str
    free: tuple[tuple[dt.date, str], ...]

    @property
    def first(self) -> dt.date:
        return self.days[0].day

    @property
    def last(self) -> dt.date:
        return self.days[-1].day

    @property
    def before(self) -> dt.date:
        return self.first - 7 * ONE_DAY

    @property
    def after(self) -> dt.date:
        return self.first + 7 * ONE_DAY

    @property
    def is_empty(self) -> bool:
        return not any(day.items for day in self.days)

    @property
    def kinds(self) -> frozenset[str]:
        """What the legend should explain."""
        return frozenset(item.kind for day in self.days for item in (*day.items, *day.beside))


def week_page(
    person_id: int,
    days: tuple[dt.date, ...],
    today: dt.date,
    *,
    own: bool,
    places: frozenset[int] | None,
    open_kinds: bool,
) -> WeekPage:
    """A person's week. ``places``: only duties there are shown (None: all)."""
    first, last = days[0], days[-1]
    rows = [
        duty for duty in duties_of(person_id, first, last) if places is None or duty.department_id in places
    ]
    guide_id, guide = _guide(person_id, first) if places is None else (None, "")
    beside = _on_site(guide_id, first, last) if guide_id else {}
    shown = [day for day in days if day.weekday() < 5 or any(_on(day, duty) for duty in rows)]
    lists = tuple(
        DayList(day, _items(rows, day, open_kinds), tuple(beside.get(day, ())), day == today) for day in shown
    )
    ahead = max(today + ONE_DAY, first)
    return WeekPage(
        person_id=person_id,
        name=persons().values_list("name", flat=True).get(pk=person_id),
        own=own,
        year=first.isocalendar().year,
        week=first.isocalendar().week,
        days=lists,
        teaching_hours=_hours(rows, ("teaching",), days),
        study_hours=_hours(rows, ("study",), days),
        clinical_hours=_hours(rows, CLINICAL, days),
        on_call_hours=_hours(rows, ("on_call",), days),
        study_days=_weekdays(rows, "study"),
        teaching_days=_weekdays(rows, "teaching"),
        brought_in=brought_in_at({duty.department_id for duty in rows}),
        findings=tuple(_lost(person_id, rows, first, last)) if places is None else (),
        bars=_bars(person_id, first) if places is None else (),
        guide=guide,
        free=tuple(
            (day, hours_words(start, end))
            for day, start, end in free_together(person_id, guide_id, ahead, ahead + 56 * ONE_DAY)
        )
        if guide_id
        else (),
    )


def _on(day: dt.date, duty: DutyView) -> tuple[int, int] | None:
    """What of a duty falls on a day; an absence is of the day that it stands on."""
    return minutes_on(day, duty.start_at, duty.end_at)


def _items(rows: list[DutyView], day: dt.date, open_kinds: bool) -> tuple[Item, ...]:
    found = [_item(duty, window, open_kinds) for duty in rows if (window := _on(day, duty))]
    return tuple(sorted(found, key=lambda item: (not item.whole_day, item.start)))


def _item(duty: DutyView, window: tuple[int, int], open_kinds: bool) -> Item:
    hidden = duty.meaning in ABSENCE and not open_kinds
    whole = window == (0, DAY)
    return Item(
        start=window[0],
        end=window[1],
        hours=_("Hele dagen") if whole else hours_words(*window),
        words=str(AWAY_WORD if hidden else SHORT_WORDS[duty.meaning]),
        detail="" if hidden else _detail(duty),
        code="" if hidden else duty.code,
        kind="away" if duty.meaning in AWAY or hidden else KINDS[duty.meaning],
        whole_day=whole,
    )


def _detail(duty: DutyView) -> str:
    words, short = str(MEANING_WORDS[duty.meaning]), str(SHORT_WORDS[duty.meaning])
    return f"{duty.code} · {words}" if words != short else duty.code


def _hours(rows: list[DutyView], meanings: tuple[str, ...], days: tuple[dt.date, ...]) -> float:
    """Hours of these meanings, counted on the day that a duty begins."""
    return sum(hours(d.start_at, d.end_at) for d in rows if d.meaning in meanings and d.day in days)


def _weekdays(rows: list[DutyView], meaning: str) -> str:
    days = sorted({duty.day for duty in rows if duty.meaning == meaning})
    names = [long_day(day).split()[0] for day in days]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _guide(person_id: int, on: dt.date) -> tuple[int | None, str]:
    """The guide of a doctor in training on a day."""
    ids = (
        Trainee.objects.filter(person_id=person_id)
        .order_by("-started_on", "-pk")
        .values_list("pk", flat=True)
    )
    for record in training_records(list(ids[:1])).values():
        if found := record.guide_on(on):
            return found.person_id, found.name
    return None, ""


def _on_site(person_id: int, first: dt.date, last: dt.date) -> dict[dt.date, list[Item]]:
    """When the guide can be met, as the narrow lane; why a guide is away is not told."""
    found: dict[dt.date, list[Item]] = {}
    for w in presence([person_id], first, last):
        words = str(SHORT_WORDS[w.meaning])
        kind = KINDS[w.meaning]
        found.setdefault(w.day, []).append(
            Item(w.start, w.end, hours_words(w.start, w.end), words, "", "", kind, False)
        )
    return found


def _bars(person_id: int, first: dt.date) -> tuple[Bar, ...]:
    """Hours of study time in the last weeks, through the week shown; nothing when there never was any."""
    begins = first - (WEEKS_BACK - 1) * 7 * ONE_DAY
    rows = [d for d in duties_of(person_id, begins, first + 6 * ONE_DAY) if d.meaning == "study"]
    if not rows:
        return ()
    weeks = [begins + step * 7 * ONE_DAY for step in range(WEEKS_BACK)]
    return tuple(
        Bar(
            monday.isocalendar().week,
            sum(hours(d.start_at, d.end_at) for d in rows if monday <= d.day < monday + 7 * ONE_DAY),
            monday == first,
        )
        for monday in weeks
    )


def _lost(person_id: int, rows: list[DutyView], first: dt.date, last: dt.date) -> list[Finding]:
    """Teaching and study time in these days that a newer roster took away, the newest change of each day."""
    changes = RosterImport.objects.filter(state="applied", first_day__lte=last, last_day__gte=first)
    found: dict[tuple[dt.date, str], Finding] = {}
    for stored in changes.order_by("-applied_at")[:LOOKED_THROUGH]:
        for row in stored.removed:
            day = dt.date.fromisoformat(row["day"])
            mine = row["person"] == person_id and row["meaning"] in PROTECTED and first <= day <= last
            if mine and (day, row["meaning"]) not in found:
                finding = _lost_finding(person_id, row, day, rows, stored)
                if finding is not None:
                    found[day, row["meaning"]] = finding
    return [found[key] for key in sorted(found)]


def _lost_finding(
    person_id: int, row: dict[str, str], day: dt.date, rows: list[DutyView], stored: RosterImport
) -> Finding | None:
    """What is lost of one stretch of protected time; None when as much stands on the day now."""
    before = hours(dt.datetime.fromisoformat(row["start_at"]), dt.datetime.fromisoformat(row["end_at"]))
    now = sum(hours(d.start_at, d.end_at) for d in rows if d.day == day and d.meaning == row["meaning"])
    if now >= before or stored.applied_at is None:
        return None
    instead = [d for d in rows if d.day == day and d.meaning not in PROTECTED]
    words = {
        "day": long_day(day).split()[0].capitalize(),
        "hours": ngettext("%(hours)s time", "%(hours)s timer", 1 if before - now == 1 else 2)
        % {"hours": number(before - now)},
        "what": str(SHORT_WORDS[row["meaning"]]).lower(),
        "changed": long_day(local_day(stored.applied_at)),
        "instead": ", ".join(f"{SHORT_WORDS[d.meaning]} {_window(d)}".strip() for d in instead),
    }
    detail = _("Tjenesteplanen ble endret %(changed)s.") % words
    if instead:
        detail += " " + _("Nå står det: %(instead)s.") % words
    return Finding(
        rule="protected_time_lost",
        severity="attention",
        about=f"people.Person:{person_id}",
        title=_("%(day)s er %(hours)s %(what)s borte.") % words,
        detail=detail,
    )


def _window(duty: DutyView) -> str:
    window = minutes_on(duty.day, duty.start_at, duty.end_at)
    return "" if window is None or duty.whole_day else hours_words(*window)
