"""Positions that are not filled yet: those that are alike may trade plans, so that the first has the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import TraineePlan


def in_order(problem: Problem, plans: Sequence[TraineePlan]) -> tuple[TraineePlan, ...]:
    """The plans, those of unknown doctors who are alike but for their id in the order of their stints and ids.

    Nothing changes but who has which: whichever of equal plans a search found, the same is told.
    """
    alike: dict[Trainee, list[str]] = defaultdict(list)
    wished_for = {name for trainee in problem.trainees for name in trainee.together_with}
    for trainee in problem.trainees:
        if trainee.unknown and not trainee.together_with and trainee.id not in wished_for:
            alike[replace(trainee, id="")].append(trainee.id)
    known = {plan.id: plan for plan in plans}
    for names in alike.values():
        here = sorted(name for name in names if name in known)
        own = sorted((known[name] for name in here), key=_order)
        known |= {name: replace(plan, id=name) for name, plan in zip(here, own, strict=True)}
    return tuple(known[plan.id] for plan in plans)


def _order(plan: TraineePlan) -> tuple[object, ...]:
    stints = [(stint.first, stint.last, stint.block, stint.arena) for stint in plan.stints]
    return not stints, stints, [(entry.block, entry.months) for entry in plan.unplaced], plan.id
