"""What a trainee has done since a day, for the talk with the guide: activities by kind, and hours for learning."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from borealis.overview.queries.teaching_time import time_had
from borealis.portfolio.activities.queries import kind_totals
from borealis.portfolio.activities.wording import KIND_WORDS
from borealis.trainees.directory import Trainee

LONGEST = dt.timedelta(days=400)


def since_page(trainee: Trainee, first: dt.date, last: dt.date, now: dt.datetime) -> dict[str, Any]:
    """Facts from the first through the last day, at most some 13 months and not beyond today."""
    last = min(last, timezone.localdate(now))
    first = max(first, last - LONGEST)
    done = kind_totals(trainee.pk, first, last)
    kept = time_had({trainee.person_id: (first, last)}, now).get(trainee.person_id)
    return {
        "first": first,
        "last": last,
        "done": [(str(words), done[kind]) for kind, words in KIND_WORDS.items() if kind in done],
        "kept": kept,
    }
