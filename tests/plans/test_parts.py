"""Which changes can be taken without the others: whatever is taken with what it needs, the check accepts."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations
from typing import Any

from hypothesis import assume, given, settings

from borealis.planner import FormatError, Problem, Solution, can_stand, check, read_problem, solve, take_some
from borealis.planner.formats.months import parse_month
from borealis.planner.formats.problem import Stint as Stay
from borealis.planner.formats.solution import TraineePlan
from borealis.plans.rules.parts import Part, Tie, parts, taken_with
from borealis.plans.rules.problem import ArenaPlaces, Candidate, Phase, Stint, problem
from tests.planner.problems import small_problems

FIRST = "2027-01"
AB = (("a", "x", 0, 5), ("b", "y", 6, 11))
BA = (("b", "y", 0, 5), ("a", "x", 6, 11))
JANUARY = parse_month(FIRST) or 0


def month(ahead: int) -> str:
    return f"{2027 + ahead // 12}-{ahead % 12 + 1:02d}"


def department(
    *plans: tuple[tuple[str, str, int, int], ...], places: int = 1, least: int = 0, newcomers: int = 0
) -> Problem:
    """A trainee for each plan in force, and newcomers without one; two arenas with as many places."""
    arenas = [ArenaPlaces(code, "tromsø", ((FIRST, None, places, least),)) for code in ("x", "y")]
    phases = (Phase("a", 6, (("x", 0),)), Phase("b", 6, (("y", 0),)))
    people = [
        Candidate(
            str(n),
            "tromsø",
            FIRST,
            12,
            current=tuple(Stint(p, a, month(first), month(last)) for p, a, first, last in plan),
        )
        for n, plan in enumerate((*plans, *((),) * newcomers))
    ]
    document: dict[str, Any] = problem(phases, arenas, people, FIRST)
    for row in document["trainees"][len(plans) :]:
        del row["current"]
    return read_problem(document)


def solution(*plans: tuple[tuple[str, str, int, int], ...], of: Problem) -> Solution:
    """These plans, for the trainees of a problem in their order."""
    found = []
    for trainee, plan in zip(of.trainees, plans, strict=True):
        stays = tuple(Stay(p, a, JANUARY + first, JANUARY + last) for p, a, first, last in plan)
        changed = int(trainee.current is not None and stays != trainee.current)
        found.append(TraineePlan(trainee.id, 0, stays[-1].last, 0, 0, changed, stays))
    return Solution("feasible", 0, 0, 0, 0, 0, tuple(found))


def test_a_swap_of_one_place_goes_together() -> None:
    before = department(AB, BA)
    swapped = solution(BA, AB, of=before)
    assert parts(before, swapped) == [
        Part(
            ("0", "1"),
            must=False,
            ties=(
                Tie("x", JANUARY, JANUARY + 11, is_over=True),
                Tie("y", JANUARY, JANUARY + 11, is_over=True),
            ),
        )
    ]
    for one in ("0", "1"):
        alone = check(before, take_some(before, swapped, {one}))
        assert {breach.code for breach in alone.breaches} >= {"over_places"}


def test_with_a_place_to_spare_each_goes_alone() -> None:
    before = department(AB, BA, places=2)
    assert parts(before, solution(BA, AB, of=before)) == [
        Part(("0",), must=False),
        Part(("1",), must=False),
    ]


def test_whoever_comes_to_a_full_place_needs_who_leaves_it_and_not_the_other_way() -> None:
    later = (("a", "x", 12, 17), ("b", "y", 6, 11))
    earlier = (("a", "x", 0, 5), ("b", "y", 12, 17))
    before = department(AB, (("a", "x", 6, 11), ("b", "y", 12, 17)))
    found = parts(before, solution(later, earlier, of=before))
    assert found == [
        Part(("0",), must=False),
        Part(("1",), must=False, needs=("0",), because=(Tie("x", JANUARY, JANUARY + 5, is_over=True),)),
    ]
    assert taken_with(found, {"1"}) == {"0", "1"}
    assert taken_with(found, {"0"}) == {"0"}
    assert taken_with(found, set()) == frozenset()


def test_whoever_leaves_an_arena_with_its_fewest_needs_who_comes() -> None:
    before = department(AB, BA, places=2, least=1)
    found = parts(before, solution(BA, AB, of=before))
    assert [part.members for part in found] == [("0", "1")]
    assert not any(tie.is_over for tie in found[0].ties)


def test_whoever_is_in_a_place_that_is_lost_is_taken_in_any_case_and_who_gives_way_with_them() -> None:
    crowded = department(AB, AB)
    found = parts(crowded, solution(AB, BA, of=crowded))
    assert found == [Part(("1",), must=True)]
    assert taken_with(found, ()) == {"1"}


def test_a_newcomer_is_taken_in_any_case_with_who_makes_room() -> None:
    before = department(AB, BA, newcomers=1)
    late = (("a", "x", 12, 17), ("b", "y", 6, 11))
    room = solution(late, BA, (("a", "x", 0, 5), ("b", "y", 12, 17)), of=before)
    found = parts(before, room)
    assert [(part.members, part.must, part.for_whom) for part in found] == [
        (("0",), True, ("2",)),
        (("2",), True, ()),
    ]
    assert found[0].because == (Tie("x", JANUARY, JANUARY + 5, is_over=True),)


def in_force(before: Problem, made: Solution) -> Problem:
    """A problem in which a solution's plans are in force."""
    stints = {plan.id: plan.stints for plan in made.trainees}
    return replace(
        before, trainees=tuple(replace(trainee, current=stints[trainee.id]) for trainee in before.trainees)
    )


def with_a_place_less(before: Problem) -> Problem:
    """The first arena with one place less, as long as it has one."""
    first, *others = before.arenas
    fewer = tuple(replace(period, amount=max(0, period.amount - 1)) for period in first.places)
    return replace(before, arenas=(replace(first, places=fewer, minimum=()), *others))


@settings(max_examples=60)
@given(small_problems())
def test_whatever_is_taken_with_what_it_needs_keeps_every_rule(document: Any) -> None:
    try:
        made = solve(read_problem(document), seconds=None)
    except FormatError:
        assume(False)
    assume(made.status != "infeasible")
    changed = with_a_place_less(in_force(read_problem(document), made))
    after = solve(changed, seconds=None)
    assume(after.status != "infeasible" and check(changed, after).is_sound)
    found = parts(changed, after)
    optional = [part for part in found if not part.must]
    for some in chain.from_iterable(combinations(optional, n) for n in range(len(optional) + 1)):
        taken = taken_with(found, [part.members[0] for part in some])
        verdict = check(changed, take_some(changed, after, taken))
        assert verdict.is_sound, (taken, verdict.breaches)
        kept = [t for t in changed.trainees if t.id not in taken]
        assert all(
            can_stand(changed, trainee) or plan_of(after, trainee.id) == trainee.current for trainee in kept
        )


def plan_of(made: Solution, name: str) -> tuple[Stay, ...]:
    return next(plan.stints for plan in made.trainees if plan.id == name)
