"""What is refused before anything is stored: one message per field, saying what, where and how to mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from borealis.organisations.queries import arenas
from borealis.people.actions.refusals import EARLIEST, LATEST_AHEAD, Refusals, refuse, shown
from borealis.trainees.models import Trainee
from borealis.trainees.rules import first_day_over


def locked_trainee(trainee_id: int) -> Trainee:
    """The trainee, held until the transaction ends, so that two writers cannot both fill the same day."""
    row = Trainee.objects.select_for_update(of=("self",)).filter(pk=trainee_id)
    found = row.select_related("programme__specialty", "person").first()
    if found is None:
        raise refuse("trainee", _("Legen finnes ikke her. Gå tilbake til listen og velg på nytt."))
    return found


def check_period(
    refusals: Refusals, from_day: dt.date, to_day: dt.date | None, today: dt.date, *, licence: dt.date | None
) -> None:
    """Days in the right order, in a believable century, and not before authorisation or licence (§ 2)."""
    for field, day in (("from_day", from_day), ("to_day", to_day)):
        if day is not None and not EARLIEST <= day <= today + LATEST_AHEAD:
            refusals.add(
                field,
                _("Året %(year)d kan ikke stemme. Skriv en dato mellom 1970 og %(latest)d.")
                % {"year": day.year, "latest": (today + LATEST_AHEAD).year},
            )
            return
    if to_day is not None and to_day < from_day:
        refusals.add(
            "to_day",
            _("Siste dag er før første dag, %(first)s. Bytt om datoene, eller rett den ene.")
            % {"first": shown(from_day)},
        )
    if licence is not None and from_day < licence:
        refusals.add(
            "from_day",
            _("Perioden begynner før lisens eller autorisasjon, %(licence)s (§ 2). Skriv en senere dag.")
            % {"licence": shown(licence)},
        )


def check_share(refusals: Refusals, field: str, percent: Any, *, least: int = 1) -> bool:
    """A share of full time in whole per cent."""
    if isinstance(percent, int) and not isinstance(percent, bool) and least <= percent <= 100:
        return True
    refusals.add(
        field,
        _("Skriv et helt tall fra %(least)d til 100, for eksempel 80.") % {"least": least},
    )
    return False


def check_room(
    refusals: Refusals,
    new: tuple[dt.date, dt.date | None, int],
    others: Iterable[tuple[dt.date, dt.date | None, int]],
    message: str,
) -> None:
    """No day holds more than full time. ``message`` has places for %(day)s and %(sum)d."""
    over = first_day_over(new, others)
    if over is not None:
        refusals.add("percent", message % {"day": shown(over[0]), "sum": over[1]})


def check_refers(refusals: Refusals, row: Model, field: str, message: str) -> bool:
    """A foreign key leads to a row that is there."""
    related: Any = row._meta.get_field(field).related_model
    if related._default_manager.filter(pk=getattr(row, f"{field}_id")).exists():
        return True
    refusals.add(field, message)
    return False


def check_kind(refusals: Refusals, kind: str, kinds: Iterable[str]) -> bool:
    """One of the kinds that rules know."""
    if kind in kinds:
        return True
    refusals.add("kind", _("Velg ett av alternativene i listen."))
    return False


def arena_id(refusals: Refusals, code: str) -> int | None:
    """The key of an arena by its code; None when no code is given."""
    if not code:
        return None
    found = arenas([code]).get(code)
    if found is None:
        refusals.add(
            "arena", _("Læringsarenaen «%(code)s» finnes ikke. Velg en fra listen.") % {"code": code[:60]}
        )
        return None
    return found.pk


def check_text(refusals: Refusals, field: str, text: str, longest: int, *, needed: str = "") -> str:
    """A short text without space around it. ``needed`` is the message when it is missing."""
    text = text.strip()
    if not text and needed:
        refusals.add(field, needed)
    if len(text) > longest:
        refusals.add(
            field,
            _("Teksten er på %(length)d tegn. Forkort den til høyst %(longest)d.")
            % {"length": len(text), "longest": longest},
        )
    return text
