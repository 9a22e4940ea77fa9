"""The plans to choose among: sound, none beaten by another, and those who can stay left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from borealis.planner import check, read_problem
from borealis.planner.formats.solution import TraineePlan, Unplaced
from borealis.plans.rules import frontier as module
from borealis.plans.rules.changes import AgreementEnds, Event, Leave, Places, Starter, changed_problem
from borealis.plans.rules.frontier import Option, frontier, months_later, options, touched, unsettled
from borealis.plans.rules.months import number
from borealis.plans.rules.problem import ArenaPlaces, Candidate, Phase, Stint, problem

FIRST = "2027-01"
PHASES = (Phase("a", 6, (("x", 0),)), Phase("b", 6, (("y", 0),)))
AB = (Stint("a", "x", "2027-01", "2027-06"), Stint("b", "y", "2027-07", "2027-12"))
BA = (Stint("b", "y", "2027-01", "2027-06"), Stint("a", "x", "2027-07", "2027-12"))


def department(
    plans: tuple[tuple[Stint, ...], ...] = (AB, BA), away: tuple[tuple[str, str, str], ...] = ()
) -> dict[str, Any]:
    """A trainee for each plan; two arenas with one place each; the first is away."""
    arenas = [ArenaPlaces(code, "tromsø", ((FIRST, None, 1, 0),)) for code in ("x", "y")]
    people = [
        Candidate(str(n), "tromsø", FIRST, 12, away=() if n else away, current=plan)
        for n, plan in enumerate(plans)
    ]
    return problem(PHASES, arenas, people, FIRST)


def found(event: Event, **department_of: Any) -> list[Option]:
    return options(changed_problem(department(**department_of), event, PHASES), event, seconds=6)


def test_a_leave_lets_the_other_stay_or_moves_the_other_to_end_earlier() -> None:
    """The first is away for the last half year: alone, x then y follow on; nobody else need move."""
    choices = found(Leave(0, "2027-04", "2027-09"), away=(("2027-04", "2027-09", "leave"),))
    first = choices[0]
    assert first.moved == ()
    assert first.later["1"] == 0
    assert first.later["0"] > 0
    for choice in choices:
        assert check(read_problem(choice.problem), choice.solution).is_sound


def test_a_lost_place_moves_whoever_was_in_it() -> None:
    choices = found(Places("x", -1, "2027-01", "2027-03"))
    assert all("0" in choice.moved for choice in choices)
    assert all(choice.months_later > 0 for choice in choices)


def test_a_place_more_that_nobody_needs_changes_nothing() -> None:
    only = found(Places("x", 1, "2027-01"))
    assert [(c.moved, c.changed_months, c.months_later) for c in only] == [((), 0, 0)]


def test_who_must_all_be_planned_anew_are_asked_in_one_way_less(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(module, "solve_some", lambda *_: asked.append("others_stay"))
    gone = AgreementEnds("avtale", ("x", "y"), "2027-01")
    assert {choice.way for choice in found(gone)} <= {"cheap", "between", "dear"}
    assert asked == []
    with pytest.raises(AttributeError):  # nobody's plan was made
        found(Places("x", -1, "2027-01", "2027-03"))
    assert asked == ["others_stay"]


def test_for_many_there_is_one_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    event = Places("x", -1, "2027-01", "2027-03")
    changed = changed_problem(department(), event, PHASES)
    monkeypatch.setattr(module, "MANY", 2)
    assert not module.is_for_many(changed)
    monkeypatch.setattr(module, "MANY", 1)
    assert module.is_for_many(changed)
    assert [choice.way for choice in found(event)] == ["between"]


def test_an_arena_that_is_gone_leaves_months_without_a_place() -> None:
    choices = found(AgreementEnds("avtale", ("x",), "2027-01"))
    assert all(choice.missing == 12 for choice in choices)


def test_a_newcomer_moves_nobody_who_has_a_plan_and_waits_instead() -> None:
    choices = found(Starter("2027-01", "tromsø"))
    assert choices[0].moved == ()
    assert choices[0].waits == 12
    assert choices[0].months_later == 12


def test_who_has_nothing_planned_is_not_counted_as_changed() -> None:
    choices = found(Starter("2027-01", "tromsø"), plans=(AB,))
    assert choices[0].changed_months == 0
    assert "new" not in choices[0].later


def test_whoever_must_move_anyway_is_not_counted_as_moved() -> None:
    both_first = department(plans=(AB, AB))
    event = Places("y", 1, "2030-01")
    counted = options(both_first, event, seconds=6)[0]
    excused = options(both_first, event, {"0", "1"}, seconds=6)[0]
    assert len(counted.moved) >= 1
    assert excused.moved == ()
    assert excused.changed_months == counted.changed_months


def test_a_plan_that_no_longer_fits_is_unsettled() -> None:
    assert unsettled(department()) == frozenset()
    short = (AB[0], Stint("b", "y", "2027-07", "2027-11"))
    assert unsettled(department(plans=(short, BA))) == {"0"}
    assert unsettled(department(plans=((), BA))) == {"0"}


@pytest.mark.parametrize(
    ("event", "ids"),
    [
        (Leave(1, "2027-03", "2027-05"), {"1"}),
        (Leave(9, "2027-03", "2027-05"), set()),
        (Places("x", -1, "2027-07"), {"1"}),
        (Places("x", -1, "2027-01", "2027-06"), {"0"}),
        (Places("x", -1, "2028-01"), set()),
        (Places("x", 1, "2027-01"), set()),
        (AgreementEnds("avtale", ("x", "y"), "2027-07"), {"0", "1"}),
    ],
)
def test_who_cannot_simply_go_on(event: Event, ids: set[str]) -> None:
    assert touched(department(), event) == ids


def option(moved: int, months: int, later: int, missing: float = 0) -> Option:
    base = found_once()
    return replace(
        base,
        moved=tuple(str(n) for n in range(moved)),
        changed_months=months,
        later={"0": later},
        missing=missing,
    )


def found_once() -> Option:
    if not _ONE:
        _ONE.extend(found(Places("x", 1, "2027-01")))
    return _ONE[0]


_ONE: list[Option] = []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([(0, 3, 9), (1, 8, 4), (3, 20, 1)], [(0, 3, 9), (1, 8, 4), (3, 20, 1)]),
        ([(3, 20, 1), (0, 3, 9), (1, 8, 4)], [(0, 3, 9), (1, 8, 4), (3, 20, 1)]),
        ([(0, 3, 9), (1, 8, 9)], [(0, 3, 9)]),
        ([(1, 8, 4), (1, 8, 4)], [(1, 8, 4)]),
        ([(1, 9, 4), (1, 8, 4)], [(1, 8, 4)]),
        ([], []),
    ],
)
def test_none_is_beaten_by_another(
    given: list[tuple[int, int, int]], kept: list[tuple[int, int, int]]
) -> None:
    left = frontier(option(*one) for one in given)
    assert [(len(o.moved), o.changed_months, o.months_later) for o in left] == kept


def test_a_plan_that_leaves_something_has_no_end() -> None:
    row = {"current": [{"block": "b", "arena": "x", "from": "2026-09", "through": "2027-08"}]}
    plan = TraineePlan("0", 0, number("2027-02"), 0, 0, 0, ())
    assert months_later(row, plan) == -6
    assert months_later(row, replace(plan, unplaced=(Unplaced("b", 6, "no_places"),))) == 0


def test_months_without_a_place_weigh_before_any_delay() -> None:
    assert [o.missing for o in frontier([option(0, 0, 0, missing=2), option(1, 5, 30)])] == [2, 0]


def test_a_course_that_no_date_fits_weighs_before_any_delay() -> None:
    attended, known = option(1, 5, 30), option(0, 0, 0)
    plans = known.solution.trainees
    lacks = replace(plans[0], courses={"order": None, "other": 24325})
    missed = replace(known, solution=replace(known.solution, trainees=(lacks, *plans[1:])))
    assert (known.missed, missed.missed) == (0, 1)
    assert frontier([missed, attended]) == [missed, attended]
    assert frontier([known, attended]) == [known]
