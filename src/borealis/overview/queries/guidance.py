"""What the first pages show of guidance: the year's talks, the next one, and who falls short."""

from __future__ import annotations

import datetime as dt
from typing import Any

from borealis.guidance.permissions import may_propose
from borealis.guidance.queries import guidance_findings, guidance_of, quotas_of
from borealis.people.queries import Viewer
from borealis.trainees.directory import Trainee


def guidance_part(trainee: Trainee, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """The year's talks and the next one, for a trainee's first page."""
    coming, quotas = guidance_of(trainee, viewer, now)["coming"], quotas_of([trainee], now)
    may = may_propose(viewer, trainee)
    return {
        "quotas": quotas.get(trainee.pk, ()),
        "next_talk": next((one for one in coming if one.state == "agreed"), None),
        "talk_findings": guidance_findings([trainee], now, may_propose=may, quotas=quotas)[trainee.pk],
    }
