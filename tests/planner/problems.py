"""Small problems by chance, with everything the format knows."""

from typing import Any

from hypothesis import strategies as st

from borealis.planner.formats.months import month_text, parse_month

FIRST = parse_month("2026-09") or 0


def span(first: int, last: int | None = None) -> dict[str, Any]:
    """`from` and `through` of months counted from the calendar's first."""
    return {
        "from": month_text(FIRST + first),
        "through": None if last is None else month_text(FIRST + last),
    }


def problem(
    trainees: list[dict[str, Any]], arenas: list[dict[str, Any]], months: int = 24, **price: float
) -> Any:
    return {
        "format": "borealis/rotation-problem/1",
        "calendar": {"first": month_text(FIRST), "months": months},
        "arenas": arenas,
        "trainees": trainees,
        "objective": {
            "delay": 10,
            "delay_squared": 1,
            "move": 5,
            "preference": 1,
            "change": 0,
            "unplaced": 1000,
            **price,
        },
    }


def arena(name: str, places: int = 1, site: str = "tromso") -> dict[str, Any]:
    return {"id": name, "site": site, "places": [{**span(0), "places": places}]}


def trainee(name: str, blocks: list[dict[str, Any]], norm: int = 11, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "home": "tromso",
        "from": month_text(FIRST),
        "norm_end": month_text(FIRST + norm),
        "blocks": blocks,
        **more,
    }


def block(name: str, months: float, arenas: list[str], **more: Any) -> dict[str, Any]:
    return {"id": name, "months": months, "arenas": [{"id": arena} for arena in arenas], **more}


@st.composite
def small_problems(draw: st.DrawFn) -> Any:
    """Up to three trainees and two blocks each, in up to seven months and three arenas."""
    months = draw(st.integers(4, 7))
    arenas = [draw(_arenas(name, months)) for name in "xyz"[: draw(st.integers(1, 3))]]
    names = [entry["id"] for entry in arenas]
    people = [draw(_trainees(f"t{n}", names, months)) for n in range(draw(st.integers(1, 3)))]
    return problem(
        people,
        arenas,
        months,
        delay=draw(st.sampled_from([0, 3, 10])),
        delay_squared=draw(st.sampled_from([0, 1])),
        move=draw(st.sampled_from([0, 5])),
        change=draw(st.sampled_from([0, 2])),
        unplaced=draw(st.sampled_from([7, 100, 1000])),
    )


@st.composite
def _arenas(draw: st.DrawFn, name: str, months: int) -> Any:
    entry = arena(name, draw(st.integers(1, 2)), draw(st.sampled_from(["tromso", "narvik"])))
    if draw(st.integers(0, 3)) == 0:
        entry["counts"] = "fraction"
    if draw(st.integers(0, 4)) == 0:
        gap = draw(st.integers(1, months - 1))
        entry["places"] = [
            {**span(0, gap - 1), "places": 1},
            {**span(gap), "places": draw(st.integers(0, 2))},
        ]
    elif draw(st.integers(0, 4)) == 0:
        first = draw(st.integers(0, months - 1))
        entry["minimum"] = [{**span(first, draw(st.integers(first, months - 1))), "places": 1}]
    return entry


@st.composite
def _trainees(draw: st.DrawFn, name: str, arenas: list[str], months: int) -> Any:
    blocks = [draw(_blocks(f"b{n}", arenas, months)) for n in range(draw(st.integers(1, 2)))]
    if len(blocks) == 2 and draw(st.booleans()):
        blocks[1]["after"] = ["b0"]
    person = trainee(name, blocks, draw(st.integers(0, months - 1)), weight=draw(st.sampled_from([1, 1, 2])))
    person["home"] = draw(st.sampled_from(["tromso", "narvik"]))
    person["from"] = month_text(FIRST + draw(st.sampled_from([0, 0, 0, 1])))
    percents = draw(st.sampled_from([(100,), (100,), (50,), (80,), (100, 50), (50, 100)]))
    turn = draw(st.integers(1, months - 1))
    person["fraction"] = [{**span(0, turn - 1 if len(percents) > 1 else None), "percent": percents[0]}]
    person["fraction"] += [{**span(turn), "percent": percent} for percent in percents[1:]]
    if draw(st.integers(0, 2)) == 0:
        first = draw(st.integers(0, months - 1))
        person["away"] = [span(first, min(months - 1, first + draw(st.integers(0, 1))))]
    if draw(st.integers(0, 2)) == 0:
        last = draw(st.integers(0, months - 1))
        person["current"] = [{"block": "b0", "arena": draw(st.sampled_from(arenas)), **span(0, last)}]
    return person


@st.composite
def _blocks(draw: st.DrawFn, name: str, arenas: list[str], months: int) -> Any:
    least = draw(st.integers(1, 3))
    chosen = draw(st.lists(st.sampled_from(arenas), min_size=1, max_size=2, unique=True))
    entry = block(name, draw(st.sampled_from([1, 2, 3, 4, 1.5])), chosen, min_stint=least)
    for choice in entry["arenas"]:
        choice["preference"] = draw(st.sampled_from([0, 0, 1, 3]))
    if draw(st.booleans()):
        entry["max_stint"] = least + draw(st.integers(0, 2))
    if draw(st.integers(0, 4)) == 0:
        entry["from"] = month_text(FIRST + draw(st.integers(0, 2)))
    if draw(st.integers(0, 4)) == 0:
        entry["fixed"] = [{"arena": chosen[0], **span(draw(st.integers(0, months - 1)))}]
        entry["fixed"][0]["through"] = entry["fixed"][0]["from"]
    return entry
