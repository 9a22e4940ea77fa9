"""Groups of trainees who stand in one another's way: worth planning anew together."""

from __future__ import annotations

import random

from borealis.planner.engine.search import Search


def neighbours(search: Search, many: int, chance: random.Random) -> list[int]:
    """A trainee and those who share most priced arena-months (or else most arenas) with him or her."""
    months = search.model.places.shape[1]
    costly = search.prices > 0
    weight = [column.cost - search.least[column.who] for column in search.plan]
    first = chance.choices(search.everyone, [max(w, 1) for w in weight])[0]
    mine = _wish(search, first)
    shared: list[tuple[float, int]] = []
    for k in search.everyone:
        if k != first:
            near = mine & _wish(search, k)
            both = costly.reshape(-1, months)[sorted(near)].sum() if near else 0
            shared.append((-(len(near) + float(both)) * (0.5 + chance.random()), k))
    shared.sort()
    return sorted([first, *(k for _, k in shared[: many - 1])])


def _wish(search: Search, k: int) -> set[int]:
    """The arenas a trainee may use."""
    return {alternative.arena for alternative in search.model.cases[k].alternatives}
