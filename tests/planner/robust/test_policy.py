"""What happens to a plan: by hand, against closed forms, and by the rules that the policy says it keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.instances import make_instance
from borealis.planner import Problem, Solution, check, read_problem, solve
from borealis.planner.formats.problem import Trainee
from borealis.planner.robust import NONE, Outlook, Rates, assumed_rates, simulate
from borealis.planner.robust.board import build_board
from borealis.planner.robust.futures import Futures, chance_a_month, draw
from borealis.planner.robust.policy import as_planned, one_future, play_drawn
from borealis.planner.robust.rates import Allowance, Leave, Resignation, SignOff
from borealis.planner.rules.breach import Breach
from tests.planner.by_all import with_everything
from tests.planner.by_chance import crowded
from tests.planner.by_rule import with_choices, with_courses, with_followers
from tests.planner.problems import FIRST, arena, block, problem, small_problems, span, trainee

OFTEN = Rates(Leave(0.6, 1, 3), Leave(0.3, 1, 1), Resignation(0.2), SignOff((0.5, 0.5)), Allowance(0))


def leave_only(a_year: float, months: int = 3) -> Rates:
    return Rates(Leave(a_year, months, months), Leave(0, 1, 1), Resignation(0), SignOff((1.0,)), Allowance(0))


def planned(document: Any) -> tuple[Problem, Solution]:
    found = read_problem(document)
    return found, solve(found, seconds=None)


def alone(months: int = 12, calendar: int = 60, **more: Any) -> tuple[Problem, Solution]:
    """One trainee, one block, a place always free, and a norm that is the plan's end."""
    person = trainee("kari", [block("ward", months, ["ward"])], norm=months - 1, **more)
    return planned(problem([person], [arena("ward")], months=calendar))


def queue() -> tuple[Problem, Solution]:
    """Kari is in the only place of the ward until ola comes after her."""
    kari = trainee("kari", [block("ward", 6, ["ward"], min_stint=2)], norm=5, weight=2)
    ola = trainee("ola", [block("ward", 6, ["ward"], min_stint=6)], norm=11)
    return planned(problem([kari, ola], [arena("ward")]))


def drawn_by_hand(found: Problem, **lost: tuple[int, int]) -> Futures:
    """One future in which these trainees lose these months, counted from the calendar's first; nobody resigns."""
    people, months = len(found.trainees), found.calendar.months
    gone = np.zeros((1, people, months), np.bool_)
    for number, person in enumerate(found.trainees):
        first, last = lost.get(person.id, (1, 0))
        gone[0, number, first : last + 1] = True
    blocks = sum(len(person.blocks) for person in found.trainees)
    return Futures(gone, np.full((1, people), months, np.int32), np.zeros((1, blocks), np.int32))


def stints_of(found: Problem, plan: Solution, drawn: Futures) -> dict[str, list[tuple[str, int, int]]]:
    """The stints that are moved to: arena, first and last month, counted from the calendar's first."""
    _, moved = one_future(found, *build_board(found, plan), drawn, 0)
    return {p.id: [(s.arena, s.first - FIRST, s.last - FIRST) for s in p.stints] for p in moved.trainees}


def test_lost_months_are_made_up_when_the_place_is_free_again() -> None:
    """Kari loses November and December; ola's six months stand, so she ends two months after him."""
    found, plan = queue()
    drawn = drawn_by_hand(found, kari=(2, 3))
    assert stints_of(found, plan, drawn) == {
        "kari": [("ward", 0, 5), ("ward", 12, 13)],
        "ola": [("ward", 6, 11)],
    }
    played = play_drawn(build_board(found, plan)[0], drawn)
    waits, empty = played.arenas[0, 0], played.arenas[1, 0]
    assert list(np.flatnonzero(waits)) == [8, 9, 10, 11]  # two months after a stint of the same kind, by H6
    assert list(np.flatnonzero(empty)) == [2, 3]


