"""Makes rotation problems by chance: a department, a trust, a region, as tight as wanted.

`tightness` is places over load: the places there are, over the trainees there would be in them on
average if everyone were in service all the time. Most arenas have a single place. Trainees stand at
different points of their training, some work part time, and some have leave ahead.
"""

import random
from typing import Any

from borealis.planner.formats.months import month_text, parse_month

FIRST = parse_month("2026-09") or 0
LENGTHS = ((12, 12, 6, 12, 6, 12), (12, 18, 12, 6, 12), (6, 12, 12, 18, 6, 6), (12, 12, 18, 6, 6, 6))
SHARED = 3
"""The block that neighbouring programmes serve in one another's arenas, so that a region hangs together."""
SITES = ("tromso", "harstad", "narvik", "hammerfest", "kirkenes", "bodo")


def make_instance(trainees: int, tightness: float, seed: int, months: int = 108) -> dict[str, Any]:
    """A problem file, as JSON values; the same arguments always give the same file."""
    chance = random.Random(f"{trainees}/{tightness}/{seed}")
    programmes = max(1, trainees // 25)
    people = [_trainee(chance, number, number % programmes) for number in range(trainees)]
    arenas: list[dict[str, Any]] = []
    offers: dict[str, list[str]] = {}
    for programme in range(programmes):
        lengths = LENGTHS[programme % len(LENGTHS)]
        members = len(range(programme, trainees, programmes))
        whole, given = 0.0, 0
        for place, length in enumerate(lengths):
            whole += tightness * members * length / sum(lengths)
            places = max(1, round(whole) - given)
            given += places
            kind = f"b{programme}-{place}"
            offers[kind] = _arenas(chance, arenas, kind, places)
    for programme in range(programmes):
        if programmes > 1:
            offers[f"b{programme}-{SHARED}"] += offers[f"b{(programme + 1) % programmes}-{SHARED}"][:2]
    for person in people:
        for block in person["blocks"]:
            block["arenas"] = [
                {"id": arena, "preference": chance.choice((0, 0, 1, 2, 3))} for arena in offers[block["id"]]
            ]
    return {
        "format": "borealis/rotation-problem/1",
        "calendar": {"first": month_text(FIRST), "months": months},
        "arenas": arenas,
        "trainees": people,
        "objective": {
            "delay": 10,
            "delay_squared": 1,
            "move": 5,
            "preference": 1,
            "change": 0,
            "unplaced": 1000,
        },
    }


def _arenas(chance: random.Random, arenas: list[dict[str, Any]], kind: str, places: int) -> list[str]:
    """Arenas for a kind of block that have so many places in all."""
    names = []
    while places:
        size = min(places, chance.choice((1, 1, 1, 2, 3)))
        places -= size
        name = f"{kind}-{len(names) + 1}"
        names.append(name)
        arenas.append(
            {
                "id": name,
                "site": chance.choice(SITES[:4]),
                "places": [{"from": month_text(FIRST), "through": None, "places": size}],
            }
        )
    return names[:]


def _trainee(chance: random.Random, number: int, programme: int) -> dict[str, Any]:
    lengths = LENGTHS[programme % len(LENGTHS)]
    begun = chance.choice(range(len(lengths))) if chance.random() < 0.75 else 0
    blocks = [_block(chance, programme, place, lengths[place], begun) for place in range(len(lengths))]
    blocks = [block for block in blocks if block["months"]]
    known = {block["id"] for block in blocks}
    for block in blocks:
        block["after"] = [name for name in block["after"] if name in known]
    percent = chance.choices((100, 80, 50), (80, 12, 8))[0]
    if sum(block["months"] for block in blocks) * 100 / percent > 66:
        percent = 100
    start = chance.choice((0, 3, 6, 12, 18)) if not begun else 0
    need = sum(block["months"] for block in blocks) * 100 / percent
    away = _leave(chance, start, need)
    gone = sum(1 + (parse_month(a["through"]) or 0) - (parse_month(a["from"]) or 0) for a in away)
    return {
        "id": f"lis-{number + 1}",
        "home": chance.choice(SITES[:4]),
        "from": month_text(FIRST + start),
        "norm_end": month_text(FIRST + start + round(need) + gone - 1),
        "weight": 1,
        "fraction": [{"from": month_text(FIRST), "through": None, "percent": percent}],
        "away": away,
        "blocks": blocks,
    }


def _leave(chance: random.Random, start: int, need: float) -> list[dict[str, Any]]:
    if chance.random() > 0.25:
        return []
    first = FIRST + start + chance.randrange(3, max(4, int(need)))
    length = chance.choice((6, 9, 12))
    return [{"from": month_text(first), "through": month_text(first + length - 1), "reason": "leave"}]


def _block(chance: random.Random, programme: int, place: int, months: int, begun: int) -> dict[str, Any]:
    """One block of a programme; the first comes first, and the last two wait for the second."""
    left = months if place > begun or not begun else chance.choice((0, 0, 0, months // 2)) if place else 0
    after = [] if place == 0 else [f"b{programme}-0"]
    if place >= 4:
        after.append(f"b{programme}-1")
    return {
        "id": f"b{programme}-{place}",
        "months": left,
        "after": after,
        "min_stint": min(months // 2, chance.choice((3, 3, 6))),
        "max_stint": months,
    }
