"""Whom an event can reach: their plans, and the standing plans of the others, are a plan for everyone."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from borealis.planner import check, read_problem, solve, solve_some
from borealis.plans.rules.changes import (
    NEWCOMER,
    AgreementEnds,
    Event,
    Leave,
    Leaver,
    Places,
    Starter,
    changed_problem,
)
from borealis.plans.rules.nearby import MANY, NEAR, nearby
from borealis.plans.rules.problem import ArenaPlaces, Candidate, Phase, Stint, problem

FIRST = "2027-01"
PAIRS = 20
"""Two by two they share two arenas of their own; the first phase can also be served in z, where three can be."""


def phases(pair: int) -> tuple[Phase, ...]:
    return Phase("a", 6, ((f"x{pair}", 0), ("z", 4))), Phase("b", 6, ((f"y{pair}", 0),))


def trust(pairs: int = PAIRS, leave: tuple[tuple[str, str, str], ...] = ()) -> dict[str, Any]:
    """So many pairs, one of each in x while the other is in y; the first of all has the leave."""
    arenas, people = [ArenaPlaces("z", "tromsø", ((FIRST, None, 3, 0),))], []
    for pair in range(pairs):
        x, y = f"x{pair}", f"y{pair}"
        arenas += [ArenaPlaces(code, "tromsø", ((FIRST, None, 1, 0),)) for code in (x, y)]
        ab = Stint("a", x, "2027-01", "2027-06"), Stint("b", y, "2027-07", "2027-12")
        ba = Stint("b", y, "2027-01", "2027-06"), Stint("a", x, "2027-07", "2027-12")
        for n, plan in enumerate((ab, ba)):
            away = leave if pair == n == 0 else ()
            one = Candidate(str(2 * pair + n), "tromsø", FIRST, 12, away=away, current=plan)
            people += problem(phases(pair), (), [one], FIRST)["trainees"]
    every = (Phase("a", 6, tuple((a.code, 0) for a in arenas)),)
    return {
        **problem(every, arenas, [], FIRST),
        "trainees": people,
        "calendar": {"first": FIRST, "months": 60},
    }


def ids(cut: dict[str, Any]) -> list[str]:
    return [row["id"] for row in cut["trainees"]]


def cut_of(event: Event, **of: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed problem, and what of it is planned again."""
    before = trust(**of)
    changed = changed_problem(before, event, phases(0))
    return changed, nearby(before, changed, event)


