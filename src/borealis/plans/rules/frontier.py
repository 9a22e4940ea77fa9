"""The plans worth choosing among when something has happened: how many are moved against how much later they finish.

The same problem is solved several times, each month that differs from the plans in force being dear or cheap. What
is left are those plans that no other beats both in disturbance and in lateness.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from borealis.planner import Solution, can_stand, check, read_problem, solve, solve_some
from borealis.planner.formats.solution import TraineePlan
from borealis.plans.rules.changes import NEWCOMER, AgreementEnds, Event, Places, subject_of
from borealis.plans.rules.months import number
from borealis.plans.rules.positions import is_position

SECONDS = 0.5  # for all the plans together; a department's are often proven best sooner
PRICES = {"cheap": 0.01, "others_stay": 0.01, "between": 6, "dear": 60}
"""What a changed month costs: next to nothing, as much as some months of delay, more than those."""
WAYS = tuple(PRICES)
"""``others_stay`` comes after ``cheap``: it asks the same, so that what was proven of the one holds for the other."""
MANY = 60
"""So many trainees are planned in several ways while somebody waits; more in the way ``OF_MANY`` alone."""
OF_MANY = ("between",)
SECONDS_OF_MANY = 0.1  # beyond what it takes to plan them in turn


@dataclass(frozen=True)
class Option:
    """One plan for everyone. ``later`` is in months against the plans in force, below 0 when earlier.

    ``moved`` are those whose plan is another, without the one to whom it happens and those whose plans in force
    cannot go on anyway. ``changed_months`` are everybody's. ``waits`` is how long a newcomer waits, in months, and
    ``positions_wait`` how long all positions that are not filled do; ``missing`` full-time months without a place.
    """

    way: str
    problem: Mapping[str, Any]
    solution: Solution
    moved: tuple[str, ...]
    changed_months: int
    later: Mapping[str, int]
    waits: int
    missing: float
    positions_wait: int = 0

    @property
    def months_moved(self) -> int:
        """Months that are otherwise for those who are moved."""
        return sum(plan.changed_months for plan in self.solution.trainees if plan.id in self.moved)

    @property
    def disturbance(self) -> tuple[int, int]:
        return len(self.moved), self.changed_months

    @property
    def missed(self) -> int:
        """Courses that no date fits, of all together."""
        return sum(month is None for plan in self.solution.trainees for month in plan.courses.values())

    @property
    def lateness(self) -> tuple[float, int]:
        return self.missing + self.missed, self.months_later + self.positions_wait

    @property
    def months_later(self) -> int:
        """Months that all of them together finish later, earlier ones subtracted; a newcomer's waiting with them."""
        return sum(self.later.values()) + self.waits


def options(
    changed: dict[str, Any], event: Event, anyway: Collection[str] = (), seconds: float = SECONDS
) -> list[Option]:
    """The plans to choose among, the one that disturbs least first. None when no plan keeps every rule.

    ``anyway`` are the ids of those whose plans in force cannot go on whether or not the event happens.
    """
    solved = _solved(changed, event, frozenset(anyway), seconds)
    return frontier(option_of(way, asked, solution, event, anyway) for way, asked, solution in solved)


def frontier(found: Iterable[Option]) -> list[Option]:
    """Those that no other matches in both disturbance and lateness: each next one disturbs more and ends earlier."""
    kept: list[Option] = []
    for option in sorted(found, key=lambda option: (option.disturbance, option.lateness)):
        if not kept or option.lateness < kept[-1].lateness:
            kept.append(option)
    return kept


def unsettled(before: Mapping[str, Any]) -> frozenset[str]:
    """The ids of those whose plans in force no longer fit what is known of them: they are planned again anyway."""
    read = read_problem(before)
    planned = (t for t in read.trainees if t.blocks and not t.unknown)
    return frozenset(t.id for t in planned if not can_stand(read, t))


