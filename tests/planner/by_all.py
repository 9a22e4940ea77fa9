"""Small problems by chance in which every rule of life may matter at once, and costs are shared."""

from __future__ import annotations

import random
from typing import Any

from tests.planner.by_rule import arenas, blocks_of, person, prices
from tests.planner.problems import problem, span


def with_everything(seed: int) -> Any:
    """A couple in one group or two, with choices, courses, followers, and arenas that count by fraction."""
    chance = random.Random(seed)
    months = 3
    places = arenas(chance, months)
    for place in places:
        if chance.random() < 0.6:
            place["counts"] = "fraction"
    people = [_person(chance, f"t{n}", months) for n in range(2)]
    people[0]["together_with"] = ["t1"]
    for one in people:
        one["group"] = chance.choice(["unn", "nlsh"])
    shared = {"apart": chance.choice([0, 3, 8]), "fairness": chance.choice([0, 6, 15])}
    return problem(people, places, months, **prices(chance), **shared)


def _person(chance: random.Random, name: str, months: int) -> dict[str, Any]:
    blocks = blocks_of(chance, "abc"[: chance.choice([2, 3])], months)
    ids = [entry["id"] for entry in blocks]
    if chance.random() < 0.5:
        blocks[-1]["directly_after"] = ids[0]
    found = person(chance, name, blocks, months)
    if chance.random() < 0.6:
        found["choices"] = [{"id": "one", "choose": 1, "of": chance.sample(ids, 2)}]
    if chance.random() < 0.6:
        found["courses"] = [_course(chance, ids, months)]
    return found


def _course(chance: random.Random, blocks: list[str], months: int) -> dict[str, Any]:
    dates = [span(month)["from"] for month in chance.sample(range(months), chance.choice([1, 2]))]
    first, *_, last = chance.sample(blocks, len(blocks))
    return {"id": "v", "months": dates, "after": [first], "before": [last] if chance.random() < 0.5 else []}