def test_whoever_was_in_time_and_is_not_hit_keeps_the_plan() -> None:
    found, plan = queue()
    assert stints_of(found, plan, drawn_by_hand(found, ola=(6, 7))) == {
        "kari": [("ward", 0, 5)],
        "ola": [("ward", 8, 13)],
    }


def test_another_listed_arena_is_taken_when_the_planned_one_is_full() -> None:
    both = block("ward", 6, ["ward", "other"], min_stint=2)
    both["arenas"][1]["preference"] = 50
    kari = trainee("kari", [both], norm=5, weight=2)
    ola = trainee("ola", [block("ward", 6, ["ward"], min_stint=6)], norm=11)
    found, plan = planned(problem([kari, ola], [arena("ward"), arena("other")]))
    moved = stints_of(found, plan, drawn_by_hand(found, kari=(2, 3)))
    assert moved["kari"] == [("ward", 0, 5), ("other", 6, 7)]


def test_what_comes_after_waits_and_an_agreement_that_cannot_be_kept_is_lost() -> None:
    first = block("first", 4, ["ward"])
    agreed = block("agreed", 3, ["clinic"], after=["first"], fixed=[{"arena": "clinic", **span(4, 6)}])
    found, plan = planned(problem([trainee("kari", [first, agreed])], [arena("ward"), arena("clinic")]))
    kept = drawn_by_hand(found, kari=(5, 5))
    assert stints_of(found, plan, kept)["kari"] == [("ward", 0, 3), ("clinic", 4, 7)]
    lost = drawn_by_hand(found, kari=(1, 2))
    assert stints_of(found, plan, lost)["kari"] == [("ward", 0, 5), ("clinic", 6, 8)]
    played = play_drawn(build_board(found, plan)[0], lost)
    assert played.found[0, 0, 6] == 1


def test_nothing_happens_at_rates_of_nothing() -> None:
    for seed in (1, 2):
        found = read_problem(make_instance(6, 1.5, seed))
        plan = solve(found, seconds=2)
        outlook = simulate(found, plan, rates=NONE, futures=5)
        assert outlook.expected_cost == pytest.approx(plan.cost)
        assert [(t.early, t.middle, t.late) for t in outlook.trainees] == [
            (p.end,) * 3 for p in plan.trainees
        ]
        assert not any(a.waited or a.empty for a in outlook.arenas)


@settings(max_examples=20)
@given(small_problems())
def test_at_rates_of_nothing_every_small_plan_is_what_comes(document: Any) -> None:
    found, plan = planned(document) if _reads(document) else (None, None)
    if found is None or plan is None or plan.status == "infeasible":
        return
    outlook = simulate(found, plan, rates=NONE, futures=1)
    assert outlook.expected_cost == pytest.approx(plan.cost)
    assert [t.middle for t in outlook.trainees] == [p.end for p in plan.trainees]


def _reads(document: Any) -> bool:
    from borealis.planner import FormatError

    try:
        read_problem(document)
    except FormatError:
        return False
    return True


def cut_short(breach: Breach, changed: Problem, moved: Solution) -> bool:
    """Whether a stint is too short because leave came in it or right beside it, or the trainee resigned."""
    person = next(t for t in changed.trainees if t.id == breach.trainee)
    plan = next(p for p in moved.trainees if p.id == breach.trainee)
    stint = next(s for s in plan.stints if s.first == breach.month and s.block == breach.params["block"])
    lost = any(not person.serves_in(month) for month in range(stint.first - 1, stint.last + 2))
    return lost or stint == max(plan.stints, key=lambda s: s.first)


