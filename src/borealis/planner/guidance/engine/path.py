"""The best choice for one series alone: the shortest path through its days, in whole numbers.

The criteria are laid one above the other in a number of 64 bits, the first one highest, so that adding
and comparing numbers adds and compares values in their order. Lowest lie the clashes with sessions of
others, so that of equally good paths the one that is least in the way is found.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from borealis.planner.guidance.engine.agent import LATE, MISSING, MOVED, UNEVEN, UNPREFERRED, Agent
from borealis.planner.guidance.engine.timeline import Bools, Ints

NEVER = 2**61
"""More than any path costs; three of them still fit in 64 bits."""


class Graph:
    """The days of a series as nodes, and what it costs to go from one to the next.

    A node is a day, or an agreed session, which no path may pass by.
    """

    def __init__(self, agent: Agent, order: Sequence[int]) -> None:
        """`order`: the criteria, first things first."""
        self.agent, self.order = agent, tuple(order)
        found = agent.candidates
        new = np.diff(found.day, prepend=-1) != 0
        self.first = np.flatnonzero(new | found.agreed)
        """(nodes,) the first candidate of each node."""
        self.node = np.cumsum(new | found.agreed) - 1
        self.day: Ints = found.day[self.first]
        self.agreed: Bools = found.agreed[self.first]
        self.weights = self._weights()
        self.own = found.costs @ self.weights
        self._lay_arcs()

    def _weights(self) -> Ints:
        """What one of each criterion weighs; a clash weighs 1. Fits in 60 bits for all that can be read."""
        agent, most = self.agent, self.agent.most
        costs = agent.candidates.costs
        dearest = costs.max(axis=0, initial=0)
        days, aim = agent.closes - min(agent.opens, agent.before or 0) + 1, agent.series.aim
        reach = [0] * len(dearest)
        reach[MISSING] = len(agent.series.members) * agent.needed + int(dearest[MISSING]) * most
        reach[UNEVEN] = days**2 + most * aim.least**2
        reach[UNPREFERRED], reach[LATE] = int(dearest[UNPREFERRED]) * most, int(dearest[LATE]) * most
        reach[MOVED] = min(agent.earlier, most)
        weights, weight = np.zeros(len(reach), dtype=np.int64), most + 1
        for criterion in reversed(self.order):
            weights[criterion] = weight
            weight *= reach[criterion] + 1
        if weight > NEVER // 2:
            raise OverflowError("the series has too many sessions for the numbers of its value")
        return weights

    def _lay_arcs(self) -> None:
        agent, day = self.agent, self.day
        uneven = self.weights[UNEVEN]
        passed = np.cumsum(self.agreed)  # agreed sessions up to and with each node
        apart = day[None, :] - day[:, None]
        between: Ints = passed[None, :] - self.agreed[None, :] - passed[:, None]
        both = self.agreed[None, :] & self.agreed[:, None]
        later = np.arange(len(day))[None, :] > np.arange(len(day))[:, None]
        fits = later & (between == 0) & ((apart >= agent.least_days) | both)
        self.arcs = np.where(fits, agent.between(apart) * uneven, NEVER)
        begins: Bools = passed - self.agreed == 0
        if agent.before is not None:
            begins &= (day - agent.before >= agent.least_days) | self.agreed
        self.begin = np.where(begins, agent.at_start(day) * uneven, NEVER)
        self.must = int(self.agreed.sum())
        self.end = np.where(passed == self.must, agent.at_end(day) * uneven, NEVER)
        nothing = agent.at_end(np.array([agent.opens if agent.before is None else agent.before]))
        self.skip = NEVER if self.must else int(nothing[0] * uneven) + self.short(0)

    def short(self, placed: int) -> int:
        """What it costs to have placed no more than so many."""
        few = max(0, self.agent.needed - placed) * len(self.agent.series.members)
        return few * int(self.weights[MISSING])

    def cheapest(self, barred: Bools | None = None, clashes: Ints | None = None) -> tuple[Ints, Ints]:
        """The cheapest candidate of each node, and its cost: (nodes,) each. Agreed ones are never barred."""
        cost = self.own if clashes is None else self.own + clashes
        if barred is not None:
            cost = np.where(barred & ~self.agent.candidates.agreed, NEVER, cost)
        if not len(self.first):
            return self.first, self.first
        least = np.minimum.reduceat(cost, self.first)
        hits = np.flatnonzero(cost == least[self.node])
        _, where = np.unique(self.node[hits], return_index=True)
        return hits[where], least

    def best(self, barred: Bools | None = None, clashes: Ints | None = None) -> list[int]:
        """The candidates of the best path, in order of time."""
        which, cost = self.cheapest(barred, clashes)
        forward = self.forward(cost)
        ends = [self.skip]
        for placed, reached in enumerate(forward, 1):
            ends.append(int((reached + self.end).min(initial=NEVER)) + self.short(placed))
        placed = min(range(len(ends)), key=lambda n: (ends[n], n))
        if placed == 0:
            return []
        at = int(np.argmin(forward[placed - 1] + self.end))
        path = [at]
        for reached in reversed(forward[: placed - 1]):
            at = int(np.argmin(reached + self.arcs[:, at]))
            path.append(at)
        return [int(which[node]) for node in reversed(path)]

    def forward(self, cost: Ints) -> list[Ints]:
        """Entry k, (nodes,): the least cost of a path of k + 1 sessions that ends in each node."""
        if not len(cost) or not self.agent.most:
            return []
        rows = [np.minimum(self.begin + cost, NEVER)]
        for _ in range(self.agent.most - 1):
            reached = (rows[-1][:, None] + self.arcs).min(axis=0)
            rows.append(np.minimum(np.minimum(reached, NEVER) + cost, NEVER))
        return rows

    def backward(self, cost: Ints) -> list[Ints]:
        """Entry k, (nodes,): the least cost after each node when the path has placed k + 1 sessions there."""
        most = self.agent.most
        rows = [np.minimum(self.end + self.short(most), NEVER)]
        for placed in range(most - 1, 0, -1):
            onward = (self.arcs + np.minimum(rows[-1] + cost, NEVER)[None, :]).min(axis=1)
            rows.append(np.minimum(np.minimum(onward, self.end + self.short(placed)), NEVER))
        return rows[::-1]
