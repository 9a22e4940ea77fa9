"""Inviting a person to make an account, and what becomes of the invitation."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from borealis.audit.actions import record_event
from borealis.people import mail
from borealis.people.models import Invitation, Person
from borealis.people.rules import INVITATION_DAYS, invitation_state, word_digest


class InvitationRefused(Exception):
    """The invitation does not work; ``reason`` is "unknown", "used", "withdrawn", "expired" or "inactive"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def invitation_link(word: str) -> str:
    """The whole address in an invitation."""
    return f"{settings.SITE_ADDRESS}{reverse('invitation_link', args=[word])}"


@transaction.atomic
def invite_person(*, by: int | None, person_id: int, now: dt.datetime) -> str:
    """Invite a person, who gets mail when this is stored; give the secret word of the link.

    The word has 256 bits and only its digest is stored. Invitations that wait are withdrawn.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active:
        raise InvitationRefused("inactive")
    withdraw_invitation(by=by, person_id=person_id, now=now)
    word = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        digest=word_digest(word),
        made_by_id=by,
        made_at=now,
        expires_at=now + dt.timedelta(days=INVITATION_DAYS),
    )
    _record(by, "invite_person", invitation, now)
    link = invitation_link(word)
    transaction.on_commit(
        lambda: mail.write_to(
            person, "invitation", {"link": link, "days": INVITATION_DAYS, "last": invitation.expires_at}
        )
    )
    return word


@transaction.atomic
def withdraw_invitation(*, by: int | None, person_id: int, now: dt.datetime) -> int:
    """Withdraw what invitations of a person still wait, and give how many."""
    waiting = list(
        Invitation.objects.select_for_update().filter(
            person_id=person_id, used_at=None, withdrawn_at=None, expires_at__gt=now
        )
    )
    for invitation in waiting:
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        _record(by, "withdraw_invitation", invitation, now)
    return len(waiting)


def open_invitation(digest: str, now: dt.datetime) -> Invitation:
    """The invitation behind a link's digest, if it works now; else InvitationRefused."""
    invitation = Invitation.objects.select_related("person").filter(digest=digest).first()
    if invitation is None:
        raise InvitationRefused("unknown")
    state = invitation_state(
        now=now,
        expires_at=invitation.expires_at,
        used_at=invitation.used_at,
        withdrawn_at=invitation.withdrawn_at,
    )
    if state != "open":
        raise InvitationRefused(state)
    if not invitation.person.is_active:
        raise InvitationRefused("withdrawn")
    return invitation


@transaction.atomic
def accept_invitation(*, digest: str, set_way: Callable[[Person], str], now: dt.datetime) -> Person:
    """Use an invitation once: ``set_way`` gives the person the first way to sign in and says which.

    Two who use one link at once are taken one after the other, and the second is refused as "used".
    """
    Invitation.objects.select_for_update().filter(digest=digest).first()
    invitation = open_invitation(digest, now)
    way = set_way(invitation.person)
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    _record(invitation.person_id, "accept_invitation", invitation, now, {"way": way})
    return invitation.person


def _record(
    by: int | None, act: str, invitation: Invitation, now: dt.datetime, detail: dict[str, str] | None = None
) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"people.Invitation:{invitation.pk}",
        about=invitation.person_id,
        now=now,
        detail=detail or {},
    )
