"""The same problem as one CP-SAT model, months as booleans: the peer the planner is measured against.

    python -m benchmarks.monolith problem.json solution.json seconds workers megabytes

It runs in a process of its own, since OR-Tools and HiGHS bring libraries that do not live together.
"""

import math
from collections import defaultdict
from fractions import Fraction
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.peers import Deadline, Place, months_of, options_of, run_peer, solution_of, stints_of
from borealis.planner.formats.problem import Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.cost import exact


class Person:
    """The variables of one trainee; `t` counts the months in which he or she serves."""

    def __init__(self, model: cp_model.CpModel, problem: Problem, trainee: Trainee) -> None:
        self.model, self.problem, self.trainee = model, problem, trainee
        self.months = months_of(problem, trainee)
        self.percent = [trainee.percent_in(m) for m in self.months]
        self.options = options_of(trainee)
        self.at = [[model.new_bool_var("") for _ in self.months] for _ in self.options]
        self.starts = [[model.new_bool_var("") for _ in self.months] for _ in self.options]
        self.costs: list[Any] = []
        self._work()
        self._stints()
        self._price()

    def _work(self) -> None:
        model, blocks = self.model, self.trainee.blocks
        for t in range(len(self.months)):
            model.add_at_most_one(row[t] for row in self.at)
        self.done = {}
        self.left = {}
        for block in blocks:
            rows = [self.at[n] for n, (b, _) in enumerate(self.options) if b is block]
            work: list[Any] = [0]
            self.done[block.id] = []
            for t in range(len(self.months)):
                here = sum(row[t] for row in rows)
                done = model.new_bool_var("")
                model.add(work[-1] >= block.need).only_enforce_if(done)
                self.done[block.id].append(done)
                busy = model.new_bool_var("")
                model.add(here == busy)
                model.add(work[-1] <= block.need - 1).only_enforce_if(busy)
                work.append(work[-1] + self.percent[t] * here)
            self.left[block.id] = model.new_int_var(0, block.need, "")
            model.add(self.left[block.id] >= block.need - work[-1])
        for n, (block, choice) in enumerate(self.options):
            for t, month in enumerate(self.months):
                if not block.window.holds(month):
                    model.add(self.at[n][t] == 0)
                for before in block.after:
                    model.add_implication(self.at[n][t], self.done[before][t])
            for fixed in block.fixed:
                if fixed.arena == choice.arena:
                    for month in self.trainee.served(fixed):
                        model.add(self.at[n][self.months.index(month)] == 1)

    def _stints(self) -> None:
        model = self.model
        for n, (block, _) in enumerate(self.options):
            at, starts = self.at[n], self.starts[n]
            for t in range(len(self.months)):
                before = at[t - 1] if t else 0
                model.add(starts[t] >= at[t] - before)
                model.add(starts[t] <= at[t])
                if t:
                    model.add(starts[t] + at[t - 1] <= 1)
                if t > 1:
                    model.add(starts[t] + at[t - 2] <= 1)
                for ahead in range(1, block.min_stint):
                    if t + ahead < len(self.months):
                        model.add_bool_or(starts[t].negated(), at[t + ahead], self.done[block.id][t + ahead])
                    else:
                        whole = model.new_bool_var("")
                        model.add(self.left[block.id] == 0).only_enforce_if(whole)
                        model.add_bool_or(starts[t].negated(), whole)
                if block.max_stint is not None and t + block.max_stint < len(self.months):
                    model.add(sum(at[t : t + block.max_stint + 1]) <= block.max_stint)

    def _price(self) -> None:
        price, trainee = self.problem.objective, self.trainee
        weight = exact(trainee.weight)
        late = [max(0, month - trainee.norm_end) for month in self.months]
        cost = [exact(price.delay) * d + exact(price.delay_squared) * d * d for d in late]
        later: Any = 0
        for t in reversed(range(len(self.months))):
            placed = self.model.new_bool_var("")
            for row in self.at:
                self.model.add_implication(row[t], placed)
            self.model.add(placed >= later)
            later = placed
            self.costs.append((weight * (cost[t] - (cost[t - 1] if t else 0)), placed))
        for n, (_, choice) in enumerate(self.options):
            for start in self.starts[n]:
                self.costs.append((weight * exact(price.preference) * exact(choice.preference), start))
        for left in self.left.values():
            self.costs.append((weight * exact(price.unplaced) / 100, left))
        self._moves(weight * exact(price.move))
        self._changes(weight * exact(price.change))

    def _moves(self, price: Fraction) -> None:
        model, home = self.model, self.trainee.home
        sites = {arena.id: arena.site for arena in self.problem.arenas}
        names = sorted({home, *(sites[choice.arena] for _, choice in self.options)})
        before: dict[str, Any] = {name: int(name == home) for name in names}
        for t in range(len(self.months) + 1):
            here: dict[str, Any] = {name: int(name == home) for name in names}
            if t < len(self.months):
                here = {name: model.new_bool_var("") for name in names}
                model.add_exactly_one(here.values())
                for n, (_, choice) in enumerate(self.options):
                    model.add_implication(self.at[n][t], here[sites[choice.arena]])
            moved = model.new_bool_var("")
            for name in names:
                model.add(moved >= here[name] - before[name])
            self.costs.append((price, moved))
            before = here

    def _changes(self, price: Fraction) -> None:
        if self.trainee.current is None or not price:
            return
        for t, month in enumerate(self.months):
            now = next(((s.block, s.arena) for s in self.trainee.current if s.first <= month <= s.last), None)
            same = [
                row[t] for row, (b, c) in zip(self.at, self.options, strict=True) if (b.id, c.arena) == now
            ]
            others = sum(
                row[t] for row, (b, c) in zip(self.at, self.options, strict=True) if (b.id, c.arena) != now
            )
            changed = others if now is None else 1 - sum(same)
            self.costs.append((price, changed))


