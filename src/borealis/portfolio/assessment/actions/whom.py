"""Who is asked: a person who was chosen, or a name with an address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, check_text
from borealis.people.directory import persons
from borealis.portfolio.signing.chain import Receiver, receiver_of
from borealis.portfolio.signing.rules import LONGEST_NAME
from borealis.trainees.directory import Trainee


def checked_whom(
    refusals: Refusals, trainee: Trainee, person_id: int | None, name: str, email: str
) -> Receiver | None:
    """The one who is asked, or None and a message at the field. Never the trainee (§ 26)."""
    receiver = _chosen(refusals, person_id) if person_id else _written(refusals, name, email)
    if receiver is not None and _is(trainee, receiver):
        refusals.add("person" if person_id else "email", _("Ingen vurderer sin egen utdanning (§ 26)."))
        return None
    return receiver


def _chosen(refusals: Refusals, person_id: int) -> Receiver | None:
    person = persons().filter(pk=person_id).first()
    if person is None:
        refusals.add("person", _("Velg en fra listen."))
    return receiver_of(person) if person else None


def _written(refusals: Refusals, name: str, email: str) -> Receiver | None:
    """By name and address; whoever has an account with the address is asked there."""
    needed = _("Velg en fra listen, eller skriv navnet.")
    name, email = check_text(refusals, "name", name, LONGEST_NAME, needed=needed), email.strip()
    try:
        validate_email(email)
    except ValidationError:
        refusals.add("email", _("Skriv en e-postadresse, for eksempel kari@eksempel.example."))
    if {"name", "email"} & set(refusals.found):
        return None
    known = persons().filter(email__iexact=email, is_active=True).first()
    return receiver_of(known) if known else Receiver(name, email)


def _is(trainee: Trainee, receiver: Receiver) -> bool:
    same = receiver.email.casefold() == trainee.person.email.casefold()
    return receiver.person_id == trainee.person_id or same
