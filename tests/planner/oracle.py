"""The best plan by trying everything: for problems of a few trainees and months, judged by the rules alone."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count, product

from borealis.planner.check import broken_rules
from borealis.planner.formats.problem import Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.cost import account
from borealis.planner.rules.fairness import fairness_cost
from borealis.planner.rules.together import apart_cost

Cells = frozenset[tuple[str, int, int]]
"""Arenas, months, and what is taken of the places."""

MOST_PLANS, MOST_JOINED = 10_000, 200_000  # what can be tried in a few seconds


class TooMany(Exception):
    """There is more to try than a test has time for."""


def best_cost(problem: Problem) -> Fraction | None:
    """The least cost of any plan that keeps every rule; None where there is none. Raises TooMany."""
    choices = [choices_of(problem, trainee) for trainee in problem.trainees]
    price = problem.objective
    is_shared = (price.apart and problem.couples) or (price.fairness and problem.groups)
    if not all(choices):
        return None
    tried, rest = (
        count(1),
        [sum((own[0][1] for own in choices[k:]), Fraction(0)) for k in range(len(choices))],
    )
    places = {
        (arena.id, month): (arena.places_in(month), arena.minimum_in(month))
        for arena in problem.arenas
        for month in range(problem.calendar.first, problem.calendar.last + 1)
    }
    best: Fraction | None = None

    def together(chosen: tuple[TraineePlan, ...]) -> Fraction:
        whole = Solution("feasible", 0, 0, 0, 0, 0, chosen)
        return apart_cost(problem, whole) + fairness_cost(problem, whole)

    def join(
        k: int, used: dict[tuple[str, int], int], cost: Fraction, chosen: tuple[TraineePlan, ...] = ()
    ) -> None:
        nonlocal best
        if next(tried) > MOST_JOINED:
            raise TooMany
        if best is not None and cost + (rest[k] if k < len(rest) else 0) >= best:
            return
        if k == len(choices):
            cost += together(chosen) if is_shared else 0
            is_full = all(used.get(cell, 0) >= least for cell, (_, least) in places.items())
            if is_full and (best is None or cost < best):
                best = cost
            return
        for cells, own, plan in choices[k]:
            more = {(arena, month): used.get((arena, month), 0) + load for arena, month, load in cells}
            if all(amount <= places[cell][0] for cell, amount in more.items()):
                join(k + 1, used | more, cost + own, (*chosen, plan))

    join(0, {}, Fraction(0))
    return best


def choices_of(problem: Problem, trainee: Trainee) -> list[tuple[Cells, Fraction, TraineePlan]]:
    """The lawful plans of one trainee, cheapest first; of those that take the same places only the cheapest.

    Where someone is, and how late, hangs on the places taken alone.
    """
    cheapest: dict[Cells, tuple[Fraction, TraineePlan]] = {}
    arenas = {arena.id: arena for arena in problem.arenas}
    for number, plan in enumerate(_whole_plans(problem, trainee)):
        if number >= MOST_PLANS:
            raise TooMany
        if _lawful(problem, trainee, plan):
            cells = frozenset(
                (stint.arena, month, trainee.load_in(arenas[stint.arena], month))
                for stint in plan.stints
                for month in trainee.served(stint)
            )
            cost = account(problem, trainee, plan.stints, plan.chosen, plan.courses).cost
            if cells not in cheapest or cost < cheapest[cells][0]:
                cheapest[cells] = cost, plan
    return sorted(((cells, *rest) for cells, rest in cheapest.items()), key=lambda choice: choice[1])


def _whole_plans(problem: Problem, trainee: Trainee) -> Iterator[TraineePlan]:
    """Every way to spend the months served, with everything that can be chosen."""
    for options in product(*(choice.options for choice in trainee.choices)):
        chosen = {choice.id: option for choice, option in zip(trainee.choices, options, strict=True)}
        for stints in _plans(problem, replace(trainee, blocks=trainee.taken(chosen))):
            for dates in product(*((*course.months, None) for course in trainee.courses)):
                courses = {course.id: date for course, date in zip(trainee.courses, dates, strict=True)}
                yield TraineePlan(trainee.id, 0, None, 0, 0, 0, stints, (), chosen, courses)


def _lawful(problem: Problem, trainee: Trainee, own: TraineePlan) -> bool:
    alone = Problem(problem.calendar, problem.arenas, (trainee,), problem.objective)
    plan = Solution("feasible", 0, 0, 0, 0, 0, (own,))
    return all(breach.code in ("under_minimum", "under_share") for breach in broken_rules(alone, plan))


def _plans(problem: Problem, trainee: Trainee) -> Iterator[tuple[Stint, ...]]:
    """Every way to spend the months served, a run of the same place being one stint."""
    calendar = problem.calendar
    months = [m for m in range(calendar.first, calendar.last + 1) if trainee.serves_in(m)]
    places = [(block, choice.arena) for block in trainee.blocks for choice in block.arenas]
    work = {block.id: 0 for block in trainee.blocks}
    way: list[tuple[str, str] | None] = []

    def walk(t: int) -> Iterator[tuple[Stint, ...]]:
        if t == len(months):
            yield tuple(_stints(months, way))
            return
        way.append(None)
        yield from walk(t + 1)
        way.pop()
        for block, arena in places:
            ready = all(
                work[b.id] >= b.need for b in trainee.blocks if b.id in (*block.after, block.directly_after)
            )
            if work[block.id] >= block.need or not ready or not block.window.holds(months[t]):
                continue
            work[block.id] += trainee.percent_in(months[t])
            way.append((block.id, arena))
            yield from walk(t + 1)
            way.pop()
            work[block.id] -= trainee.percent_in(months[t])

    yield from walk(0)


def _stints(months: list[int], way: list[tuple[str, str] | None]) -> Iterator[Stint]:
    begun = 0
    for t in range(1, len(way) + 1):
        if t == len(way) or way[t] != way[begun]:
            place = way[begun]
            if place is not None:
                yield Stint(*place, months[begun], months[t - 1])
            begun = t
