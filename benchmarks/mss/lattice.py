"""What a student may have attended so far, as a graph: from nothing to everything wanted.

A node knows which of the *told apart* disciplines are attended, how many of the others in each group, and,
for each *counted* hospital, how many disciplines lay outside it (as far as that matters). With every
discipline told apart and every hospital counted, the ways through the graph are the lawful ones; with
fewer there are more ways, so that the best of them is a bound.
"""

from __future__ import annotations

import math
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
        ways = (1 << len(self.group)) * (self.outside + 1) ** len(self.counted)
        return math.prod((np.minimum(self.others, self.wanted) + 1).tolist(), start=ways)


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
def _read(code, group, wanted, counted, outside, radix, used, other, lift):  # type: ignore[no-untyped-def]
    """What a code says: attended in each group, of those not told apart, and what a hospital adds to the code.

    Returns the attended ones as bits, and whether this is all that is wanted.
    """
    rest, weight = code, 1
    complete = True
    lift[:] = 0
    for n in range(len(counted)):
        digit = rest % (outside + 1)
        rest //= outside + 1
        if digit < outside:
            complete = False
            for h in range(len(lift)):
                if h != counted[n]:
                    lift[h] += weight
        weight *= outside + 1
    for g in range(len(wanted)):
        other[g] = used[g] = rest % radix[g]
        rest //= radix[g]
    for k in range(len(group)):
        if rest >> k & 1:
            used[group[k]] += 1
    for g in range(len(wanted)):
        complete = complete and used[g] == wanted[g]
    return rest, complete


@njit(cache=True, nogil=True)
def _ahead(option, mask, group, before, others, wanted, weights, used, other):  # type: ignore[no-untyped-def]
    """What an option adds to the code; 0 where it may not be taken."""
    if option < len(group):
        free = not mask >> option & 1 and not before[option] & ~mask
        return weights[len(wanted)] << option if free and used[group[option]] < wanted[group[option]] else 0
    g = option - len(group)
    return weights[g] if used[g] < wanted[g] and other[g] < others[g] else 0


@njit(cache=True, nogil=True)
def _weights(counted, outside, radix):  # type: ignore[no-untyped-def]
    """What one more not told apart adds to a code, by group, and what the first told apart adds."""
    weights = np.zeros(len(radix) + 1, dtype=np.int64)
    weights[0] = (outside + 1) ** len(counted)
    for g in range(len(radix)):
        weights[g + 1] = weights[g] * radix[g]
    return weights


@njit(cache=True, nogil=True)
def _explore(group, before, others, wanted, counted, outside, hospitals, radix, state):  # type: ignore[no-untyped-def]
    """Mark what lies on a way through with its number + 1; how many nodes and steps those are."""
    options, weights = len(group) + len(wanted), _weights(counted, outside, radix)
    used, other = np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.int64)
    lift = np.zeros(hospitals, dtype=np.int64)
    state[0] = 1
    for code in range(len(state)):
        if state[code]:
            mask, _ = _read(code, group, wanted, counted, outside, radix, used, other, lift)
            for option in range(options):
                ahead = _ahead(option, mask, group, before, others, wanted, weights, used, other)
                if ahead:
                    for h in range(hospitals):
                        state[code + ahead + lift[h]] = 1
    nodes, steps = 0, 0
    for code in range(len(state) - 1, -1, -1):
        if state[code]:
            mask, alive = _read(code, group, wanted, counted, outside, radix, used, other, lift)
            for option in range(options):
                ahead = _ahead(option, mask, group, before, others, wanted, weights, used, other)
                leads = False
                if ahead:
                    for h in range(hospitals):
                        leads = leads or state[code + ahead + lift[h]] > 0
                steps += leads
                alive = alive or leads
            state[code] = alive
            nodes += alive
    number = 0
    for code in range(len(state)):
        if state[code]:
            number += 1
            state[code] = number
    return nodes, steps


@njit(cache=True, nogil=True)
def _link(  # type: ignore[no-untyped-def]
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
):
    """Fill in the nodes and steps that were marked."""
    weights = _weights(counted, outside, radix)
    used, other = np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.int64)
    lift = np.zeros(hospitals, dtype=np.int64)
    node, step = 0, 0
    for code in range(len(state)):
        if not state[code]:
            continue
        mask, complete = _read(code, group, wanted, counted, outside, radix, used, other, lift)
        final[node] = complete
        for option in range(len(group) + len(wanted)):
            ahead = _ahead(option, mask, group, before, others, wanted, weights, used, other)
            leads = False
            if ahead:
                for h in range(hospitals):
                    to = state[code + ahead + lift[h]]
                    if to > 0:
                        following[step, h] = to - 1
                        leads = True
            if leads:
                option_of[step] = option
                step += 1
        node += 1
        first[node] = step