def _solved(
    changed: dict[str, Any], event: Event, anyway: frozenset[str], seconds: float
) -> Iterator[tuple[str, dict[str, Any], Solution]]:
    """A sound plan for each way, as long as the time lasts; a way without one is left out."""
    seconds = min(seconds, SECONDS_OF_MANY) if is_for_many(changed) else seconds
    until, bound = time.monotonic() + seconds, 0.0
    free = touched(changed, event) | anyway
    ways = _ways(changed, free)
    for turn, way in enumerate(ways):
        share = max(0.02, (until - time.monotonic()) / (len(ways) - turn))
        asked = problem_of(changed, way)
        read = read_problem(asked)
        if way == "others_stay":
            solution = solve_some(read, free, bound, partial(solve, seconds=share))
        else:
            solution = solve(read, seconds=share)
        bound = solution.bound
        if solution.status != "infeasible" and check(read, solution).is_sound:
            yield way, asked, solution


def is_for_many(changed: Mapping[str, Any]) -> bool:
    """Whether there are so many to plan for that there is time for one plan alone."""
    return len(changed["trainees"]) > MANY


def _ways(changed: Mapping[str, Any], free: Collection[str]) -> tuple[str, ...]:
    """The ways to ask; where everybody is free to be planned anew, "others_stay" would ask again what "cheap" did."""
    if is_for_many(changed):
        return OF_MANY
    may_stay = any("current" in row and row["id"] not in free for row in changed["trainees"])
    return tuple(way for way in WAYS if may_stay or way != "others_stay")


def problem_of(changed: dict[str, Any], way: str) -> dict[str, Any]:
    """The problem as one way asks it, with its price of a changed month."""
    return {**changed, "objective": {**changed["objective"], "change": PRICES[way]}}


def touched(changed: Mapping[str, Any], event: Event) -> frozenset[str]:
    """The ids of those whose plan cannot simply go on: the one it happens to, or whoever is in what is lost."""
    subject = subject_of(event)
    rows = changed["trainees"]
    if subject is not None:
        return frozenset(row["id"] for row in rows if row["id"] == subject)
    arenas, through = _lost(event)
    return frozenset(
        row["id"]
        for row in rows
        for stint in row.get("current", ())
        if stint["arena"] in arenas and stint["through"] >= event.first
        if through is None or stint["from"] <= through
    )


def _lost(event: Event) -> tuple[Collection[str], str | None]:
    """The arenas that lose places, and the last month in which they do."""
    if isinstance(event, AgreementEnds):
        return event.arenas, None
    if isinstance(event, Places) and event.by < 0:
        return (event.arena,), event.through
    return (), None


def option_of(
    way: str, asked: Mapping[str, Any], solution: Solution, event: Event, anyway: Collection[str]
) -> Option:
    """What a solution of a way's problem comes to."""
    rows = {row["id"]: row for row in asked["trainees"]}
    plans = [plan for plan in solution.trainees if "current" in rows[plan.id]]
    return Option(
        way=way,
        problem=asked,
        solution=solution,
        moved=tuple(p.id for p in plans if p.changed_months and p.id not in {subject_of(event), *anyway}),
        changed_months=sum(plan.changed_months for plan in plans),
        later={plan.id: months_later(rows[plan.id], plan) for plan in plans},
        waits=sum(p.delay_months for p in solution.trainees if p.id == NEWCOMER),
        missing=sum(part.months for plan in solution.trainees for part in plan.unplaced),
        positions_wait=sum(p.delay_months for p in solution.trainees if is_position(p.id)),
    )


def months_later(row: Mapping[str, Any], plan: TraineePlan) -> int:
    """Months from the end of the plan in force to the end of this one; 0 where one of them has no end.

    A plan that leaves something without a place has none: its last month is not the end.
    """
    if plan.unplaced:
        return 0
    before = max((number(stint["through"]) for stint in row["current"]), default=None)
    return plan.end - before if plan.end is not None and before is not None else 0
