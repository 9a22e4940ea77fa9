"""The best choice for a few series together, where they are in each other's way: a small program for HiGHS.

Each series is a flow through its days; a session is a choice among the day's candidates; nobody sits in
two at once. One criterion after the other is made small and then held. What no solution as good as the
present one can use is left out before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

from borealis.planner.guidance.engine.agent import MISSING, UNEVEN, Agent, Tally
from borealis.planner.guidance.engine.path import NEVER, Graph
from borealis.planner.guidance.engine.timeline import Bools, Ints

Floats = npt.NDArray[np.float64]

HEAVIEST = 1e5
"""The most that one of a criterion may weigh against one of another in the same search."""
MOST_COLUMNS = 60_000
"""Above this HiGHS is not asked: it would not answer in time."""


@dataclass(frozen=True, slots=True)
class Part:
    """One series in a joint choice: its graph, its candidates' clashes with outsiders, its best value alone."""

    graph: Graph
    clashes: Ints
    alone: Tally

    @property
    def agent(self) -> Agent:
        return self.graph.agent


@dataclass(frozen=True, slots=True)
class Joint:
    """A choice for each part, and a value in the order of the criteria that none together can beat.

    `chosen` reaches the bound, unless time ran out; it is None where nothing was found before that.
    """

    chosen: tuple[tuple[int, ...], ...] | None
    bound: Tally


