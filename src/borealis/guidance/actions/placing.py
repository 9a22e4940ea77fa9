"""Placing the year's talks in the duty roster: proposals for both, and mending when the roster moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from borealis.guidance.actions.appointments import store_moved, store_proposed
from borealis.guidance.actions.held import held_talk, record
from borealis.guidance.models import Talk
from borealis.guidance.queries.placed_page import Placed
from borealis.guidance.queries.problem import Material, material_for
from borealis.planner.guidance import (
    Solution,
    Value,
    check,
    explain,
    place,
    read_problem,
    repair,
)
from borealis.trainees.directory import Trainee

SECONDS = 20.0
NOTHING = Solution("repair", "feasible", Value(), Value(), 0.0, (), ())  # no proposals beside what is agreed


@transaction.atomic
def place_talks(*, by: int | None, trainees: Iterable[Trainee], now: dt.datetime) -> Placed:
    """Propose times for what is left of the year, as the roster allows; what is agreed stays where it can stand.

    Whoever asks, and is in a talk, has accepted it; the others accept theirs. Where the roster has changed, as few as
    possible are moved. Asking again proposes nothing twice.
    """
    material = material_for(trainees, now)
    if material is None:
        return Placed(rostered=False)
    problem = read_problem(material.problem)
    changed = bool(material.unkept)
    solution = repair(problem, NOTHING, seconds=SECONDS) if changed else place(problem, seconds=SECONDS)
    verdict = check(problem, solution)
    if not verdict.is_sound:
        raise RuntimeError(f"The planner's own judge refuses: {verdict.breaches}")
    proposed, moved = _store(material, solution, by, now)
    people = {str(row.person_id): row for row in material.trainees.values()}
    return Placed(
        tuple(proposed),
        tuple(moved),
        tuple((people[reason.of], reason) for reason in explain(problem, solution) if reason.of in people),
        solution.status == "optimal",
    )


def _store(
    material: Material, solution: Solution, by: int | None, now: dt.datetime
) -> tuple[list[Talk], list[Talk]]:
    """New talks for what is new; a talk whose time can no longer be is moved to the nearest new one."""
    proposed, moved = [], []
    minutes = {series["id"]: series["minutes"] for series in material.problem["trainees"]}
    for pk, trainee in material.trainees.items():
        wanted = [s for s in solution.sessions if s.of == str(trainee.person_id)]
        talks = {(_minute(talk.start_at), str(talk.leader_id)): talk for talk in material.talks.get(pk, [])}
        new = [s for s in wanted if (s.start, s.guide) not in talks]
        kept = {(s.start, s.guide) for s in wanted}
        for key, talk in talks.items():
            if key not in kept and new:
                nearest = min(new, key=lambda s: abs(s.start - key[0]))
                new.remove(nearest)
                start, held = _moment(nearest.start), held_talk(talk.pk)
                span = (start, start + (held.end_at - held.start_at))
                moved.append(store_moved(held, int(nearest.guide), span, by, now, placed=True))
        length = dt.timedelta(minutes=minutes.get(str(trainee.person_id), 0))
        proposed += [_propose(trainee, _moment(s.start), length, int(s.guide), by, now) for s in new]
    return proposed, moved


def _propose(
    trainee: Trainee, start: dt.datetime, length: dt.timedelta, guide: int, by: int | None, now: dt.datetime
) -> Talk:
    talk = store_proposed(trainee, guide, (start, start + length), by, now)
    record(by, "propose_talk", talk, now, start=start.isoformat(), placed=True)
    return talk


def _minute(moment: dt.datetime) -> int:
    return int(moment.timestamp() // 60)


def _moment(minute: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(minute * 60, tz=dt.UTC)