def as_written(found: Problem, plan: Solution, changed: Problem, moved: Solution) -> tuple[Problem, Solution]:
    """A future of a plan with what there was to choose, and what was chosen, in words of the problem as written."""
    came, plans = {t.id: t for t in changed.trainees}, {p.id: p for p in plan.trainees}

    def person(written: Trainee) -> Trainee:
        agreed = {block.id: block.fixed for block in came[written.id].blocks}
        blocks = tuple(replace(block, fixed=agreed.get(block.id, ())) for block in written.blocks)
        return replace(written, away=came[written.id].away, blocks=blocks)

    chosen = tuple(replace(p, chosen=plans[p.id].chosen, courses=plans[p.id].courses) for p in moved.trainees)
    return replace(found, trainees=tuple(map(person, found.trainees))), replace(moved, trainees=chosen)


def unlawful(written: Problem, made: Solution, drawn: Futures) -> list[Breach]:
    """Breaches of what the policy says it keeps, over all the futures, of the problem as written and as it is played.

    Blocks that follow too late are none: that they are those which are counted is asserted.
    """
    found, plan = as_planned(written, made)
    board, names = build_board(found, plan)
    played = play_drawn(board, drawn)
    wrong = []
    for number in range(drawn.lost.shape[0]):
        changed, moved = one_future(found, board, names, drawn, number)
        own, told = as_written(written, made, changed, moved)
        breaches = [*check(changed, moved).breaches]
        breaches += [
            b for b in check(own, told).breaches if b.code != "away_from_course" and b.rule != "claim"
        ]
        late = Counter(b.trainee for b in check(changed, moved).breaches if b.code == "not_directly_after")
        assert [late[t.id] for t in found.trainees] == list(played.found[number, :, 7])
        for breach in breaches:
            known = breach.code in ("under_minimum", "under_share", "not_directly_after")
            if not known and not (breach.code == "stint_too_short" and cut_short(breach, changed, moved)):
                wrong.append(breach)
    return wrong


def unlawful_by_chance(document: Any, seed: int) -> list[Breach]:
    """Breaches in five futures of a problem's plan; none where it has no plan."""
    if not _reads(document):
        return []
    found, plan = planned(document)
    if plan.status == "infeasible":
        return []
    blocks = build_board(*as_planned(found, plan))[1].blocks
    return unlawful(found, plan, draw(found, plan, blocks, OFTEN, 5, seed))


@settings(max_examples=60)
@given(small_problems(), st.integers(0, 1000))
def test_every_future_obeys_the_rules_it_says_it_does(document: Any, seed: int) -> None:
    assert unlawful_by_chance(document, seed) == []


OF_LIFE = (with_choices, with_courses, with_followers, crowded, with_everything)


@pytest.mark.parametrize("kind", OF_LIFE)
@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(0, 1000))
def test_every_future_obeys_the_rules_of_life(
    kind: Callable[[int], Any], problem_seed: int, seed: int
) -> None:
    assert unlawful_by_chance(kind(problem_seed), seed) == []


@pytest.mark.parametrize("kind", OF_LIFE)
def test_at_rates_of_nothing_the_rules_of_life_cost_what_the_plan_does(kind: Callable[[int], Any]) -> None:
    """Missed courses, couples and groups are all in it."""
    costly = 0
    for document in map(kind, range(30)):
        found, plan = planned(document) if _reads(document) else (None, None)
        if found is None or plan is None or plan.status == "infeasible":
            continue
        outlook = simulate(found, plan, rates=NONE, futures=1)
        assert outlook.expected_cost == pytest.approx(plan.cost)
        assert not any(t.follows_late for t in outlook.trainees)
        costly += plan.cost > 0
    assert costly > 5


def test_two_at_half_time_share_a_place_when_one_is_moved() -> None:
    """Ola loses September; where people are counted he waits for kari, where fractions are he need not."""
    half = {"fraction": [{**span(0), "percent": 50}]}
    kari = trainee("kari", [block("ward", 2, ["ward"], **{"from": span(2)["from"]})], norm=5, **half)
    ola = trainee("ola", [block("ward", 1, ["ward"])], norm=1, **half)
    for counts, wanted in (("people", [("ward", 1, 1), ("ward", 6, 6)]), ("fraction", [("ward", 1, 2)])):
        found, plan = planned(problem([kari, ola], [{**arena("ward"), "counts": counts}]))
        assert stints_of(found, plan, drawn_by_hand(found, ola=(0, 0)))["ola"] == wanted


