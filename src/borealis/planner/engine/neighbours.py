"""Groups of trainees who stand in one another's way: worth planning anew together."""

from __future__ import annotations

import random

from borealis.planner.engine.search import Search

PARTNER = 1e6
"""What it weighs to be the partner of whom a group begins with."""


def neighbours(search: Search, many: int, chance: random.Random) -> list[int]:
    """A trainee and those who share most priced arena-months (or else most arenas) with him or her."""
    costly = search.arena_prices > 0
    weight = [column.cost - search.least[column.who] for column in search.plan]
    first = chance.choices(search.everyone, [max(w, 1) for w in weight])[0]
    mine = _wish(search, first)
    couples = set(search.model.problem.couples) if search.model.soft is not None else set()
    shared: list[tuple[float, int]] = []
    for k in search.everyone:
        if k != first:
            near = mine & _wish(search, k)
            both = costly[sorted(near)].sum() if near else 0
            wanted = PARTNER if (min(first, k), max(first, k)) in couples else len(near) + float(both)
            shared.append((-wanted * (0.5 + chance.random()), k))
    shared.sort()
    return sorted([first, *(k for _, k in shared[: many - 1])])


def _wish(search: Search, k: int) -> set[int]:
    """The arenas a trainee may use."""
    return {alternative.arena for alternative in search.model.cases[k].alternatives}
