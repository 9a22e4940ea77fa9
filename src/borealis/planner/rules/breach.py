"""A broken rule: which, how, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan

Rule = Literal["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11", "H12", "claim"]

BreachCode = Literal[
    "two_places_at_once",
    "over_places",
    "under_minimum",
    "over_share",
    "under_share",
    "more_than_block",
    "nothing_served",
    "arena_not_listed",
    "outside_window",
    "before_predecessor",
    "stint_too_long",
    "stint_too_short",
    "stints_too_close",
    "agreement_not_kept",
    "before_start",
    "outside_calendar",
    "no_option_taken",
    "block_not_taken",
    "no_such_date",
    "away_from_course",
    "block_after_course",
    "block_before_course",
    "not_directly_after",
    "trainee_missing",
    "trainee_twice",
    "wrong_cost",
    "wrong_end",
    "wrong_delay",
    "wrong_moves",
    "wrong_changes",
    "wrong_unplaced",
    "wrong_apart",
    "wrong_group",
    "wrong_total",
    "bound_over_cost",
    "wrong_gap",
    "wrong_gap_total",
    "not_optimal",
]


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a plan breaks a rule, or claims what is not so (`rule` "claim")."""

    rule: Rule
    code: BreachCode
    trainee: str | None = None
    month: int | None = None
    arena: str | None = None
    params: dict[str, str | int | float] = field(default_factory=dict)


def each_plan(problem: Problem, solution: Solution) -> Iterator[tuple[Trainee, TraineePlan]]:
    """The trainees with their plans; someone without a plan is a claim's matter, not a rule's."""
    trainees = {trainee.id: trainee for trainee in problem.trainees}
    for plan in solution.trainees:
        yield trainees[plan.id], plan
