"""The same problem as one mixed-integer program over months, for HiGHS: a peer the planner is measured against.

    python -m benchmarks.monolith_mip problem.json solution.json seconds workers megabytes

For each trainee, option (a block in an arena) and month of service: `at` is 1 in service there, `starts` is 1
where a stint begins. For each block and month, `work` is what is done before the month, and `done` is 1 once that
is all of it. Stints have the inequalities of minimum up and down times (Rajan and Takriti 2005), which say more
to a linear program than a condition for each pair of months.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import highspy
import numpy as np
import numpy.typing as npt

from benchmarks.peers import Deadline, Place, months_of, options_of, run_peer, solution_of, stints_of
from borealis.planner.formats.problem import Block, Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.cost import exact
from borealis.planner.rules.h6_stints import APART

Columns = npt.NDArray[np.int64]
"""Numbers of variables, one for each row that is made; `NONE` where the row has none."""
Term = tuple[Columns, float | npt.NDArray[np.float64]]
NONE = -1
INFINITE = highspy.kHighsInf
ALMOST = 1e-6
"""How much of a bound may be the error of floating point."""


class Program:
    """Variables and rows as they are made, many at a time."""

    def __init__(self) -> None:
        self.variables = self.rows = 0
        self.upper: list[npt.NDArray[np.float64]] = []
        self.whole: list[npt.NDArray[np.bool_]] = []
        self.row_lower: list[npt.NDArray[np.float64]] = []
        self.row_upper: list[npt.NDArray[np.float64]] = []
        self.entries: list[tuple[Columns, Columns, npt.NDArray[np.float64]]] = []
        self.fixed: list[tuple[Columns, int]] = []
        self.prices: list[tuple[Fraction, Columns]] = []
        self.constant = Fraction(0)

    def make(self, many: int, upper: float = 1, *, is_whole: bool = False) -> Columns:
        """So many variables from 0 to `upper`."""
        self.upper.append(np.full(many, float(upper)))
        self.whole.append(np.full(many, is_whole))
        self.variables += many
        return np.arange(self.variables - many, self.variables)

    def hold(self, lower: float, terms: Sequence[Term], upper: float) -> None:
        """Rows lower ≤ sum of the terms ≤ upper, one for each entry of the terms' columns."""
        many = len(terms[0][0])
        rows = np.arange(self.rows, self.rows + many)
        for columns, factor in terms:
            used = columns != NONE
            values = np.broadcast_to(np.asarray(factor, dtype=np.float64), columns.shape)
            self.entries.append((rows[used], columns[used], values[used]))
        self.row_lower.append(np.full(many, float(lower)))
        self.row_upper.append(np.full(many, float(upper)))
        self.rows += many

    def hold_sum(self, lower: float, columns: Columns, upper: float) -> None:
        """One row: lower ≤ sum of the columns ≤ upper."""
        row = np.full(len(columns), self.rows)
        self.entries.append((row, columns, np.ones(len(columns))))
        self.row_lower.append(np.array([float(lower)]))
        self.row_upper.append(np.array([float(upper)]))
        self.rows += 1

    def fix(self, columns: Columns, value: int) -> None:
        """Leave the columns no choice; two values for one column are a contradiction."""
        self.fixed.append((columns, value))

    def price(self, price: Fraction, columns: Columns) -> None:
        """What each of the columns costs."""
        if price:
            self.prices.append((price, columns))

    def lp(self) -> highspy.HighsLp:
        """The program as HiGHS takes it; costs as they are in the problem."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.variables, self.rows
        costs = np.zeros(self.variables)
        for price, columns in self.prices:
            np.add.at(costs, columns, float(price))
        lp.col_cost_, lp.offset_ = costs, float(self.constant)
        lower, upper = np.zeros(self.variables), np.concatenate(self.upper)
        for columns, value in self.fixed:
            lower[columns], upper[columns] = (
                np.maximum(lower[columns], value),
                np.minimum(upper[columns], value),
            )
        lp.col_lower_, lp.col_upper_ = lower, upper
        lp.row_lower_, lp.row_upper_ = np.concatenate(self.row_lower), np.concatenate(self.row_upper)
        rows, columns, values = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        order = np.argsort(rows, kind="stable")
        starts = np.searchsorted(rows[order], np.arange(self.rows + 1))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = starts.astype(np.int32)
        lp.a_matrix_.index_ = columns[order].astype(np.int32)
        lp.a_matrix_.value_ = values[order]
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in np.concatenate(self.whole).tolist()]
        return lp


def earlier(columns: Columns, by: int) -> Columns:
    """For each month the column so many months of service before."""
    return np.concatenate([np.full(min(by, len(columns)), NONE), columns[: max(0, len(columns) - by)]])


class Person:
    """The variables of one trainee; `t` counts the months in which he or she serves."""

    def __init__(self, program: Program, problem: Problem, trainee: Trainee) -> None:
        self.program, self.problem, self.trainee = program, problem, trainee
        self.months = months_of(problem, trainee)
        self.options = options_of(trainee)
        many = len(self.months)
        self.at = [program.make(many, is_whole=True) for _ in self.options]
        self.starts = [program.make(many) for _ in self.options]
        self.done = {block.id: program.make(many + 1, is_whole=True) for block in trainee.blocks}
        self.left = {block.id: program.make(1, block.need) for block in trainee.blocks}
        if many:
            program.hold(0, [(at, 1) for at in self.at] or [(program.make(many), 1)], 1)
            for block in trainee.blocks:
                self._work(block)
            self._keep_agreements()
            for n in range(len(self.options)):
                self._stints(n)
            self._price_end()
            self._price_moves()
            self._price_changes()
        self._price_work()

    def _work(self, block: Block) -> None:
        """H3, H4 and H5: the block's months and no more, in its window, after the blocks that come first."""
        program, many = self.program, len(self.months)
        percent = np.array([self.trainee.percent_in(month) for month in self.months], dtype=np.float64)
        most = float(percent.max())
        here = [(self.at[n], 1.0) for n, (b, _) in enumerate(self.options) if b is block]
        work, done = program.make(many + 1, block.need + most), self.done[block.id]
        program.fix(work[:1], 0)
        program.hold(0, [(work[1:], 1), (work[:-1], -1), *((at, -percent) for at, _ in here)], 0)
        program.hold(-INFINITE, [(done, block.need), (work, -1)], 0)
        program.hold(-INFINITE, [(work, 1), (done, -most)], block.need - 1)
        program.hold(-INFINITE, [*here, (done[:-1], 1)], 1)
        program.hold(block.need, [(self.left[block.id], 1), (work[-1:], 1)], INFINITE)
        outside = np.array([not block.window.holds(month) for month in self.months])
        for at, _ in here:
            program.fix(at[outside], 0)
        for before in block.after if here else ():
            program.hold(-INFINITE, [*here, (self.done[before][:-1], -1)], 0)

    def _keep_agreements(self) -> None:
        """H7: every month of service of an agreed stint."""
        place = {month: t for t, month in enumerate(self.months)}
        for n, (block, choice) in enumerate(self.options):
            for fixed in block.fixed:
                if fixed.arena == choice.arena:
                    months = [place[month] for month in self.trainee.served(fixed)]
                    self.program.fix(self.at[n][months], 1)

    def _stints(self, n: int) -> None:
        """H6: how long stints are, and how far from each other; the last column stands for after the calendar."""
        program, block = self.program, self.options[n][0]
        at, starts = self.at[n], self.starts[n]
        program.hold(0, [(starts, 1), (at, -1), (earlier(at, 1), 1)], INFINITE)
        begun = np.append(starts, NONE)
        recent = [(earlier(begun, by), 1.0) for by in range(block.min_stint)]
        program.hold(-INFINITE, [*recent, (np.append(at, NONE), -1), (self.done[block.id], -1)], 0)
        program.hold(
            -INFINITE, [(earlier(starts, by), 1) for by in range(APART)] + [(earlier(at, APART), 1)], 1
        )
        if block.max_stint is not None and block.max_stint < len(at):
            run = [(earlier(at, by), 1.0) for by in range(block.max_stint + 1)]
            program.hold(-INFINITE, run, block.max_stint)

    def _price_end(self) -> None:
        """The delay, month by month: `placed` is 1 as long as something is placed in this month or a later one."""
        price, weight = self.problem.objective, exact(self.trainee.weight)
        placed = self.program.make(len(self.months))
        self.program.hold(0, [(placed, 1), *((at, -1.0) for at in self.at)], INFINITE)
        self.program.hold(0, [(placed[:-1], 1), (placed[1:], -1)], INFINITE)
        before = Fraction(0)
        for t, month in enumerate(self.months):
            late = max(0, month - self.trainee.norm_end)
            cost = exact(price.delay) * late + exact(price.delay_squared) * late * late
            self.program.price(weight * (cost - before), placed[t : t + 1])
            before = cost

    def _price_work(self) -> None:
        """What is left without a place, and the preference of each stint."""
        price, weight = self.problem.objective, exact(self.trainee.weight)
        for block in self.trainee.blocks:
            self.program.price(weight * exact(price.unplaced) / 100, self.left[block.id])
            if not self.months:
                self.program.fix(self.left[block.id], block.need)
        for (_, choice), starts in zip(self.options, self.starts, strict=True):
            self.program.price(weight * exact(price.preference) * exact(choice.preference), starts)

    def _price_moves(self) -> None:
        """Changes of site: at each site the trainee arrives as often as he or she comes to it."""
        price, home = exact(self.trainee.weight) * exact(self.problem.objective.move), self.trainee.home
        sites = {arena.id: arena.site for arena in self.problem.arenas}
        names = sorted({home, *(sites[choice.arena] for _, choice in self.options)})
        program, many = self.program, len(self.months)
        if not price or len(names) == 1:
            return
        here = {name: program.make(many + 2) for name in names}
        program.hold(1, [(columns, 1) for columns in here.values()], 1)
        program.fix(here[home][[0, -1]], 1)
        for name, columns in here.items():
            there = [(self.at[n], -1.0) for n, (_, c) in enumerate(self.options) if sites[c.arena] == name]
            if there:
                program.hold(0, [(columns[1:-1], 1), *there], INFINITE)
            arrives = program.make(many + 1)
            program.hold(0, [(arrives, 1), (columns[1:], -1), (columns[:-1], 1)], INFINITE)
            program.price(price, arrives)

    def _price_changes(self) -> None:
        """Months in which something else is done than in the plan in force."""
        price = exact(self.trainee.weight) * exact(self.problem.objective.change)
        if self.trainee.current is None or not price:
            return
        for t, month in enumerate(self.months):
            now = next(((s.block, s.arena) for s in self.trainee.current if s.first <= month <= s.last), None)
            if now is not None:
                self.program.constant += price
            for at, (block, choice) in zip(self.at, self.options, strict=True):
                if now is None:
                    self.program.price(price, at[t : t + 1])
                elif (block.id, choice.arena) == now:
                    self.program.price(-price, at[t : t + 1])

    def stints(self, values: npt.NDArray[np.float64]) -> tuple[Stint, ...]:
        """What the values of the variables say that the trainee does."""
        way: list[Place | None] = [None] * len(self.months)
        for at, (block, choice) in zip(self.at, self.options, strict=True):
            for t in np.flatnonzero(values[at] > 0.5).tolist():
                way[t] = (block.id, choice.arena)
        return stints_of(self.months, way)


