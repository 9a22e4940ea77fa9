"""Which providers there are, whom an account belongs to, and what a person is tied to."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from borealis.people.models import Identity, Person
from borealis.people.providers.client import Client
from borealis.people.providers.configuration import ConfigurationRefused, here, providers_in
from borealis.people.providers.rules import Account, Provider, Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """A provider as the sign-in page shows it: its id in addresses, and the name on the button."""

    id: str
    name: str


@dataclass(frozen=True)
class Tie:
    """A provider as a person's own page shows it, with the tie to it when there is one."""

    id: str
    name: str
    identity: Identity | None


def providers() -> list[Choice]:
    """The providers that anyone can sign in with, in the order of the file."""
    return [Choice(provider.id, provider.name) for provider in configured()]


def configured() -> tuple[Provider, ...]:
    """The providers with all that is agreed. A file with mistakes gives none, and is told of in the log."""
    path = here()
    try:
        stat = path.stat()
        return _read(path, stat.st_mtime_ns, stat.st_size, allows_loopback())
    except FileNotFoundError:
        return ()
    except ConfigurationRefused as refused:
        logger.error("No provider of sign-in is in use: %s", refused)
        return ()


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int, loopback: bool) -> tuple[Provider, ...]:
    """The file as it was at a moment; read again when it changes."""
    return providers_in(path, loopback=loopback)


def allows_loopback() -> bool:
    """Whether a provider may be called by http on this machine. Only tests say so."""
    return bool(getattr(settings, "PROVIDERS_LOOPBACK_HTTP", False))


def provider_with_id(provider_id: str) -> Provider | None:
    """The provider with an id, or None."""
    return next((provider for provider in configured() if provider.id == provider_id), None)


def client_of(provider: Provider) -> Client:
    """Borealis as a client of a provider, by the clock of this machine."""
    return Client(provider, clock=timezone.now, loopback=allows_loopback())


def person_known_by(account: Account) -> Person | None:
    """The person whom an account is tied to, or None."""
    found = Identity.objects.filter(issuer=account.issuer, subject=account.subject).select_related("person")
    identity = found.first()
    return identity.person if identity else None


def person_matching(provider: Provider, account: Account) -> Person:
    """The one active person who matches an account that is not tied to anyone yet.

    By an address that the provider has verified, or by the HPR number that HelseID gives; never by
    another thing. Nobody, or several: refused.
    """
    people = Person.objects.filter(is_active=True, erased_at=None)
    if provider.match == "email" and account.email:
        found = list(people.filter(email__iexact=account.email)[:2])
    elif provider.match == "hpr_number" and account.hpr_number:
        found = list(people.filter(hpr_number=account.hpr_number)[:2])
    else:
        found = []
    if len(found) != 1:
        raise Refused("ambiguous_account" if found else "unknown_account")
    return found[0]


def ties_of(person_id: int) -> list[Tie]:
    """Every provider, with the person's tie to it or None."""
    tied = {identity.issuer: identity for identity in Identity.objects.filter(person_id=person_id)}
    return [Tie(one.id, one.name, tied.get(one.issuer)) for one in configured()]


def sign_out_address(how: str, back: str) -> str:
    """Where a person can sign out of the provider that she came by too ("" when it offers none).

    RP-Initiated Logout 1.0 § 2, by client id: the id token is not kept. ``how`` is what the session
    says of the sign-in; ``back`` is the address to return to, which the provider must know.
    """
    provider = provider_with_id(how)
    if provider is None:
        return ""
    try:
        metadata = client_of(provider).kept_metadata()
    except Refused:
        return ""
    if metadata is None or not metadata.end_session:
        return ""
    query = urlencode({"client_id": provider.client_id, "post_logout_redirect_uri": back})
    return f"{metadata.end_session}{'&' if '?' in metadata.end_session else '?'}{query}"
