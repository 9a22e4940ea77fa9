"""Who signs an activity: the programme's chain, who stands in it, and who cannot sign.

The programme says whether a supervisor, the guide, or first the one and then the other signs. Anyone who is
named with an address signs as a supervisor. Nobody signs own work (§ 26).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from borealis.people.directory import Person
from borealis.people.queries import employed_among
from borealis.people.rules import LANGUAGES
from borealis.portfolio.models import Activity, Ask, SignatureAnswer
from borealis.portfolio.permissions import GUIDE, SUPERVISOR
from borealis.portfolio.signing.content import digest_of
from borealis.portfolio.signing.rules import next_role
from borealis.programmes.queries import programme_by_id
from borealis.programmes.rules import PortfolioTerms
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import guided_ids


@dataclass(frozen=True)
class Receiver:
    """Somebody who is asked: a person with an account, or a name with an address."""

    name: str
    email: str
    person_id: int | None = None
    language: str = LANGUAGES[0]
    active: bool = True


def receiver_of(person: Person) -> Receiver:
    """A person with an account, as one who is asked."""
    return Receiver(person.name, person.email, person.pk, person.language, person.is_active)


def asked_of(ask: Ask) -> Receiver:
    """Who is asked. A person with an account is reached at the address that the person has now."""
    return receiver_of(ask.asked) if ask.asked else Receiver(ask.name, ask.email)


def terms_for(trainee: Trainee) -> PortfolioTerms:
    """What the trainee's programme says of signing; the defaults when none is in force."""
    current = programme_by_id(trainee.programme_id)
    return current.document.portfolio if current else PortfolioTerms()


def signed_as(activity: Activity) -> set[str]:
    """The roles in which an activity has been signed as it stands now. What was changed since, is not."""
    answers = SignatureAnswer.objects.filter(ask__activity=activity, outcome="signed", undone_at=None)
    return set(answers.filter(content=digest_of(activity)).values_list("ask__role", flat=True))


def role_now(activity: Activity, terms: PortfolioTerms) -> str | None:
    """As what the next one signs; None when everyone in the chain has."""
    return next_role(terms.signing, signed_as(activity))


def is_guide(person_id: int | None, trainee: Trainee, on: dt.date) -> bool:
    """Whether a person is appointed as the trainee's guide on a day."""
    if person_id is None:
        return False
    return guided_ids(person_id, on).filter(trainee_id=trainee.pk).exists()


def guide_of(trainee: Trainee, on: dt.date) -> Person | None:
    """The guide who was appointed last, of those in force on a day."""
    rows = trainee.guide_appointments.select_related("guide").filter(from_day__lte=on)
    in_force = [row for row in rows if row.to_day is None or row.to_day >= on]
    return max(in_force, key=lambda row: (row.from_day, row.pk)).guide if in_force else None


def refusal(trainee: Trainee, receiver: Receiver, role: str, terms: PortfolioTerms, now: dt.datetime) -> str:
    """Why somebody cannot sign for the trainee in a role: "own", "left", "not_guide", "guide_later"; or ""."""
    on = timezone.localdate(now)
    if _is_own(trainee, receiver):
        return "own"
    if has_left(receiver, on):
        return "left"
    guide = is_guide(receiver.person_id, trainee, on)
    if role == GUIDE and not guide:
        return "not_guide"
    if role == SUPERVISOR and guide and GUIDE in terms.signing:
        return "guide_later"
    return ""


def _is_own(trainee: Trainee, receiver: Receiver) -> bool:
    same_address = receiver.email.casefold() == trainee.person.email.casefold()
    return receiver.person_id == trainee.person_id or same_address


def has_left(receiver: Receiver, on: dt.date) -> bool:
    """Whether somebody with an account is closed out, or holds no post any more."""
    return bool(those_who_left([receiver], on))


def those_who_left(receivers: Iterable[Receiver], on: dt.date) -> set[int]:
    """The keys of those with an account who are closed out, or hold no post any more."""
    known = {one.person_id: one for one in receivers if one.person_id is not None}
    employed = employed_among(known, on)
    return {pk for pk, one in known.items() if not one.active or pk not in employed}
