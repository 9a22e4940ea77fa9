"""What makes a block impossible: found, irreducible, and right about what is enough to change."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.planner import FormatError, Problem, Solution, explain, read_problem, solve
from borealis.planner.explain.conflicts import conflicts_of
from borealis.planner.explain.facts import Alone
from borealis.planner.explain.reasons import Conflict, Fact, Shift
from tests.planner.problems import FIRST, arena, block, problem, small_problems, span, trainee

CALENDAR = Fact("calendar")


def exact(found: Problem) -> Solution:
    return solve(found, seconds=None)


def planned(document: Any) -> tuple[Problem, Solution]:
    found = read_problem(document)
    return found, exact(found)


def conflicts(document: Any) -> tuple[Conflict, ...]:
    found, plan = planned(document)
    return conflicts_of(found, plan, exact)


def full(name: str, first: int, last: int) -> Fact:
    return Fact("places", arena=name, first=FIRST + first, last=FIRST + last)


def test_a_full_arena_and_a_window_are_each_enough_to_change() -> None:
    """Ola has the only place until it is too late for kari: a place more, or a wider window."""
    kari = trainee("kari", [block("ward", 3, ["ward"], through=span(5)["from"])])
    ola = trainee("ola", [block("ward", 6, ["ward"], min_stint=6)], norm=5, weight=100)
    (found,) = conflicts(problem([kari, ola], [arena("ward")], months=12))
    window = Fact("window", "ward", last=FIRST + 5)
    assert (found.trainee, found.block, found.about) == ("kari", "ward", "unplaced")
    assert set(found.facts) == set(found.enough) == {window, full("ward", 0, 5)}
    assert found.together == ()


def test_somebody_elses_agreement_is_named() -> None:
    fixed = [{"arena": "ward", **span(0, 5)}]
    kari = trainee("kari", [block("ward", 3, ["ward"], through=span(5)["from"])])
    ola = trainee("ola", [block("ward", 6, ["ward"], fixed=fixed)])
    (found,) = conflicts(problem([kari, ola], [arena("ward")], months=12))
    agreed = Fact("others_agreement", "ward", "ward", FIRST, FIRST + 5, "ola")
    assert agreed in found.enough
    assert set(found.facts) == set(found.enough)


def test_leave_and_order_are_named() -> None:
    """Second comes after first, which takes three of six months; kari is away for two of them."""
    first = block("first", 3, ["ward"])
    second = block("second", 2, ["ward"], after=["first"])
    kari = trainee("kari", [first, second], away=[span(4, 5)])
    (found,) = conflicts(problem([kari], [arena("ward")], months=6))
    leave = Fact("leave", first=FIRST + 4, last=FIRST + 5)
    assert found.block == "second"
    assert set(found.enough) == {leave, CALENDAR}


def test_two_obstacles_must_be_gone_together() -> None:
    """Neither arena has a place, and both are needed: one change does not do."""
    both = block("ward", 4, ["x", "y"], max_stint=2)
    kari = trainee("kari", [both])
    (found,) = conflicts(problem([kari], [arena("x", 0), arena("y", 0)], months=4))
    assert found.facts
    assert found.enough == ()
    assert len(found.together) == 2


def test_a_block_that_is_left_for_its_price_is_possible() -> None:
    late = trainee("kari", [block("ward", 1, ["ward"], **{"from": span(9)["from"]})], norm=0)
    (found,) = conflicts(problem([late], [arena("ward")], unplaced=1))
    assert found == Conflict("kari", "ward", "unplaced", (), (), (), possible=True)


def test_what_waits_for_another_block_is_explained_by_the_other() -> None:
    first = block("first", 3, ["ward"])
    kari = trainee("kari", [first, block("second", 2, ["clinic"], after=["first"])])
    found = conflicts(problem([kari], [arena("ward", 0), arena("clinic")]))
    assert [conflict.block for conflict in found] == ["first"]


@settings(max_examples=40)
@given(small_problems(), st.randoms())
def test_conflicts_are_irreducible_and_right_about_what_is_enough(document: Any, chance: Any) -> None:
    """Checked by solving anew: all facts of a conflict together make it impossible, all but any one do not."""
    try:
        found, plan = planned(document)
    except FormatError:
        return
    people = {person.id: person for person in found.trainees}
    for conflict in conflicts_of(found, plan, exact):
        if not conflict.facts or conflict.about != "unplaced":
            continue
        whole = Alone.of(found, plan, people[conflict.trainee])
        part = Alone.of(found, plan, people[conflict.trainee], {conflict.block})
        unplaced = next(p for p in plan.trainees if p.id == conflict.trainee).unplaced

        def possible(
            alone: Alone, gone: list[Fact], block: str = conflict.block, left: Any = unplaced
        ) -> bool:
            again = exact(alone.without(gone))
            known = {b.id for b in alone.trainee.blocks} - {block}
            most = sum(one.months for one in left if one.block in known)
            months = sum(one.months for p in again.trainees for one in p.unplaced)
            return again.status != "infeasible" and months <= most + 1e-9

        alone = whole if possible(part, []) else part
        others = [fact for fact in alone.facts() if fact not in conflict.facts]
        one = chance.choice(conflict.facts)
        assert not possible(alone, others)
        assert possible(alone, [*others, one])
        assert possible(whole, [one]) == (one in conflict.enough)
        if conflict.together:
            assert possible(whole, list(conflict.together))


def shifts(document: Any) -> dict[tuple[str, str], Shift]:
    found, plan = planned(document)
    return {(shift.trainee, shift.kind): shift for shift in explain(found, plan).shifts}


def test_a_month_of_leave_and_of_the_norm_is_worth_what_solving_again_says() -> None:
    """Kari ends two months late: 10·2 + 4 = 24; one month late costs 11."""
    kari = trainee("kari", [block("ward", 6, ["ward"])], norm=5, away=[span(2, 3)])
    found = shifts(problem([kari], [arena("ward")]))
    assert (found["kari", "norm"].saves, found["kari", "norm"].at_least) == (13, False)
    leave = found["kari", "leave_shorter"]
    assert (leave.saves, leave.by, leave.first, leave.last) == (13, -1, FIRST + 2, FIRST + 3)


def test_a_month_of_a_window_is_worth_a_month_of_delay() -> None:
    kari = trainee("kari", [block("ward", 3, ["ward"], **{"from": span(4)["from"]})], norm=4)
    found = shifts(problem([kari], [arena("ward")]))
    assert found["kari", "window_from"].saves == 13


def test_an_agreement_is_told_of_the_way_that_helps() -> None:
    fixed = [{"arena": "ward", **span(4, 6)}]
    kari = trainee("kari", [block("ward", 3, ["ward"], fixed=fixed)], norm=4)
    found = shifts(problem([kari], [arena("ward")]))["kari", "agreement_moved"]
    assert (found.by, found.saves) == (-1, 13)


def test_nobody_late_nothing_to_shift() -> None:
    assert shifts(problem([trainee("kari", [block("ward", 3, ["ward"])])], [arena("ward")])) == {}
