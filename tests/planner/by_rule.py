"""Small problems by chance in which one of the rules of life matters: choices, courses, blocks that follow directly."""

from __future__ import annotations

import random
from typing import Any

from borealis.planner import read_problem
from borealis.planner.engine.model import Model, build_model
from tests.planner.problems import arena, block, problem, span, trainee


def with_choices(seed: int) -> Any:
    """Two trainees with up to four blocks, of which two or three stand in a choice."""
    chance = random.Random(seed)
    months = chance.randint(3, 5)
    people = [_choosing(chance, f"t{n}", months) for n in range(2)]
    return problem(people, arenas(chance, months), months, **prices(chance))


def prices(chance: random.Random) -> dict[str, float]:
    return {
        "delay": chance.choice([0, 3, 10]),
        "move": chance.choice([0, 5]),
        "change": chance.choice([0, 2]),
        "unplaced": chance.choice([0, 4, 100, 1000]),
    }


def arenas(chance: random.Random, months: int) -> list[dict[str, Any]]:
    found = [arena(name, 1, chance.choice(["tromso", "narvik"])) for name in "xyz"]
    if chance.random() < 0.2:
        first = chance.randrange(months)
        found[0]["minimum"] = [{**span(first, first), "places": 1}]
    return found


def blocks_of(chance: random.Random, names: str, months: int) -> list[dict[str, Any]]:
    """Blocks, some of them after others, some shut for a while, some with an agreement."""
    found: list[dict[str, Any]] = []
    for name in names:
        own = chance.sample("xyz", chance.choice([1, 1, 2]))
        entry = block(name, chance.choice([1, 1, 2, 2, 3]), own, min_stint=chance.choice([1, 1, 2]))
        if found and chance.random() < 0.4:
            entry["after"] = [chance.choice(found)["id"]]
        if chance.random() < 0.15:
            entry["from"] = span(chance.randrange(3))["from"]
        if chance.random() < 0.1:
            month = chance.randrange(months)
            entry["fixed"] = [{"arena": own[0], **span(month, month)}]
        entry["arenas"][0]["preference"] = chance.choice([0, 0, 2])
        found.append(entry)
    return found


def person(chance: random.Random, name: str, blocks: list[dict[str, Any]], months: int) -> dict[str, Any]:
    """A trainee of any kind: part time, away, with a plan in force."""
    found = trainee(name, blocks, chance.randrange(months), weight=chance.choice([1, 1, 2]))
    if chance.random() < 0.3:
        found["fraction"] = [{**span(chance.randrange(months)), "percent": 50}]
    if chance.random() < 0.3:
        away = chance.randrange(months)
        found["away"] = [span(away, away)]
    if chance.random() < 0.3:
        last = chance.randrange(months)
        found["current"] = [{"block": blocks[-1]["id"], "arena": "x", **span(0, last)}]
    return found


def _choosing(chance: random.Random, name: str, months: int) -> dict[str, Any]:
    blocks = blocks_of(chance, "abcd"[: chance.randint(2, 4)], months)
    ids = [entry["id"] for entry in blocks]
    chance.shuffle(ids)
    found = person(chance, name, blocks, months)
    if len(ids) > 2 and chance.random() < 0.5:
        found["choices"] = [{"id": "some", "choose": chance.randint(1, 2), "of": ids[:3]}]
    else:
        found["choices"] = [{"id": "path", "options": [ids[:1], ids[1:]]}]
    return found


def with_courses(seed: int) -> Any:
    """Two trainees with up to three blocks, and one or two courses among them; now and then a choice, too."""
    chance = random.Random(seed)
    months = chance.randint(3, 5)
    people = []
    for n in range(2):
        blocks = blocks_of(chance, "abc"[: chance.randint(2, 3)], months)
        ids = [entry["id"] for entry in blocks]
        people.append(person(chance, f"t{n}", blocks, months))
        people[-1]["courses"] = [
            _course(chance, name, ids, months) for name in "vw"[: chance.choice([1, 1, 2])]
        ]
        if chance.random() < 0.2:
            people[-1]["choices"] = [{"id": "one", "choose": 1, "of": ids[:2]}]
    return problem(people, arenas(chance, months), months, **prices(chance))


def _course(chance: random.Random, name: str, blocks: list[str], months: int) -> dict[str, Any]:
    """A course with up to three dates, one of them perhaps after the calendar."""
    sides = [chance.choice(["after", "before", ""]) for _ in blocks]
    dates = chance.sample(range(months + 1), chance.randint(1, 3))
    return {
        "id": name,
        "months": [span(month)["from"] for month in dates],
        "after": [block for block, side in zip(blocks, sides, strict=True) if side == "after"],
        "before": [block for block, side in zip(blocks, sides, strict=True) if side == "before"],
    }


def with_followers(seed: int) -> Any:
    """Two trainees with up to four blocks, of which some follow directly after others; now and then a choice, too."""
    chance = random.Random(seed)
    months = chance.randint(4, 6)
    people = []
    for n in range(2):
        blocks = blocks_of(chance, "abcd"[: chance.choice([2, 3, 3, 4])], months)
        for index, entry in enumerate(blocks[1:], 1):
            if index == 1 or chance.random() < 0.3:
                entry["directly_after"] = blocks[chance.randrange(index)]["id"]
        people.append(person(chance, f"t{n}", blocks, months))
        if chance.random() < 0.2:
            ids = [entry["id"] for entry in blocks]
            people[-1]["choices"] = [{"id": "one", "choose": 1, "of": chance.sample(ids, 2)}]
    return problem(people, arenas(chance, months), months, **prices(chance))


def model_of(document: Any) -> Model:
    return build_model(read_problem(document))
