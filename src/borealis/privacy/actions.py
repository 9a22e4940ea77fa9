"""What is done when somebody asks for what is stored, when it is erased, and when its time is over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from borealis.audit.actions import erase_text, record_event
from borealis.privacy.models import LegalHold
from borealis.privacy.queries.archive import archive
from borealis.privacy.queries.registry import PERSON, personal_rules, stored_fields
from borealis.privacy.queries.requests import past_their_time, refusals, rows_about
from borealis.privacy.rules import FieldRule, ModelRule, erased_value

TEXTS = "audit.EventText"


class ErasureRefused(Exception):
    """The person cannot be erased now; ``reasons`` says why, as codes."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


def _subject(person_id: int) -> str:
    return f"{PERSON}:{person_id}"


def export_person(*, by: int | None, person_id: int, now: dt.datetime, why: str = "") -> bytes:
    """The archive of everything stored about a person, as a zip; leaves one event.

    The archive is made before the event, outside its transaction: typesetting must not hold up others.
    """
    made = archive(person_id, now)
    record_event(
        by=by,
        act="export_person",
        subject=_subject(person_id),
        now=now,
        about=person_id,
        private={"why": why} if why else None,
    )
    return made


@transaction.atomic
def erase_person(*, by: int | None, person_id: int, now: dt.datetime, why: str) -> bool:
    """Erase a person by what the rooms declare; False when that was done before, and nothing is done.

    Raises ErasureRefused while the person holds a role, is in training, or is held. Approvals and signed
    plans stay by the archive duty, without the name. Every session of the person ends.
    """
    person = apps.get_model(PERSON)._base_manager.select_for_update().get(pk=person_id)
    if person.erased_at is not None:
        return False
    if reasons := refusals(person_id, timezone.localdate(now)):
        raise ErasureRefused(reasons)
    rows = {rule.label: _erase(rule, by, person_id, now) for rule in reversed(personal_rules())}
    record_event(
        by=by,
        act="erase_person",
        subject=_subject(person_id),
        now=now,
        about=person_id,
        detail={"rows": {label: number for label, number in sorted(rows.items()) if number}},
        private={"why": why},
    )
    return True


def _erase(rule: ModelRule, by: int | None, person_id: int, now: dt.datetime) -> int:
    """Do with a model's rows what is declared; the number of rows that were deleted or changed."""
    rows = rows_about(rule, person_id)
    if rule.label == TEXTS:
        numbers = list(rows.values_list("pk", flat=True))
        for number in numbers:
            erase_text(by=by, event_number=number, now=now, why_code="asked")
        return len(numbers)
    if rule.erase == "delete":
        return int(rows.delete()[0])
    changing = [field for field in rule.fields if field.erase in ("blank", "replace")]
    for row in rows if changing else ():
        fields = stored_fields(type(row))
        values = {said.name: _left(fields[said.name], said, row, person_id, now) for said in changing}
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return rows.count() if changing else 0


def _left(field: Any, said: FieldRule, row: models.Model, person_id: int, now: dt.datetime) -> Any:
    """What stands in a field after erasure."""
    if said.erase == "replace":
        return erased_value(said.replacement, person_id, now, getattr(row, said.name))
    return None if field.null else field.get_default()


@transaction.atomic
def hold_person(
    *,
    by: int | None,
    person_id: int,
    from_day: dt.date,
    to_day: dt.date | None,
    why: str,
    now: dt.datetime,
) -> int:
    """Let nothing of a person be erased between two days (None: until released); the number of the hold."""
    row = LegalHold.objects.create(
        person_id=person_id, from_day=from_day, to_day=to_day, why=why, made_by_id=by, made_at=now
    )
    record_event(
        by=by,
        act="hold_person",
        subject=f"privacy.LegalHold:{row.pk}",
        now=now,
        about=person_id,
        detail={"from_day": from_day.isoformat(), "to_day": to_day.isoformat() if to_day else None},
    )
    return row.pk


@transaction.atomic
def release_person(*, by: int | None, person_id: int, now: dt.datetime) -> int:
    """End every hold of a person that is not released; how many there were."""
    rows = list(LegalHold.objects.select_for_update().filter(person_id=person_id, released_at=None))
    for row in rows:
        row.released_at = now
        row.save(update_fields=["released_at"])
        subject = f"privacy.LegalHold:{row.pk}"
        record_event(by=by, act="release_person", subject=subject, now=now, about=person_id)
    return len(rows)


@transaction.atomic
def delete_past_their_time(*, by: int | None, now: dt.datetime) -> int:
    """Delete what is past its time and not held, with one event for each person and model; how many rows."""
    total = 0
    for past in past_their_time(now):
        apps.get_model(past.label)._base_manager.filter(pk__in=past.keys).delete()
        record_event(
            by=by,
            act="delete_past_its_time",
            subject=_subject(past.person_id) if past.person_id else past.label,
            now=now,
            about=past.person_id,
            detail={"model": past.label, "rows": len(past.keys)},
        )
        total += len(past.keys)
    return total


def record_reading(
    *, by: int | None, act: str, now: dt.datetime, chosen: dict[str, Any], about: int | None = None
) -> int:
    """One event for each view of the record ("read_record") or export of it ("export_record")."""
    return record_event(by=by, act=act, subject="audit.Event", now=now, about=about, detail=chosen)
