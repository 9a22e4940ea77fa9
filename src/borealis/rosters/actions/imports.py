"""A roster's file: kept for a preview, applied exactly as previewed, taken back as a whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import refuse
from borealis.rosters.models import Duty, RosterImport, RosterMapping
from borealis.rosters.queries.imports import (
    Preview,
    first_mapping,
    has_new_codes,
    key_of,
    latest_mapping,
    newest_applied,
    preview_of,
)
from borealis.rosters.queries.people import confirmed_matches
from borealis.rosters.reading.files import open_file
from borealis.rosters.reading.unreadable import Unreadable
from borealis.rosters.rules.mapping import Mapping
from borealis.rosters.wording import unreadable_words
from borealis.shell.uploads import clean_name

KEPT_PREVIEW = dt.timedelta(days=14)
_COPIED = ("day", "start_at", "end_at", "code", "meaning", "interruptible", "supervises")
BATCH = 500


class OtherPreview(Exception):
    """What is stored, or what the file means, has changed since the preview was seen."""


@transaction.atomic
def keep_preview(
    *, by: int | None, department_id: int, data: bytes, file_name: str, now: dt.datetime
) -> RosterImport:
    """Keep a file with a first mapping for it: what was decided before, else a guess. Changes no duty."""
    today = timezone.localdate(now)
    try:
        content = open_file(data)
        mapping = first_mapping(department_id, content, today)
    except Unreadable as reason:
        raise refuse("file", unreadable_words(reason.reason)) from None
    old = RosterImport.objects.filter(department_id=department_id, state__in=("previewed", "waiting"))
    old.filter(made_at__lt=now - KEPT_PREVIEW).delete()
    stored = RosterImport.objects.create(
        department_id=department_id,
        file_name=clean_name(file_name),
        kind=content.kind,
        digest=content.digest,
        data=data,
        draft=mapping.as_json(),
        made_by_id=by,
        made_at=now,
    )
    _record(by, "preview_roster", stored, now, digest=content.digest)
    return stored


@transaction.atomic
def choose_mapping(*, by: int | None, import_id: int, mapping: Mapping, now: dt.datetime) -> RosterImport:
    """Read a kept file in another way. Nothing is decided before it is applied."""
    stored = _locked(import_id)
    stored.draft = mapping.as_json()
    stored.save(update_fields=["draft"])
    return stored


@transaction.atomic
def apply_roster(
    *, by: int | None, import_id: int, digest: str, now: dt.datetime, alone: bool = False
) -> RosterImport:
    """Do exactly what was previewed under ``digest``, all of it or nothing; raises OtherPreview.

    What could not be read is left as it stands. ``alone``: nobody has looked, so a file that a person should
    look at waits instead.
    """
    stored = _locked(import_id)
    _hold(stored.department_id)
    found = preview_of(stored, now)
    if alone and (found.needs_a_person or has_new_codes(stored.department_id, found.mapping)):
        stored.state = "waiting"
        stored.save(update_fields=["state"])
        return stored
    if found.digest != digest:
        raise OtherPreview
    gone = list(Duty.objects.filter(pk__in=found.difference.removed))
    stored.removed = [_as_row(duty) for duty in gone]
    _delete(found.difference.removed)
    _add(found, stored)
    stored.mapping = _decided(by, stored.department_id, found.mapping, now)
    stored.state, stored.applied_by_id, stored.applied_at = "applied", by, now
    stored.first_day, stored.last_day = found.reading.first, found.reading.last
    stored.counts = {
        "added": len(found.difference.added),
        "removed": len(gone),
        "people": len(found.reading.people),
        "errors": found.reading.errors,
    }
    stored.data, stored.draft = b"", {}
    stored.save()
    _record(by, "apply_roster", stored, now, mapping=stored.mapping.version, **stored.counts)
    return stored


def _delete(keys: tuple[int, ...]) -> None:
    for start in range(0, len(keys), BATCH):
        Duty.objects.filter(pk__in=keys[start : start + BATCH]).delete()


def _add(found: Preview, stored: RosterImport) -> None:
    """The new duties, each with the person that its name means where that is sure."""
    by_key = {key_of(match.sure_person, match.named.who): match for match in found.matches}
    Duty.objects.bulk_create(
        (
            Duty(
                department_id=stored.department_id,
                person_id=by_key[duty.who].sure_person,
                who=by_key[duty.who].named.who,
                name=by_key[duty.who].named.name,
                source=stored,
                **{name: getattr(duty, name) for name in _COPIED},
            )
            for duty in found.difference.added
        ),
        batch_size=BATCH,
    )


def _decided(by: int | None, department_id: int, mapping: Mapping, now: dt.datetime) -> RosterMapping:
    """The version of the department's mapping that is this; a new one when none is."""
    latest = latest_mapping(department_id)
    content = mapping.as_json()
    if latest is not None and latest.content == content:
        return latest
    version = latest.version + 1 if latest else 1
    row = RosterMapping.objects.create(
        department_id=department_id, version=version, content=content, made_by_id=by, made_at=now
    )
    record_event(
        by=by,
        act="decide_roster_mapping",
        subject=f"rosters.RosterMapping:{row.pk}",
        now=now,
        detail={"department": department_id, "version": version},
    )
    return row


