"""Plans by hand judged, plans by the engine held against every other plan, and bad files refused."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import FormatError, check, explain, read_problem, read_solution, solve, write_solution
from tests.planner.files import words_of
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import FIRST, span

Way = list[tuple[str, str, int, int]]
"""Stints as block, arena, first and last month counted from the calendar's first."""


def judged(document: Any, who: str, way: Way, **said: Any) -> list[tuple[str, str, int | None]]:
    """The breaches of hard rules, each rule, code and month, of a plan for one trainee that says this of itself."""
    problem = read_problem(document)
    plan = {"id": who, "cost": 0, "delay_months": 0, "moves": 0, **said}
    plan["stints"] = [{"block": b, "arena": a, **span(first, last)} for b, a, first, last in way]
    head = {"format": "borealis/rotation-solution/1", "status": "feasible", "cost": 0, "bound": 0}
    solution = read_solution({**head, "gap": 0, "gap_total": 0, "trainees": [plan]}, problem)
    found = (breach for breach in check(problem, solution).breaches if breach.rule != "claim")
    return [(b.rule, b.code, None if b.month is None else b.month - FIRST) for b in found]


def best_of(document: Any) -> bool:
    """The engine's plan is lawful, and costs what the best of all plans does; what is told of it adds up.

    False where that could not be told: the document is no problem, or has more plans than there is time for.
    """
    try:
        problem = read_problem(document)
        best = best_cost(problem)
    except (FormatError, TooMany):
        return False
    solution = solve(problem, seconds=None)
    if best is None:
        assert solution.status == "infeasible"
        return True
    verdict = check(problem, solution)
    assert verdict.is_sound, verdict.breaches
    assert abs(solution.cost - best) < 1e-9
    assert solution.bound <= best + 1e-9
    assert read_solution(write_solution(solution), problem) == solution
    for reasons in explain(problem, solution, try_seconds=0).trainees:
        if reasons.end is not None:
            assert sum(part.months for part in reasons.parts) == reasons.late
    return True


def faults_in(document: Any, code: str, path: str, named: str) -> None:
    """The document is refused for this, in this place, in words that name it."""
    with pytest.raises(FormatError) as refused:
        read_problem(document)
    found = [fault for fault in refused.value.faults if (fault.code, fault.path_text) == (code, path)]
    assert found, refused.value.faults
    for words in words_of(found[0]):
        assert named in words or code == "wrong_type"
