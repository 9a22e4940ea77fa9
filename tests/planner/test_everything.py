"""Choices, courses, followers, fractions, couples and groups together: the engine against every other plan."""

from tests.planner.by_all import with_everything
from tests.planner.judged import best_of

SEEDS = 60
TOLD = 40
"""Of so many problems, how many at least can be told of."""


def test_the_best_plan_is_found_where_all_rules_meet() -> None:
    assert sum(best_of(with_everything(seed)) for seed in range(SEEDS)) >= TOLD
