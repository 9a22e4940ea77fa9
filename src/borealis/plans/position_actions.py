"""Registering expected starters: positions of a programme that are not filled yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, check_text
from borealis.plans.models import ExpectedStarters
from borealis.plans.rules.months import first_day, later, month_of
from borealis.plans.rules.positions import FARTHEST, LONGEST_NOTE, LONGEST_TOWN, MOST, MOST_IN_ALL
from borealis.shell.words import month_year

FACTS = ("first_month", "positions", "home_town", "note")


@transaction.atomic
def expect_starters(
    *,
    by: int | None,
    programme_id: int,
    first_month: dt.date,
    positions: int,
    home_town: str,
    now: dt.datetime,
    note: str = "",
) -> ExpectedStarters:
    """Register that so many positions are to be filled from a month. Raises ValidationError by field."""
    facts = _checked(None, programme_id, first_month, positions, home_town, note, now)
    row = ExpectedStarters.objects.create(
        programme_id=programme_id, registered_by_id=by, registered_at=now, **facts
    )
    _tell("expect_starters", row, by, now)
    return row


@transaction.atomic
def change_expected_starters(
    *,
    by: int | None,
    expected_id: int,
    version: int,
    first_month: dt.date,
    positions: int,
    home_town: str,
    now: dt.datetime,
    note: str = "",
) -> ExpectedStarters:
    """Change what is expected; what is as before changes nothing.

    Raises ChangedMeanwhile, with what stands now, unless ``version`` is the stored one, and ValidationError by field.
    """
    row = _held(expected_id, version)
    facts = _checked(row, row.programme_id, first_month, positions, home_town, note, now)
    if all(getattr(row, name) == value for name, value in facts.items()):
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*FACTS, "version"])
    _tell("change_expected_starters", row, by, now)
    return row


@transaction.atomic
def remove_expected_starters(*, by: int | None, expected_id: int, version: int, now: dt.datetime) -> None:
    """Nobody is expected any more. Raises ChangedMeanwhile as for a change."""
    row = _held(expected_id, version)
    row.removed_at, row.version = now, row.version + 1
    row.save(update_fields=["removed_at", "version"])
    _tell("remove_expected_starters", row, by, now)


def _held(expected_id: int, version: int) -> ExpectedStarters:
    """The row, held until the transaction ends."""
    row = ExpectedStarters.objects.select_for_update().get(pk=expected_id)
    if row.version != version or row.removed_at is not None:
        raise ChangedMeanwhile(as_it_stands(row))
    return row


def as_it_stands(row: ExpectedStarters) -> dict[str, Any]:
    """What is stored, by field."""
    return {name: getattr(row, name) for name in (*FACTS, "version", "removed_at")}


def _checked(
    row: ExpectedStarters | None,
    programme_id: int,
    first_month: dt.date,
    positions: int,
    home_town: str,
    note: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """What is to be stored. A month that is over may stand, but not be chosen."""
    refusals, first = Refusals(), first_month.replace(day=1)
    this = month_of(timezone.localdate(now))
    stands = row is not None and row.first_month == first
    if not stands and not this <= month_of(first) <= later(this, FARTHEST):
        words = _("Velg en måned fra %(first)s, og høyst fem år fram.")
        refusals.add("first_month", words % {"first": month_year(first_day(this))})
    if not 1 <= positions <= MOST:
        refusals.add("positions", _("Skriv et helt tall fra 1 til 20."))
    others = ExpectedStarters.objects.filter(programme_id=programme_id, removed_at=None)
    others = others.exclude(pk=row.pk) if row else others
    already = others.aggregate(Sum("positions"))["positions__sum"] or 0
    if already + positions > MOST_IN_ALL:
        words = _("Programmet har alt %(n)s andre ventede startere. Det kan ha høyst %(most)s til sammen.")
        refusals.add("positions", words % {"n": already, "most": MOST_IN_ALL})
    needed = _("Skriv hvor de som begynner, bor, for eksempel Tromsø.")
    home_town = check_text(refusals, "home_town", home_town, LONGEST_TOWN, needed=needed)
    note = check_text(refusals, "note", note, LONGEST_NOTE)
    refusals.stop()
    return {"first_month": first, "positions": positions, "home_town": home_town, "note": note}


def _tell(act: str, row: ExpectedStarters, by: int | None, now: dt.datetime) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"plans.ExpectedStarters:{row.pk}",
        now=now,
        version=str(row.version),
        detail={
            "programme": row.programme_id,
            "first_month": month_of(row.first_month),
            "positions": row.positions,
        },
    )
