"""The linear program that chooses among columns: one plan per trainee, no more than the places.

Rows for arena-months are made only when a choice would overfill them; rows for minimums are there from
the start, with a shortage that is priced like a broken agreement. Costs are in quanta.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import highspy
import numpy as np
import numpy.typing as npt

from borealis.planner.engine.case import Scale
from borealis.planner.engine.column import Column
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.soft import Soft

Floats = npt.NDArray[np.float64]

EPSILON = 1e-6
DUAL, PRIMAL = 1, 4
"""Methods of the simplex solver."""


def quiet_solver() -> highspy.Highs:
    """A solver that says nothing and uses one thread."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


class Scaled(Protocol):
    """Whatever counts costs in grains."""

    @property
    def scale(self) -> Scale: ...

    @property
    def soft(self) -> Soft | None: ...


class Master:
    """The columns known so far and the linear program over them.

    Of a column it asks who it is for, what it costs, which cells (arena-months) it takes and how much of each.
    """

    def __init__(self, model: Scaled, who: Sequence[int], places: Ints, minimum: Ints) -> None:
        """A program for the trainees `who` and what is left of places and minimums, (arenas x months,)."""
        self.model, self.who = model, tuple(who)
        self.row_of = {k: row for row, k in enumerate(who)}
        self.places, self.minimum = places, np.maximum(minimum, 0)
        self.limits = places if model.soft is None else model.soft.limits(places)
        self.columns: list[Column] = []
        self.known: set[Column] = set()
        self.row_of_cell: dict[int, int] = {}
        self.method, self.value = PRIMAL, 0.0
        self.shares = np.zeros(0)
        self.of_trainee: dict[int, list[int]] = {k: [] for k in who}
        self._build()

    def _build(self) -> None:
        self.solver = quiet_solver()
        penalty = self.model.scale.breach / self.model.scale.grains
        for _ in self.who:
            self.solver.addRow(1.0, 1.0, 0, [], [])
        nobody = np.zeros(0, dtype=np.int32)
        self.first_column = 0
        for row in range(len(self.who)):
            self.solver.addCol(penalty * 4, 0.0, 1.0, 1, np.array([row], dtype=np.int32), np.ones(1))
            self.first_column += 1
        self.minimum_row: dict[int, int] = {}
        for cell in np.flatnonzero(self.minimum).tolist():
            row = self.solver.getNumRow()
            self.solver.addRow(float(self.minimum[cell]), highspy.kHighsInf, 0, nobody, np.zeros(0))
            self.minimum_row[cell] = row
            self.solver.addCol(
                penalty, 0.0, highspy.kHighsInf, 1, np.array([row], dtype=np.int32), np.ones(1)
            )
            self.first_column += 1
        self._build_reliefs()

    def _build_reliefs(self) -> None:
        """A column for each relief of soft cells; they stand last before the plans."""
        soft = self.model.soft
        for cost in () if soft is None else soft.cost.tolist():
            price = cost / self.model.scale.grains
            nothing = np.zeros(0, dtype=np.int32)
            self.solver.addCol(price, 0.0, highspy.kHighsInf, 0, nothing, np.zeros(0))
            self.first_column += 1

    def _relief_of(self, cell: int) -> tuple[list[int], list[float]]:
        """The column that lifts the limit of a cell, and what stands there; nothing where none does."""
        soft = self.model.soft
        if soft is None or cell < soft.first:
            return [], []
        relief = self.first_column - len(soft.cost) + int(soft.relief[cell - soft.first])
        return [relief], [-float(soft.lift[cell - soft.first])]

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns that are new; how many were."""
        added = 0
        for column in columns:
            if column in self.known or not column.fits(self.places):
                continue
            self.known.add(column)
            self.of_trainee[column.who].append(len(self.columns))
            self.columns.append(column)
            rows, entries = self._entries(column)
            self.solver.addCol(
                column.cost / self.model.scale.grains,
                0.0,
                highspy.kHighsInf,
                len(rows),
                np.array(rows, dtype=np.int32),
                np.array(entries),
            )
            added += 1
        return added

    def _entries(self, column: Column) -> tuple[list[int], list[float]]:
        """The rows that a column stands in, and with what."""
        rows, entries = [self.row_of[column.who]], [1.0]
        loads = np.broadcast_to(column.loads, len(column.cells)).tolist()
        for known in (self.row_of_cell, self.minimum_row):
            for cell, load in zip(column.cells.tolist(), loads, strict=True) if known else ():
                if cell in known:
                    rows.append(known[cell])
                    entries.append(float(load))
        return rows, entries

    def solve(self) -> bool:
        """Solve, adding rows until no arena-month is overfilled; False where the solver gave up.

        New columns leave the choice of before as it was, which the primal method goes on from; new rows, and columns
        that are shut, leave its prices, which the dual method goes on from.
        """
        method, self.method = self.method, PRIMAL
        while True:
            self.solver.setOptionValue("simplex_strategy", method)
            method = DUAL
            self.solver.run()
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return False
            solution = self.solver.getSolution()
            self.values = solution.col_value
            self.shares = np.array(self.values)[self.first_column :]
            self.duals = np.array(solution.row_dual)
            self.value = self.solver.getInfo().objective_function_value
            if not self._add_rows():
                return True

    def _add_rows(self) -> int:
        used = np.zeros(len(self.places))
        for n in np.flatnonzero(self.shares > 1e-9).tolist():
            used[self.columns[n].cells] += self.shares[n] * self.columns[n].loads
        soft = self.model.soft
        if soft is not None:
            units = np.array(self.values)[self.first_column - len(soft.cost) : self.first_column]
            used[soft.first :] -= units[soft.relief] * soft.lift
        over = [c for c in np.flatnonzero(used > self.limits + EPSILON).tolist() if c not in self.row_of_cell]
        if over:
            self._rows_for(over)
        return len(over)

    def _rows_for(self, cells: Sequence[int]) -> None:
        wanted = np.zeros(len(self.places), dtype=bool)
        wanted[list(cells)] = True
        inside: dict[int, list[tuple[int, int]]] = {cell: [] for cell in cells}
        for n, column in enumerate(self.columns):
            here = wanted[column.cells]
            loads = np.broadcast_to(column.loads, len(here))[here].tolist()
            for cell, load in zip(column.cells[here].tolist(), loads, strict=True):
                inside[cell].append((n + self.first_column, load))
        for cell in cells:
            self.row_of_cell[cell] = self.solver.getNumRow()
            relief, lift = self._relief_of(cell)
            index = np.array([*relief, *(n for n, _ in inside[cell])], dtype=np.int32)
            entries = np.array([*lift, *(load for _, load in inside[cell])], dtype=np.float64)
            limit = float(self.limits[cell])
            self.solver.addRow(-highspy.kHighsInf, limit, len(index), index, entries)

    def cell_prices(self) -> Floats:
        """(arenas x months,) the dual price of each arena-month in quanta: of places less of minimums."""
        prices = np.zeros(len(self.places))
        for cell, row in self.row_of_cell.items():
            prices[cell] = max(0.0, -self.duals[row])
        for cell, row in self.minimum_row.items():
            prices[cell] -= max(0.0, self.duals[row])
        return prices

    def worth(self, who: int) -> float:
        """What the program pays for a plan of a trainee, in quanta: columns below it are worth adding."""
        return float(self.duals[self.row_of[who]])

    def shut(self, columns: Iterable[int]) -> None:
        """Let nobody use these columns."""
        self.method = DUAL
        for n in columns:
            self.solver.changeColBounds(n + self.first_column, 0.0, 0.0)

    def open(self, columns: Iterable[int]) -> None:
        """Let these columns be used again."""
        self.method = DUAL
        for n in columns:
            self.solver.changeColBounds(n + self.first_column, 0.0, highspy.kHighsInf)
