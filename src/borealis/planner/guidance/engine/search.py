"""Finds the best placing of a group of series that share people.

Each series alone has a best path; their sum is a bound. Placed one after the other, most get a path as good
as alone. Those that do not are brought together with those in their way, and only these are chosen jointly,
until no cluster costs more than it must (independence detection, Standley 2010). At every moment there is a
placing without clashes, and a bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.clock import Clock
from borealis.planner.guidance.engine.agent import Agent, Tally
from borealis.planner.guidance.engine.path import Graph
from borealis.planner.guidance.engine.timeline import Ints

MOST_TURNS = 8
"""Orders in which a cluster is chosen one after the other, before it is chosen jointly."""


@dataclass(slots=True)
class Cluster:
    """Series that are chosen together; together they cost no less than `floor` (in order of the criteria).

    `ideal` reaches the floor, but may clash with others. `closed` when there is no more to win, or to try.
    """

    who: tuple[int, ...]
    floor: Tally
    ideal: dict[int, list[int]]
    closed: bool = False


class Search:
    """The placing so far, and how good it could be."""

    def __init__(self, agents: Sequence[Agent], order: Sequence[int], clock: Clock) -> None:
        self.order, self.clock = tuple(order), clock
        self.graphs = [Graph(agent, order) for agent in agents]
        self.plan: list[list[int]] = [[] for _ in agents]
        self.diary: dict[str, list[tuple[int, int, int]]] = {}
        """For each person the steps from, up to, and the series that takes them."""
        self.clusters = [self._alone(n) for n in range(len(agents))]
        self.alone = [cluster.floor for cluster in self.clusters]

    def run(self) -> None:
        """Place one after the other, then mend until it is optimal or time is out."""
        for n in sorted(range(len(self.graphs)), key=lambda n: len(self.graphs[n].agent.candidates.at)):
            barred = self.clashes(n, ()) > 0
            self.put({n: self.graphs[n].best(barred)})
        while not self.clock.is_out():
            cluster = next((c for c in self.clusters if not c.closed), None)
            if cluster is None:
                return
            self._mend(cluster)

    def bound(self) -> Tally:
        """No placing has a lesser value, in the order of the criteria."""
        return _sum(cluster.floor for cluster in self.clusters)

    def _alone(self, n: int) -> Cluster:
        path = self.graphs[n].best()
        return Cluster((n,), self._ranked(n, path), {n: path})

    def _ranked(self, n: int, path: Sequence[int]) -> Tally:
        value = self.graphs[n].agent.value(path)
        return tuple(value[criterion] for criterion in self.order)

    def _present(self, who: Iterable[int]) -> Tally:
        return _sum(self._ranked(n, self.plan[n]) for n in who)

    def _mend(self, cluster: Cluster) -> None:
        """Bring a cluster down to its floor, or join it with those who are in its way."""
        if self._present(cluster.who) == cluster.floor:
            cluster.closed = True
            return
        if len(cluster.who) == 1:
            (n,) = cluster.who
            cluster.ideal = {n: self.graphs[n].best(clashes=self.clashes(n, (n,)))}
        in_the_way = self._in_the_way(cluster)
        if self._make_way(cluster, in_the_way):
            return
        self._choose_together(self._join(cluster, in_the_way))

    def _in_the_way(self, cluster: Cluster) -> set[int]:
        """Whose sessions clash with the cluster's ideal."""
        return {
            owner
            for n, path in cluster.ideal.items()
            for start, end, name in self._cells(n, path)
            for first, last, owner in self.diary.get(name, ())
            if owner not in cluster.who and first < end and start < last
        }

    def _make_way(self, cluster: Cluster, others: set[int]) -> bool:
        """Whether those in the way can step aside at no cost, one after the other."""
        before = {n: self.plan[n] for n in (*cluster.who, *others)}
        self.put(cluster.ideal, clear=others)
        for n in sorted(others):
            path = self.graphs[n].best(self.clashes(n, (n,)) > 0)
            if self._ranked(n, path) > self._ranked(n, before[n]):
                self.put(before)
                return False
            self.put({n: path})
        cluster.closed = True
        return True

    def _join(self, cluster: Cluster, others: set[int]) -> Cluster:
        """One cluster of a cluster and those of the others."""
        parts = [c for c in self.clusters if c is cluster or others & set(c.who)]
        self.clusters = [c for c in self.clusters if c not in parts]
        who = tuple(n for part in parts for n in part.who)
        joined = Cluster(who, _sum(part.floor for part in parts), {})
        self.clusters.append(joined)
        return joined

    def _choose_together(self, cluster: Cluster) -> None:
        """Find what a cluster costs at least, were it alone, with few clashes with the rest."""
        present = self._present(cluster.who)
        value, paths = self._in_turns(cluster, is_alone=False)
        if value < present:
            present = value
            self.put(paths)
        value, cluster.ideal = self._in_turns(cluster, is_alone=True)
        if value > cluster.floor:
            self._choose_jointly(cluster, min(value, present))
        if self._ranked_all(cluster.ideal) < present and not self._in_the_way(cluster):
            self.put(cluster.ideal)

    def _choose_jointly(self, cluster: Cluster, reached: Tally) -> None:
        """Ask HiGHS for the best; what is reached already need not be looked beyond."""
        from borealis.planner.guidance.engine.joint import Part, choose_jointly

        parts = [Part(self.graphs[n], self.clashes(n, cluster.who), self.alone[n]) for n in cluster.who]
        found = choose_jointly(parts, self.order, reached, cluster.floor, self.clock.left)
        cluster.floor = max(cluster.floor, found.bound)
        if found.chosen is not None:
            cluster.ideal = {n: list(path) for n, path in zip(cluster.who, found.chosen, strict=True)}
        cluster.closed = self._ranked_all(cluster.ideal) != cluster.floor

    def _in_turns(self, cluster: Cluster, *, is_alone: bool) -> tuple[Tally, dict[int, list[int]]]:
        """Choose for a cluster one after the other, each once the first: the best that comes of it.

        Alone, clashes with the rest are only avoided where that costs nothing. The diary is left as it was.
        """
        before = {n: self.plan[n] for n in cluster.who}
        outsiders = [n for n in range(len(self.graphs)) if n not in cluster.who] if is_alone else []
        found = []
        for first in cluster.who[:MOST_TURNS]:
            self.put({}, clear=cluster.who)
            for n in (first, *(other for other in cluster.who if other != first)):
                soft = self.clashes(n, cluster.who) if is_alone else None
                self.put({n: self.graphs[n].best(self.clashes(n, outsiders) > 0, soft)})
            paths = {n: self.plan[n] for n in cluster.who}
            found.append((self._ranked_all(paths), paths))
        self.put(before)
        return min(found, key=lambda pair: pair[0])

    def _ranked_all(self, paths: dict[int, list[int]]) -> Tally:
        return _sum(self._ranked(n, path) for n, path in paths.items())

    def clashes(self, n: int, ignored: Sequence[int]) -> Ints:
        """(candidates,) 1 where a candidate of a series clashes with a session placed for another."""
        agent = self.graphs[n].agent
        found = agent.candidates
        result = np.zeros(len(found.at), dtype=np.int64)
        longest = int(found.length.max(initial=1))
        for name in agent.people:
            for first, last, owner in self.diary.get(name, ()):
                if owner in ignored:
                    continue
                near = slice(*np.searchsorted(found.start, (first - longest + 1, last)).tolist())
                hit = found.start[near] + found.length[near] > first
                result[near] |= hit & agent.involves(name, near)
        return result

    def _cells(self, n: int, path: Sequence[int]) -> list[tuple[int, int, str]]:
        agent = self.graphs[n].agent
        found = agent.candidates
        return [
            (int(found.start[c]), int(found.start[c] + found.length[c]), name)
            for c in path
            for name in agent.those_in(c)
        ]

    def put(self, paths: dict[int, list[int]], clear: Iterable[int] = ()) -> None:
        """Write paths into the diary in place of the earlier ones; those to `clear` have none for now."""
        gone = {*paths, *clear}
        for entries in self.diary.values():
            entries[:] = [entry for entry in entries if entry[2] not in gone]
        for n, path in paths.items():
            self.plan[n] = list(path)
            for start, end, name in self._cells(n, path):
                self.diary.setdefault(name, []).append((start, end, n))


def _sum(values: Iterable[Tally]) -> Tally:
    return tuple(sum(numbers) for numbers in zip(*values, strict=True))
