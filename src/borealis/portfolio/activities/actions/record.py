"""Recording, changing and withdrawing activities, and the steps that others take with them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import ChangedMeanwhile, refuse
from borealis.portfolio.activities.actions.content import (
    Checked,
    Content,
    as_it_stands,
    changed_fields,
    check,
    named,
    says_the_same,
)
from borealis.portfolio.activities.rules import is_open, may_change, transition
from borealis.portfolio.activities.terms import Terms, terms_of
from borealis.portfolio.models import Activity
from borealis.trainees.actions.refusals import locked_trainee
from borealis.trainees.directory import Trainee

MOST_TOGETHER = 100


@transaction.atomic
def record_activity(
    *, by: int | None, trainee_id: int, key: uuid.UUID, now: dt.datetime, **content: Any
) -> Activity:
    """Record something done. ``content`` are the fields of Content: ``template="pet-lunge", from_day=…``.

    ``key`` is made where it is written, so that the same entry, sent twice, is stored once: the stored row
    comes back. With other content under the same key nothing is stored, and ChangedMeanwhile tells what is.
    """
    trainee = locked_trainee(trainee_id)
    checked = check(Content(**content), terms_of(trainee), now)
    stored = _stored(trainee, key, checked)
    if stored is not None:
        return stored
    row = _create(trainee, key, checked, by, now)
    record_event(
        by=by,
        act="record_activity",
        subject=f"portfolio.Activity:{row.pk}",
        now=now,
        about=trainee.person_id,
        detail=_detail(row, checked),
    )
    return row


@transaction.atomic
def record_activities(
    *,
    by: int | None,
    trainee_id: int,
    entries: Sequence[tuple[uuid.UUID, Content]],
    now: dt.datetime,
) -> list[Activity]:
    """Record many at once, all or none, each with its key as in ``record_activity``."""
    if not entries:
        raise refuse("entries", _("Skriv antall ved minst én aktivitet."))
    if len(entries) > MOST_TOGETHER:
        raise refuse("entries", _("Før opp høyst %(most)d om gangen.") % {"most": MOST_TOGETHER})
    trainee = locked_trainee(trainee_id)
    terms = terms_of(trainee)
    rows, new = [], []
    for key, content in entries:
        checked = _checked(content, terms, now)
        stored = _stored(trainee, key, checked)
        rows.append(stored or _create(trainee, key, checked, by, now))
        new += [] if stored else [rows[-1].pk]
    if new:
        record_event(
            by=by,
            act="record_activities",
            subject=f"trainees.Trainee:{trainee.pk}",
            now=now,
            about=trainee.person_id,
            detail={"activities": new},
        )
    return rows


def _checked(content: Content, terms: Terms, now: dt.datetime) -> Checked:
    """The content, or what is wrong with it under the name of its template."""
    try:
        return check(content, terms, now)
    except ValidationError as refused:
        template = terms.template(content.template)
        raise named(refused, template.name if template else content.title or content.template) from None


def _stored(trainee: Trainee, key: uuid.UUID, checked: Checked) -> Activity | None:
    """What is stored under the key already, when it says the same."""
    row = Activity.objects.select_related("arena").filter(trainee=trainee, key=key).first()
    if row is not None and not says_the_same(row, checked):
        raise ChangedMeanwhile(as_it_stands(row))
    return row


def _create(trainee: Trainee, key: uuid.UUID, checked: Checked, by: int | None, now: dt.datetime) -> Activity:
    row = Activity.objects.create(trainee=trainee, key=key, recorded_at=now, by_id=by, **checked.columns)
    row.goals.set(checked.goals)
    return row


def _detail(row: Activity, checked: Checked) -> dict[str, Any]:
    """What the record keeps of an activity: no words of a person's own."""
    return {
        "kind": row.kind,
        "template": row.template,
        "from_day": row.from_day.isoformat(),
        "count": row.count,
        "goals": sorted(checked.goals),
    }


@transaction.atomic
def change_activity(
    *, by: int | None, trainee_id: int, activity_id: int, version: int, now: dt.datetime, **content: Any
) -> Activity:
    """Put other content in an activity that is neither sent nor signed.

    ``version`` is the one that was read. When another was first, nothing is stored and ChangedMeanwhile tells
    what stands now.
    """
    trainee = locked_trainee(trainee_id)
    row = held_activity(activity_id, trainee)
    if row.version != version:
        raise ChangedMeanwhile(as_it_stands(row))
    if not may_change(row.state):
        raise refuse("state", locked_words(row.state))
    checked = check(Content(**content), terms_of(trainee), now, kept_template=row.template)
    changed = changed_fields(row, checked)
    if not changed:
        return row
    for name, value in checked.columns.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.goals.set(checked.goals)
    record_event(
        by=by,
        act="change_activity",
        subject=f"portfolio.Activity:{row.pk}",
        now=now,
        about=trainee.person_id,
        detail={**_detail(row, checked), "changed": changed, "version": row.version},
    )
    return row


@transaction.atomic
def withdraw_activity(
    *, by: int | None, trainee_id: int, activity_id: int, now: dt.datetime, why: str = ""
) -> Activity:
    """Take an activity out of the portfolio for good. The row stays, and counts nowhere."""
    trainee = locked_trainee(trainee_id)
    held_activity(activity_id, trainee)
    row = move_activity(activity_id=activity_id, to="withdrawn", now=now)
    record_event(
        by=by,
        act="withdraw_activity",
        subject=f"portfolio.Activity:{row.pk}",
        now=now,
        about=trainee.person_id,
        private={"why": why.strip()[:300]} if why.strip() else None,
    )
    return row


@transaction.atomic
def move_activity(
    *, activity_id: int, to: str, now: dt.datetime, since: dt.datetime | None = None
) -> Activity:
    """Take a step of ``rules.ACTIVITY_TRANSITIONS``; ValidationError at "state" when there is none.

    Part of another act, which checks who acts and adds the event: asking moves to "sent", recalling to
    "recorded", an answer to "signed", "returned" or "declined". Undoing a signature moves back to "sent", for
    which ``since`` says when it was signed.
    """
    row = held_activity(activity_id)
    step = transition(row.state, to)
    if step is None:
        raise refuse("state", locked_words(row.state))
    if not is_open(step, since, now):
        raise refuse("state", _("Signaturen er eldre enn ti minutter og kan ikke angres."))
    row.state = to
    row.save(update_fields=["state"])
    return row


def held_activity(activity_id: int, trainee: Trainee | None = None) -> Activity:
    """The activity, held until the transaction ends."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("arena", "trainee")
    row = rows.filter(pk=activity_id).first()
    if row is None or (trainee is not None and row.trainee_id != trainee.pk):
        raise refuse("activity", _("Aktiviteten finnes ikke. Gå tilbake til mappen og velg på nytt."))
    return row


def locked_words(state: str) -> str:
    """Why an activity cannot be changed as it stands, and the way out."""
    return {
        "recorded": _("Aktiviteten er ikke sendt til signering."),
        "sent": _("Aktiviteten er sendt til signering. Trekk forespørselen tilbake før du endrer noe."),
        "signed": _("Aktiviteten er signert og låst. Før opp en ny hvis noe mangler."),
        "returned": _("Aktiviteten er returnert. Rett den, og send den på nytt."),
        "declined": _("Forespørselen er avslått. Be en annen om å signere."),
        "withdrawn": _("Aktiviteten er trukket tilbake. Før den opp på nytt hvis den likevel gjelder."),
    }[state]
