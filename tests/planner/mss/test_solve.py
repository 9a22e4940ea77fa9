"""The solver against the best of all plans of tiny instances, exactly and with everything held together at first."""

import pytest

from benchmarks.mss import students
from benchmarks.mss.reading import Instance, parse_instance
from benchmarks.mss.rules import judge
from benchmarks.mss.solve import plan_of, solve
from tests.planner.mss.oracle import TooMany, best_value
from tests.planner.mss.tiny import make_text

SEEDS = range(420)
ENOUGH = 200


@pytest.mark.slow
def test_value_and_bound_hold_the_best_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    possible = proven = 0
    for seed in SEEDS:
        instance = parse_instance("tiny", make_text(seed))
        try:
            best = best_value(instance)
        except TooMany:
            continue
        possible += best is not None
        for told in (12, 0):
            monkeypatch.setattr(students, "MOST_TOLD", told)
            proven += _is_solved(instance, best)
    assert possible >= ENOUGH
    assert proven > 1.9 * possible


def _is_solved(instance: Instance, best: int | None) -> bool:
    """Whether the best was found and proven; what was found must be sound in any case."""
    found = solve(instance, 60, threads=1)
    if best is None:
        assert found.value is None
        return False
    assert found.value is not None
    assert found.best is not None
    assert found.bound is not None
    assert found.bound >= best >= found.value
    assert judge(instance, plan_of(instance, found.best)) == (found.value, [])
    assert found.is_proven == (found.bound == best == found.value)
    return found.is_proven
