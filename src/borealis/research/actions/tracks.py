"""Writes on doctoral tracks: make, change, step by step, demands and courses, and the head's confirmation of time."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.rules import canonical
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, check_text, refuse
from borealis.research.actions.held import check_order, check_past, check_version, held_track, tell
from borealis.research.models import Confirmation, Track, TrackCourse, TrackItem
from borealis.research.queries.demands import demands_of, known_demands
from borealis.research.queries.statements import content_of
from borealis.research.rules.tracks import COURSE_STATES, LEAST_PERCENT, LIVE, due_list, step

WRITTEN = ("demands", "percent", "from_day", "to_day", "supervisors", "project_id")
LONGEST = dt.timedelta(days=366 * 12)
MOST_CREDITS = Decimal(60)


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    refusals = Refusals()
    lines = str(facts["supervisors"]).replace("\r\n", "\n").split("\n")
    texts = [check_text(refusals, "supervisors", line, 200) for line in lines]
    facts["supervisors"] = "\n".join(text for text in texts if text)
    if len(facts["supervisors"]) > 500:
        refusals.add("supervisors", _("Teksten er for lang. Forkort den til høyst 500 tegn."))
    if facts["demands"] not in known_demands():
        refusals.add("demands", _("Velg ett av alternativene i listen."))
    if not LEAST_PERCENT <= facts["percent"] <= 100:
        refusals.add("percent", _("Et doktorgradsløp er minst 50 prosent. Skriv et tall fra 50 til 100."))
    check_order(refusals, "to_day", facts["from_day"], facts["to_day"])
    if facts["to_day"] - facts["from_day"] > LONGEST:
        refusals.add("to_day", _("Løpet varer over tolv år. Rett datoene."))
    refusals.stop()
    return facts


@transaction.atomic
def make_track(
    *,
    by: int | None,
    trainee_id: int,
    demands: str,
    percent: int,
    from_day: dt.date,
    to_day: dt.date,
    now: dt.datetime,
    supervisors: str = "",
    project_id: int | None = None,
) -> Track:
    """Write down a doctorate that is considered. A trainee has one at a time."""
    facts = {"demands": demands, "percent": percent, "from_day": from_day, "to_day": to_day}
    checked = _checked({**facts, "supervisors": supervisors, "project_id": project_id})
    if Track.objects.filter(trainee_id=trainee_id, state__in=LIVE).exists():
        raise refuse("demands", _("Legen har et doktorgradsløp allerede. Endre det i stedet."))
    row = Track.objects.create(
        trainee_id=trainee_id, state_on=timezone.localdate(now), made_at=now, **checked
    )
    tell(row, by, "make_track", now, about=row.trainee.person_id)
    return row


@transaction.atomic
def change_track(
    *, by: int | None, track_id: int, version: int | None, now: dt.datetime, **facts: Any
) -> Track:
    """Change a track. A confirmation of time that says otherwise stands until it is withdrawn."""
    row = held_track(track_id)
    check_version(row, version, WRITTEN)
    if row.state not in LIVE:
        raise refuse("demands", _("Løpet er avsluttet og endres ikke."))
    stands = {name: getattr(row, name) for name in WRITTEN}
    new = _checked({**stands, **facts})
    changed = [name for name in WRITTEN if new[name] != stands[name]]
    if changed:
        for name in changed:
            setattr(row, name, new[name])
        row.version += 1
        row.save()
        tell(row, by, "change_track", now, about=row.trainee.person_id, fields=changed)
    return row


@transaction.atomic
def move_track(*, by: int | None, track_id: int, act: str, on: dt.date, now: dt.datetime) -> Track:
    """Take a step of the table (``rules.tracks.TRANSITIONS``) on a day."""
    row, refusals = held_track(track_id), Refusals()
    known = step(row.state, act)
    if known is None:
        raise refuse("act", _("Løpet er kommet videre siden du så det. Last siden på nytt."))
    check_past(refusals, "on", on, timezone.localdate(now))
    refusals.stop()
    row.state, row.state_on = known.target, on
    row.version += 1
    row.save()
    tell(row, by, "move_track", now, about=row.trainee.person_id, step=act, state=row.state)
    return row


@transaction.atomic
def meet_demand(
    *, by: int | None, track_id: int, item: str, turn: int, on: dt.date, now: dt.datetime
) -> TrackItem:
    """Say that something that is asked for was done on a day."""
    track, refusals = held_track(track_id), Refusals()
    asked = {
        (d.demand.id, d.turn) for d in due_list(demands_of(track.demands), track.from_day, track.to_day, {})
    }
    if (item, turn) not in asked:
        raise refuse("item", _("Dette kravet hører ikke til løpet. Last siden på nytt."))
    if track.items.filter(item=item, turn=turn).exists():
        raise refuse("item", _("Kravet er meldt oppfylt allerede."))
    check_past(refusals, "on", on, timezone.localdate(now))
    refusals.stop()
    row = TrackItem.objects.create(track=track, item=item, turn=turn, done_on=on, by_id=by, recorded_at=now)
    tell(row, by, "meet_demand", now, about=track.trainee.person_id, item=item, turn=turn)
    return row


@transaction.atomic
def take_back_demand(*, by: int | None, track_id: int, item: str, turn: int, now: dt.datetime) -> None:
    """Say that it was not done after all."""
    track = held_track(track_id)
    row = track.items.filter(item=item, turn=turn).first()
    if row is not None:
        tell(row, by, "take_back_demand", now, about=track.trainee.person_id, item=item, turn=turn)
        row.delete()


@transaction.atomic
def add_track_course(
    *,
    by: int | None,
    track_id: int,
    title: str,
    credits: Decimal,
    state: str,
    on: dt.date,
    now: dt.datetime,
) -> TrackCourse:
    """Record a course, planned or passed."""
    track, refusals = held_track(track_id), Refusals()
    title = check_text(refusals, "title", title, 200, needed=_("Skriv hva kurset heter."))
    if not 0 < credits <= MOST_CREDITS:
        refusals.add("credits", _("Skriv studiepoeng, for eksempel 5 eller 7,5."))
    if state not in COURSE_STATES:
        refusals.add("state", _("Velg ett av alternativene i listen."))
    if state == "passed":
        check_past(refusals, "on", on, timezone.localdate(now))
    refusals.stop()
    row = TrackCourse.objects.create(track=track, title=title, credits=credits, state=state, on=on)
    tell(row, by, "add_track_course", now, about=track.trainee.person_id)
    return row


@transaction.atomic
def confirm_time(*, by: int, track_id: int, seen_version: int, now: dt.datetime) -> Confirmation:
    """The head confirms that the time of the track that was read is set aside; an earlier confirmation is withdrawn.

    Nobody confirms for oneself, and nothing under half of working time is confirmed.
    """
    track = held_track(track_id)
    if by == track.trainee.person_id:
        raise refuse("track", _("Ingen bekrefter sin egen tid. Spør lederen."))
    if track.state not in LIVE:
        raise refuse("track", _("Løpet er avsluttet. Det er ingen tid å bekrefte."))
    if track.version != seen_version:
        raise ChangedMeanwhile({"version": track.version})
    track.confirmations.filter(withdrawn_at=None).update(withdrawn_at=now)
    content = content_of(track, by, now)
    row = Confirmation.objects.create(
        track=track,
        content=content,
        digest=hashlib.sha256(canonical(content)).hexdigest(),
        by_id=by,
        signed_at=now,
    )
    tell(row, by, "confirm_time", now, about=track.trainee.person_id, digest=row.digest)
    return row


@transaction.atomic
def withdraw_confirmation(*, by: int, confirmation_id: int, now: dt.datetime) -> None:
    """The confirmation no longer holds; whoever looks it up is told so."""
    row = Confirmation.objects.select_for_update(of=("self",)).select_related("track__trainee")
    found = row.filter(pk=confirmation_id, withdrawn_at=None).first()
    if found is None:
        raise refuse("confirmation", _("Bekreftelsen er trukket allerede."))
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    tell(found, by, "withdraw_confirmation_of_time", now, about=found.track.trainee.person_id)