def solve(problem: Problem, seconds: float, workers: int) -> Solution | None:
    """The best plan CP-SAT finds in the time, the building of the model included; None where it finds none.

    Raises OutOfTime where the model is not even built in the time.
    """
    deadline, model, people = Deadline(seconds), cp_model.CpModel(), []
    for trainee in problem.trainees:
        people.append(Person(model, problem, trainee))
        deadline.left()
    _hold_places(model, problem, people)
    parts = [part for person in people for part in person.costs]
    scale = math.lcm(1, *(factor.denominator for factor, _ in parts))
    model.minimize(sum(int(factor * scale) * variable for factor, variable in parts if factor))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = deadline.left()
    solver.parameters.num_workers = workers
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    bound = Fraction(solver.best_objective_bound).limit_denominator(10**6) / scale
    return solution_of(problem, [_stints(one, solver) for one in people], bound, deadline.elapsed())


def _hold_places(model: cp_model.CpModel, problem: Problem, people: list[Person]) -> None:
    """For each arena and month, its minimum and its places."""
    there: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for person in people:
        for row, (_, choice) in zip(person.at, person.options, strict=True):
            for month, here in zip(person.months, row, strict=True):
                there[choice.arena, month].append(here)
    for arena in problem.arenas:
        for month in range(problem.calendar.first, problem.calendar.last + 1):
            present = there[arena.id, month]
            if present:
                model.add(sum(present) <= arena.places_in(month))
            if arena.minimum_in(month):
                model.add(sum(present) >= arena.minimum_in(month))


def _stints(person: Person, solver: cp_model.CpSolver) -> tuple[Stint, ...]:
    way: list[Place | None] = [None] * len(person.months)
    for row, (block, choice) in zip(person.at, person.options, strict=True):
        for t, here in enumerate(row):
            if solver.boolean_value(here):
                way[t] = (block.id, choice.arena)
    return stints_of(person.months, way)


if __name__ == "__main__":
    run_peer(solve)
