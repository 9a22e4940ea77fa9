"""What a person has chosen, and the page that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from borealis.calendars.models import Feed, Preference
from borealis.calendars.rules import USUAL_CONTENTS, USUAL_INVITATIONS


@dataclass(frozen=True)
class Choices:
    """What the calendar holds, and whether talks come by mail too."""

    contents: str = USUAL_CONTENTS
    invitations: bool = USUAL_INVITATIONS


def choices_of(person_id: int) -> Choices:
    """A person's choices, or the usual ones."""
    found = Preference.objects.filter(person_id=person_id).first()
    return Choices(found.contents, found.invitations) if found else Choices()


def without_invitations(person_ids: Iterable[int]) -> set[int]:
    """Those of some persons who want no talks by mail."""
    rows = Preference.objects.filter(person_id__in=set(person_ids), invitations=False)
    return set(rows.values_list("person_id", flat=True))


def feed_address(word: str) -> str:
    """The whole private address with a secret word."""
    return f"{settings.SITE_ADDRESS}{reverse('calendar_feed', args=[word])}"


def page_of(person_id: int, word: str = "") -> dict[str, Any]:
    """The page of choices; ``word`` is the secret of an address that was made just now."""
    address = feed_address(word) if word else ""
    return {
        "feed": Feed.objects.filter(person_id=person_id, ended_at=None).first(),
        "address": address,
        "subscribe": address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
    }