def test_what_follows_directly_is_tried_first_and_counted_where_it_is_too_late() -> None:
    """Kari's second follows her first, which leave puts off until ola has the clinic."""
    first, other = block("first", 2, ["ward"]), block("other", 1, ["ward"], after=["second"])
    second = block("second", 1, ["clinic"], directly_after="first")
    kari = trainee("kari", [first, second, other], norm=3, weight=9)
    late = {"from": span(3)["from"]}
    ola = trainee("ola", [block("clinic", 1, ["clinic"], **late)], norm=3)
    found, plan = planned(problem([kari, ola], [arena("ward"), arena("clinic")]))
    board = build_board(found, plan)[0]
    for lost, wanted, count in (
        ((0, 1), [("ward", 2, 3), ("clinic", 4, 4), ("ward", 5, 5)], 0),
        ((0, 0), [("ward", 1, 2), ("clinic", 4, 4), ("ward", 5, 5)], 1),
    ):
        drawn = drawn_by_hand(found, kari=lost)
        assert stints_of(found, plan, drawn)["kari"] == wanted
        assert play_drawn(board, drawn).found[0, 0, 7] == count


def test_a_position_that_is_not_filled_costs_its_share_in_every_future() -> None:
    known, unknown = (alone(12, unknown=flag) for flag in (False, True))
    costs = [simulate(*one, rates=leave_only(0.3), futures=200).expected_cost for one in (known, unknown)]
    assert costs[1] == pytest.approx(costs[0] * 0.5)
    assert costs[0] > 0


def test_every_future_of_a_department_obeys_the_rules() -> None:
    found = read_problem(make_instance(20, 1.25, 3))
    plan = solve(found, seconds=3)
    blocks = build_board(found, plan)[1].blocks
    assert unlawful(found, plan, draw(found, plan, blocks, OFTEN, 20, 1)) == []


def test_the_same_seed_gives_the_same_futures_and_another_does_not() -> None:
    found, plan = queue()
    one, again, other = (simulate(found, plan, futures=300, seed=seed) for seed in (4, 4, 5))
    assert one == again
    assert one.expected_cost != other.expected_cost


def test_what_is_drawn_for_one_does_not_depend_on_the_others() -> None:
    found, plan = queue()
    blocks = build_board(found, plan)[1].blocks
    both = draw(found, plan, blocks, OFTEN, 50, 7)
    single = problem([trainee("ola", [block("ward", 6, ["ward"], min_stint=6)], norm=11)], [arena("ward")])
    only, own = planned(single)
    one = draw(only, own, (("ola", "ward"),), OFTEN, 50, 7)
    assert np.array_equal(both.lost[:, 1], one.lost[:, 0])
    assert np.array_equal(both.quits[:, 1], one.quits[:, 0])


def test_the_chance_of_any_leave_is_as_computed() -> None:
    """Twelve months at a yearly rate of 30 per cent: 30 in a hundred; four standard errors either way."""
    found, plan = alone(12)
    outlook = simulate(found, plan, rates=leave_only(0.3), futures=4000, seed=1)
    (kari,) = outlook.trainees
    assert kari.moved == pytest.approx(0.3, abs=4 * (0.3 * 0.7 / 4000) ** 0.5)
    assert kari.late_risk == kari.moved


def test_the_chance_of_resigning_is_as_computed() -> None:
    """In 24 months at 20 per cent a year: 1 - 0.8^2."""
    found, plan = alone(24)
    rates = Rates(Leave(0, 1, 1), Leave(0, 1, 1), Resignation(0.2), SignOff((1.0,)), Allowance(0))
    (kari,) = simulate(found, plan, rates=rates, futures=4000, seed=1).trainees
    assert kari.resigns == pytest.approx(0.36, abs=4 * (0.36 * 0.64 / 4000) ** 0.5)
    assert kari.late_risk == 0


