"""Teaching and study time of the coming weeks that a roster has taken away, while there is time to give it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.rosters.queries.kept_time import LostTime, lost_time
from borealis.rosters.queries.stored import DutyView, between, views
from borealis.rosters.wording import SHORT_WORDS
from borealis.shell.findings import Finding
from borealis.shell.words import long_day, number

AHEAD = dt.timedelta(days=28)


def lost_findings(people: Mapping[int, str], department_id: int, today: dt.date) -> list[Finding]:
    """A finding for each day on which one of these doctors loses protected time, the nearest first.

    Where a colleague among them has an ordinary day then, which can be left, the finding says who could swap.
    """
    lost = lost_time(people, today, today + AHEAD)
    if not lost:
        return []
    days = [row.day for row in lost]
    duties = views(between(min(days), max(days)).filter(department_id=department_id, person_id__in=people))
    return [_finding(row, people, _swap(row, people, duties)) for row in lost]


def _swap(lost: LostTime, people: Mapping[int, str], duties: list[DutyView]) -> str:
    """Who of the colleagues has nothing that day but ordinary work that can be left; "" when nobody has."""
    on_day = [duty for duty in duties if duty.day == lost.day and duty.person_id != lost.person_id]
    ordinary = {d.person_id for d in on_day if d.meaning == "on_site" and d.interruptible}
    bound = {d.person_id for d in on_day if d.meaning != "on_site" or not d.interruptible}
    free = sorted(people[pk] for pk in ordinary - bound if pk is not None)
    return free[0] if free else ""


def _finding(lost: LostTime, people: Mapping[int, str], swap: str) -> Finding:
    facts = {
        "name": people[lost.person_id],
        "hours": number(lost.hours),
        "what": str(SHORT_WORDS[lost.meaning]).lower(),
        "day": long_day(lost.day),
        "instead": ", ".join(dict.fromkeys(str(SHORT_WORDS[one.meaning]) for one in lost.instead)),
        "swap": swap,
    }
    detail = _("Nå står det: %(instead)s.") % facts
    if swap:
        detail += " " + _("%(swap)s har vanlig dag da og kan bytte.") % facts
    year, week, _weekday = lost.day.isocalendar()
    return Finding(
        rule="protected_time_lost_ahead",
        severity="attention",
        about=f"people.Person:{lost.person_id}",
        title=_("%(name)s mister %(hours)s timer %(what)s %(day)s.") % facts,
        detail=detail,
        action=_("Se uken"),
        url=f"{reverse('week', args=[lost.person_id])}?uke={year}-{week:02}",
    )
