"""What makes a block impossible: found, irreducible, and right about what is enough to change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.planner import FormatError, Problem, Solution, explain, read_problem, solve
from borealis.planner.explain.conflicts import conflicts_of
from borealis.planner.explain.facts import Alone, needed
from borealis.planner.explain.reasons import Conflict, Fact, Shift
from borealis.planner.formats.solution import TraineePlan
from borealis.planner.formats.variants import as_chosen
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


def chain(**more: Any) -> Any:
    """Kari's a, b after a, c directly after b, and d."""
    blocks = [block("a", 1, ["ward"]), block("b", 1, ["ward"], after=["a"])]
    blocks += [block("c", 1, ["ward"], directly_after="b"), block("d", 1, ["ward"])]
    return trainee("kari", blocks, **more)


PATH = {"choices": [{"id": "path", "options": [["a"], ["d"]]}]}
MISSED = {"courses": [{"id": "v", "months": [span(1)["from"]], "after": ["d"], "before": ["b"]}]}
# What there is to choose, what is chosen and when the course is; the blocks left, with those before each.
CHOSEN: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, set[str]]]] = [
    ({}, {}, {}, {"a": set(), "b": {"a"}, "c": {"b"}, "d": set()}),
    (PATH, {"path": ("a",)}, {}, {"a": set(), "b": {"a"}, "c": {"b"}}),
    (PATH, {"path": ("d",)}, {}, {"b": set(), "c": {"b"}, "d": set()}),
    (
        {"choices": [{"id": "p", "options": [["b"], ["d"]]}]},
        {"p": ("d",)},
        {},
        {"a": set(), "c": set(), "d": set()},
    ),
    (MISSED, {}, {"v": None}, {"a": set(), "d": set()}),
    (MISSED, {}, {"v": FIRST + 1}, {"a": set(), "b": {"a", "d"}, "c": {"b"}, "d": set()}),
    (PATH | MISSED, {"path": ("a",)}, {"v": FIRST + 1}, {"a": set(), "b": {"a"}, "c": {"b"}}),
]


@pytest.mark.parametrize(("more", "chosen", "courses", "wanted"), CHOSEN)
def test_what_is_chosen_leaves_blocks_that_wait_for_each_other(
    more: dict[str, Any], chosen: dict[str, Any], courses: dict[str, Any], wanted: dict[str, set[str]]
) -> None:
    given = read_problem(problem([chain(**more)], [arena("ward")]))
    plan = TraineePlan("kari", 0, None, 0, 0, 0, (), (), chosen, courses)
    plain = as_chosen(given.trainees[0], plan)
    before = {b.id: {*b.after, *([b.directly_after] if b.directly_after else [])} for b in plain.blocks}
    assert before == wanted
    assert plain.choices + plain.courses == ()
    for name in wanted:
        assert needed(plain, {name}) == {name}.union(*(needed(plain, {other}) for other in wanted[name]))


def test_the_dates_of_courses_are_the_windows() -> None:
    given = read_problem(problem([chain(**MISSED)], [arena("ward")]))
    plan = TraineePlan("kari", 0, None, 0, 0, 0, (), (), {}, {"v": FIRST + 1})
    windows = {b.id: (b.window.first, b.window.last) for b in as_chosen(given.trainees[0], plan).blocks}
    assert windows == {"a": (0, None), "b": (FIRST + 1, None), "c": (0, None), "d": (0, FIRST)}


def test_a_block_that_follows_directly_is_in_the_way_until_it_need_not() -> None:
    """The clinic has its only places when the ward is long over."""
    late = {"id": "clinic", "site": "tromso", "places": [{**span(3, 3), "places": 1}]}
    first = block("first", 1, ["ward"], through=span(0)["from"])
    kari = trainee("kari", [first, block("second", 1, ["clinic"], directly_after="first")])
    (found,) = conflicts(problem([kari], [arena("ward"), late], months=4))
    assert Fact("order", "second", other="first") in found.enough
    assert full("clinic", 0, 2) in found.enough


# What kari works, and ola, who is in the only place for six months; whether it is full for kari.
SHARED = [("people", 50, 50, True), ("fraction", 50, 50, False), ("fraction", 60, 50, True)]


@pytest.mark.parametrize(("counts", "kari", "ola", "is_full"), SHARED)
def test_a_place_is_full_when_the_rest_is_less_than_one_works(
    counts: str, kari: int, ola: int, is_full: bool
) -> None:
    own = block("ward", 1, ["ward"], through=span(5)["from"])
    people = [
        trainee("kari", [own], fraction=[{**span(0), "percent": kari}]),
        trainee("ola", [block("ward", 3, ["ward"])], 5, weight=100, fraction=[{**span(0), "percent": ola}]),
    ]
    document = problem(people, [{**arena("ward"), "counts": counts}], months=6)
    found = conflicts(document)
    assert len(found) == is_full
    if found:
        assert full("ward", 0, 5) in found[0].enough
        given, plan = planned(document)
        alone = Alone.of(given, plan, given.trainees[0])
        free = [alone.without(gone).arenas[0].places_in(FIRST) for gone in ([], [full("ward", 0, 5)])]
        assert free == ([0, 1] if counts == "people" else [50, 150])


def test_somebody_elses_agreement_gives_back_what_it_takes() -> None:
    fixed = [{"arena": "ward", **span(0, 1)}]
    half = {"fraction": [{**span(0), "percent": 50}]}
    kari = trainee("kari", [block("ward", 1, ["ward"])], 5)
    ola = trainee("ola", [block("ward", 1, ["ward"], fixed=fixed)], **half)
    given, plan = planned(problem([kari, ola], [{**arena("ward"), "counts": "fraction"}], months=6))
    alone = Alone.of(given, plan, given.trainees[0])
    agreed = Fact("others_agreement", "ward", "ward", FIRST, FIRST + 1, "ola")
    free = [alone.without(gone).arenas[0].places_in(FIRST) for gone in ([], [agreed])]
    assert free == [50, 100]


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
