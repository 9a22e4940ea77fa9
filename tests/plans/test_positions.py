"""Positions that are not filled: what they make of a problem, and what they come to."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from borealis.planner import Problem, Solution, check, read_problem, solution_to_json, solve
from borealis.plans.queries.what_if import in_order
from borealis.plans.rules.changes import Starter, changed_problem
from borealis.plans.rules.frontier import option_of, problem_of, unsettled
from borealis.plans.rules.outcome import contents_from
from borealis.plans.rules.positions import (
    Expected,
    HeldMinimum,
    held_minimums,
    is_overdue,
    is_position,
    months_given_up,
    position_contents,
    positions_as_facts,
    positions_from,
    with_positions,
)
from borealis.plans.rules.problem import ArenaPlaces, Candidate, Phase, problem

FIRST = "2027-01"
PHASES = (Phase("a", 6, (("x", 0),), fills_service_time=True), Phase("b", 4, (("y", 0),)))
solved = partial(solve, seconds=5)


def department(*candidates: Candidate, minimum: int = 0, places: int = 1) -> dict[str, Any]:
    """One place in x (with a minimum when asked) and one in y."""
    arenas = [
        ArenaPlaces("x", "tromsø", ((FIRST, None, places, minimum),)),
        ArenaPlaces("y", "tromsø", ((FIRST, None, 1, 0),)),
    ]
    return problem(PHASES, arenas, candidates, FIRST)


def kari(needed: float = 10) -> Candidate:
    return Candidate("1", "tromsø", FIRST, needed)


def expecting(before: dict[str, Any], *expected: Expected) -> dict[str, Any]:
    return with_positions(before, expected, PHASES, 10)


def test_a_position_is_an_unknown_trainee_with_every_phase_ahead_and_no_plan_in_force() -> None:
    before = department(kari())
    after = expecting(before, Expected(7, "2027-05", 2, "Bodø"))
    known, *rows = after["trainees"]
    assert known == before["trainees"][0]
    assert [row["id"] for row in rows] == ["ventet-7-01", "ventet-7-02"]
    for row in rows:
        assert (row["unknown"], row["home"], row["from"], row["norm_end"]) == (
            True,
            "bodø",
            "2027-05",
            "2028-02",
        )
        assert {block["id"]: block["months"] for block in row["blocks"]} == {"a": 6, "b": 4}
        assert "current" not in row
    assert [t.unknown for t in read_problem(after).trainees] == [False, True, True]


def test_what_is_left_of_service_time_goes_to_the_phase_that_fills_it() -> None:
    after = with_positions(department(), [Expected(1, FIRST, 1, "bodø")], PHASES, 13)
    assert {block["id"]: block["months"] for block in after["trainees"][0]["blocks"]} == {"a": 9, "b": 4}


def test_without_positions_the_problem_is_the_same() -> None:
    before = department(kari())
    assert expecting(before) is before


def test_a_month_that_is_past_is_planned_from_the_first_month() -> None:
    (row,) = expecting(department(), Expected(1, "2026-03", 1, "bodø"))["trainees"]
    assert row["from"] == FIRST


def test_the_calendar_reaches_as_far_as_a_late_position_asks_and_never_less() -> None:
    before = department(kari())
    assert (
        expecting(before, Expected(1, "2030-01", 1, "bodø"))["calendar"]["months"]
        >= before["calendar"]["months"]
    )
    assert expecting(before, Expected(1, "2030-01", 1, "bodø"))["calendar"]["months"] >= 3 * 12 + 10
    assert (
        expecting(before, Expected(1, FIRST, 1, "bodø"))["calendar"]["months"] >= before["calendar"]["months"]
    )


@pytest.mark.parametrize(
    ("first", "overdue"), [("2026-10", True), ("2026-11", False), ("2026-12", False), ("2025-12", True)]
)
def test_only_a_month_that_is_over_is_overdue(first: str, overdue: bool) -> None:
    assert is_overdue(first, "2026-11") is overdue


def test_ids_never_clash_with_those_of_trainees_or_of_each_other() -> None:
    rows = [Expected(1, FIRST, 20, "bodø"), Expected(10, FIRST, 20, "bodø"), Expected(101, FIRST, 1, "bodø")]
    names = [name for row in rows for name in row.ids]
    assert len(set(names)) == 41
    assert all(is_position(name) and not name.isdigit() for name in names)
    assert names[:20] == sorted(names[:20]), "the first by id has the first plan"
    assert not is_position("1")
    assert not is_position("new")


def test_positions_of_one_month_are_numbered_together_and_told_by_time() -> None:
    late, early, also = (
        Expected(1, "2027-08", 1, "bodø"),
        Expected(2, "2027-03", 1, "bodø"),
        Expected(3, "2027-03", 1, "oslo"),
    )
    found = positions_from({"positions": positions_as_facts([late, early, also])})
    told = [(one.id, one.first, one.number, one.of) for one in found.values()]
    assert told == [
        ("ventet-2-01", "2027-03", 1, 2),
        ("ventet-3-01", "2027-03", 2, 2),
        ("ventet-1-01", "2027-08", 1, 1),
    ]
    assert positions_from({}) == {}


def test_the_plan_of_a_known_trainee_leaves_the_place_that_a_position_needs() -> None:
    """Both orders of her phases end alike for Kari; with a position from the first month she takes the other one.

    The position can use x in the first months alone, so that the one who is here goes to y meanwhile.
    """
    before = department(kari())
    alone = solution_to_json(solved(read_problem(before)))
    with_it = expecting(before, Expected(1, FIRST, 1, "tromsø"))
    for row in with_it["trainees"]:
        if is_position(row["id"]):
            row["blocks"][0]["through"] = "2027-06"
    read = read_problem(with_it)
    solution = solved(read)
    assert check(read, solution).is_sound
    plans = {plan.id: plan for plan in solution.trainees}
    mine = {stint.block: stint.first for stint in plans["1"].stints}
    theirs = {stint.block: stint.first for stint in plans["ventet-1-01"].stints}
    assert theirs["a"] < mine["a"]
    assert not plans["ventet-1-01"].unplaced
    assert len(alone["trainees"]) == 1


def solution_of(after: dict[str, Any]) -> tuple[Problem, Solution]:
    read = read_problem(after)
    found = solved(read)
    assert check(read, found).is_sound
    return read, found


def test_a_position_has_a_content_to_show_and_none_to_store() -> None:
    after = expecting(department(kari()), Expected(1, "2027-02", 1, "tromsø"))
    _read, found = solution_of(after)
    facts = {"programme_version": 1, "norm_end": {"1": "2027-10"}}
    written = solution_to_json(found)
    assert set(contents_from(after, facts, written)) == {"1"}
    (content,) = position_contents(after, facts, written).values()
    assert content.agreed_end == content.norm_end == "2027-11"
    assert {stint.phase for stint in content.stints} == {"a", "b"}
    assert min(stint.first for stint in content.stints) >= "2027-02"


def test_months_given_up_are_found_by_planning_without_the_positions() -> None:
    """A place in x is held for six months by a position that weighs more than Kari here."""
    after = expecting(department(kari(6)), Expected(1, FIRST, 1, "tromsø"))
    read, found = solution_of(after)
    late = {plan.id: plan.delay_months for plan in found.trainees}
    assert months_given_up(read, found, solved) == late["1"]

    def worse(alone: Problem) -> Solution:
        assert [trainee.id for trainee in alone.trainees] == ["1"]
        return found

    assert months_given_up(read, found, worse) == 0


def test_nothing_is_said_of_months_where_other_months_are_without_a_place() -> None:
    after = expecting(department(kari()), Expected(1, FIRST, 1, "tromsø"))
    read, found = solution_of(after)

    def nowhere(alone: Problem) -> Solution:
        closed = {**after, "arenas": [{**arena, "places": []} for arena in after["arenas"]]}
        closed["trainees"] = closed["trainees"][:1]
        return solved(read_problem(closed))

    assert months_given_up(read, found, nowhere) is None


def test_a_minimum_that_only_a_position_keeps_is_told() -> None:
    after = expecting(department(minimum=1), Expected(1, FIRST, 1, "tromsø"))
    short = {**after, "calendar": {"first": FIRST, "months": 10}}
    short["arenas"] = [
        {
            **arena,
            "minimum": [
                {"from": "2027-01", "through": "2027-02", "places": 1},
                {"from": "2027-04", "through": "2027-06", "places": 1},
            ]
            if arena["id"] == "x"
            else [],
        }
        for arena in after["arenas"]
    ]
    read, found = solution_of(short)
    assert held_minimums(read, found) == [
        HeldMinimum("x", "2027-01", "2027-02"),
        HeldMinimum("x", "2027-04", "2027-06"),
    ]


def test_no_minimum_is_told_where_those_who_are_there_keep_it() -> None:
    after = expecting(department(kari(4)), Expected(1, "2027-02", 1, "tromsø"))
    read, found = solution_of(after)
    assert held_minimums(read, found) == []


def test_a_position_is_not_a_plan_in_force_that_no_longer_fits() -> None:
    after = expecting(department(kari()), Expected(1, FIRST, 1, "tromsø"))
    assert unsettled(after) == {"1"}, "Kari has no plan; the position cannot have one"


def test_what_if_tells_the_waiting_of_positions_apart_from_that_of_a_newcomer() -> None:
    """One place in each arena: two who begin at once cannot both be finished in time."""
    event = Starter(FIRST, "tromsø")
    before = expecting(department(), Expected(1, FIRST, 1, "tromsø"), Expected(2, FIRST, 1, "tromsø"))
    asked = problem_of(changed_problem(before, event, PHASES), "cheap")
    _read, found = solution_of(asked)
    late = {plan.id: plan.delay_months for plan in found.trainees}
    option = option_of("cheap", asked, found, event, ())
    assert option.waits == late["new"]
    assert option.positions_wait == late["ventet-1-01"] + late["ventet-2-01"] > 0
    assert option.months_later == late["new"]
    assert option.lateness == (0, sum(late.values()))


def test_positions_keep_the_freedom_of_their_phases_when_others_keep_an_order() -> None:
    after = expecting(department(kari()), Expected(1, FIRST, 1, "tromsø"))
    in_turn = in_order(after, {1})
    known, position = in_turn["trainees"]
    assert [block["after"] for block in known["blocks"]] == [[], ["a"]]
    assert position == after["trainees"][1]
