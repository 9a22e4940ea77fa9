"""Rows held for a change, what is refused alike everywhere, and the event of what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, refuse
from borealis.research.models import Application, Call, Project, Track

Row = TypeVar("Row", bound=Model)
MOST_NOK = 1_000_000_000


def held_project(pk: int) -> Project:
    """The project, held until the transaction ends."""
    return _there(
        Project.objects.select_related("leader").select_for_update(of=("self",)).filter(pk=pk).first()
    )


def held_track(pk: int) -> Track:
    """The track, held until the transaction ends."""
    return _there(
        Track.objects.select_related("trainee__person", "trainee__programme")
        .select_for_update(of=("self",))
        .filter(pk=pk)
        .first()
    )


def held_call(pk: int) -> Call:
    """The call, held until the transaction ends."""
    return _there(Call.objects.all().select_for_update(of=("self",)).filter(pk=pk).first())


def held_application(pk: int) -> Application:
    """The application, held until the transaction ends."""
    return _there(
        Application.objects.select_related("call").select_for_update(of=("self",)).filter(pk=pk).first()
    )


def _there(found: Row | None) -> Row:
    if found is None:
        raise refuse("row", _("Dette finnes ikke lenger. Last siden på nytt."))
    return found


def check_version(row: Any, version: int | None, names: tuple[str, ...]) -> None:
    """Raises ChangedMeanwhile, with what stands now, unless ``version`` (where given) is the stored one."""
    if version is not None and row.version != version:
        raise ChangedMeanwhile({**{name: getattr(row, name) for name in names}, "version": row.version})


def check_order(refusals: Refusals, field: str, first: dt.date | None, last: dt.date | None) -> None:
    """The last day is not before the first."""
    if first is not None and last is not None and last < first:
        refusals.add(field, _("Siste dag er før første dag. Bytt om datoene, eller rett den ene."))


def check_amount(refusals: Refusals, field: str, amount: int | None) -> None:
    """An amount in whole kroner."""
    if amount is None or not 0 < amount <= MOST_NOK:
        refusals.add(field, _("Skriv et beløp i hele kroner, for eksempel 250000."))


def check_past(refusals: Refusals, field: str, day: dt.date, today: dt.date) -> None:
    """What has happened has happened by today."""
    if day > today:
        refusals.add(field, _("Dagen er ikke kommet ennå. Skriv en dag til og med i dag."))


def tell(
    row: Model, by: int | None, act: str, now: dt.datetime, about: int | None = None, **detail: Any
) -> None:
    """Record what was done with a row."""
    record_event(
        by=by,
        act=act,
        subject=f"{row._meta.label}:{row.pk}",
        now=now,
        about=about,
        detail=detail or None,
    )
