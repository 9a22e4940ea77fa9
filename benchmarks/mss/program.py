"""The engine's linear program and its choice among columns, with one thing added: the worst-off student counts twice.

A column of the engine says who, what it costs and which cells it takes. Here its cost is the value with the sign
turned, and a cell is a hospital, a discipline and a period. A stay is a run of the alternative (hospital, discipline).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import highspy
import numpy as np

from benchmarks.mss.reading import Instance, Ints
from benchmarks.mss.rules import Stay, value_of
from borealis.planner.engine.case import Scale
from borealis.planner.engine.choose import choice_among
from borealis.planner.engine.column import Column
from borealis.planner.engine.master import Master, quiet_solver
from borealis.planner.engine.run import Run

MISSING = 400
"""What a student too few in a cell costs, in points of value."""


class Points(NamedTuple):
    """Whole points of value: the quantum of the engine."""

    scale: Scale
    soft: None = None


POINTS = Points(Scale(Fraction(1), 1, MISSING))


def make_column(instance: Instance, who: int, stays: Sequence[Stay]) -> Column:
    """The column of a student's stays."""
    d, t, long = instance.disciplines, instance.periods, instance.duration
    runs = tuple(Run(s.start, s.start + long, s.hospital * d + s.discipline) for s in sorted(stays))
    cells = [np.arange(run.alternative * t + run.start, run.alternative * t + run.end) for run in runs]
    taken = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *cells]))
    return Column(who, runs, -value_of(instance, who, stays), taken)


def stays_of(instance: Instance, column: Column) -> tuple[Stay, ...]:
    """The stays of a column."""
    d = instance.disciplines
    return tuple(Stay(run.start, run.alternative // d, run.alternative % d) for run in column.runs)


class FairMaster(Master):
    """The program in which the lowest value of any student is counted once more."""

    def __init__(self, instance: Instance) -> None:
        everyone = range(instance.students)
        super().__init__(POINTS, everyone, instance.most.ravel(), instance.least.ravel())

    def _build(self) -> None:
        super()._build()
        free = highspy.kHighsInf
        self.solver.addCol(-1.0, -free, free, 0, np.zeros(0, dtype=np.int32), np.zeros(0))
        self.fair_row: dict[int, int] = {}
        for who in self.who:
            self.fair_row[who] = self.solver.getNumRow()
            entry = np.array([self.first_column], dtype=np.int32)
            self.solver.addRow(-free, 0.0, 1, entry, np.ones(1))
        self.first_column += 1

    def _entries(self, column: Column) -> tuple[list[int], list[float]]:
        rows, entries = super()._entries(column)
        return [*rows, self.fair_row[column.who]], [*entries, float(column.cost)]

    def fairness(self) -> list[float]:
        """How much each student's value counts as the lowest: at least 0, and 1 in all."""
        return [max(0.0, -float(self.duals[self.fair_row[k]])) for k in self.who]

    def missing(self) -> float:
        """How many students and places the program leaves without a plan, in part."""
        columns = np.array(self.solver.getSolution().col_value)
        return float(columns[: self.first_column - 1].sum())


class Choice(NamedTuple):
    """The best choice of columns met, if any keeps every rule, and whether none of them is better."""

    columns: list[Column] | None
    is_best: bool


def choose_fairly(
    instance: Instance,
    columns: Sequence[Column],
    start: Sequence[Column] | None,
    target: int,
    seconds: float,
    others: Sequence[Column] = (),
) -> Choice:
    """The best choice of one column for each student beside the others; ends when `target`, a bound, is reached."""
    columns = list(dict.fromkeys([*(start or ()), *columns]))
    everyone = sorted(set(range(instance.students)) - {column.who for column in others})
    if len({column.who for column in columns}) < len(everyone):
        return Choice(None, False)
    solver = quiet_solver()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.9)
    solver.setOptionValue("objective_target", -float(target))
    taken = taken_by(instance, others)
    places, minimum = instance.most.ravel() - taken, np.maximum(instance.least.ravel() - taken, 0)
    solver.passModel(choice_among(POINTS.scale, everyone, columns, places, minimum))
    _add_worst(solver, everyone, columns, min((-column.cost for column in others), default=None))
    if start:
        _start_from(solver, columns, start)
    solver.run()
    status = solver.getModelStatus()
    values = np.array(solver.getSolution().col_value)
    chosen = [c for n, c in enumerate(columns) if n < len(values) and values[n] > 0.5]
    is_best = status == highspy.HighsModelStatus.kOptimal
    whole = len({c.who for c in chosen}) == len(chosen) == len(everyone)
    return Choice(chosen if whole and not _lacks(instance, [*others, *chosen]) else None, bool(is_best))


def _lacks(instance: Instance, columns: Sequence[Column]) -> bool:
    used = taken_by(instance, columns)
    return bool((used < instance.least.ravel()).any() or (used > instance.most.ravel()).any())


def taken_by(instance: Instance, columns: Sequence[Column]) -> Ints:
    """(cells,) how many of the columns take each."""
    used = np.zeros(instance.most.size, dtype=np.int64)
    for column in columns:
        used[column.cells] += 1
    return used


def _add_worst(
    solver: highspy.Highs, who: Sequence[int], columns: Sequence[Column], lowest: int | None
) -> None:
    """The lowest value: below what each student's column is worth, and what is lowest without them."""
    free, worst = highspy.kHighsInf, solver.getNumCol()
    solver.addCol(
        -1.0, -free, free if lowest is None else lowest, 0, np.zeros(0, dtype=np.int32), np.zeros(0)
    )
    own: dict[int, list[int]] = {k: [] for k in who}
    for n, column in enumerate(columns):
        own[column.who].append(n)
    for mine in own.values():
        index = np.array([*mine, worst], dtype=np.int32)
        entries = np.array([float(columns[n].cost) for n in mine] + [1.0])
        solver.addRow(-free, 0.0, len(index), index, entries)


def _start_from(solver: highspy.Highs, columns: Sequence[Column], start: Sequence[Column]) -> None:
    chosen = set(start)
    values = [float(column in chosen) for column in columns]
    values += [0.0] * (solver.getNumCol() - len(columns) - 1)
    solution = highspy.HighsSolution()
    solution.col_value = [*values, float(min(-column.cost for column in start))]
    solver.setSolution(solution)
