"""Keys that other systems come with: made once, shown once, revoked at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.personnel.models import FeedKey

LONGEST_DAYS = 730


def digest_of(secret: str) -> str:
    """What is stored of a key: it has 256 bits of chance, so a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_key(*, by: int, name: str, place_id: int, days: int, now: dt.datetime) -> tuple[FeedKey, str]:
    """A new key that reaches a place for so many days; its secret is given once and not stored."""
    if not name.strip():
        raise ValidationError({"name": [_("Skriv hvilket system nøkkelen er til.")]})
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(
            {"days": [_("Skriv et antall dager fra 1 til %(most)d.") % {"most": LONGEST_DAYS}]}
        )
    secret = f"borealis_{secrets.token_urlsafe(32)}"
    key = FeedKey.objects.create(
        name=name.strip()[:100],
        digest=digest_of(secret),
        place_id=place_id,
        made_by_id=by,
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    record_event(
        by=by,
        act="make_feed_key",
        subject=f"personnel.FeedKey:{key.pk}",
        now=now,
        detail={"place": place_id, "days": days},
    )
    return key, secret


@transaction.atomic
def revoke_key(*, by: int | None, key_id: int, now: dt.datetime) -> None:
    """The key works no more from now on."""
    key = FeedKey.objects.select_for_update().get(pk=key_id)
    if key.revoked_at is not None:
        raise ValidationError({"key": [_("Nøkkelen er trukket tilbake allerede.")]})
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    record_event(by=by, act="revoke_feed_key", subject=f"personnel.FeedKey:{key.pk}", now=now)