def test_the_mean_of_sign_off_is_as_computed() -> None:
    """Half at once, half after two months: a month late on average, which is no cost of service."""
    found, plan = alone(12)
    rates = Rates(Leave(0, 1, 1), Leave(0, 1, 1), Resignation(0), SignOff((0.5, 0, 0.5)), Allowance(0))
    outlook = simulate(found, plan, rates=rates, futures=4000, seed=1)
    assert outlook.late_months == pytest.approx(1, abs=4 * (1 / 4000) ** 0.5)
    assert outlook.expected_cost == plan.cost


def test_a_first_month_lost_for_certain_has_a_mean_that_is_known() -> None:
    """Alone, leave of one month with chance p in each month of service left: the mean delay of a block of one month
    is that of a geometric number, p / (1 - p)."""
    found, plan = alone(1, calendar=120)
    p = chance_a_month(0.99)
    outlook = simulate(found, plan, rates=leave_only(0.99, months=1), futures=6000, seed=2)
    spread = (p / (1 - p) ** 2 / 6000) ** 0.5
    assert outlook.late_months == pytest.approx(p / (1 - p), abs=4 * spread)


def test_more_leave_is_never_earlier_for_one_who_is_alone() -> None:
    found, plan = alone(24)
    latest: list[Outlook] = []
    for a_year in (0, 0.05, 0.1, 0.2, 0.4):
        latest.append(simulate(found, plan, rates=leave_only(a_year), futures=500, seed=3))
    late = [outlook.late_months for outlook in latest]
    assert late == sorted(late)
    assert late[0] == 0 < late[-1]
    assert [o.trainees[0].late_risk for o in latest] == sorted(o.trainees[0].late_risk for o in latest)


def test_absence_within_the_allowance_is_not_made_up() -> None:
    found, plan = alone(24)
    rates = leave_only(0.3, months=2)
    free = Rates(rates.parental_leave, rates.sick_leave, rates.resignation, rates.sign_off, Allowance(0.1))
    made_up, within = (simulate(found, plan, rates=r, futures=500, seed=3).late_months for r in (rates, free))
    assert within < made_up
    single = alone(12)  # a tenth of 12 months is one whole month
    one = Rates(Leave(0.3, 1, 1), rates.sick_leave, rates.resignation, rates.sign_off, Allowance(0.1))
    (kari,) = simulate(*single, rates=one, futures=4000, seed=1).trainees
    p = chance_a_month(0.3)
    at_most_one = (1 - p) ** 12 + 12 * p * (1 - p) ** 11
    assert kari.moved == pytest.approx(1 - at_most_one, abs=0.02)


def test_agreed_leave_ahead_uses_the_allowance_first() -> None:
    away = [span(3, 5)]
    found, plan = alone(20, away=away)
    rates = Rates(Leave(0.5, 1, 1), Leave(0, 1, 1), Resignation(0), SignOff((1.0,)), Allowance(0.1))
    none = Rates(Leave(0.5, 1, 1), Leave(0, 1, 1), Resignation(0), SignOff((1.0,)), Allowance(0))
    assert (
        simulate(found, plan, rates=rates, futures=200).late_months
        == simulate(found, plan, rates=none, futures=200).late_months
    )


def test_the_assumed_rates_make_a_range_with_the_plan_at_its_near_end() -> None:
    found, plan = alone(60, calendar=120)
    (kari,) = simulate(found, plan, rates=assumed_rates(), futures=1000).trainees
    assert kari.early is not None
    assert kari.middle is not None
    assert kari.late is not None
    assert plan.trainees[0].end == kari.early <= kari.middle < kari.late
    assert 0 < kari.late_risk < 1
