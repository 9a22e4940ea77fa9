"""Writes on calls for funding and applications to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, check_text, refuse, shown
from borealis.research.actions.held import (
    check_amount,
    check_order,
    check_past,
    check_version,
    held_application,
    held_call,
    tell,
)
from borealis.research.models import Application, Call, Funding
from borealis.research.reading import CallRow
from borealis.research.rules.calls import step, takes_applications

WRITTEN = ("title", "funder", "about", "url", "opens_on", "deadline_on", "answer_on", "needs", "place_id")
MOST_NEEDS = 30


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    refusals = Refusals()
    facts["title"] = check_text(refusals, "title", facts["title"], 200, needed=_("Skriv en tittel."))
    facts["funder"] = check_text(
        refusals, "funder", facts["funder"], 200, needed=_("Skriv hvem som lyser ut.")
    )
    facts["about"] = " ".join(facts["about"].split())
    check_text(refusals, "about", facts["about"], 1000)
    check_order(refusals, "deadline_on", facts["opens_on"], facts["deadline_on"])
    check_order(refusals, "answer_on", facts["deadline_on"], facts["answer_on"])
    if len(facts["needs"]) > MOST_NEEDS:
        refusals.add("needs", _("Skriv høyst 30 linjer."))
    refusals.stop()
    return facts


@transaction.atomic
def make_call(*, by: int | None, code: str, fictional: bool = False, now: dt.datetime, **facts: Any) -> Call:
    """Add a call to the calendar. ``facts`` are those of ``WRITTEN``."""
    checked = _checked({"about": "", "url": "", "answer_on": None, "needs": [], **facts})
    if Call.objects.filter(code=code).exists():
        raise refuse("title", _("En utlysning med denne tittelen og fristen finnes allerede."))
    row = Call.objects.create(code=code, fictional=fictional, **checked)
    tell(row, by, "make_call", now)
    return row


@transaction.atomic
def change_call(*, by: int | None, call_id: int, version: int | None, now: dt.datetime, **facts: Any) -> Call:
    """Change a call. What applications have ready goes by number, so needs are only added at the end."""
    row = held_call(call_id)
    check_version(row, version, WRITTEN)
    stands = {name: getattr(row, name) for name in WRITTEN}
    new = _checked({**stands, **facts})
    changed = [name for name in WRITTEN if new[name] != stands[name]]
    if changed:
        for name in changed:
            setattr(row, name, new[name])
        row.version += 1
        row.save()
        tell(row, by, "change_call", now, fields=changed)
    return row


@transaction.atomic
def import_calls(
    *, by: int | None, place_id: int, rows: Sequence[CallRow], now: dt.datetime, fictional: bool = False
) -> tuple[int, int]:
    """Add the calls of a file, and bring those up to date that are here already; gives (added, changed)."""
    added = changed = 0
    known = {row.code: row for row in Call.objects.filter(code__in=[row.code for row in rows])}
    for row in rows:
        facts = row.facts()
        old = known.get(row.code)
        if old is None:
            make_call(
                by=by,
                code=row.code,
                place_id=place_id,
                fictional=fictional or row.fictional,
                now=now,
                **facts,
            )
            added += 1
        elif old.place_id != place_id:
            words = _("Utlysningen «%(code)s» føres av et annet sted. Ta den ut av filen.")
            raise refuse("file", words % {"code": row.code})
        elif change_call(by=by, call_id=old.pk, version=None, now=now, **facts).version != old.version:
            changed += 1
    if added or changed:
        tell(Call(pk=0), by, "import_calls", now, added=added, changed=changed)
    return added, changed


@transaction.atomic
def begin_application(
    *,
    by: int,
    call_id: int,
    title: str,
    amount_nok: int | None,
    now: dt.datetime,
    project_id: int | None = None,
) -> Application:
    """Begin an application. After the deadline none can be begun."""
    call, refusals, today = held_call(call_id), Refusals(), timezone.localdate(now)
    _check_open(call, today)
    title = check_text(refusals, "title", title, 200, needed=_("Skriv en tittel."))
    check_amount(refusals, "amount_nok", amount_nok)
    refusals.stop()
    own = Application.objects.filter(call=call, applicant_id=by)
    taken = own.filter(project=None) if project_id is None else own.filter(project_id=project_id)
    if taken.exclude(state="withdrawn").exists():
        raise refuse("title", _("Du har en søknad til denne utlysningen allerede."))
    row = Application.objects.create(
        call=call,
        applicant_id=by,
        project_id=project_id,
        title=title,
        amount_nok=amount_nok or 0,
        state_on=today,
        made_at=now,
    )
    tell(row, by, "begin_application", now, about=by, call=call.pk)
    return row


def _check_open(call: Call, today: dt.date) -> None:
    if not takes_applications(call.opens_on, call.deadline_on, today):
        words = _("Fristen gikk ut %(day)s. Velg en utlysning som ikke er stengt.")
        raise refuse("title", words % {"day": shown(call.deadline_on)})


@transaction.atomic
def prepare_application(
    *, by: int | None, application_id: int, ready: Iterable[int], now: dt.datetime
) -> Application:
    """Say which of the call's needs are ready."""
    row = held_application(application_id)
    if row.state != "begun":
        raise refuse("ready", _("Søknaden er sendt eller trukket og endres ikke."))
    row.ready = sorted(set(ready) & set(range(len(row.call.needs))))
    row.save(update_fields=["ready"])
    tell(row, by, "prepare_application", now, about=row.applicant_id, ready=row.ready)
    return row


@transaction.atomic
def move_application(
    *,
    by: int | None,
    application_id: int,
    act: str,
    on: dt.date,
    now: dt.datetime,
    granted_nok: int | None = None,
) -> Application:
    """Take a step of the table on a day. What is granted to a project becomes money that it has, for a year until
    somebody says otherwise; nothing is sent after the deadline."""
    row, refusals = held_application(application_id), Refusals()
    known = step(row.state, act)
    if known is None:
        raise refuse("act", _("Søknaden er kommet videre siden du så den. Last siden på nytt."))
    check_past(refusals, "on", on, timezone.localdate(now))
    if act == "send" and on > row.call.deadline_on:
        refusals.add("on", _("Fristen gikk ut %(day)s.") % {"day": shown(row.call.deadline_on)})
    if act == "grant":
        check_amount(refusals, "granted_nok", granted_nok)
    refusals.stop()
    row.state, row.state_on = known.target, on
    row.granted_nok = granted_nok if act == "grant" else None
    row.save()
    if act == "grant" and row.project_id is not None:
        Funding.objects.create(
            project_id=row.project_id,
            source=row.call.funder,
            amount_nok=granted_nok or 0,
            from_day=on,
            to_day=on + dt.timedelta(days=365),
            application=row,
        )
    tell(row, by, known.event, now, about=row.applicant_id, call=row.call_id)
    return row
