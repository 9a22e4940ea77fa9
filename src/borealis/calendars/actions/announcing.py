"""What is sent of talks: each as it is now, compared with what each person was told last.

Asking again sends nothing. What was told is stored before the mail goes, so nobody is told twice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from borealis.calendars.actions.letters import Line, send
from borealis.calendars.models import Announced, Revision
from borealis.calendars.queries.choices import without_invitations
from borealis.calendars.queries.revisions import revised
from borealis.calendars.rules import CANCEL, CANCELLED, REQUEST, STATUS_OF, Told, spread, step
from borealis.guidance.queries import Booked, booked
from borealis.people.directory import Person, persons

Before = dict[tuple[int, int], Told]  # by talk and person


@dataclass(frozen=True)
class _Step:
    """What one person is to be told of one talk."""

    talk: Booked
    revision: Revision
    step: str
    status: str


def note_talk(*, talk_id: int) -> None:
    """Note, in the transaction that stores it, that a talk may have changed."""
    row = Revision(talk_id=talk_id, waits=True)
    Revision.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["talk"], update_fields=["waits"]
    )


@transaction.atomic
def announce(*, now: dt.datetime) -> int:
    """Tell those in the talks that wait what is new to them, and give how many persons were told."""
    waiting = Revision.objects.select_for_update().filter(waits=True)
    talks = booked(waiting.values_list("talk_id", flat=True))
    if not talks:
        return 0
    revisions = revised(talks, now)
    before = _told_before(talks)
    steps: dict[int, list[_Step]] = defaultdict(list)
    for talk in talks:
        for person, found in _steps(talk, revisions[talk.pk], before, now):
            steps[person].append(found)
    _keep_and_send(steps, before, now)
    waiting.filter(talk_id__in=[talk.pk for talk in talks]).update(waits=False)
    return len(steps)


def _told_before(talks: Iterable[Booked]) -> Before:
    rows = Announced.objects.filter(talk_id__in=[talk.pk for talk in talks])
    return {(row.talk_id, row.person_id): Told(row.sequence, row.status, row.invited) for row in rows}


def _steps(talk: Booked, revision: Revision, before: Before, now: dt.datetime) -> list[tuple[int, _Step]]:
    """What is new to whom. A talk that is over is nothing to put in a calendar."""
    if talk.end_at <= now:
        return []
    seated = {seat.person_id for seat in talk.seats}
    found = []
    for person in sorted(seated | {who for pk, who in before if pk == talk.pk}):
        status = STATUS_OF[talk.state] if person in seated else CANCELLED
        taken = step(before.get((talk.pk, person)), revision.sequence, status)
        if taken:
            found.append((person, _Step(talk, revision, taken, status)))
    return found


def _keep_and_send(steps: dict[int, list[_Step]], before: Before, now: dt.datetime) -> None:
    people = {row.pk: row for row in persons().filter(pk__in=steps, is_active=True)}
    quiet = without_invitations(people)
    kept: list[Announced] = []
    for person, rows in steps.items():
        sent = spread([(row.step, row.status) for row in rows])
        reached = person in people and person not in quiet
        kept += [_row(person, row, way, before, reached, now) for row, way in zip(rows, sent, strict=True)]
        if reached:
            _send_later(people[person], rows, sent, now)
    Announced.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["talk", "person"],
        update_fields=["sequence", "status", "invited", "announced_at"],
    )


def _row(person: int, row: _Step, way: str, before: Before, reached: bool, now: dt.datetime) -> Announced:
    earlier = before.get((row.talk.pk, person))
    invited = bool(earlier and earlier.invited and way != CANCEL) or (reached and way == REQUEST)
    return Announced(
        talk_id=row.talk.pk,
        person_id=person,
        sequence=row.revision.sequence,
        status=row.status,
        invited=invited,
        announced_at=now,
    )


def _send_later(person: Person, rows: list[_Step], sent: list[str], now: dt.datetime) -> None:
    lines = [Line(row.talk, row.revision, way, row.status) for row, way in zip(rows, sent, strict=True)]
    transaction.on_commit(lambda: send(person, lines, now), robust=True)
