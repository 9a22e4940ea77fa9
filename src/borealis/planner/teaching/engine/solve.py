"""Makes one criterion after the other small, each proven before the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from borealis.planner.teaching.engine.model import Model, model_of
from borealis.planner.teaching.engine.program import Floats, Sum
from borealis.planner.teaching.formats.problem import Problem, Turn
from borealis.planner.teaching.formats.solution import ORDERS, Criterion, Goal, Solution, Value
from borealis.planner.teaching.rules.value import value_of

FOREVER = 1e9
STEEP = 4.0
"""What a criterion weighs against the next in the first, quick search. It proves nothing but that all can be 0."""
QUICK = 0.2
"""The share of the time that the first search may take."""


@dataclass(slots=True)
class _Best:
    """The best values of the columns so far, and how they rank."""

    values: Floats | None = None
    ranked: tuple[int, ...] = ()

    def offer(self, values: Floats, ranked: tuple[int, ...]) -> None:
        if self.values is None or ranked < self.ranked:
            self.values, self.ranked = values, ranked


def solve(
    problem: Problem,
    goal: Goal,
    *,
    seconds: float | None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """The best rota found in the time given, with what no rota can beat."""
    began = time.perf_counter()
    model = model_of(problem)
    order = ORDERS[goal]

    def left() -> float:
        if should_stop is not None and should_stop():
            return 0.0
        return FOREVER if seconds is None else max(0.0, seconds - (time.perf_counter() - began))

    highs, best = model.program.to_highs(), _Best()
    if should_stop is not None:
        _let_stop(highs, should_stop)
    bounds, proven = _in_turn(highs, model, order, best, left)
    turns = _nothing(problem, model) if best.values is None else model.turns(best.values)
    return _solution(problem, goal, turns, bounds, proven, time.perf_counter() - began)


def _let_stop(highs: highspy.Highs, should_stop: Callable[[], bool]) -> None:
    """HiGHS asks now and then whether to stop."""

    def ask(event: highspy.HighsCallbackEvent) -> None:
        event.interrupt(should_stop())

    highs.cbMipInterrupt += ask


def _in_turn(
    highs: highspy.Highs, model: Model, order: tuple[Criterion, ...], best: _Best, left: Callable[[], float]
) -> tuple[dict[Criterion, int], bool]:
    """Make each criterion as small as it can be while those before stay so. The bounds, and whether all are reached."""
    weights = {criterion: STEEP ** (len(order) - place) for place, criterion in enumerate(order)}
    _search(highs, model, weights, best, order, QUICK * left())
    bounds: dict[Criterion, int] = {}
    for place, criterion in enumerate(order):
        aim = model.criteria[criterion]
        if best.values is not None and best.ranked[place] == 0:
            bounds[criterion] = 0
        else:
            bound, proven = _search(highs, model, {criterion: 1}, best, order, left())
            bounds[criterion] = max(0, bound)
            if not proven:
                return bounds, False
        highs.addRow(
            -highspy.kHighsInf, bounds[criterion] - aim.constant + 0.5, len(aim.columns), *_arrays(aim)
        )
    return bounds, True


def _arrays(aim: Sum) -> tuple[np.ndarray, np.ndarray]:
    return np.array(aim.columns, dtype=np.int32), np.array(aim.weights, dtype=np.float64)


def _search(
    highs: highspy.Highs,
    model: Model,
    weights: dict[Criterion, float],
    best: _Best,
    order: tuple[Criterion, ...],
    seconds: float,
) -> tuple[int, bool]:
    """Let HiGHS make a weighted sum of criteria small. Its bound as a whole number, and whether it is reached."""
    costs, constant = np.zeros(len(model.program.most)), 0.0
    for criterion, weight in weights.items():
        aim = model.criteria[criterion]
        np.add.at(costs, aim.columns, np.array(aim.weights) * weight)
        constant += weight * aim.constant
    highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
    if seconds <= 0:
        return 0, False
    if not model.program.most:  # there is nothing to choose
        best.offer(costs, tuple(model.criteria[criterion].at(costs) for criterion in order))
        return round(constant), True
    highs.setOptionValue("time_limit", highs.getRunTime() + seconds)
    if best.values is not None:
        start = highspy.HighsSolution()
        start.col_value = list(best.values)
        highs.setSolution(start)
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.array(highs.getSolution().col_value)
        best.offer(values, tuple(model.criteria[criterion].at(values) for criterion in order))
    if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        return round(info.objective_function_value + constant), True
    bound = info.mip_dual_bound + constant
    return (int(np.ceil(bound - 1e-6)) if np.isfinite(bound) else 0), False


def _nothing(problem: Problem, model: Model) -> tuple[Turn, ...]:
    """What stands anyway, and nobody else: time was out at once."""
    return tuple(model.settled.get(session.id, Turn(session.id)) for session in problem.sessions)


def _solution(
    problem: Problem,
    goal: Goal,
    turns: tuple[Turn, ...],
    bounds: dict[Criterion, int],
    proven: bool,
    seconds: float,
) -> Solution:
    draft = Solution(goal, "feasible", Value(), Value(), round(seconds, 3), turns)
    value = value_of(problem, draft)
    bound = value if proven else Value(**{c: bounds.get(c, 0) for c in ORDERS[goal]})
    return Solution(goal, "optimal" if proven else "feasible", value, bound, round(seconds, 3), turns)
