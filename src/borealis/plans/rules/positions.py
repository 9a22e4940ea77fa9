"""Positions that are expected to be filled and are not yet: how the planner plans for them, and what that comes to.

Each is a trainee of the problem who is ``unknown``, with every phase ahead and no plan in force. The planner lets it
weigh less than a trainee who is there (``objective.unknown``). A position whose month is past is planned from the
first month of the plans: it is empty still, and may be filled any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from borealis.planner import Problem, Solution
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.courses import CourseAhead
from borealis.plans.rules.months import month_text
from borealis.plans.rules.outcome import contents_from
from borealis.plans.rules.problem import Candidate, Phase, problem

PREFIX = "ventet-"
"""Begins the id of each position in a problem; the ids of trainees are numbers."""
MOST = 20  # positions that are registered together
MOST_IN_ALL = 40  # positions of a programme
FARTHEST = 60  # months ahead that a position may begin
LONGEST_TOWN, LONGEST_NOTE = 100, 200  # signs


@dataclass(frozen=True)
class Expected:
    """So many positions from a month ("YYYY-MM"), at home in a town; ``key`` is what they are stored under."""

    key: int
    first: str
    positions: int
    town: str

    @property
    def ids(self) -> list[str]:
        """The ids in a problem: the same from one computation to the next, and in order."""
        return [f"{PREFIX}{self.key}-{number:02d}" for number in range(1, self.positions + 1)]


@dataclass(frozen=True)
class Position:
    """One position: the month it is registered from, and which it is of those from that month."""

    id: str
    first: str
    number: int
    of: int


@dataclass(frozen=True)
class HeldMinimum:
    """Months, the last included, in which an arena has its minimum only with somebody who is not there yet."""

    arena: str
    first: str
    last: str


def is_position(name: str) -> bool:
    """Whether an id in a problem is a position's."""
    return name.startswith(PREFIX)


def is_overdue(first: str, this_month: str) -> bool:
    """Whether somebody should have begun already: the month is over."""
    return first < this_month


def with_candidates(
    before: dict[str, Any], candidates: Sequence[Candidate], phases: Sequence[Phase], **marks: Any
) -> dict[str, Any]:
    """The problem with more rows, none with a plan in force; the calendar reaches as far as they ask."""
    first = before["calendar"]["first"]
    alone = problem(phases, (), candidates, first, before["objective"])
    rows = [
        {key: value for key, value in row.items() if key != "current"} | marks for row in alone["trainees"]
    ]
    months = max(before["calendar"]["months"], alone["calendar"]["months"])
    return {
        **before,
        "calendar": {"first": first, "months": months},
        "trainees": [*before["trainees"], *rows],
    }


def with_positions(
    before: dict[str, Any],
    expected: Iterable[Expected],
    phases: Sequence[Phase],
    service_needed: float,
    courses: tuple[CourseAhead, ...] = (),
) -> dict[str, Any]:
    """The problem with every position in it. ``service_needed`` and ``courses`` as in ``Candidate``, of one who has
    none done."""
    first = before["calendar"]["first"]
    candidates = [
        Candidate(name, row.town.lower(), max(first, row.first), service_needed, courses=courses)
        for row in expected
        for name in row.ids
    ]
    return with_candidates(before, candidates, phases, unknown=True) if candidates else before


def positions_as_facts(expected: Iterable[Expected]) -> list[dict[str, str]]:
    """What a proposal stores of its positions, so that it says the same when they have changed."""
    return [{"id": name, "first": row.first} for row in expected for name in row.ids]


def positions_from(facts: Mapping[str, Any]) -> dict[str, Position]:
    """The positions of a proposal by their ids, the earliest first; none in proposals from before there were any."""
    rows = sorted(facts.get("positions", ()), key=lambda row: row["first"])
    of, seen = Counter(row["first"] for row in rows), Counter[str]()
    found = {}
    for row in rows:
        seen[row["first"]] += 1
        found[row["id"]] = Position(row["id"], row["first"], seen[row["first"]], of[row["first"]])
    return found


def position_contents(
    problem: Mapping[str, Any], facts: Mapping[str, Any], solution: Mapping[str, Any]
) -> dict[str, PlanContent]:
    """What each position would get, by its id. With nothing agreed on, the end that was normal is the agreed one."""
    ends = {row["id"]: row["norm_end"] for row in problem["trainees"] if is_position(row["id"])}
    return contents_from(problem, {**facts, "norm_end": ends}, solution)


def months_given_up(problem: Problem, solution: Solution, solve: Callable[[Problem], Solution]) -> int | None:
    """Months that the trainees together finish later than without the positions, found by planning without them.

    0 where planning without them finds nothing better; None where it leaves other months without a place, so that
    the ends say nothing.
    """
    known = replace(problem, trainees=tuple(t for t in problem.trainees if not t.unknown))
    found = solve(known)
    names = {trainee.id for trainee in known.trainees}
    (with_them, missing), (without, missing_too) = (_late(one, names) for one in (solution, found))
    return max(0, with_them - without) if missing == missing_too else None


def _late(solution: Solution, names: Collection[str]) -> tuple[int, float]:
    plans = [plan for plan in solution.trainees if plan.id in names]
    missing = sum(part.months for plan in plans for part in plan.unplaced)
    return sum(plan.delay_months for plan in plans), missing


def held_minimums(problem: Problem, solution: Solution) -> list[HeldMinimum]:
    """Where a minimum is kept by positions, so that it is broken as long as they are not filled."""
    people = {trainee.id: trainee for trainee in problem.trainees}
    known = [(people[plan.id], plan.stints) for plan in solution.trainees if not people[plan.id].unknown]
    taken = problem.taken(known)
    calendar = range(problem.calendar.first, problem.calendar.last + 1)
    return [
        HeldMinimum(arena.id, month_text(first), month_text(last))
        for arena in problem.arenas
        for first, last in _runs(m for m in calendar if taken[arena.id, m] < arena.minimum_in(m))
    ]


def _runs(months: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Months in order as runs: the first and the last of each."""
    run: list[int] = []
    for month in months:
        if run and month > run[-1] + 1:
            yield run[0], run[-1]
            run = []
        run.append(month)
    if run:
        yield run[0], run[-1]
