"""H9: of every choice exactly one option is taken, and no block of the others is served.

A plan says what is taken (`chosen`). A block that is not taken need not be finished by what comes after it (H5).
"""

from collections.abc import Iterator

from borealis.planner.formats.problem import Elective, Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every choice of which no option is taken, and every block at the first month that ought not to be served."""
    for trainee, plan in each_plan(problem, solution):
        for choice in trainee.choices:
            yield from _choice(trainee, plan, choice)


def _choice(trainee: Trainee, plan: TraineePlan, choice: Elective) -> Iterator[Breach]:
    taken = set(plan.chosen.get(choice.id, ()))
    params: dict[str, str | int | float] = {"choice": choice.id}
    if choice.id not in plan.chosen or taken not in map(set, choice.options):
        yield Breach(
            "H9", "no_option_taken", trainee.id, None, None, {**params, "blocks": ", ".join(sorted(taken))}
        )
    for name in sorted(choice.blocks - taken):
        served = [(m, s.arena) for s in plan.stints if s.block == name for m in trainee.served(s)]
        if served:
            yield Breach("H9", "block_not_taken", trainee.id, *min(served), {**params, "block": name})
