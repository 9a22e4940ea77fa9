"""Columns, rows and criteria of a rota as a program for HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Sum:
    """A weighted sum of columns and a number."""

    columns: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    constant: float = 0

    def add(self, column: int, weight: float = 1) -> None:
        self.columns.append(column)
        self.weights.append(weight)

    def at(self, values: Floats) -> int:
        """The sum for these values of the columns, which is a whole number."""
        return round(
            self.constant + float(np.dot(values[self.columns], self.weights))
            if self.columns
            else self.constant
        )


@dataclass(slots=True)
class Program:
    """A program under construction: every column lies between 0 and its `most`."""

    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, list[int], list[float]]] = field(default_factory=list)

    def column(self, most: float = 1, *, whole: bool = False) -> int:
        self.most.append(most)
        self.whole.append(whole)
        return len(self.most) - 1

    def row(
        self,
        columns: Sequence[int],
        weights: Iterable[float] | None = None,
        *,
        least: float = -highspy.kHighsInf,
        most: float = highspy.kHighsInf,
    ) -> None:
        found = [1.0] * len(columns) if weights is None else list(weights)
        self.rows.append((least, most, list(columns), found))

    def to_highs(self) -> highspy.Highs:
        """HiGHS with this program, silent, with one thread and a fixed seed: the same answer each time."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.most), len(self.rows)
        lp.col_cost_ = np.zeros(len(self.most))
        lp.col_lower_, lp.col_upper_ = np.zeros(len(self.most)), np.array(self.most)
        lp.row_lower_ = np.array([row[0] for row in self.rows])
        lp.row_upper_ = np.array([row[1] for row in self.rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in self.rows)])
        lp.a_matrix_.index_ = np.array([column for row in self.rows for column in row[2]])
        lp.a_matrix_.value_ = np.array([weight for row in self.rows for weight in row[3]])
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self.whole]
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        highs.silent()
        for name, value in (("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99)):
            highs.setOptionValue(name, value)
        highs.passModel(lp)
        return highs