def slack(graph: Graph, present: Tally, alone: Tally) -> int:
    """How much dearer than alone a path of a series may be in a choice no worse than the present one.

    `present` is what all together are worth, `alone` what they would be if each had its best, in the order
    of the criteria: when one is dearer than alone by more than the difference, the others cannot make up for it.
    """
    for criterion, better, worse in zip(graph.order, alone, present, strict=True):
        if worse > better:
            return min(NEVER // 2, (worse - better + 1) * int(graph.weights[criterion]) - 1)
    return 0


@dataclass(slots=True)
class _Columns:
    """The columns of one series: what they cost in each criterion, and where they stand in the program."""

    slots: Ints
    base: int
    arcs: list[tuple[int, int, int]]
    most: int


@dataclass(slots=True)
class _Program:
    """Rows and columns as HiGHS wants them."""

    costs: list[list[int]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    rows: list[tuple[float, float, list[int], list[float]]] = field(default_factory=list)

    def column(self, costs: Sequence[int], *, lower: float = 0, upper: float = 1, whole: bool = False) -> int:
        self.costs.append(list(costs))
        self.lower.append(lower)
        self.most.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, lower: float, upper: float, columns: list[int], values: list[float]) -> None:
        self.rows.append((lower, upper, columns, values))


def choose_jointly(
    parts: Sequence[Part], order: Sequence[int], present: Tally, floor: Tally, left: Callable[[], float]
) -> Joint:
    """The best choice for the parts, the clashes with outsiders being the last criterion."""
    alone = tuple(sum(numbers) for numbers in zip(*(part.alone for part in parts), strict=True))
    kept = [_useful(part, slack(part.graph, present, alone)) for part in parts]
    used = _contested(parts, [slots for slots, _ in kept])
    program = _Program()
    columns = [
        _lay(program, part, _undominated(part, slots, contested), arcs)
        for part, (slots, arcs), contested in zip(parts, kept, used, strict=True)
    ]
    if len(program.costs) > MOST_COLUMNS:
        return Joint(None, floor)
    _forbid_two_at_once(program, parts, columns)
    constant = sum((np.array(part.agent.value(())) for part in parts), np.zeros(len(order), dtype=np.int64))
    constant[MISSING] = constant[UNEVEN] = 0
    return _in_turn(program, columns, order, present, floor, constant, left)


def _useful(part: Part, slack: int) -> tuple[Bools, Bools]:
    """Which candidates, and which arcs (nodes + 1, nodes + 1), a choice no worse than the present can use.

    The last row of arcs is the begin, the last column the end.
    """
    graph = part.graph
    _, cost = graph.cheapest()
    nodes = len(cost)
    through = np.full((nodes + 1, nodes + 1), NEVER)
    at = np.full(nodes, NEVER)
    through[nodes, nodes] = graph.skip
    forward, backward = graph.forward(cost), graph.backward(cost)
    if forward:
        through[nodes, :nodes] = graph.begin + np.minimum(cost + backward[0], NEVER)
    for placed, (reached, onward) in enumerate(zip(forward, backward, strict=False), 1):
        at = np.minimum(at, reached + onward)
        through[:nodes, nodes] = np.minimum(through[:nodes, nodes], reached + graph.end + graph.short(placed))
        if placed < len(forward):
            rest = np.minimum(cost + backward[placed], NEVER)
            arcs = np.minimum(reached[:, None] + graph.arcs, NEVER) + rest[None, :]
            through[:nodes, :nodes] = np.minimum(through[:nodes, :nodes], arcs)
    most = min(int(through[nodes].min()), NEVER // 2) + slack
    slots = (at - cost)[graph.node] + graph.own <= most if nodes else np.zeros(0, dtype=bool)
    return np.asarray(slots), np.asarray(through <= most)


def _contested(parts: Sequence[Part], kept: Sequence[Bools]) -> list[Bools]:
    """Which kept candidates take time of somebody that another part may take too."""
    wanted: dict[str, dict[int, int]] = {}
    for n, (part, slots) in enumerate(zip(parts, kept, strict=True)):
        for candidate in np.flatnonzero(slots).tolist():
            for name, step in _taken(part.agent, candidate):
                mask = wanted.setdefault(name, {})
                mask[step] = mask.get(step, 0) | 1 << n
    result = []
    for part, slots in zip(parts, kept, strict=True):
        contested = np.zeros(len(slots), dtype=bool)
        for candidate in np.flatnonzero(slots).tolist():
            masks = (wanted[name][step] for name, step in _taken(part.agent, candidate))
            contested[candidate] = any(mask & mask - 1 for mask in masks)
        result.append(contested & slots)
    return result


def _taken(agent: Agent, candidate: int) -> list[tuple[str, int]]:
    """The people and steps a candidate takes."""
    start = int(agent.candidates.start[candidate])
    steps = range(start, start + int(agent.candidates.length[candidate]))
    return [(name, step) for name in agent.those_in(candidate) for step in steps]


def _undominated(part: Part, slots: Bools, contested: Bools) -> Ints:
    """On each day the best uncontested candidate, and the contested ones that are better than it."""
    graph, cost = part.graph, part.graph.own + part.clashes
    keep: list[int] = []
    for node in np.unique(graph.node[slots]).tolist():
        mine = np.flatnonzero(slots & (graph.node == node))
        free = mine[~contested[mine]]
        best = int(free[np.argmin(cost[free])]) if len(free) else None
        keep += [c for c in mine[contested[mine]].tolist() if best is None or cost[c] < cost[best]]
        keep += [] if best is None else [best]
    return np.array(sorted(keep), dtype=np.int64)


def _lay(program: _Program, part: Part, slots: Ints, arcs: Bools) -> _Columns:
    """The columns of a series, and the rows that make them a path."""
    graph, agent = part.graph, part.agent
    width = agent.candidates.costs.shape[1] + 1
    base = len(program.costs)
    costs, agreed = agent.candidates.costs, agent.candidates.agreed
    for c in slots.tolist():
        own = [*costs[c].tolist(), int(part.clashes[c])]
        program.column(own, lower=float(agreed[c]), whole=True)
    nodes = len(graph.first)
    alive = np.zeros(nodes + 1, dtype=bool)
    alive[graph.node[slots]] = alive[nodes] = True
    edges = []
    for i, j in np.argwhere(arcs & alive[:, None] & alive[None, :]).tolist():
        uneven = [0] * width
        uneven[UNEVEN] = _uneven(graph, i, j)
        edges.append((i, j, program.column(uneven)))
    few = [0] * width
    few[MISSING] = len(agent.series.members)
    short = program.column(few, upper=float(max(1, agent.needed)))
    found = _Columns(slots, base, edges, agent.most)
    _flow(program, graph, found)
    here = list(range(base, base + len(slots)))
    program.row(float(agent.needed), highspy.kHighsInf, [*here, short], [1.0] * (len(here) + 1))
    program.row(0.0, float(agent.most), here, [1.0] * len(here))
    return found


def _uneven(graph: Graph, i: int, j: int) -> int:
    """The unevenness of going from node i (or the begin) to node j (or the end)."""
    agent, nodes = graph.agent, len(graph.first)
    if i == nodes and j == nodes:
        return agent.value(())[UNEVEN]
    if i == nodes:
        return int(agent.at_start(graph.day[j : j + 1])[0])
    if j == nodes:
        return int(agent.at_end(graph.day[i : i + 1])[0])
    return int(agent.between(graph.day[j : j + 1] - graph.day[i : i + 1])[0])


def _flow(program: _Program, graph: Graph, columns: _Columns) -> None:
    """Into and out of each node goes what is chosen there; one path begins."""
    nodes = len(graph.first)
    into: dict[int, list[int]] = {}
    out: dict[int, list[int]] = {}
    for i, j, column in columns.arcs:
        into.setdefault(j, []).append(column)
        out.setdefault(i, []).append(column)
    chosen: dict[int, list[int]] = {}
    for n, c in enumerate(columns.slots.tolist()):
        chosen.setdefault(int(graph.node[c]), []).append(columns.base + n)
    for node, slots in chosen.items():
        for side in (into, out):
            flow = side.get(node, [])
            program.row(0.0, 0.0, [*flow, *slots], [1.0] * len(flow) + [-1.0] * len(slots))
    begins = out.get(nodes, [])
    program.row(1.0, 1.0, begins, [1.0] * len(begins))


def _forbid_two_at_once(program: _Program, parts: Sequence[Part], columns: Sequence[_Columns]) -> None:
    """For each person and step that more than one series may take: one of them at most."""
    takers: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for n, (part, own) in enumerate(zip(parts, columns, strict=True)):
        for k, candidate in enumerate(own.slots.tolist()):
            for cell in _taken(part.agent, candidate):
                takers.setdefault(cell, []).append((n, own.base + k))
    groups = {tuple(who) for who in takers.values() if len({n for n, _ in who}) > 1}
    for group in sorted(groups):
        program.row(0.0, 1.0, [column for _, column in group], [1.0] * len(group))


def _in_turn(
    program: _Program,
    columns: Sequence[_Columns],
    order: Sequence[int],
    present: Tally,
    floor: Tally,
    constant: Ints,
    left: Callable[[], float],
) -> Joint:
    """Make one criterion after the other small, each held at its least from then on.

    Criteria that reach the floor already, as long as all before them do, are held there without a search.
    """
    solver = _solver(program)
    costs = np.array(program.costs, dtype=np.float64)
    most = sum(int(own.most) for own in columns)
    closed = next(
        (n for n, pair in enumerate(zip(present, floor, strict=True)) if pair[0] > pair[1]), len(order)
    )
    bound = list(floor[:closed])
    for criterion, least in zip(order[:closed], bound, strict=True):
        _hold(solver, costs[:, criterion], least - _of(constant, criterion))
    for stage in _stages(costs, [*order[closed:], costs.shape[1] - 1], most):
        weights = _weights(costs, stage, most)
        solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs[:, stage] @ weights)
        solver.setOptionValue("time_limit", max(0.0, left()))
        solver.run()
        info = solver.getInfo()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            if math.isfinite(info.mip_dual_bound):
                first = (info.mip_dual_bound - weights[0] + 1) / weights[0]
                bound.append(math.ceil(first - 1e-6) + _of(constant, stage[0]))
            partly = tuple([*bound, *[0] * len(order)][: len(order)])
            some = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
            return Joint(_chosen(solver, columns) if some else None, max(partly, floor))
        shares = np.array(solver.getSolution().col_value)
        for criterion in stage:
            least = round(float(costs[:, criterion] @ shares))
            _hold(solver, costs[:, criterion], least)
            bound.append(least + _of(constant, criterion))
    return Joint(_chosen(solver, columns), tuple(bound[: len(order)]))


def _hold(solver: highspy.Highs, costs: Floats, least: int) -> None:
    """Let a criterion never be more again."""
    used = np.flatnonzero(costs).astype(np.int32)
    if len(used):
        solver.addRow(-highspy.kHighsInf, least + 0.5, len(used), used, costs[used])


def _stages(costs: Floats, criteria: Sequence[int], most: int) -> list[list[int]]:
    """The criteria in runs that one search can make small in order, their weights being moderate.

    Unevenness has numbers so large that it is searched for alone.
    """
    stages: list[list[int]] = []
    for criterion in criteria:
        alone = criterion == UNEVEN or not stages or stages[-1] == [UNEVEN]
        if alone or _weights(costs, [*stages[-1], criterion], most)[0] > HEAVIEST:
            stages.append([criterion])
        else:
            stages[-1].append(criterion)
    return stages


def _weights(costs: Floats, stage: Sequence[int], most: int) -> Floats:
    """What one of each criterion weighs, so that none is given up for the sake of a later one."""
    weights = np.ones(len(stage))
    for n in range(len(stage) - 1, 0, -1):
        reach = np.abs(costs[:, stage[n]]).max(initial=0) * most
        weights[n - 1] = weights[n] * (reach + 1)
    return weights


def _of(constant: Ints, criterion: int) -> int:
    """What a criterion counts whatever is chosen; clashes have no such part."""
    return int(constant[criterion]) if criterion < len(constant) else 0


def _chosen(solver: highspy.Highs, columns: Sequence[_Columns]) -> tuple[tuple[int, ...], ...]:
    shares = np.array(solver.getSolution().col_value)
    return tuple(
        tuple(own.slots[shares[own.base : own.base + len(own.slots)] > 0.5].tolist()) for own in columns
    )


def _solver(program: _Program) -> highspy.Highs:
    """A quiet HiGHS with the program, exact in whole numbers."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        solver.setOptionValue(option, value)
    count = len(program.costs)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, len(program.rows)
    lp.col_cost_ = np.zeros(count)
    lp.col_lower_, lp.col_upper_ = np.array(program.lower), np.array(program.most)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in program.whole]
    lp.row_lower_ = np.array([row[0] for row in program.rows])
    lp.row_upper_ = np.array([row[1] for row in program.rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in program.rows)])
    lp.a_matrix_.index_ = np.array([c for row in program.rows for c in row[2]], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([v for row in program.rows for v in row[3]])
    solver.passModel(lp)
    return solver
