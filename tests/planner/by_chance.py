"""Small problems from a seed, in which places are shared by people at part time."""

from __future__ import annotations

import random
from typing import Any

from tests.planner.problems import arena, block, problem, span, trainee

PERCENTS = [(100,), (50,), (50,), (80,), (60,), (40,), (20,), (100, 50), (50, 100)]


def crowded(seed: int) -> Any:
    """Two or three trainees, most of them at part time, in one or two arenas for four to six months."""
    chance = random.Random(seed)
    months = chance.randint(4, 6)
    arenas = [_arena(chance, name, months) for name in "xyz"[: chance.randint(1, 2)]]
    names = [entry["id"] for entry in arenas]
    people = [_trainee(chance, f"t{k}", names, months) for k in range(chance.randint(2, 3))]
    prices = {"delay": chance.choice([0, 3, 10]), "move": chance.choice([0, 5])}
    return problem(people, arenas, months, unplaced=chance.choice([7, 100, 1000]), **prices)


def sharing(seed: int, **prices: float) -> Any:
    """As `crowded`, with a couple and groups, at these prices of `apart` and `fairness`."""
    chance = random.Random(seed)
    document = crowded(seed)
    people = document["trainees"]
    first, second = chance.sample(people, 2)
    first["together_with"] = [second["id"]]
    for person in people:
        if chance.random() < 0.8:
            person["group"] = chance.choice(["unn", "nlsh"])
    document["objective"] |= prices
    return document


def _arena(chance: random.Random, name: str, months: int) -> Any:
    entry = arena(name, chance.randint(1, 2), chance.choice(["tromso", "narvik"]))
    if chance.random() < 0.7:
        entry["counts"] = "fraction"
    if chance.random() < 0.15:
        first = chance.randint(0, months - 1)
        entry["minimum"] = [{**span(first, chance.randint(first, months - 1)), "places": 1}]
    return entry


def _trainee(chance: random.Random, name: str, arenas: list[str], months: int) -> Any:
    blocks = [_block(chance, f"b{n}", arenas) for n in range(chance.randint(1, 2))]
    if len(blocks) == 2 and chance.random() < 0.5:
        blocks[1]["after"] = ["b0"]
    person = trainee(name, blocks, chance.randint(0, 3), weight=chance.choice([1, 1, 2]))
    percents, turn = chance.choice(PERCENTS), chance.randint(1, months - 1)
    person["fraction"] = [{**span(0, turn - 1 if len(percents) > 1 else None), "percent": percents[0]}]
    person["fraction"] += [{**span(turn), "percent": percent} for percent in percents[1:]]
    person["home"] = chance.choice(["tromso", "narvik"])
    return person


def _block(chance: random.Random, name: str, arenas: list[str]) -> Any:
    chosen = chance.sample(arenas, chance.randint(1, len(arenas)))
    entry = block(name, chance.choice([1, 1, 2, 1.5]), chosen, min_stint=chance.randint(1, 2))
    for choice in entry["arenas"]:
        choice["preference"] = chance.choice([0, 0, 1, 3])
    return entry
