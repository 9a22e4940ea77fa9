"""A share of full time that changes along the way: the search ends, and gives a lawful plan, however many blocks."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import check, read_problem, solve


def problem(blocks: int) -> dict[str, Any]:
    """One trainee with so many blocks of any order, full time for three months and then half time for years."""
    names = [f"b{number}" for number in range(blocks)]
    return {
        "format": "borealis/rotation-problem/1",
        "calendar": {"first": "2027-01", "months": 120},
        "arenas": [
            {
                "id": name,
                "site": "tromso",
                "places": [{"from": "2027-01", "through": None, "places": 1}],
                "minimum": [],
            }
            for name in names
        ],
        "trainees": [
            {
                "id": "one",
                "home": "tromso",
                "from": "2027-01",
                "norm_end": "2034-01",
                "weight": 1,
                "fraction": [
                    {"from": "2027-01", "through": "2027-03", "percent": 100},
                    {"from": "2027-04", "through": "2033-03", "percent": 50},
                    {"from": "2033-04", "through": None, "percent": 100},
                ],
                "away": [],
                "blocks": [
                    {
                        "id": name,
                        "months": 3 + number,
                        "after": [],
                        "arenas": [{"id": name, "preference": 0}],
                        "min_stint": 1,
                        "max_stint": 12,
                        "from": None,
                        "through": None,
                        "fixed": [],
                    }
                    for number, name in enumerate(names)
                ],
                "current": [],
            }
        ],
        "objective": {
            "delay": 10,
            "delay_squared": 1,
            "move": 5,
            "preference": 1,
            "change": 0,
            "unplaced": 1000,
        },
    }


@pytest.mark.slow
@pytest.mark.one_engine
def test_eight_blocks_and_a_share_that_changes_are_planned_and_the_search_ends() -> None:
    """given more ways through the blocks than can be held, when it is solved, then it ends with a sound plan"""
    read = read_problem(problem(8))
    solution = solve(read, seconds=2)
    assert check(read, solution).is_sound
    (trainee,) = solution.trainees
    assert trainee.stints
    assert not trainee.unplaced


def test_few_blocks_are_still_proven() -> None:
    read = read_problem(problem(2))
    solution = solve(read, seconds=10)
    assert check(read, solution).is_sound
    assert solution.status == "optimal"
