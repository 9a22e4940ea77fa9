"""Tying a person to an account at another provider of sign-in, and untying it."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from borealis.audit.actions import record_event
from borealis.people import mail
from borealis.people.models import Identity, Person

LINKED = _("En konto hos en annen er knyttet til. Du kan logge inn i Borealis med den.")
UNLINKED = _("En konto hos en annen er fjernet. Du kan ikke lenger logge inn i Borealis med den.")


class IdentityRefused(Exception):
    """The tie is not made or undone; ``reason`` is "identity_taken", "linked_elsewhere" or "last_way"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def link_identity(
    *, by: int, person_id: int, issuer: str, subject: str, provider: str, now: dt.datetime
) -> Identity:
    """Tie a person to an account at a provider, so that it signs that person in from now on.

    A person has one account at each provider, and an account belongs to one person. The same tie again
    changes nothing. The subject stays out of the record: it can be made from a national identity number.
    """
    try:
        with transaction.atomic():
            person = Person.objects.select_for_update().get(pk=person_id)
            known = Identity.objects.filter(issuer=issuer, subject=subject).first()
            if known and known.person_id == person.pk:
                return known
            if known:
                raise IdentityRefused("identity_taken")
            if person.identities.filter(issuer=issuer).exists():
                raise IdentityRefused("linked_elsewhere")
            made = Identity.objects.create(person=person, issuer=issuer, subject=subject, linked_at=now)
            record_event(
                by=by,
                act="link_identity",
                subject=f"people.Identity:{made.pk}",
                about=person.pk,
                now=now,
                detail={"provider": provider},
            )
            _tell(person, LINKED)
            return made
    except IntegrityError:  # another request tied the same account in the same moment
        raise IdentityRefused("identity_taken") from None


@transaction.atomic
def unlink_identity(*, by: int, identity_id: int, provider: str, issuers: set[str], now: dt.datetime) -> None:
    """Undo a tie of one's own, unless it is the last way to sign in.

    ``issuers`` are the providers that sign anyone in today. Raises Identity.DoesNotExist for what is not
    the person's own.
    """
    person = Person.objects.select_for_update().get(pk=by)
    identity = Identity.objects.get(pk=identity_id, person=person)
    others = person.identities.exclude(pk=identity.pk).filter(issuer__in=issuers)
    if not (person.has_usable_password() or _has_passkey(person) or others.exists()):
        raise IdentityRefused("last_way")
    record_event(
        by=by,
        act="unlink_identity",
        subject=f"people.Identity:{identity.pk}",
        about=by,
        now=now,
        detail={"provider": provider},
    )
    identity.delete()
    _tell(person, UNLINKED)


def _tell(person: Person, change: Promise) -> None:
    """Mail the person that a way to sign in came or went, once it is stored."""
    link = settings.SITE_ADDRESS + reverse("me")
    transaction.on_commit(lambda: mail.write_to(person, "ways_changed", {"change": change, "link": link}))


def _has_passkey(person: Person) -> bool:
    authenticators = apps.get_model("mfa", "Authenticator")._default_manager
    return bool(authenticators.filter(user=person, type="webauthn").exists())
