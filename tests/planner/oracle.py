"""The best plan by trying everything: for problems of a few trainees and months, judged by the rules alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count, islice, product

from borealis.planner.check import HARD_RULES
from borealis.planner.formats.problem import Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.cost import account
from borealis.planner.rules.fairness import fairness_cost
from borealis.planner.rules.together import apart_cost

Cells = frozenset[tuple[str, int, int]]
"""Arenas, months, and what is taken of the places."""
Lawful = tuple[Cells, Fraction, TraineePlan]

MOST_PLANS, MOST_JOINED = 10_000, 200_000  # what can be tried in a few seconds


class TooMany(Exception):
    """There is more to try than a test has time for."""


def best_cost(problem: Problem) -> Fraction | None:
    """The least cost of any plan that keeps every rule; None where there is none. Raises TooMany."""
    ways = [_ways(problem, trainee) for trainee in problem.trainees]
    choices = [Choices(problem, *both) for both in zip(problem.trainees, ways, strict=True)]
    price = problem.objective
    is_shared = (price.apart and problem.couples) or (price.fairness and problem.groups)
    if not all(choices):
        return None
    tried, rest = (
        count(1),
        [sum((own.least for own in choices[k:]), Fraction(0)) for k in range(len(choices) + 1)],
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
        if k == len(choices):
            cost += together(chosen) if is_shared else 0
            is_full = all(used.get(cell, 0) >= least for cell, (_, least) in places.items())
            if is_full and (best is None or cost < best):
                best = cost
            return
        for cells, own, plan in choices[k]:
            if best is not None and cost + own + rest[k + 1] >= best:
                return  # all that come after cost as much
            more = {(arena, month): used.get((arena, month), 0) + load for arena, month, load in cells}
            if all(amount <= places[cell][0] for cell, amount in more.items()):
                join(k + 1, used | more, cost + own, (*chosen, plan))

    join(0, {}, Fraction(0))
    return best


def choices_of(problem: Problem, trainee: Trainee) -> list[Lawful]:
    """The lawful plans of one trainee, cheapest first. Raises TooMany."""
    return list(Choices(problem, trainee, _ways(problem, trainee)))


class Choices:
    """The lawful plans of one trainee, cheapest first; of those that take the same places only the cheapest.

    Where someone is, and how late, hangs on the places taken alone. Each is judged when its turn comes, and once.
    """

    def __init__(self, problem: Problem, trainee: Trainee, ways: Sequence[TraineePlan]) -> None:
        self._alone = Problem(problem.calendar, problem.arenas, (trainee,), problem.objective)
        self._rules = list(HARD_RULES)
        self._found: list[Lawful] = []
        self._cells: set[Cells] = set()
        costs = [account(problem, trainee, way.stints, way.chosen, way.courses).cost for way in ways]
        self._left = iter(sorted(zip(costs, ways, strict=True), key=lambda way: way[0]))

    def __bool__(self) -> bool:
        return bool(self._found) or self._find()

    def __iter__(self) -> Iterator[Lawful]:
        for k in count():
            if k == len(self._found) and not self._find():
                return
            yield self._found[k]

    @property
    def least(self) -> Fraction:
        return next(iter(self))[1]

    def _find(self) -> bool:
        """Judge until one more is lawful and takes other places than those found; False where none is left."""
        for cost, plan in self._left:
            cells = self._cells_of(plan)
            if cells not in self._cells and self._lawful(plan):
                self._cells.add(cells)
                self._found.append((cells, cost, plan))
                return True
        return False

    def _cells_of(self, plan: TraineePlan) -> Cells:
        (trainee,) = self._alone.trainees
        return frozenset(
            (arena, month, load)
            for (arena, month), load in self._alone.taken([(trainee, plan.stints)]).items()
        )

    def _lawful(self, own: TraineePlan) -> bool:
        """Whether no rule is broken; the rule that was broken last is looked at first."""
        plan = Solution("feasible", 0, 0, 0, 0, 0, (own,))
        for k, rule in enumerate(self._rules):
            if any(b.code not in ("under_minimum", "under_share") for b in rule.broken(self._alone, plan)):
                self._rules.insert(0, self._rules.pop(k))
                return False
        return True


def _ways(problem: Problem, trainee: Trainee) -> list[TraineePlan]:
    """All that can be tried for one trainee. Raises TooMany."""
    found = list(islice(_whole_plans(problem, trainee), MOST_PLANS + 1))
    if len(found) > MOST_PLANS:
        raise TooMany
    return found


def _whole_plans(problem: Problem, trainee: Trainee) -> Iterator[TraineePlan]:
    """Every way to spend the months served, with everything that can be chosen."""
    for options in product(*(choice.options for choice in trainee.choices)):
        chosen = {choice.id: option for choice, option in zip(trainee.choices, options, strict=True)}
        for stints in _plans(problem, replace(trainee, blocks=trainee.taken(chosen))):
            for dates in product(*((*course.months, None) for course in trainee.courses)):
                courses = {course.id: date for course, date in zip(trainee.courses, dates, strict=True)}
                yield TraineePlan(trainee.id, 0, None, 0, 0, 0, stints, (), chosen, courses)


def _plans(problem: Problem, trainee: Trainee) -> Iterator[tuple[Stint, ...]]:
    """Every way to spend the months served, a run of the same place being one stint."""
    calendar = problem.calendar
    months = [m for m in range(calendar.first, calendar.last + 1) if trainee.serves_in(m)]
    arenas = {arena.id: arena for arena in problem.arenas}
    places = [(block, arenas[choice.arena]) for block in trainee.blocks for choice in block.arenas]
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
            if trainee.load_in(arena, months[t]) > arena.places_in(months[t]):
                continue
            work[block.id] += trainee.percent_in(months[t])
            way.append((block.id, arena.id))
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
