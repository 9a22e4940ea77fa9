"""Parts of a large problem: trainees who share arenas with one another more than with others.

Trainees with the same arenas are one kind; kinds are put together, nearest first, until a part is full.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from borealis.planner.formats.problem import Problem, Trainee

NEAR = 0.5
"""The part of its arenas that a kind must share to be near."""
LEAST, MOST = 0.7, 1.3
"""How full a part is before it takes none but near ones, and before it takes no more."""


def arenas_of(trainee: Trainee) -> frozenset[str]:
    """The arenas a trainee may use."""
    return frozenset(choice.arena for block in trainee.blocks for choice in block.arenas)


def parts_of(problem: Problem, who: Sequence[int], size: int, chance: random.Random) -> list[list[int]]:
    """The trainees `who` (by number) in parts of about `size`; where parts begin is left to chance."""
    kinds: dict[frozenset[str], list[int]] = defaultdict(list)
    for k in who:
        kinds[arenas_of(problem.trainees[k])].append(k)
    of_arena: dict[str, set[frozenset[str]]] = defaultdict(set)
    for kind in kinds:
        for arena in kind:
            of_arena[arena].add(kind)
    waiting = dict.fromkeys(sorted(kinds, key=sorted))
    order = list(waiting)
    chance.shuffle(order)
    parts = [_grown(first, kinds, of_arena, waiting, size) for first in order if first in waiting]
    return _not_too_small(parts, size)


def _grown(
    first: frozenset[str],
    kinds: dict[frozenset[str], list[int]],
    of_arena: dict[str, set[frozenset[str]]],
    waiting: dict[frozenset[str], None],
    size: int,
) -> list[int]:
    """A part that begins with a kind and takes the waiting kind it shares most arenas with, again and again."""
    shared: dict[frozenset[str], int] = {first: 0}
    known: set[str] = set()
    part: list[int] = []
    while shared:
        kind = max(shared, key=lambda other: (shared[other] / max(1, len(other)), sorted(other)))
        is_near = shared[kind] >= NEAR * len(kind)
        if len(part) >= size * (MOST if is_near else LEAST):
            break
        del shared[kind], waiting[kind]
        part += kinds[kind]
        for arena in kind - known:
            for other in of_arena[arena]:
                if other in waiting:
                    shared[other] = shared.get(other, 0) + 1
        known |= kind
    return sorted(part)


def _not_too_small(parts: list[list[int]], size: int) -> list[list[int]]:
    """Small parts put together: what is left over at the end need not be alone."""
    full = [part for part in parts if len(part) >= size // 2]
    rest: list[int] = []
    for part in parts:
        if len(part) < size // 2:
            rest += part
            if len(rest) >= size:
                full.append(sorted(rest))
                rest = []
    return [*full, sorted(rest)] if rest else full


def couples_in_one(problem: Problem, parts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The parts with each couple in one: the second goes to the first, who may be the second of another."""
    part_of = {k: n for n, part in enumerate(parts) for k in part}
    for one, other in problem.couples:
        part_of[other] = part_of[one]
    moved: list[list[int]] = [[] for _ in parts]
    for k in sorted(part_of):
        moved[part_of[k]].append(k)
    return [part for part in moved if part]
