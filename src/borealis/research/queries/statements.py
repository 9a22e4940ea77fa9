"""What a confirmation of set-aside time says, and what whoever holds the paper may know of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone, translation

from borealis.organisations.queries import name_by_id
from borealis.people.directory import person_with_key
from borealis.research.models import Confirmation, Track
from borealis.research.queries.demands import demands_of
from borealis.shell.language import localised, text_in

FORMAT = "borealis/set-aside-time/1"


def content_of(track: Track, by: int, now: dt.datetime) -> dict[str, Any]:
    """What the head puts the name to, in bokmål."""
    demands, trainee = demands_of(track.demands), track.trainee
    with translation.override("nb"):
        return {
            "format": FORMAT,
            "doctor": trainee.person.name,
            "hpr_number": trainee.person.hpr_number,
            "specialty": localised(trainee.programme.specialty, "name"),
            "department": name_by_id(trainee.programme.department_id),
            "university": demands.university,
            "programme": text_in(demands.programme),
            "percent": track.percent,
            "from_day": track.from_day.isoformat(),
            "to_day": track.to_day.isoformat(),
            "signed_by": person_with_key(by).name,
            "signed_on": timezone.localdate(now).isoformat(),
        }


def confirmation_with(digest: str) -> Confirmation | None:
    """The confirmation with this mark, or None."""
    return Confirmation.objects.filter(digest=digest).first()
