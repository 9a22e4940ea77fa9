"""Builds the soft cells of a problem: see `soft.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from borealis.planner.engine.case import Case, Scale
from borealis.planner.engine.soft import Elsewhere, Ints, Soft, Together
from borealis.planner.formats.problem import Problem


class _Cells:
    """Collects cells and reliefs."""

    def __init__(self) -> None:
        self.limit: list[int] = []
        self.relief: list[int] = []
        self.lift: list[int] = []
        self.cost: list[int] = []

    def add(self, limit: int, lift: int) -> int:
        """A cell of the newest relief; its number."""
        self.limit.append(limit)
        self.relief.append(len(self.cost) - 1)
        self.lift.append(lift)
        return len(self.limit) - 1


def soft_cells(problem: Problem, scale: Scale, cases: Sequence[Case], elsewhere: Elsewhere) -> Soft | None:
    """The soft cells of a problem; None where its trainees share no costs."""
    cells = _Cells()
    together = _couples(problem, scale, cases, cells)
    group = _groups(problem, scale, cells, elsewhere)
    if not cells.cost:
        return None
    return Soft(
        first=len(problem.arenas) * problem.calendar.months,
        limit=np.array(cells.limit, dtype=np.int64),
        relief=np.array(cells.relief, dtype=np.int64),
        lift=np.array(cells.lift, dtype=np.int64),
        cost=np.array(cells.cost, dtype=np.int64),
        together=together,
        group=group,
        late={k: _delays(problem, cases[k]) for k in group},
    )


def _couples(
    problem: Problem, scale: Scale, cases: Sequence[Case], cells: _Cells
) -> Mapping[int, Sequence[Together]]:
    price = in_grains_of(scale, problem.objective.apart)
    together: dict[int, list[Together]] = {}
    for one, other in problem.couples if price else ():
        sites = sorted({alternative.site for alternative in cases[one].alternatives})
        number = np.full((problem.calendar.months, len(sites)), -1, dtype=np.int64)
        for month in np.intersect1d(cases[one].months, cases[other].months).tolist():
            cells.cost.append(price)
            number[month] = [cells.add(1, 1) for _ in sites]
        for k in (one, other):
            at = [sites.index(a.site) if a.site in sites else -1 for a in cases[k].alternatives]
            own = Together(number[cases[k].months], np.array(at, dtype=np.int64), k == one)
            together.setdefault(k, []).append(own)
    return together


def _groups(problem: Problem, scale: Scale, cells: _Cells, elsewhere: Elsewhere) -> Mapping[int, int]:
    price = in_grains_of(scale, problem.objective.fairness)
    members = {name: list(who) for name, who in problem.groups.items()} | {
        name: [] for name in elsewhere if name not in problem.groups
    }
    if not price or not members:
        return {}
    cells.cost.append(price)
    cell_of: dict[int, int] = {}
    for name, who in members.items():
        others, delay = elsewhere.get(name, (0, 0))
        cell = cells.add(-delay, len(who) + others)
        cell_of |= dict.fromkeys(who, cell)
    return cell_of


def in_grains_of(scale: Scale, price: float) -> int:
    """A price of the objective in grains; it is a whole number of quanta."""
    return int(Fraction(str(price)) / scale.quantum * scale.grains)


def _delays(problem: Problem, case: Case) -> Ints:
    """(months served + 1,) months of delay when the last placed month is month t - 1."""
    months = case.months + problem.calendar.first - problem.trainees[case.index].norm_end
    return np.concatenate([[0], np.maximum(months, 0)])