def _as_row(duty: Duty) -> dict[str, Any]:
    """A duty as JSON, to come back when the file that took it away is undone."""
    row = {name: getattr(duty, name) for name in _COPIED}
    row |= {name: row[name].isoformat() for name in ("day", "start_at", "end_at")}
    return row | {"person": duty.person_id, "who": duty.who, "name": duty.name, "source": duty.source_id}


def _from_row(row: dict[str, Any], department_id: int, said: dict[str, int | None]) -> Duty:
    facts = {name: row[name] for name in _COPIED}
    facts["day"] = dt.date.fromisoformat(row["day"])
    facts |= {name: dt.datetime.fromisoformat(row[name]) for name in ("start_at", "end_at")}
    person = said[row["who"]] if row["who"] in said else row["person"]
    return Duty(
        department_id=department_id,
        person_id=person,
        who=row["who"],
        name=row["name"],
        source_id=row["source"],
        **facts,
    )


@transaction.atomic
def undo_roster(*, by: int | None, import_id: int, now: dt.datetime) -> RosterImport:
    """Take the newest roster back: what it added goes, and what it took away comes again."""
    stored = RosterImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if stored is None or stored.state != "applied":
        raise refuse("file", _("Filen er ikke i bruk, eller er angret allerede."))
    _hold(stored.department_id)
    newest = newest_applied(stored.department_id)
    if newest is None or newest.pk != stored.pk:
        raise refuse("file", _("En nyere fil er tatt i bruk etter denne. Angre den først."))
    Duty.objects.filter(source=stored).delete()
    said = confirmed_matches(stored.department_id)
    back = (_from_row(row, stored.department_id, said) for row in stored.removed)
    Duty.objects.bulk_create(back, batch_size=BATCH)
    stored.state, stored.undone_by_id, stored.undone_at, stored.removed = "undone", by, now, []
    stored.save(update_fields=["state", "undone_by", "undone_at", "removed"])
    _record(by, "undo_roster", stored, now, **stored.counts)
    return stored


@transaction.atomic
def discard_roster(*, by: int | None, import_id: int, now: dt.datetime) -> None:
    """Put a file away that is not in use."""
    stored = _locked(import_id)
    _record(by, "discard_roster", stored, now, digest=stored.digest)
    stored.delete()


def _locked(import_id: int) -> RosterImport:
    """A file that waits to be applied, held until the transaction ends."""
    stored = RosterImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if stored is None or stored.state not in ("previewed", "waiting"):
        raise refuse("file", _("Filen er tatt i bruk eller lagt bort allerede."))
    return stored


def _hold(department_id: int) -> None:
    """Hold the department's files until the transaction ends, so that two are not applied at the same time."""
    rows = RosterImport.objects.select_for_update(of=("self",)).filter(department_id=department_id)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _record(by: int | None, act: str, stored: RosterImport, now: dt.datetime, **detail: Any) -> None:
    detail |= {"department": stored.department_id}
    record_event(by=by, act=act, subject=f"rosters.RosterImport:{stored.pk}", now=now, detail=detail)
