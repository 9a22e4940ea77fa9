"""Which places bind, and what one more of them is worth."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from borealis.planner.explain.reasons import BindingPlace
from borealis.planner.formats.problem import Arena, Problem, Quantity, Span
from borealis.planner.formats.solution import Solution

MOST_PLACES = 10
"""Binding places that are told of."""
MOST_TRIED = 3
"""Binding places that are tried out."""


def binding_places(solution: Solution) -> list[BindingPlace]:
    """The bottlenecks of a solution as runs of months, dearest first."""
    prices: dict[str, dict[int, float]] = defaultdict(dict)
    for bottleneck in solution.bottlenecks:
        prices[bottleneck.arena][bottleneck.month] = bottleneck.price
    places = []
    for arena, by_month in prices.items():
        for first, last in _runs(sorted(by_month)):
            price = sum(by_month[month] for month in range(first, last + 1))
            places.append(BindingPlace(arena, first, last, round(price, 3)))
    return sorted(places, key=lambda place: (-place.price, place.arena, place.first))[:MOST_PLACES]


def _runs(months: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for month in months:
        if runs and runs[-1][1] == month - 1:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def tried_out(
    problem: Problem,
    solution: Solution,
    places: list[BindingPlace],
    solve: Callable[[Problem], Solution],
) -> list[BindingPlace]:
    """The dearest places with what a new plan saves when there is one more of them."""
    tried = []
    for place in places[:MOST_TRIED]:
        better = solve(with_one_more(problem, place))
        proven = better.status == solution.status == "optimal"
        saves = round(solution.cost - better.cost, 6)
        tried.append(replace(place, saves=max(0.0, saves), at_least=not proven))
    return [*tried, *places[MOST_TRIED:]]


def with_one_more(problem: Problem, place: BindingPlace) -> Problem:
    """The problem with one more place in an arena in a run of months."""
    arenas = tuple(_widened(arena, place) if arena.id == place.arena else arena for arena in problem.arenas)
    return replace(problem, arenas=arenas)


def _widened(arena: Arena, place: BindingPlace) -> Arena:
    months = range(place.first, place.last + 1)
    more = [Quantity(Span(month, month), arena.places_in(month) + arena.unit) for month in months]
    rest = [part for period in arena.places for part in _outside(period, place.first, place.last)]
    return replace(arena, places=(*rest, *more))


def _outside(period: Quantity, first: int, last: int) -> list[Quantity]:
    """What is left of a period when the months from first through last are cut out."""
    parts = []
    span = period.span
    before = first - 1 if span.last is None else min(span.last, first - 1)
    if span.first <= before:
        parts.append(Quantity(Span(span.first, before), period.amount))
    after = max(span.first, last + 1)
    if span.last is None or after <= span.last:
        parts.append(Quantity(Span(after, span.last), period.amount))
    return parts
