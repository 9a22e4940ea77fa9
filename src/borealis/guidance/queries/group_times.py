"""When a group can meet: times in the duty roster at which the leader and most of the members are free."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from borealis.guidance.queries.problem import ONE_DAY, last_day, people_of, taken_by
from borealis.guidance.rules import FEWEST_IN_GROUP
from borealis.people.directory import persons
from borealis.planner.guidance import check, place, read_problem
from borealis.rosters.queries import presence
from borealis.trainees.directory import Trainee

AHEAD = dt.timedelta(days=112)
SECONDS = 5.0
SUGGESTED = 4
SHARE_PRESENT = 2 / 3  # of the members, at least (local norm)


@dataclass(frozen=True)
class GroupTime:
    """A time for a group, and who of it cannot come then."""

    start: dt.datetime
    absent: tuple[str, ...]


def group_times(
    *, department_id: int, trainee_ids: Iterable[int], leader_id: int, minutes: int, now: dt.datetime
) -> list[GroupTime] | None:
    """Some times in the weeks to come, as far apart as they can be; None when no roster tells of them.

    The leader can come to all of them, and at least two thirds of the members.
    """
    rows = Trainee.objects.filter(pk__in=set(trainee_ids)).select_related("person", "programme")
    members = {row.person_id: row for row in rows}
    first = timezone.localdate(now) + ONE_DAY
    last = last_day({department_id, *(row.programme.department_id for row in members.values())}, first)
    if last is None or not members:
        return None
    people, last = {leader_id, *members}, min(last, first + AHEAD)
    problem = read_problem(
        {
            "format": "borealis/guidance-problem/1",
            "period": {"from": first.isoformat(), "through": last.isoformat()},
            "people": people_of(people, presence(people, first, last), taken_by({}, now)),
            "trainees": [],
            "groups": [
                {
                    "id": "group",
                    "leader": str(leader_id),
                    "members": [str(pk) for pk in sorted(members)],
                    "quorum": max(
                        min(len(members), FEWEST_IN_GROUP), math.ceil(len(members) * SHARE_PRESENT)
                    ),
                    "sessions": SUGGESTED,
                    "minutes": minutes,
                }
            ],
        }
    )
    solution = place(problem, seconds=SECONDS)
    verdict = check(problem, solution)
    if not verdict.is_sound:
        raise RuntimeError(f"The planner's own judge refuses: {verdict.breaches}")
    names = dict(persons().filter(pk__in=members).values_list("pk", "name"))
    return [
        GroupTime(
            dt.datetime.fromtimestamp(session.start * 60, tz=dt.UTC),
            tuple(sorted(names[pk] for pk in members if str(pk) not in session.present)),
        )
        for session in sorted(solution.sessions, key=lambda session: session.start)
    ]
