"""Judging a plan: the value against a slow count by periods, and every rule broken on purpose."""

import random

import pytest

from benchmarks.mss.reading import Instance, parse_instance
from benchmarks.mss.rules import Stay, judge, value_of
from tests.planner.mss.oracle import grid_of, value_of_grid, ways_of
from tests.planner.mss.tiny import make_text

EASY = """
Students=1; Disciplines=3; Hospitals=2; Duration=2; Horizon=10; Groups=2; MaxDiscPerHosp=1;
DiscGroup=[1,1,2]; StudDiscGroup=[|1,1|]; AllowedDisc=[|1,1,1|];
Precededby=[|0,0,0|0,0,0|1,0,0|]; Availability=[|1,1,1,1,1,1,1,1,0,0|];
Ability=array3d(1..1,1..2,1..3,[1,1,1,1,0,1]);
MaxPosHosp=array3d(1..2,1..3,1..10,[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,
1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]);
MinPosHosp=array3d(1..2,1..3,1..10,[0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,
0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]);
WeightPref=[|3,2,-1,-2|]; PrefStudDisc=[|5,1,4|]; PrefStudHosp=[|3,2|]; ManPref=[1,2,3];
"""
GOOD = (Stay(1, 0, 0), Stay(5, 1, 2))


@pytest.fixture
def easy() -> Instance:
    return parse_instance("easy", EASY)


def test_value_by_hand(easy: Instance) -> None:
    """3 * (5 + 4) + 2 * (3 + 2) + (1 + 3), one change, and three empty periods before the last: twice over."""
    own = 27 + 10 + 4 - 1 - 2 * 3
    assert value_of(easy, 0, GOOD) == own
    assert judge(easy, [GOOD]) == (2 * own, [])


@pytest.mark.parametrize(
    ("stays", "what"),
    [
        ((Stay(1, 0, 0), Stay(5, 0, 2)), "student 1: too many disciplines in hospital 1"),
        ((Stay(1, 0, 0),), "student 1: 0 disciplines of group 2, not 1"),
        ((Stay(1, 0, 0), Stay(7, 1, 2)), "student 1: not available all of discipline 3"),
        ((Stay(1, 0, 0), Stay(9, 1, 2)), "student 1: not available all of discipline 3"),
        ((Stay(0, 1, 2), Stay(2, 0, 0)), "student 1: discipline 1 does not come before discipline 3"),
        ((Stay(0, 0, 1), Stay(2, 1, 2)), "student 1: discipline 1 does not come before discipline 3"),
        ((Stay(1, 0, 0), Stay(2, 1, 2)), "student 1: two disciplines at a time"),
        ((Stay(1, 0, 0), Stay(3, 1, 0)), "student 1: discipline 1 more than once"),
        ((Stay(3, 1, 1), Stay(1, 0, 0)), "student 1: can not attend discipline 2 in hospital 2"),
        ((Stay(0, 0, 0), Stay(5, 1, 2)), "hospital 1, discipline 1, period 3: 0 students, not 1 to 1"),
    ],
)
def test_broken_rules(easy: Instance, stays: tuple[Stay, ...], what: str) -> None:
    assert what in judge(easy, [stays]).broken


def test_too_many_at_once() -> None:
    """Two students where there is one place, in each of the two periods of a stay."""
    two = EASY.replace("Students=1", "Students=2").replace("[|1,1|]", "[|1,1|1,1|]")
    two = two.replace("[|1,1,1|]", "[|1,1,1|1,1,1|]").replace(
        "1..1,1..2,1..3,[", "1..2,1..2,1..3,[1,1,1,1,1,1,"
    )
    two = two.replace("[|1,1,1,1,1,1,1,1,0,0|]", "[|1,1,1,1,1,1,1,1,0,0|1,1,1,1,1,1,1,1,0,0|]")
    two = two.replace("[|3,2,-1,-2|]", "[|3,2,-1,-2|3,2,-1,-2|]").replace("[|5,1,4|]", "[|5,1,4|5,1,4|]")
    two = two.replace("[|3,2|]", "[|3,2|3,2|]")
    broken = judge(parse_instance("two", two), [GOOD, (Stay(2, 0, 0), Stay(4, 1, 2))]).broken
    assert broken == [
        "hospital 1, discipline 1, period 3: 2 students, not 1 to 1",
        "hospital 2, discipline 3, period 6: 2 students, not 0 to 1",
    ]


def test_value_by_chance() -> None:
    """On all ways of the students of 200 instances, the value is that of the slow count."""
    looked_at = 0
    for seed in range(200):
        instance = parse_instance("tiny", make_text(seed))
        for s in range(instance.students):
            ways = list(ways_of(instance, s))
            for stays in random.Random(seed).sample(ways, min(20, len(ways))):
                assert value_of(instance, s, stays) == value_of_grid(instance, s, grid_of(instance, stays))
                looked_at += 1
    assert looked_at > 2000
