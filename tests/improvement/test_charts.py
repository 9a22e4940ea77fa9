"""Run charts and control charts against published examples, and what holds for any numbers."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.improvement.rules import (
    Observation,
    astronomical,
    chart_of,
    moving_ranges,
    ranges_of,
    runs_allowed,
    runs_of,
    shifts,
    trends,
    western_electric,
    xmr_limits,
)
from borealis.improvement.rules.limits import range_limit
from borealis.improvement.rules.phases import Phase, phases_of
from borealis.improvement.rules.runs import odd_runs

FIRST = dt.date(2026, 1, 1)
# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# 6.3.3.1: particles on 25 wafers.
COUNTS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
# 6.3.3.2: shares of 50 chips on each of 30 wafers.
SHARES = [
    0.24, 0.30, 0.16, 0.20, 0.08, 0.14, 0.32, 0.18, 0.28, 0.20, 0.10, 0.12, 0.34, 0.24, 0.44,
    0.16, 0.20, 0.10, 0.26, 0.22, 0.40, 0.36, 0.48, 0.30, 0.18, 0.24, 0.14, 0.26, 0.18, 0.12,
]  # fmt: skip


def seen(numbers: list[float], size: float | None = None) -> list[Observation]:
    return [Observation(FIRST + dt.timedelta(days=n), value, size) for n, value in enumerate(numbers)]


def test_individuals_agree_with_the_flow_rates_of_the_handbook() -> None:
    found = xmr_limits(FLOW)
    assert found is not None
    assert sum(moving_ranges(FLOW)) / 9 == pytest.approx(1.8778, abs=5e-5)
    assert (found.centre, found.upper, found.lower) == pytest.approx((50.81, 55.8041, 45.8159), abs=5e-5)
    assert range_limit(FLOW) == pytest.approx((1.8778, 3.267 * 1.8778), abs=5e-4)
    assert chart_of("xmr", seen(FLOW)).signals == ()  # the handbook: in control


def test_counts_agree_with_the_wafers_of_the_handbook() -> None:
    chart = chart_of("c", seen([float(n) for n in COUNTS]))
    line = chart.limits[0]
    assert line is not None
    assert (line.centre, line.upper, line.lower) == (16, 28, 4)
    assert [s.at for s in chart.signals if s.rule == "beyond"] == [23]  # 31; 28 lies on the limit


def test_shares_agree_with_the_wafers_of_the_handbook() -> None:
    chart = chart_of("p", seen([round(50 * share) for share in SHARES], 50))
    line = chart.limits[0]
    assert line is not None
    assert (line.centre, line.upper, line.lower) == pytest.approx((0.2313, 0.4102, 0.0524), abs=5e-5)
    assert [s.at for s in chart.signals if s.rule == "beyond"] == [14, 22]


def test_a_rate_of_one_unit_is_a_count() -> None:
    numbers = [float(n) for n in COUNTS]
    assert chart_of("u", seen(numbers, 1)).limits == chart_of("c", seen(numbers)).limits


def test_a_larger_share_of_cases_has_closer_limits() -> None:
    rows = [Observation(FIRST + dt.timedelta(days=n), 10 * n, 20 * n) for n in (1, 4)]
    few, many = chart_of("p", rows).limits
    assert few is not None
    assert many is not None
    assert few.sigma == pytest.approx(2 * many.sigma)


@pytest.mark.parametrize(
    ("above", "below", "few", "many"),
    # Swed and Eisenhart's tables: significant at (2.5 %) so few, and so many, runs or beyond.
    [
        (5, 5, 2, 10),
        (6, 6, 3, 11),
        (8, 8, 4, 14),
        (10, 10, 6, 16),
        (12, 12, 7, 19),
        (15, 15, 10, 22),
        (20, 20, 14, 28),
    ],
)
def test_the_number_of_runs_agrees_with_swed_and_eisenhart(
    above: int, below: int, few: int, many: int
) -> None:
    assert runs_allowed(above, below) == (few + 1, many - 1)


@pytest.mark.parametrize(("above", "below"), [(3, 3), (2, 4), (4, 3), (6, 6), (7, 5), (3, 9)])
def test_the_number_of_runs_agrees_with_every_order_there_is(above: int, below: int) -> None:
    places = range(above + below)
    orders = [[1.0 if n in high else -1.0 for n in places] for high in combinations(places, above)]
    counts = sorted(runs_of(order, 0)[0] for order in orders)
    fewest, most = runs_allowed(above, below)
    assert sum(n < fewest for n in counts) <= 0.025 * len(counts) < sum(n <= fewest for n in counts)
    assert sum(n > most for n in counts) <= 0.025 * len(counts) < sum(n >= most for n in counts)


def test_points_on_one_side_alone_make_one_run_which_is_neither_few_nor_many() -> None:
    assert runs_allowed(10, 0) == runs_allowed(0, 10) == (1, 1)
    assert odd_runs([1.0] * 12, 0) == ()
    assert runs_of([0.0, 0.0], 0) == (0, 0, 0)


def test_a_tail_of_exactly_as_much_is_still_a_tail() -> None:
    """79 above and 2 below stand in 3240 orders, of which 81, a fortieth, have at most three runs."""
    assert runs_allowed(79, 2) == (4, 5)


def test_runs_are_judged_from_ten_points_off_the_median() -> None:
    assert odd_runs([1.0, -1.0] * 4 + [1.0, 0.0], 0) == ()
    (found,) = odd_runs([1.0, -1.0] * 5, 0)
    assert (found.rule, found.points) == ("many_runs", tuple(range(10)))


def test_a_shift_is_six_on_one_side_and_passes_over_the_median() -> None:
    assert shifts([1, 1, 1, 0, 1, 1], 0) == ()
    (found,) = shifts([-1, 1, 1, 1, 0, 1, 1, 1, -1], 0)
    assert found.rule == "shift"
    assert found.points == (1, 2, 3, 5, 6, 7)


def test_a_trend_is_five_one_way_and_passes_over_the_same_again() -> None:
    assert trends([1, 2, 3, 4, 3]) == ()
    (found,) = trends([5, 1, 2, 2, 3, 4, 5, 5, 4])
    assert (found.rule, found.points) == ("trend", (1, 2, 4, 5, 6))
    for whole in ([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]):
        assert [one.points for one in trends(whole)] == [(0, 1, 2, 3, 4)]


def test_too_few_and_too_many_runs() -> None:
    split = chart_of("run", seen([1.0] * 6 + [3.0] * 6))
    zigzag = chart_of("run", seen([1.0, 3.0] * 6))
    assert "few_runs" in {s.rule for s in split.signals}
    assert {s.rule for s in zigzag.signals} == {"many_runs"}


def test_an_astronomical_point_is_told_and_a_flat_line_has_none() -> None:
    assert [s.at for s in astronomical([4, 5, 6, 5, 4, 40], [4, 5, 6, 5, 4, 40])] == [5]
    assert astronomical([5, 5, 5, 9], [5, 5, 5, 9]) == ()


def test_a_point_is_astronomical_by_a_modified_score_over_three_and_a_half() -> None:
    """given values two from their median, then a point may lie 3.5 x 2 / 0.6745 = 10.38 from it"""
    found = astronomical([15.3, -5.3, 15.4, -5.4], [3, 7, 3, 7, 5, 3, 7])
    assert [(one.rule, one.points) for one in found] == [("astronomical", (2,)), ("astronomical", (3,))]


@pytest.mark.parametrize(
    ("scores", "rule", "at"),
    [
        ([0, 3.1], "beyond", 1),
        ([2.1, 0, 2.1], "two_of_three", 2),
        ([1.1, 1.1, 0, 1.1, 1.1], "four_of_five", 4),
        ([0.1] * 8, "eight", 7),
    ],
)
def test_each_rule_of_western_electric_strikes_on_both_sides(scores: list[float], rule: str, at: int) -> None:
    for side in (1, -1):
        assert [(s.rule, s.at) for s in western_electric([side * z for z in scores])] == [(rule, at)]


def test_patterns_of_both_sides_are_no_signal() -> None:
    assert western_electric([2.1, -2.1, 1.1, -1.1] * 3) == ()


def test_limits_of_a_baseline_are_frozen_and_a_change_reckons_them_anew() -> None:
    rows = seen([10, 12, 10, 12, 20, 22, 20, 22])
    whole, frozen = chart_of("xmr", rows), chart_of("xmr", rows, baseline_to=rows[3].on)
    anew = chart_of("xmr", rows, changes=[rows[4].on])
    assert [line.centre for line in whole.limits if line] == [16] * 8
    assert [line.centre for line in frozen.limits if line] == [11] * 8
    assert frozen.phases[0].frozen
    assert [line.centre for line in anew.limits if line] == [11] * 4 + [21] * 4
    assert frozen.rules_at(4)
    assert not anew.rules_at(4)


def test_a_control_chart_marks_the_point_that_completes_a_pattern_and_a_run_chart_the_whole_shift() -> None:
    low, high = [5.0, 7.0] * 4, [8.0] * 8
    rows = seen([*low, *high])
    control, run = chart_of("xmr", rows, rows[7].on), chart_of("run", rows, rows[7].on)
    assert [n for n in range(16) if "eight" in control.rules_at(n)] == [
        14,
        15,
    ]  # the last low one is above, too
    assert [n for n in range(16) if "shift" in run.rules_at(n)] == list(range(7, 16))


def test_runs_are_told_of_the_whole_chart_and_of_no_point() -> None:
    chart = chart_of("run", seen([1.0] * 6 + [3.0] * 6))
    assert {"few_runs", "shift"} <= {signal.rule for signal in chart.signals}
    assert {chart.rules_at(n) for n in range(12)} == {("shift",)}
    zigzag = chart_of("run", seen([1.0, 3.0] * 6))
    assert {zigzag.rules_at(n) for n in range(12)} == {()}


def test_limits_of_fewer_than_twelve_points_are_provisional() -> None:
    rows = seen([1.0, 2.0] * 12)
    assert not chart_of("xmr", rows[:12]).provisional
    assert chart_of("xmr", rows[:11]).provisional
    assert chart_of("xmr", rows, baseline_to=rows[10].on).provisional
    assert not chart_of("xmr", rows, changes=[rows[12].on]).provisional
    assert chart_of("xmr", rows, changes=[rows[13].on]).provisional


def test_a_signal_after_a_change_stands_at_its_own_points() -> None:
    rows = seen([5.0, 6.0, 5.0, 6.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    chart = chart_of("run", rows, changes=[rows[4].on])
    assert [(signal.rule, signal.points) for signal in chart.signals] == [("trend", (4, 5, 6, 7, 8))]


def test_no_limit_is_drawn_where_no_value_can_be() -> None:
    (count,) = set(chart_of("c", seen([9.0, 9.0])).limits)
    assert count is not None
    assert (count.lower, count.upper) == (None, 18)  # a limit at nought is none
    (half,) = set(chart_of("p", seen([18.0, 18.0], 36)).limits)
    assert half is not None
    assert (half.lower, half.upper) == (0.25, 0.75)
    (wide,) = set(chart_of("p", seen([9.0, 9.0], 10)).limits)
    assert wide is not None
    assert (wide.lower is not None, wide.upper) == (True, None)
    (even,) = set(chart_of("p", seen([4.5, 4.5], 9)).limits)
    assert even is not None
    assert (even.lower, even.upper) == (None, None)


def test_a_rate_of_four_units_has_half_the_spread_of_one() -> None:
    (found,) = set(chart_of("u", seen([16.0, 16.0], 4)).limits)
    assert found is not None
    assert (found.centre, found.sigma, found.upper) == (4, 1, 7)


@pytest.mark.parametrize(("size", "taken"), [(0.5, True), (0.0, False), (-0.5, False)])
def test_a_rate_is_of_more_than_nothing(size: float, taken: bool) -> None:
    rows = seen([1.0, 2.0], size)
    if taken:
        assert len(chart_of("u", rows).values) == 2
    else:
        with pytest.raises(ValueError, match="size"):
            chart_of("u", rows)


def test_a_baseline_freezes_the_phase_that_it_ends_in_and_no_other() -> None:
    days = [FIRST + dt.timedelta(days=n) for n in range(6)]
    cut = [Phase(0, 3, 3), Phase(3, 6, 6)]
    assert list(phases_of(days, None, [days[3]])) == cut
    assert list(phases_of(days, FIRST - dt.timedelta(days=1), [days[3]])) == cut
    assert list(phases_of(days, days[2], [days[3]])) == cut
    assert list(phases_of(days, days[3], [days[3]])) == [Phase(0, 3, 3), Phase(3, 6, 4)]
    assert [phase.frozen for phase in phases_of(days, days[3], [days[3]])] == [False, True]


def test_moving_ranges_have_their_own_chart_with_a_limit_above() -> None:
    leap = [10.0, 11, 10, 11, 10, 11, 10, 11, 10, 30]
    found = ranges_of(chart_of("xmr", seen(leap)))
    assert found is not None
    assert (found.kind, found.values, found.days[0]) == (
        "mr",
        (1.0,) * 8 + (20.0,),
        FIRST + dt.timedelta(days=1),
    )
    assert [(line.centre, line.lower, line.upper) for line in found.limits if line] == [
        (28 / 9, None, 3.267 * (28 / 9))
    ] * 9
    assert [(signal.rule, signal.points) for signal in found.signals] == [("beyond", (8,))]
    assert [(phase.first, phase.end, phase.base_end) for phase in found.phases] == [(0, 9, 9)]


def test_no_moving_range_reaches_over_a_change_and_a_baseline_of_one_gives_no_limit() -> None:
    rows = seen([1.0, 3, 5, 50, 51])
    parted = ranges_of(chart_of("xmr", rows, changes=[rows[3].on]))
    assert parted is not None
    assert (parted.values, parted.signals) == ((2.0, 2.0, 1.0), ())
    assert [line.centre for line in parted.limits if line] == [2, 2, 1]
    of_one = ranges_of(chart_of("xmr", rows, baseline_to=rows[0].on))
    assert of_one is not None
    assert (of_one.values, of_one.limits, of_one.signals) == ((2.0, 2.0, 45.0, 1.0), (None,) * 4, ())


def test_a_range_on_its_limit_is_within_and_other_kinds_and_single_values_have_none() -> None:
    even = ranges_of(chart_of("xmr", seen([4.0, 4.0, 4.0])))
    assert even is not None
    assert (even.values, even.signals) == ((0.0, 0.0), ())
    assert ranges_of(chart_of("run", seen([1.0, 2.0]))) is None
    assert ranges_of(chart_of("xmr", seen([1.0]))) is None


def test_no_points_and_one_point_are_charts_too() -> None:
    for kind in ("run", "xmr", "c"):
        assert chart_of(kind, []).values == ()
        assert chart_of(kind, seen([4.0])).signals == ()
    assert chart_of("xmr", seen([4.0])).limits == (None,)


def test_a_share_of_nothing_and_an_unknown_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        chart_of("p", seen([1.0]))
    with pytest.raises(ValueError, match="pie"):
        chart_of("pie", [])


VALUES = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=40)


@given(VALUES, st.sampled_from(["run", "xmr"]))
def test_a_mirrored_chart_has_mirrored_limits_and_the_same_signals(values: list[float], kind: str) -> None:
    chart, mirrored = chart_of(kind, seen(values)), chart_of(kind, seen([-value for value in values]))
    assert sorted((s.rule, s.points) for s in chart.signals) == sorted(
        (s.rule, s.points) for s in mirrored.signals
    )


@given(VALUES)
def test_limits_hold_the_centre_between_them(values: list[float]) -> None:
    found = xmr_limits(values)
    assert found is not None
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower <= found.centre <= found.upper


@given(VALUES, st.lists(st.integers(0, 45), max_size=4), st.none() | st.integers(0, 45))
def test_phases_hold_every_point_once(values: list[float], changes: list[int], baseline: int | None) -> None:
    days = [FIRST + dt.timedelta(days=n) for n in changes]
    until = None if baseline is None else FIRST + dt.timedelta(days=baseline)
    chart = chart_of("c", seen([abs(v) for v in values]), until, days)
    assert len(chart.limits) == len(values)
    assert [phase.end for phase in chart.phases][-1] == len(values)
    assert all(before.end == after.first for before, after in pairwise(chart.phases))
    assert all(phase.first < phase.base_end <= phase.end for phase in chart.phases)
