"""The solver against the best of all plans of tiny instances, exactly and with everything held together at first."""

from collections.abc import Iterator

import pytest

from benchmarks.mss import students
from benchmarks.mss.many import solve_many
from benchmarks.mss.reading import Instance, parse_instance
from benchmarks.mss.rules import judge
from benchmarks.mss.search import Search, plan_of
from benchmarks.mss.solve import solve_exactly
from tests.planner.mss.oracle import TooMany, best_value
from tests.planner.mss.tiny import make_text

ENOUGH = 200


def solved(many: int) -> Iterator[tuple[Instance, int | None]]:
    """Tiny instances and their best values."""
    for seed in range(many):
        instance = parse_instance("tiny", make_text(seed))
        try:
            yield instance, best_value(instance)
        except TooMany:
            continue


@pytest.mark.slow
def test_value_and_bound_hold_the_best_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    possible = proven = 0
    for instance, best in solved(420):
        possible += best is not None
        for told in (12, 0):
            monkeypatch.setattr(students, "MOST_TOLD", told)
            search = Search(instance, 60, threads=1)
            solve_exactly(search)
            assert is_sound(search, best)
            assert (search.value is None) == (best is None)
            proven += search.is_proven
    assert possible >= ENOUGH
    assert proven > 1.9 * possible


@pytest.mark.slow
def test_what_is_done_for_many_disciplines_holds_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices, beams and dives, on instances small enough to know the best."""
    monkeypatch.setattr(students, "MOST_TOLD", 0)
    possible = found = 0
    for instance, best in solved(50):
        search = Search(instance, 0.3, threads=1)
        solve_many(search)
        assert is_sound(search, best)
        possible += best is not None
        found += search.value is not None and search.value == best
    assert possible >= 20
    assert found > possible // 2


def is_sound(search: Search, best: int | None) -> bool:
    """Whether value and bound are on either side of the best, and the plan is what it is said to be."""
    if search.best is None:
        return search.value is None and (best is None or search.bound is None or search.bound >= best)
    assert search.value is not None
    assert best is not None
    assert search.bound is not None
    assert judge(search.instance, plan_of(search.instance, search.best)) == (search.value, [])
    return search.bound >= best >= search.value
