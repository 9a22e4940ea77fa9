"""Taking a whole list into a portfolio, all of it or nothing, and taking it back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import refuse
from borealis.portfolio.activities.actions.content import Content, check
from borealis.portfolio.activities.rules import may_change
from borealis.portfolio.activities.terms import terms_of
from borealis.portfolio.activities.wording import FIELD_WORDS
from borealis.portfolio.models import Activity, ActivityImport
from borealis.shell.uploads import clean_name
from borealis.trainees.actions.refusals import locked_trainee


@transaction.atomic
def import_activities(
    *,
    by: int | None,
    trainee_id: int,
    key: uuid.UUID,
    lines: Sequence[tuple[int, Content]],
    source: str,
    digest: str,
    columns: Mapping[str, Any],
    now: dt.datetime,
) -> ActivityImport:
    """Record every line of a list, or none: a fault is told by its line under "lines".

    ``key`` is made with the preview, so that the same list sent twice is taken in once. ``columns`` is
    remembered for the next file.
    """
    trainee = locked_trainee(trainee_id)
    if not lines:
        raise refuse("lines", _("Det er ingenting nytt å hente inn fra filen."))
    keys = [uuid.uuid5(key, str(number)) for number, _content in lines]
    before = ActivityImport.objects.filter(trainee=trainee, key=key).first()
    if before is not None:
        return before
    terms, faults, checked = terms_of(trainee), list[str](), []
    for number, content in lines:
        try:
            checked.append(check(content, terms, now))
        except ValidationError as refused:
            faults += _by_line(number, refused)
    if faults:
        raise ValidationError({"lines": faults[:50]})
    rows = Activity.objects.bulk_create(
        Activity(trainee=trainee, key=line, recorded_at=now, by_id=by, **found.columns)
        for line, found in zip(keys, checked, strict=True)
    )
    named = Activity.goals.through
    named.objects.bulk_create(
        named(activity_id=row.pk, goal_id=goal)
        for row, found in zip(rows, checked, strict=True)
        for goal in sorted(found.goals)
    )
    stored = ActivityImport.objects.create(
        trainee=trainee,
        key=key,
        applied_at=now,
        by_id=by,
        source=clean_name(source),
        digest=digest,
        columns=dict(columns),
        added=[str(line) for line in keys],
    )
    record_event(
        by=by,
        act="import_activities",
        subject=f"portfolio.ActivityImport:{stored.pk}",
        now=now,
        about=trainee.person_id,
        detail={"digest": digest, "lines": len(rows)},
    )
    return stored


def _by_line(number: int, refused: ValidationError) -> list[str]:
    return [
        _("Linje %(line)d, %(field)s: %(text)s")
        % {"line": number, "field": str(FIELD_WORDS.get(field, field)).lower(), "text": text}
        for field, texts in refused.message_dict.items()
        for text in texts
    ]


@transaction.atomic
def undo_activity_import(
    *, by: int | None, trainee_id: int, import_id: int, now: dt.datetime
) -> ActivityImport:
    """Withdraw everything that a list added, until something in it was signed or sent."""
    trainee = locked_trainee(trainee_id)
    stored = (
        ActivityImport.objects.select_for_update(of=("self",)).filter(trainee=trainee, pk=import_id).first()
    )
    if stored is None or stored.undone_at is not None:
        raise refuse("import", _("Listen finnes ikke, eller er angret allerede."))
    rows = Activity.objects.select_for_update().filter(trainee=trainee, key__in=stored.added)
    states = list(rows.values_list("state", flat=True))
    if "signed" in states:
        raise refuse("import", _("Noe fra listen er signert. Trekk tilbake resten én for én."))
    if "sent" in states:
        raise refuse("import", _("Noe fra listen er sendt til signering. Trekk forespørselen tilbake først."))
    left = [row.pk for row in rows if may_change(row.state)]
    Activity.objects.filter(pk__in=left).update(state="withdrawn")
    stored.undone_at = now
    stored.save(update_fields=["undone_at"])
    record_event(
        by=by,
        act="undo_activity_import",
        subject=f"portfolio.ActivityImport:{stored.pk}",
        now=now,
        about=trainee.person_id,
        detail={"withdrawn": len(left)},
    )
    return stored