def solve(problem: Problem, seconds: float, workers: int) -> Solution | None:
    """The best plan HiGHS finds in the time, the building of the program included; None where it finds none.

    Raises OutOfTime where the program is not even built in the time.
    """
    deadline, program, people = Deadline(seconds), Program(), []
    for trainee in problem.trainees:
        people.append(Person(program, problem, trainee))
        deadline.left()
    _hold_places(program, problem, people)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", workers)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", ALMOST)
    if solver.passModel(program.lp()) == highspy.HighsStatus.kError:
        raise MemoryError
    solver.setOptionValue("time_limit", deadline.left())
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = np.array(solver.getSolution().col_value)
    bound = _proven(program, info.mip_dual_bound)
    return solution_of(problem, [one.stints(values) for one in people], bound, deadline.elapsed())


def _hold_places(program: Program, problem: Problem, people: Sequence[Person]) -> None:
    """H2: for each arena and month, its minimum and its places."""
    there: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for person in people:
        for at, (_, choice) in zip(person.at, person.options, strict=True):
            for month, column in zip(person.months, at.tolist(), strict=True):
                there[choice.arena][month].append(column)
    for arena in problem.arenas:
        for month in range(problem.calendar.first, problem.calendar.last + 1):
            columns = np.array(there[arena.id][month], dtype=np.int64)
            places, minimum = arena.places_in(month), arena.minimum_in(month)
            if minimum or len(columns) > places:
                program.hold_sum(minimum, columns, places)


def _proven(program: Program, bound: float) -> Fraction:
    """A bound of floating point rounded up to what a plan can cost, since costs are whole numbers of a grain."""
    grain = math.lcm(1, program.constant.denominator, *(price.denominator for price, _ in program.prices))
    if not math.isfinite(bound):
        return Fraction(0)
    return Fraction(math.ceil(bound * grain - ALMOST * max(1.0, abs(bound * grain))), grain)


if __name__ == "__main__":
    run_peer(solve)
