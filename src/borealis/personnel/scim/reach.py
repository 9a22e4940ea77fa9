"""What comes with a key: who made it, and what it reaches now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from scim2_models import SCIMException, UnauthorizedException

from borealis.organisations.queries import within
from borealis.people.directory import Person, person_with_key
from borealis.people.queries import viewer_of
from borealis.personnel.actions.keys import digest_of
from borealis.personnel.models import FeedKey
from borealis.personnel.permissions import in_places
from borealis.personnel.planning import reach_of

MOST_REFUSED = 20  # wrong keys from one address in a minute
USED_EVERY = dt.timedelta(minutes=1)


class TooManyTries(SCIMException):
    """Too many wrong keys from one address."""

    status = 429
    _default_detail = "Too many wrong keys. Wait a minute."


@dataclass(frozen=True)
class Feed:
    """A key at work: its place, the bodies and roles that it reaches, and whose word it has."""

    key_id: int
    by: int
    place_id: int
    places: frozenset[int]
    given: dict[int, frozenset[str]]

    def persons(self) -> QuerySet[Person]:
        """The persons that the key reaches."""
        return in_places(self.places)


def feed_of(request: HttpRequest, now: dt.datetime) -> Feed:
    """The key that a request comes with; a key reaches no more than its maker does today."""
    address = f"scim-refused:{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(address, 0) >= MOST_REFUSED:
        raise TooManyTries()
    word, _space, secret = request.headers.get("Authorization", "").partition(" ")
    key = None
    if word.casefold() == "bearer" and secret:
        found = FeedKey.objects.filter(digest=digest_of(secret.strip()[:200]), revoked_at=None)
        key = found.filter(expires_at__gt=now).first()
    feed = _reached(key, now) if key else None
    if key is None or feed is None:
        cache.add(address, 0, 60)
        cache.incr(address)
        raise UnauthorizedException(detail="The key is unknown, revoked or has expired.")
    if key.last_used_at is None or key.last_used_at < now - USED_EVERY:
        FeedKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return feed


def _reached(key: FeedKey, now: dt.datetime) -> Feed | None:
    maker = viewer_of(person_with_key(key.made_by_id), timezone.localdate(now))
    kept = within(maker.places_with("run_system"))
    reach = reach_of(maker)
    places = within([key.place_id]) & reach.places & kept
    if key.place_id not in places:
        return None
    given = {place: roles for place, roles in reach.given.items() if place in places}
    return Feed(key.pk, key.made_by_id, key.place_id, places, given)
