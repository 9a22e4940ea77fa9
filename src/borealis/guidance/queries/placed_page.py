"""What came of placing talks in the roster, in words: what is proposed, what is moved, and what found no place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.guidance.models import Talk
from borealis.guidance.queries.appointments import Appointment, appointment_of
from borealis.guidance.queries.problem import unkept_talks
from borealis.people.directory import persons
from borealis.people.queries import Viewer
from borealis.planner.guidance import Change, Reason
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee

MOST_CHANGES = 3


@dataclass(frozen=True)
class Placed:
    """What came of it: talks proposed anew, talks moved, what found no place and why, and whether it is the best.

    ``missing`` is by trainee. ``rostered`` is False when no roster tells of the time to come.
    """

    proposed: tuple[Talk, ...] = ()
    moved: tuple[Talk, ...] = ()
    missing: tuple[tuple[Trainee, Reason], ...] = ()
    optimal: bool = True
    rostered: bool = True


def unkept_of(trainee: Trainee, now: dt.datetime) -> list[dt.datetime]:
    """When a trainee's talks to come are at a time that the roster no longer lets be."""
    return [talk.start_at for talk in unkept_talks([trainee], now)]


def unkept_lines(trainees: Iterable[Trainee], viewer: Viewer, now: dt.datetime) -> list[Appointment]:
    """The same of several trainees, as appointments in a list."""
    return _lines(tuple(unkept_talks(trainees, now)), viewer, now)


def placed_page(placed: Placed, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """The page after placing."""
    return {
        "rostered": placed.rostered,
        "sentence": _sentence(placed),
        "proposed": _lines(placed.proposed, viewer, now),
        "moved": _lines(placed.moved, viewer, now),
        "missing": [_missing(trainee, reason) for trainee, reason in placed.missing],
        "optimal": placed.optimal,
    }


def _sentence(placed: Placed) -> str:
    if not placed.rostered:
        return _("Ingen tjenesteplan er hentet for tiden som kommer. Hent den, så finnes tidene.")
    found = ngettext("%(n)s tid er foreslått.", "%(n)s tider er foreslått.", len(placed.proposed))
    words = [found % {"n": len(placed.proposed)}]
    if placed.moved:
        moved = ngettext("%(n)s er flyttet.", "%(n)s er flyttet.", len(placed.moved))
        words.append(moved % {"n": len(placed.moved)})
    missing = sum(reason.sessions for _trainee, reason in placed.missing)
    words.append(_("Alle fikk plass.") if not missing else _("%(n)s fant ikke plass.") % {"n": missing})
    return " ".join(words)


def _lines(talks: tuple[Talk, ...], viewer: Viewer, now: dt.datetime) -> list[Appointment]:
    rows = Talk.objects.filter(pk__in=[talk.pk for talk in talks]).select_related("leader")
    return [
        appointment_of(talk, viewer, now) for talk in rows.prefetch_related("participants__trainee__person")
    ]


def _missing(trainee: Trainee, reason: Reason) -> dict[str, Any]:
    return {
        "pk": trainee.pk,
        "name": trainee.person.name,
        "sessions": reason.sessions,
        "why": _why(reason),
        "changes": [_change(change) for change in reason.changes[:MOST_CHANGES]],
    }


def _why(reason: Reason) -> str:
    words = {
        "no_guide": _("Ingen er veileder i tiden som er igjen."),
        "guide_never_free": _("Veilederen har ingen vakt igjen med plass til en samtale."),
        "members_never_free": _("Legen har ingen vakt igjen med plass til en samtale."),
        "no_common_time": _("Veilederen har tid %(guide)s dager og legen %(member)s, men aldri samtidig."),
        "too_close": _("De %(common)s dagene med felles tid er for få eller for tett."),
        "taken": _("Det er felles tid %(common)s dager, men andres samtaler tar den."),
        "absent": _("En av dem kan ikke komme."),
    }
    facts = {"guide": reason.guide_days, "member": reason.member_days, "common": reason.common_days}
    return words[reason.code] % facts


def _change(change: Change) -> str:
    """Whose duty, which day, and when the talk could be."""
    name = persons().filter(pk=int(change.person)).values_list("name", flat=True).first() or ""
    start = timezone.localtime(dt.datetime.fromtimestamp(change.start * 60, tz=dt.UTC))
    facts = {"name": name, "day": day_short(change.day), "time": f"{start:%H.%M}"}
    if change.before is None:
        return _("Er %(name)s på vanlig dag %(day)s, blir det plass kl. %(time)s.") % facts
    return _("Bytter %(name)s vakten %(day)s mot en vanlig dag, blir det plass kl. %(time)s.") % facts
