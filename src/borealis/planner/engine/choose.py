"""Chooses the best plan out of columns that are known: a mixed-integer program, solved by HiGHS."""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from borealis.planner.engine.case import Scale
from borealis.planner.engine.column import Column
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.master import quiet_solver
from borealis.planner.engine.search import Search
from borealis.planner.engine.soft import Soft

CLEARLY = 0.9
NODES = 100
"""How far a choice is taken where no time is set."""


def choose(search: Search, who: Sequence[int], columns: Sequence[Column], seconds: float) -> bool:
    """Plan the trainees `who` by the best choice of columns, the others as in the best plan.

    True where the choice was solved to the end: no better one exists among the columns.
    """
    others = [column for column in search.plan if column.who not in set(who)]
    taken = search.taken(others)
    places, minimum = search.places - taken, np.maximum(search.minimum - taken, 0)
    mine = dict.fromkeys((*(search.plan[k] for k in who), *columns))
    usable = [c for c in mine if c.who in set(who) and c.fits(places)]
    seconds = min(seconds, search.clock.left())
    if seconds <= 0.05 or not usable:
        return False
    limit = search.cost - sum(column.cost for column in others)
    solver = quiet_solver()
    solver.setOptionValue("time_limit", seconds)
    if search.clock.seconds is None:
        solver.setOptionValue("mip_max_nodes", NODES)
    solver.setOptionValue("objective_bound", limit / search.model.scale.grains)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", CLEARLY)
    soft = search.model.soft
    limits = places if soft is None else soft.limits(places)
    solver.passModel(choice_among(search.model.scale, who, usable, limits, minimum, soft))
    start = highspy.HighsSolution()
    chosen = {search.plan[k] for k in who}
    used = search.taken(chosen)
    short = np.maximum(minimum - used, 0)[minimum > 0]
    start.col_value = [float(c in chosen) for c in usable] + short.astype(float).tolist()
    if soft is not None:
        start.col_value += soft.units((used - limits)[soft.first :]).tolist()
    solver.setSolution(start)
    solver.run()
    status = solver.getModelStatus()
    values = np.array(solver.getSolution().col_value)
    if len(values) >= len(usable):
        whole = {column.who: column for column in others}
        whole |= {column.who: column for n, column in enumerate(usable) if values[n] > 0.5}
        if len(whole) == len(search.everyone):
            search.offer([whole[k] for k in search.everyone])
    return bool(status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveBound))


def choice_among(
    scale: Scale,
    who: Sequence[int],
    columns: Sequence[Column],
    places: Ints,
    minimum: Ints,
    soft: Soft | None = None,
) -> highspy.HighsLp:
    """One column per trainee; rows only for the cells that the columns could overfill or need fill.

    `places` are, of soft cells, their limits. Their reliefs are the last columns.
    """
    row_of = {k: n for n, k in enumerate(who)}
    reach = np.zeros(len(places), dtype=np.int64)
    for k in who:
        mine = np.zeros(len(places), dtype=np.int64)
        for column in columns:
            if column.who == k:
                mine[column.cells] = np.maximum(mine[column.cells], column.loads)
        reach += mine
    tight = np.flatnonzero(reach > places)
    needed = np.flatnonzero(minimum > 0)
    row_of_tight = np.full(len(places), -1)
    row_of_tight[tight] = len(who) + np.arange(len(tight))
    row_of_needed = np.full(len(places), -1)
    row_of_needed[needed] = len(who) + len(tight) + np.arange(len(needed))
    starts, index, values = [0], [], []
    for column in columns:
        rows = np.concatenate([row_of_tight[column.cells], row_of_needed[column.cells]])
        loads = np.tile(np.broadcast_to(column.loads, len(column.cells)), 2)
        index.append(np.concatenate([[row_of[column.who]], rows[rows >= 0]]))
        values.append(np.concatenate([[1], loads[rows >= 0]]))
        starts.append(starts[-1] + len(index[-1]))
    for cell in needed:
        index.append(np.array([row_of_needed[cell]]))
        values.append(np.ones(1))
        starts.append(starts[-1] + 1)
    reliefs: list[int] = [] if soft is None else soft.cost.tolist()
    if soft is not None:
        lifted = tight[tight >= soft.first] - soft.first
        for relief in range(len(reliefs)):
            mine = lifted[soft.relief[lifted] == relief]
            index.append(row_of_tight[mine + soft.first])
            values.append(-soft.lift[mine])
            starts.append(starts[-1] + len(mine))
    lp = highspy.HighsLp()
    lp.num_col_ = len(columns) + len(needed) + len(reliefs)
    lp.num_row_ = len(who) + len(tight) + len(needed)
    costs = [
        cost / scale.grains for cost in (*(c.cost for c in columns), *[scale.breach] * len(needed), *reliefs)
    ]
    lp.col_cost_ = np.array(costs)
    lp.col_lower_ = np.zeros(lp.num_col_)
    most = [1.0] * len(columns) + [float(minimum[cell]) for cell in needed]
    lp.col_upper_ = np.array(most + [highspy.kHighsInf] * len(reliefs))
    ones, free = np.ones(len(who)), np.full(len(tight), -highspy.kHighsInf)
    open_end = np.full(len(needed), highspy.kHighsInf)
    lp.row_lower_ = np.concatenate([ones, free, minimum[needed].astype(float)])
    lp.row_upper_ = np.concatenate([ones, places[tight].astype(float), open_end])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.concatenate(index).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate(values).astype(np.float64)
    whole = [highspy.HighsVarType.kInteger] * (len(columns) + len(needed))
    lp.integrality_ = whole + [highspy.HighsVarType.kContinuous] * len(reliefs)
    return lp
