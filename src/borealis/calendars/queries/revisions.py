"""Each talk's identity and number in calendars, brought up to date with the talk as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from borealis.calendars.models import Revision
from borealis.calendars.rules import STATUS_OF, facts_digest
from borealis.guidance.queries import Booked


def revised(talks: Iterable[Booked], now: dt.datetime) -> dict[int, Revision]:
    """The revision of each talk, made or raised where the talk has changed. Asking again changes nothing."""
    rows = list(talks)
    found = {row.talk_id: row for row in Revision.objects.filter(talk_id__in=[talk.pk for talk in rows])}
    missing = [Revision(talk_id=talk.pk) for talk in rows if talk.pk not in found]
    if missing:
        Revision.objects.bulk_create(missing, ignore_conflicts=True)
        again = Revision.objects.filter(talk_id__in=[row.talk_id for row in missing])
        found |= {row.talk_id: row for row in again}
    for talk in rows:
        _bring_up_to_date(found[talk.pk], talk, now)
    return found


def _bring_up_to_date(row: Revision, talk: Booked, now: dt.datetime) -> None:
    digest = facts_digest(
        status=STATUS_OF[talk.state],
        start_at=talk.start_at,
        end_at=talk.end_at,
        department_id=talk.department_id,
        people=[talk.leader.person_id, *sorted(seat.person_id for seat in talk.trainees)],
    )
    if row.digest == digest:
        return
    row.sequence += bool(row.digest)
    row.modified_at = now if row.digest else talk.made_at
    row.digest = digest
    row.save(update_fields=["sequence", "digest", "modified_at"])
