"""Whom an event can reach, in a programme too large to plan again for everyone while somebody waits for the answer.

The others keep their plans in force, and what those take of places is taken: a plan of the smaller problem is a plan
for everyone. It may miss what only a chain of many moves would give. Problems are format
``borealis/rotation-problem/1``; none is changed in place. Months are "YYYY-MM", ``through`` is included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from itertools import groupby
from typing import Any

from borealis.planner import Problem, read_problem
from borealis.plans.rules.changes import AgreementEnds, Event, Places, subject_of
from borealis.plans.rules.months import month_text, number

MANY = 30
"""So many trainees are always planned together."""
NEAR = 12
"""So many are planned with those to whom it happens, where there are more than that: those who meet them most."""


def nearby(before: Mapping[str, Any], changed: dict[str, Any], event: Event) -> dict[str, Any]:
    """The changed problem for those whom the event can reach, with the places that the others leave.

    That is whom it happens to, whoever has no plan in force to keep, and those who are most in the arenas it is
    about: their months there count, each by its share of the places. Where places are lost, as many more as it takes
    for those who keep their plans to have room. ``before`` is the problem without the event.
    """
    rows = changed["trainees"]
    if len(rows) <= MANY:
        return changed
    wanted = _wanted(before, changed, event)
    planned = {row["id"] for row in rows if "current" not in row or row["id"] == subject_of(event)}
    met = {row["id"]: _meetings(row, wanted, event.first) for row in rows if row["id"] not in planned}
    near = sorted((name for name in met if any(met[name])), key=lambda name: ([-m for m in met[name]], name))
    planned.update(near[:NEAR])
    read = read_problem(changed)
    if isinstance(event, Places | AgreementEnds):
        planned |= _in_excess(read, wanted, planned)
    return {
        **changed,
        "arenas": _left(read, changed["arenas"], planned),
        "trainees": [row for row in rows if row["id"] in planned],
    }


def _in_excess(problem: Problem, lost: Collection[str], planned: Set[str]) -> set[str]:
    """Whom else to plan so that nobody stands where there is no place: first who is most where there are too many."""
    months = range(problem.calendar.first, problem.calendar.last + 1)
    cells = {
        t.id: {cell: load for cell, load in problem.taken([(t, t.current or ())]).items() if cell[0] in lost}
        for t in problem.trainees
        if t.id not in planned
    }
    over = Counter(
        {(a.id, month): -a.places_in(month) for a in problem.arenas if a.id in lost for month in months}
    )
    for taken in cells.values():
        over.update(taken)
    found: set[str] = set()
    while any(number > 0 for number in over.values()):
        name = max(sorted(cells), key=lambda name: sum(over[cell] > 0 for cell in cells[name]))
        over.subtract(cells.pop(name))
        found.add(name)
    return found


def _wanted(before: Mapping[str, Any], changed: Mapping[str, Any], event: Event) -> dict[str, float]:
    """The arenas that the event is about, each with what one month there is of its places."""
    if isinstance(event, Places):
        codes = {event.arena}
    elif isinstance(event, AgreementEnds):
        codes = set(event.arenas)
    else:
        rows = (row for problem in (before, changed) for row in problem["trainees"])
        blocks = (block for row in rows if row["id"] == subject_of(event) for block in row["blocks"])
        codes = {arena["id"] for block in blocks for arena in block["arenas"]}
    places = {
        arena["id"]: max((period["places"] for period in arena["places"]), default=0)
        for arena in before["arenas"]
    }
    return {code: 1 / max(1, places[code]) for code in codes & set(places)}


def _meetings(row: Mapping[str, Any], wanted: Mapping[str, float], first: str) -> tuple[float, int]:
    """A trainee's months in the arenas from a month on, each by its share of the places, and months that could be."""
    may = {block["id"] for block in row["blocks"] if any(arena["id"] in wanted for arena in block["arenas"])}
    there, possible = 0.0, 0
    for stint in row["current"]:
        months = max(0, number(stint["through"]) - number(max(stint["from"], first)) + 1)
        there += months * wanted.get(stint["arena"], 0)
        possible += months * (stint["block"] in may)
    return there, possible


def _left(problem: Problem, arenas: Sequence[dict[str, Any]], planned: Set[str]) -> list[dict[str, Any]]:
    """The arenas with the places, and the minimums, that are left by those who are not planned."""
    taken = problem.taken((t, t.current or ()) for t in problem.trainees if t.id not in planned)
    calendar = problem.calendar
    months = range(calendar.first, calendar.last + 1)
    left = []
    for row, arena in zip(arenas, problem.arenas, strict=True):
        used = [taken[arena.id, month] for month in months]
        places = [max(0, arena.places_in(m) - u) // arena.unit for m, u in zip(months, used, strict=True)]
        least = [
            max(0, -(-(arena.minimum_in(m) - u) // arena.unit)) for m, u in zip(months, used, strict=True)
        ]
        fewest = [min(pair) for pair in zip(least, places, strict=True)]
        left.append({**row, "places": _periods(months, places), "minimum": _periods(months, fewest)})
    return left


def _periods(months: range, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Runs of months with the same number of places, those of none left out."""
    periods = []
    for places, run in groupby(zip(months, numbers, strict=True), key=lambda pair: pair[1]):
        of = [month for month, _ in run]
        if places:
            periods.append({"from": month_text(of[0]), "through": month_text(of[-1]), "places": places})
    return periods
