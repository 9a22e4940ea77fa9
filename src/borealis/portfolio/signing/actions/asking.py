"""Asking for a signature, taking it back, and passing it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.people.directory import persons
from borealis.portfolio.activities.actions import move_activity
from borealis.portfolio.models import Activity, Ask
from borealis.portfolio.signing.actions.held import ACCOUNT, check_answers, held_ask, move, record
from borealis.portfolio.signing.chain import Receiver, receiver_of, refusal, role_now, terms_for
from borealis.portfolio.signing.links import mail_ask
from borealis.portfolio.signing.rules import LONGEST_NAME, open_until
from borealis.portfolio.signing.wording import refusal_words
from borealis.trainees.actions.refusals import locked_trainee
from borealis.trainees.directory import Trainee

MOST_AT_ONCE = 50


@transaction.atomic
def ask_signature(
    *,
    by: int | None,
    activity_id: int,
    now: dt.datetime,
    person_id: int | None = None,
    name: str = "",
    email: str = "",
) -> Ask:
    """Ask a person, or a name with an address, to sign an activity, which is locked until it is answered."""
    row = Activity.objects.filter(pk=activity_id).values("trainee_id").first()
    if row is None:
        raise refuse("activity", _("Aktiviteten finnes ikke. Gå tilbake til listen og velg på nytt."))
    trainee = locked_trainee(row["trainee_id"])
    activity = Activity.objects.select_related("arena").get(pk=activity_id)
    if activity.state != "sent":
        activity = move_activity(activity_id=activity_id, to="sent", now=now)
    elif activity.asks.filter(state="open", kind="signature").exists():
        raise refuse("state", _("Aktiviteten venter alt på signatur. Trekk forespørselen tilbake først."))
    receiver = checked_receiver(person_id, name, email)
    return open_ask(by=by, trainee=trainee, activity=activity, receiver=receiver, now=now)


@transaction.atomic
def ask_signatures(
    *,
    by: int | None,
    trainee_id: int,
    activity_ids: Sequence[int],
    now: dt.datetime,
    person_id: int | None = None,
    name: str = "",
    email: str = "",
) -> list[Ask]:
    """Ask one person to sign several activities of a trainee: all or none, and one mail."""
    own = set(
        Activity.objects.filter(trainee_id=trainee_id, pk__in=activity_ids).values_list("pk", flat=True)
    )
    chosen = list(dict.fromkeys(activity_ids))
    if not chosen or not own.issuperset(chosen):
        raise refuse("activity", _("Velg minst én aktivitet fra listen."))
    if len(chosen) > MOST_AT_ONCE:
        raise refuse("activity", _("Velg høyst %(most)d aktiviteter om gangen.") % {"most": MOST_AT_ONCE})
    whom = {"person_id": person_id, "name": name, "email": email}
    return [ask_signature(by=by, activity_id=pk, now=now, **whom) for pk in chosen]  # type: ignore[arg-type]


@transaction.atomic
def ask_another(
    *,
    by: int | None,
    ask_id: int,
    now: dt.datetime,
    person_id: int | None = None,
    name: str = "",
    email: str = "",
) -> Ask:
    """Take an ask back and put it to somebody else."""
    ask = recall_ask(by=by, ask_id=ask_id, now=now)
    if ask.activity_id is None:
        raise LookupError(f"ask {ask.pk} is for no activity")
    return ask_signature(
        by=by, activity_id=ask.activity_id, now=now, person_id=person_id, name=name, email=email
    )


@transaction.atomic
def recall_ask(*, by: int | None, ask_id: int, now: dt.datetime) -> Ask:
    """Take an ask back. The activity can be changed again."""
    found = Ask.objects.filter(pk=ask_id).values("trainee_id").first()
    if found is not None:
        locked_trainee(found["trainee_id"])
    ask = held_ask(ask_id)
    move(ask, "recall", now)
    move_activity(activity_id=activity_key(ask), to="recorded", now=now)
    record(by, "recall_ask", ask, now)
    return ask


@transaction.atomic
def pass_on(
    *,
    by: int | None,
    ask_id: int,
    now: dt.datetime,
    way: str = ACCOUNT,
    person_id: int | None = None,
    name: str = "",
    email: str = "",
) -> Ask:
    """Whoever is asked hands the ask to somebody who knows better. Gives the new ask."""
    ask = held_ask(ask_id)
    check_answers(ask, by, way, now)
    receiver = checked_receiver(person_id, name, email)
    if receiver.email.casefold() == ask.email.casefold():
        raise refuse("email", _("Skriv adressen til en annen enn den som er spurt."))
    check_may_sign(ask.trainee, receiver, ask.role, now)
    move(ask, "pass_on", now)
    passed = _create(by, ask.trainee, activity_key(ask), receiver, ask.role, now, ask)
    record(by, "pass_on_ask", ask, now, to=passed.pk, way=way)
    return passed


def open_ask(
    *, by: int | None, trainee: Trainee, activity: Activity, receiver: Receiver, now: dt.datetime
) -> Ask:
    """An ask for the next step of the programme's chain, with its event and its mail."""
    role = role_now(activity, terms_for(trainee))
    if role is None:
        raise refuse("state", _("Aktiviteten er signert av alle som skal. Den trenger ingen flere."))
    check_may_sign(trainee, receiver, role, now)
    ask = _create(by, trainee, activity.pk, receiver, role, now, None)
    record(by, "ask_signature", ask, now, role=role, account=receiver.person_id is not None)
    return ask


def _create(
    by: int | None,
    trainee: Trainee,
    activity_id: int,
    receiver: Receiver,
    role: str,
    now: dt.datetime,
    passed_on_from: Ask | None,
) -> Ask:
    days = terms_for(trainee).link_days
    ask = Ask.objects.create(
        trainee=trainee,
        kind="signature",
        role=role,
        activity_id=activity_id,
        asked_id=receiver.person_id,
        name=receiver.name,
        email=receiver.email,
        asked_at=now,
        by_id=by,
        expires_at=open_until(now, days),
        passed_on_from=passed_on_from,
    )
    mail_ask(ask, days, now)
    return ask


def activity_key(ask: Ask) -> int:
    """The key of the activity that an ask for a signature is for."""
    if ask.activity_id is None:
        raise LookupError(f"ask {ask.pk} is for no activity")
    return ask.activity_id


def checked_receiver(person_id: int | None, name: str, email: str) -> Receiver:
    """A person who was chosen, or who has the address; else a name with an address."""
    if person_id is not None:
        chosen = persons().filter(pk=person_id).first()
        if chosen is None:
            raise refuse("whom", _("Velg en fra listen."))
        return receiver_of(chosen)
    refusals = Refusals()
    name = check_text(refusals, "name", name, LONGEST_NAME, needed=_("Skriv navnet."))
    email = check_text(refusals, "email", email, 254, needed=_("Skriv en e-postadresse."))
    if email and "email" not in refusals.found:
        try:
            validate_email(email)
        except ValidationError:
            refusals.add("email", _("Skriv en e-postadresse, for eksempel kari@eksempel.example."))
    refusals.stop()
    known = persons().filter(email__iexact=email).first()
    return receiver_of(known) if known else Receiver(name, email)


def check_may_sign(trainee: Trainee, receiver: Receiver, role: str, now: dt.datetime) -> None:
    """Refuses, at the list or at the address, somebody who cannot sign."""
    reason = refusal(trainee, receiver, role, terms_for(trainee), now)
    if reason:
        raise refuse("whom", refusal_words(reason, receiver.name))
