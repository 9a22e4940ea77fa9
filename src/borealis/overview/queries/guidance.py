"""What the first pages show of guidance: the year's talks, the next one, and who falls short."""

from __future__ import annotations

import datetime as dt
from typing import Any

from borealis.guidance.permissions import may_propose
from borealis.guidance.queries import guidance_findings, next_agreed, quotas_of
from borealis.people.queries import Viewer
from borealis.trainees.directory import Trainee


def guidance_part(trainee: Trainee, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """The year's talks and the next one, for a trainee's first page."""
    quotas = quotas_of([trainee], now)
    may = may_propose(viewer, trainee)
    return {
        "quotas": quotas.get(trainee.pk, ()),
        "next_talk": next_agreed(trainee, viewer, now),
        "talk_findings": guidance_findings([trainee], now, may_propose=may, quotas=quotas)[trainee.pk],
    }