def test_everyone_is_planned_where_they_are_few() -> None:
    changed, cut = cut_of(Leave(0, "2027-04", "2027-09"), pairs=MANY // 2)
    assert cut is changed


def test_those_who_meet_the_one_most_are_planned_too() -> None:
    """The other of the pair is in what the first wants. The rest could only be in z, most those whose a comes last."""
    _, cut = cut_of(Leave(0, "2027-04", "2027-09"), leave=(("2027-04", "2027-09", "leave"),))
    assert len(cut["trainees"]) == 1 + NEAR
    assert ids(cut)[:2] == ["0", "1"]
    rest = sorted(str(n) for n in range(3, 2 * PAIRS, 2))
    assert sorted(ids(cut)[2:]) == rest[: NEAR - 1]


def test_of_what_is_over_before_the_event_nothing_counts() -> None:
    """From July on, those whose a came first are done with it, and could not be in z any more."""
    _, cut = cut_of(Leave(0, "2027-07", "2027-12"))
    assert ids(cut)[:2] == ["0", "1"]
    assert all(int(name) % 2 for name in ids(cut)[2:])


def test_the_others_keep_their_places() -> None:
    _, cut = cut_of(Places("x7", 1, "2027-01"))
    assert {"14", "15"} <= set(ids(cut))
    places = {arena["id"]: arena["places"] for arena in cut["arenas"]}
    left_out = next(
        n for n in range(0, 2 * PAIRS, 2) if str(n) not in ids(cut) and str(n + 1) not in ids(cut)
    )
    assert places[f"x{left_out // 2}"] == [{"from": "2028-01", "through": "2031-12", "places": 1}]
    assert places["x7"] == [{"from": "2027-01", "through": "2031-12", "places": 2}]
    assert places["z"] == [{"from": "2027-01", "through": "2031-12", "places": 3}]


def test_whoever_is_in_what_is_lost_is_planned_however_many() -> None:
    gone = tuple(f"x{pair}" for pair in range(12))
    _, cut = cut_of(AgreementEnds("avtale", gone, "2027-01"))
    assert {str(n) for n in range(24)} <= set(ids(cut))


def test_where_a_place_is_lost_no_more_are_planned_than_it_takes() -> None:
    """Forty are in z, half of them at a time. Of 20 places 18 are left: besides the nearest, enough to free two."""
    before = trust()
    for row in before["trainees"]:
        row["current"] = [s | {"arena": "z"} if s["block"] == "a" else s for s in row["current"]]
    for arena in before["arenas"]:
        if arena["id"] == "z":
            arena["places"] = [{"from": FIRST, "through": None, "places": 20}]
    event = Places("z", -18, "2027-07")
    cut = nearby(before, changed_problem(before, event, ()), event)
    second_half = {row["id"] for row in before["trainees"] if row["current"][1]["block"] == "a"}
    assert len(second_half) == PAIRS
    assert len(second_half - set(ids(cut))) == 2
    assert len(set(ids(cut)) - second_half) == 0
    less = Places("z", -2, "2027-07")
    assert len(nearby(before, changed_problem(before, less, ()), less)["trainees"]) == NEAR


def test_a_newcomer_is_planned_with_those_in_the_same_arenas() -> None:
    _, cut = cut_of(Starter("2027-03", "tromsø"))
    assert {NEWCOMER, "0", "1"} <= set(ids(cut))


def test_the_places_of_somebody_who_leaves_go_to_the_nearest() -> None:
    _, cut = cut_of(Leaver(0, "2027-01"))
    assert "1" in ids(cut)
    assert "0" not in ids(cut)


def test_an_arena_that_nobody_can_use_reaches_nobody() -> None:
    before = trust()
    before["arenas"].append({"id": "w", "site": "tromsø", "places": [], "minimum": []})
    event = Places("w", 1, "2027-01")
    assert nearby(before, changed_problem(before, event, ()), event)["trainees"] == []


def test_places_by_fraction_and_minimums_are_what_is_left_of_them() -> None:
    """In x9 one at half time takes half of a place: none whole is left of one, one of two."""
    before = trust()
    for row in before["trainees"]:
        if row["id"] in ("18", "19"):
            row["fraction"] = [{"from": "2027-01", "through": None, "percent": 50}]
    for arena in before["arenas"]:
        if arena["id"] == "x9":
            arena |= {
                "counts": "fraction",
                "places": [{"from": "2027-01", "through": "2027-12", "places": 2}],
            }
            arena["minimum"] = [{"from": "2027-01", "through": "2028-12", "places": 1}]
    event = Places("x0", 1, "2027-01")
    cut = nearby(before, changed_problem(before, event, ()), event)
    assert not {"18", "19"} & set(ids(cut))
    left = next(arena for arena in cut["arenas"] if arena["id"] == "x9")
    assert left["places"] == [{"from": "2027-01", "through": "2027-12", "places": 1}]
    assert left["minimum"] == [{"from": "2027-01", "through": "2027-12", "places": 1}]


@pytest.mark.parametrize(
    "event",
    [
        Leave(0, "2027-04", "2027-09"),
        Leaver(4, "2027-03"),
        Starter("2027-03", "tromsø"),
        Places("x3", -1, "2027-02", "2027-08"),
        Places("z", 2, "2027-02"),
        AgreementEnds("avtale", ("x1", "y2"), "2027-05"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_with_the_standing_plans_it_is_a_plan_for_everyone(event: Event) -> None:
    leave = (("2027-04", "2027-09", "leave"),) if isinstance(event, Leave) else ()
    changed, cut = cut_of(event, leave=leave)
    small = read_problem(cut)
    solution = solve(small, seconds=2)
    assert check(small, solution).is_sound
    whole = read_problem(changed)
    together = solve_some(whole, set(ids(cut)), 0, partial(lambda found, _: found, solution))
    assert check(whole, together).is_sound
