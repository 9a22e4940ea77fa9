"""Making appointments: proposed by one, accepted by the other, moved, lost with a reason, groups called together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.guidance.actions.held import check_in, held_talk, move_on, record
from borealis.guidance.models import Participant, Talk
from borealis.guidance.permissions import people_in
from borealis.guidance.rules import (
    FEWEST_IN_GROUP,
    FURTHEST,
    GROUP,
    INDIVIDUAL,
    LONGEST,
    LOST_TO,
    MOST_IN_GROUP,
    SHORTEST,
)
from borealis.guidance.sealing import new_key
from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.people.queries import employed_among
from borealis.shell.words import day_short
from borealis.trainees.actions.refusals import locked_trainee
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import guides_on

LONGEST_SUBJECT = 200


@transaction.atomic
def propose_talk(
    *, by: int | None, trainee_id: int, start_at: dt.datetime, end_at: dt.datetime, now: dt.datetime
) -> Talk:
    """Propose a time for the trainee and the guide in force then; whoever proposes has accepted it."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    _check_time(refusals, start_at, end_at, now)
    refusals.stop()
    guide = guides_on([trainee_id], timezone.localdate(start_at)).get(trainee_id)
    if guide is None or guide not in employed_among([guide], timezone.localdate(start_at)):
        raise refuse("start_at", _("Ingen veileder er oppnevnt den dagen. Be lederen oppnevne en."))
    if by is not None and by not in (guide, trainee.person_id):
        raise refuse("start_at", _("Bare legen og veilederen avtaler tid for veiledning."))
    _check_clashes([guide, trainee.person_id], start_at, end_at)
    talk = store_proposed(trainee, guide, (start_at, end_at), by, now)
    record(by, "propose_talk", talk, now, start=start_at.isoformat())
    return talk


def store_proposed(
    trainee: Trainee, guide: int, span: tuple[dt.datetime, dt.datetime], by: int | None, now: dt.datetime
) -> Talk:
    """A talk of the two at a proposed time; whoever proposes, and is in it, has accepted it."""
    talk = _made(INDIVIDUAL, trainee.programme.department_id, guide, *span, by, now)
    talk.leader_accepted_at = now if by == guide else None
    talk.save()
    accepted_at = now if by == trainee.person_id else None
    Participant.objects.create(talk=talk, trainee=trainee, accepted_at=accepted_at)
    return talk


@transaction.atomic
def accept_talk(*, by: int, talk_id: int, version: int, now: dt.datetime) -> Talk:
    """Accept the time that was read. When both have, it is agreed."""
    talk = held_talk(talk_id)
    check_in(talk, by)
    if talk.version != version:
        raise refuse("version", _("Tiden er endret siden du så den. Se på den nye."))
    places = list(talk.participants.all())
    for place in places:
        if place.trainee.person_id == by and place.accepted_at is None:
            place.accepted_at = now
            place.save(update_fields=["accepted_at"])
    if talk.leader_id == by:
        talk.leader_accepted_at = talk.leader_accepted_at or now
    if (talk.leader_accepted_at and all(place.accepted_at for place in places)) or talk.state != "proposed":
        move_on(talk, "accept")
    talk.save()
    record(by, "accept_talk", talk, now, state=talk.state)
    return talk


@transaction.atomic
def move_talk(
    *, by: int, talk_id: int, version: int, start_at: dt.datetime, end_at: dt.datetime, now: dt.datetime
) -> Talk:
    """Propose another time instead; the other accepts it anew. What was written to prepare stays."""
    talk, refusals = held_talk(talk_id), Refusals()
    check_in(talk, by)
    if talk.version != version:
        raise refuse("version", _("Tiden er endret siden du så den. Se på den nye."))
    _check_time(refusals, start_at, end_at, now)
    refusals.stop()
    if talk.kind == GROUP and by != talk.leader_id:
        raise refuse("start_at", _("Bare den som leder gruppen, flytter samtalen."))
    _check_clashes(people_in(talk), start_at, end_at, but=talk.pk)
    return store_moved(talk, talk.leader_id, (start_at, end_at), by, now)


def store_moved(
    talk: Talk,
    leader: int,
    span: tuple[dt.datetime, dt.datetime],
    by: int | None,
    now: dt.datetime,
    **why: bool,
) -> Talk:
    """A talk at another time, which those in it accept anew; a group's leader calls it. What was written stays."""
    before = talk.start_at
    move_on(talk, "move")
    talk.start_at, talk.end_at = span
    talk.leader_id, talk.version = leader, talk.version + 1
    talk.leader_accepted_at = now if by == leader else None
    if talk.kind == GROUP:
        talk.state = "agreed"
    else:
        for place in talk.participants.all():
            place.accepted_at = now if place.trainee.person_id == by else None
            place.save(update_fields=["accepted_at"])
    talk.save()
    record(by, "move_talk", talk, now, start=span[0].isoformat(), before=before.isoformat(), **why)
    return talk


