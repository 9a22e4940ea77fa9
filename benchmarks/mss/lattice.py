"""What a student may have attended so far, as a graph: from nothing to everything wanted.

A node knows which of the *told apart* disciplines are attended, how many of the others in each group, and,
for each *counted* hospital, how many disciplines lay outside it (as far as that matters). With every
discipline told apart and every hospital counted, the ways through the graph are the lawful ones; with
fewer there are more ways, so that the best of them is a bound.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Int32s = npt.NDArray[np.int32]


class Lattice(NamedTuple):
    """Nodes are numbered so that every step leads to a higher one; the first is the beginning.

    first  (nodes + 1,) the steps of each node
    option (steps,) what is attended: the k-th discipline told apart, or that many plus g for another of group g
    next   (steps, hospitals) where the step leads, by hospital; -1 nowhere
    final  (nodes,) 1 where everything wanted is attended
    """

    first: Int32s
    option: Int32s
    next: Int32s
    final: Int32s


class Shape(NamedTuple):
    """What a lattice is made from.

    group   (k,) the group of each discipline told apart; `before` (k,) those that come before it, as bits
    others  (G,) how many more disciplines of each group there are; `wanted` (G,) how many are attended
    counted the counted hospitals; at least `outside` disciplines lie outside each
    """

    group: Int32s
    before: Int32s
    others: Int32s
    wanted: Int32s
    counted: Int32s
    outside: int
    hospitals: int

    @property
    def size(self) -> int:
        """How many nodes there are at most."""
        ways = int(np.prod(np.minimum(self.others, self.wanted).astype(np.int64) + 1))
        return (1 << len(self.group)) * ways * (self.outside + 1) ** len(self.counted)


def build_lattice(shape: Shape) -> Lattice | None:
    """The lattice of a shape; None where there is no way through."""
    radix = (np.minimum(shape.others, shape.wanted) + 1).astype(np.int32)
    state = np.zeros(shape.size, dtype=np.int32)
    nodes, steps = _explore(*shape, radix, state)
    if not nodes:
        return None
    first = np.zeros(nodes + 1, dtype=np.int32)
    option = np.zeros(steps, dtype=np.int32)
    following = np.full((steps, shape.hospitals), -1, dtype=np.int32)
    final = np.zeros(nodes, dtype=np.int32)
    _link(*shape, radix, state, first, option, following, final)
    return Lattice(first, option, following, final)


@njit(cache=True, nogil=True)
def _used(code, g, group, radix, counters):  # type: ignore[no-untyped-def]
    """How many disciplines of a group are attended, and how many of them are not told apart."""
    rest = code // counters
    mask = rest
    for n in range(len(radix)):
        mask //= radix[n]
    told = 0
    for k in range(len(group)):
        if group[k] == g and mask >> k & 1:
            told += 1
    for n in range(g):
        rest //= radix[n]
    other = rest % radix[g]
    return told + other, other


@njit(cache=True, nogil=True)
def _step(code, option, hospital, group, before, others, wanted, counted, outside, radix):  # type: ignore[no-untyped-def]
    """Where a step leads; -1 where it may not be taken."""
    counters = (outside + 1) ** len(counted)
    weight = counters
    for n in range(len(radix)):
        weight *= radix[n]
    mask = code // weight
    if option < len(group):
        g = group[option]
        if (
            mask >> option & 1
            or before[option] & ~mask
            or _used(code, g, group, radix, counters)[0] >= wanted[g]
        ):
            return -1
        code += weight << option
    else:
        g = option - len(group)
        used, other = _used(code, g, group, radix, counters)
        if used >= wanted[g] or other >= others[g]:
            return -1
        weight = counters
        for n in range(g):
            weight *= radix[n]
        code += weight
    weight = 1
    for n in range(len(counted)):
        if counted[n] != hospital and code // weight % (outside + 1) < outside:
            code += weight
        weight *= outside + 1
    return code


@njit(cache=True, nogil=True)
def _is_final(code, group, wanted, counted, outside, radix):  # type: ignore[no-untyped-def]
    counters = (outside + 1) ** len(counted)
    for g in range(len(wanted)):
        if _used(code, g, group, radix, counters)[0] != wanted[g]:
            return False
    return code % counters == counters - 1


@njit(cache=True, nogil=True)
def _explore(group, before, others, wanted, counted, outside, hospitals, radix, state):  # type: ignore[no-untyped-def]
    """Mark what lies on a way through with its number + 1; how many nodes and steps those are."""
    options = len(group) + len(wanted)
    state[0] = 1
    for code in range(len(state)):
        if state[code]:
            for option in range(options):
                for h in range(hospitals):
                    to = _step(code, option, h, group, before, others, wanted, counted, outside, radix)
                    if to >= 0:
                        state[to] = 1
    steps = 0
    for code in range(len(state) - 1, -1, -1):
        if state[code]:
            alive = _is_final(code, group, wanted, counted, outside, radix)
            for option in range(options):
                leads = False
                for h in range(hospitals):
                    to = _step(code, option, h, group, before, others, wanted, counted, outside, radix)
                    leads = leads or (to >= 0 and state[to] > 0)
                steps += leads
                alive = alive or leads
            state[code] = alive
    nodes = 0
    for code in range(len(state)):
        if state[code]:
            nodes += 1
            state[code] = nodes
    return nodes, steps


@njit(cache=True, nogil=True)
def _link(
    group,
    before,
    others,
    wanted,
    counted,
    outside,
    hospitals,
    radix,
    state,
    first,
    option_of,
    following,
    final,
):  # type: ignore[no-untyped-def]
    """Fill in the nodes and steps that were marked."""
    node, step = 0, 0
    for code in range(len(state)):
        if not state[code]:
            continue
        final[node] = _is_final(code, group, wanted, counted, outside, radix)
        for option in range(len(group) + len(wanted)):
            leads = False
            for h in range(hospitals):
                to = _step(code, option, h, group, before, others, wanted, counted, outside, radix)
                if to >= 0 and state[to] > 0:
                    following[step, h] = state[to] - 1
                    leads = True
            if leads:
                option_of[step] = option
                step += 1
        node += 1
        first[node] = step
