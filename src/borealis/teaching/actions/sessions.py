"""A session itself: the code for those present, who was there, held or called off, and what they thought."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.people.directory import persons
from borealis.portfolio.activities.actions import record_activity
from borealis.teaching.actions.links import check_link
from borealis.teaching.actions.rota import held_session
from borealis.teaching.models import Attendance, Rated, Rating, Session
from borealis.teaching.rules import CODE_AFTER, code_is_good, step
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import in_training

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
CODE_LENGTH = 6
MOST_PRESENT = 300
LONGEST_RATING = 500
PRESENTED = uuid.UUID("6b3e7a52-6e0f-4f5c-9a6c-0c9f5a0e7d11")
"""What the keys of activities that come from presenting are made from, so that each is recorded once."""


@transaction.atomic
def open_code(*, by: int | None, session_id: int, now: dt.datetime) -> Session:
    """A code that those present type or follow, good from a quarter before until half an hour after. A new one
    ends the former."""
    session = held_session(session_id)
    if session.state == "cancelled":
        raise refuse("code", _("Undervisningen er avlyst."))
    if now > session.end_at + CODE_AFTER:
        raise refuse("code", _("Undervisningen er over. Før opp dem som var der, fra listen."))
    session.door_code = "".join(secrets.choice(LETTERS) for _n in range(CODE_LENGTH))
    session.door_code_until = session.end_at + CODE_AFTER
    session.save(update_fields=["door_code", "door_code_until"])
    _record(by, "open_code", session, now)
    return session


@transaction.atomic
def set_material(
    *, by: int | None, session_id: int, version: int, material: str, recording: str, now: dt.datetime
) -> Session:
    """What belongs to a session: slides or reading, and its recording, each as an address."""
    session, refusals = held_session(session_id, version), Refusals()
    session.material = check_link(refusals, "material", material)
    session.recording = check_link(refusals, "recording", recording)
    refusals.stop()
    session.version += 1
    session.save(update_fields=["material", "recording", "version"])
    _record(by, "set_material", session, now)
    return session


@transaction.atomic
def attend_session(*, by: int, code: str, now: dt.datetime) -> Attendance:
    """Say that one is there, by the code shown there. Said twice, it is stored once."""
    found = Session.objects.filter(door_code=code.strip().upper()).exclude(door_code="").first()
    if found is None or not code_is_good(now, found.start_at, found.end_at, found.door_code_until):
        raise refuse(
            "code", _("Koden gjelder ikke nå. Se på skjermen, eller be den som holder undervisningen.")
        )
    session = held_session(found.pk)
    row, new = Attendance.objects.get_or_create(
        session=session, person_id=by, defaults={"how": "code", "at": now}
    )
    if new:
        _record(by, "attend_session", session, now, about=by)
    return row


@transaction.atomic
def hold_session(
    *, by: int | None, session_id: int, version: int, present: Collection[int], now: dt.datetime
) -> Session:
    """It was held: those on the list were there, beside those who said so. Presenting is recorded in the portfolio."""
    session = held_session(session_id, version)
    known = set(persons().filter(pk__in=present).values_list("pk", flat=True))
    if set(present) - known or len(known) > MOST_PRESENT:
        raise refuse("present", _("En av dem på listen finnes ikke. Velg på nytt."))
    if session.start_at > now:
        raise refuse("state", _("Undervisningen har ikke begynt ennå."))
    _move_on(session, "hold_session")
    there = set(session.attendances.values_list("person_id", flat=True))
    if session.presenter_id:
        known.add(session.presenter_id)
    Attendance.objects.bulk_create(
        [Attendance(session=session, person_id=pk, how="list", at=now) for pk in sorted(known - there)]
    )
    activity = _record_presenting(session, now)
    _record(by, "hold_session", session, now, present=len(known | there), activity=activity)
    return session


def _record_presenting(session: Session, now: dt.datetime) -> int | None:
    """Teaching given, in the portfolio of the trainee who presented; the same each time it is asked for."""
    day = timezone.localdate(session.start_at)
    trainee = Trainee.objects.filter(in_training(day), person_id=session.presenter_id or 0).first()
    if trainee is None:
        return None
    taught = session.topic.goals.filter(goal_set__in=trainee.goal_sets.all()) if session.topic else None
    goals = [] if taught is None else list(taught.values_list("pk", flat=True))
    title = session.topic.name if session.topic else session.series.name
    row = record_activity(
        by=None,
        trainee_id=trainee.pk,
        key=uuid.uuid5(PRESENTED, str(session.pk)),
        now=now,
        kind="teaching",
        title=_("Underviste: %(title)s") % {"title": title},
        from_day=day,
        place=session.series.name,
        goals=goals,
    )
    return row.pk


@transaction.atomic
def cancel_session(*, by: int | None, session_id: int, version: int, now: dt.datetime) -> Session:
    """It is called off, or was not held."""
    session = held_session(session_id, version)
    _move_on(session, "cancel_session")
    _record(by, "cancel_session", session, now)
    return session


@transaction.atomic
def rate_session(*, by: int, session_id: int, value: int, text: str, now: dt.datetime) -> None:
    """Say what one thought, once, having been there. Nothing leads from it to who gave it."""
    session, refusals = held_session(session_id), Refusals()
    text = check_text(refusals, "text", text, LONGEST_RATING)
    if value not in (1, 2, 3):
        refusals.add("value", _("Velg ett av de tre."))
    if not session.attendances.filter(person_id=by).exists():
        refusals.add("value", _("Bare de som var der, vurderer undervisningen."))
    refusals.stop()
    _row, new = Rated.objects.get_or_create(session=session, person_id=by)
    if not new:
        raise refuse("value", _("Du har alt vurdert denne undervisningen."))
    _keep_apart(session, value, text)
    _record(by, "rate_session", session, now)


def _keep_apart(session: Session, value: int, text: str) -> None:
    """Every rating of the session is written anew by chance, so that no order leads to who gave which."""
    rows = [(row.value, row.text) for row in session.ratings.all()]
    session.ratings.all().delete()
    rows.append((value, text))
    secrets.SystemRandom().shuffle(rows)
    Rating.objects.bulk_create([Rating(session=session, value=value, text=text) for value, text in rows])


def _move_on(session: Session, act: str) -> None:
    known = step(session.state, act)
    if known is None:
        raise refuse("state", _("Undervisningen er alt holdt eller avlyst."))
    session.state = known.to_state
    session.version += 1
    session.save(update_fields=["state", "version"])


def _record(
    by: int | None, act: str, session: Session, now: dt.datetime, about: int | None = None, **detail: object
) -> None:
    record_event(
        by=by, act=act, subject=f"teaching.Session:{session.pk}", now=now, about=about, detail=detail
    )