@transaction.atomic
def lose_talk(*, by: int, talk_id: int, lost_to: str, now: dt.datetime) -> Talk:
    """Say that a talk falls away, and to what: the figures tell it, without blame."""
    talk = held_talk(talk_id)
    check_in(talk, by)
    if talk.kind == GROUP and by != talk.leader_id:
        raise refuse("lost_to", _("Bare den som leder gruppen, avlyser samtalen."))
    if lost_to not in LOST_TO:
        raise refuse("lost_to", _("Velg ett av alternativene i listen."))
    move_on(talk, "lose")
    talk.lost_to, talk.closed_at, talk.version = lost_to, now, talk.version + 1
    talk.save()
    record(by, "lose_talk", talk, now, lost_to=lost_to)
    return talk


@transaction.atomic
def call_group(
    *,
    by: int,
    department_id: int,
    trainee_ids: Sequence[int],
    subject: str,
    start_at: dt.datetime,
    end_at: dt.datetime,
    now: dt.datetime,
    leader_id: int | None = None,
) -> Talk:
    """Call a group together, led by who calls or by a colleague. It is agreed at once."""
    refusals, leader = Refusals(), leader_id or by
    _check_time(refusals, start_at, end_at, now)
    subject = check_text(refusals, "subject", subject, LONGEST_SUBJECT, needed=_("Skriv temaet."))
    trainees = list(Trainee.objects.filter(pk__in=set(trainee_ids)).select_related("person", "programme"))
    if not FEWEST_IN_GROUP <= len(trainees) <= MOST_IN_GROUP:
        words = _("Velg fra %(fewest)s til %(most)s leger. Seks til åtte er anbefalt.")
        refusals.add("trainees", words % {"fewest": FEWEST_IN_GROUP, "most": MOST_IN_GROUP})
    if any(trainee.person_id == leader for trainee in trainees):
        refusals.add("trainees", _("Den som leder gruppen, kan ikke være en av legene i den."))
    refusals.stop()
    _check_clashes([leader, *(trainee.person_id for trainee in trainees)], start_at, end_at)
    talk = _made(GROUP, department_id, leader, start_at, end_at, by, now)
    talk.subject, talk.state, talk.leader_accepted_at = subject, "agreed", now
    talk.save()
    Participant.objects.bulk_create(Participant(talk=talk, trainee=row, accepted_at=now) for row in trainees)
    record(by, "call_group", talk, now, trainees=sorted(row.pk for row in trainees))
    return talk


def _made(
    kind: str,
    department_id: int,
    leader_id: int,
    start_at: dt.datetime,
    end_at: dt.datetime,
    by: int | None,
    now: dt.datetime,
) -> Talk:
    """A talk with a key of its own, not stored yet."""
    return Talk(
        kind=kind,
        department_id=department_id,
        leader_id=leader_id,
        start_at=start_at,
        end_at=end_at,
        by_id=by,
        made_at=now,
        sealed_key=new_key().sealed(),
    )


def _check_time(refusals: Refusals, start_at: dt.datetime, end_at: dt.datetime, now: dt.datetime) -> None:
    if not SHORTEST <= end_at - start_at <= LONGEST:
        refusals.add("minutes", _("En samtale varer fra et kvarter til fire timer."))
    if not now < start_at <= now + FURTHEST:
        refusals.add("start_at", _("Velg en tid som kommer, og høyst ett år fram."))


def _check_clashes(people: Iterable[int], start_at: dt.datetime, end_at: dt.datetime, but: int = 0) -> None:
    """Nobody is in two talks at once."""
    everyone = set(people)
    taken = Talk.objects.filter(state__in=("proposed", "agreed"), start_at__lt=end_at, end_at__gt=start_at)
    same = Q(leader_id__in=everyone) | Q(participants__trainee__person_id__in=everyone)
    clash = taken.filter(same).exclude(pk=but).first()
    if clash is not None:
        begins = timezone.localtime(clash.start_at)
        words = _("Det kolliderer med en annen veiledning %(day)s kl. %(time)s. Velg en annen tid.")
        raise refuse("start_at", words % {"day": day_short(begins.date()), "time": f"{begins:%H.%M}"})
