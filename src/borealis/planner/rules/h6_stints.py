"""H6: stints are neither too long nor too short, and two of a kind do not stand side by side.

A stint is a run of months of one block in one arena. It is counted in months served: months away do
not break it and do not lengthen it. It is at most `max_stint` months and, unless it finishes the
block, at least `min_stint`. Two stints of the same block are in different arenas, or have at least two
months (again months in which the trainee could have served) between them.
"""

from collections.abc import Iterator, Sequence

from borealis.planner.formats.problem import Block, Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan

APART = 2
"""Months between two stints of one block in one arena."""


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every stint that is too long, too short, or too close to another of the same block and arena."""
    for trainee, plan in each_plan(problem, solution):
        for block in trainee.blocks:
            stints = sorted((s for s in plan.stints if s.block == block.id), key=lambda s: s.first)
            yield from _lengths(trainee, block, stints)
            yield from _distances(trainee, block, stints)


def _lengths(trainee: Trainee, block: Block, stints: Sequence[Stint]) -> Iterator[Breach]:
    done = 0
    for stint in stints:
        months = trainee.served(stint)
        done += sum(trainee.percent_in(month) for month in months)
        params: dict[str, str | int | float] = {"block": block.id, "months": len(months)}
        if block.max_stint is not None and len(months) > block.max_stint:
            params["most"] = block.max_stint
            yield Breach("H6", "stint_too_long", trainee.id, stint.first, stint.arena, params)
        if len(months) < block.min_stint and done < block.need:
            params["least"] = block.min_stint
            yield Breach("H6", "stint_too_short", trainee.id, stint.first, stint.arena, params)


def _distances(trainee: Trainee, block: Block, stints: Sequence[Stint]) -> Iterator[Breach]:
    for index, later in enumerate(stints):
        for earlier in stints[:index]:
            between = [m for m in range(earlier.last + 1, later.first) if trainee.serves_in(m)]
            if earlier.arena == later.arena and len(between) < APART:
                params: dict[str, str | int | float] = {"block": block.id, "between": len(between)}
                yield Breach("H6", "stints_too_close", trainee.id, later.first, later.arena, params)
