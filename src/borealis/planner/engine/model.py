"""The problem in whole numbers: everyone's case (`case.py`), and the places there are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from borealis.planner.engine.case import Alternative, BlockShape, Case, Grains, Scale
from borealis.planner.engine.soft import Elsewhere, Soft
from borealis.planner.engine.soft_cells import soft_cells
from borealis.planner.formats.problem import FULL_TIME, Block, Objective, Problem, Span, Stint, Trainee
from borealis.planner.formats.variants import Variant, variants_of

MOST_GRAINS_BITS = 16
BREACH_BITS = 36


@dataclass(frozen=True, slots=True)
class Model:
    """All trainees, and the places: `places` and `minimum` are (arenas, months).

    `unit` (arenas,) is what a whole place is: 1, or 100 per cent where the arena counts by fraction.
    """

    problem: Problem
    scale: Scale
    cases: tuple[Case, ...]
    places: npt.NDArray[np.int64]
    minimum: npt.NDArray[np.int64]
    unit: npt.NDArray[np.int64]
    weighs: bool
    """whether any arena counts by fraction"""
    soft: Soft | None = None
    """the cells of costs that trainees share"""

    def load(self, k: int, cells: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | int:
        """What a trainee takes of these arena-months; 1 of all where every arena counts people."""
        if not self.weighs:
            return 1
        arena, month = np.divmod(np.minimum(cells, self.places.size - 1), self.places.shape[1])
        case = self.cases[k]
        percent = np.full(self.places.shape[1], FULL_TIME, dtype=np.int64)
        percent[case.months] = case.percent
        return np.where((self.unit[arena] > 1) & (cells < self.places.size), percent[month], 1)


def build_model(problem: Problem, scale: Scale | None = None, elsewhere: Elsewhere | None = None) -> Model:
    """The model of a problem; nothing is lost and nothing is rounded.

    Prices of a part of a larger problem mean the same as those of the whole if it is given the whole's scale, and
    what its groups have elsewhere.
    """
    scale = scale or scale_of(problem)
    sites = {site: n for n, site in enumerate(dict.fromkeys(_sites(problem)))}
    arenas = {arena.id: (n, sites[arena.site]) for n, arena in enumerate(problem.arenas)}
    cases = tuple(
        _with_variants(_case(problem, scale, sites, arenas, n, trainee), problem, scale)
        for n, trainee in enumerate(problem.trainees)
    )
    places, minimum = places_of(problem)
    unit = np.array([arena.unit for arena in problem.arenas], dtype=np.int64)
    soft = soft_cells(problem, scale, cases, elsewhere or {})
    return Model(problem, scale, cases, places, minimum, unit, bool((unit > 1).any()), soft)


def places_of(problem: Problem) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(arenas, months) the places there are, and the fewest trainees needed."""
    shape = (len(problem.arenas), problem.calendar.months)
    places, minimum = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, arena in enumerate(problem.arenas):
        for goal, periods in ((places[row], arena.places), (minimum[row], arena.minimum)):
            for period in reversed(periods):  # the first that holds goes before those after it
                goal[_months_of(problem, period.span)] = period.amount
    return places, minimum


def _months_of(problem: Problem, span: Span) -> slice:
    """The months of a span as places in the calendar."""
    first = problem.calendar.first
    last = problem.calendar.last if span.last is None else span.last
    return slice(max(0, span.first - first), max(0, last + 1 - first))


def _sites(problem: Problem) -> list[str]:
    return [arena.site for arena in problem.arenas] + [trainee.home for trainee in problem.trainees]


@lru_cache(maxsize=1000)
def _product(*factors: float) -> Fraction:
    """The product of decimals, exactly."""
    return math.prod((Fraction(str(factor)) for factor in factors), start=Fraction(1))


def _rates(price: Objective, trainee: Trainee) -> list[Fraction]:
    """What a trainee pays for a month late, its square, a move, a change and a per-cent-month unplaced."""
    parts = (price.delay, price.delay_squared, price.move, price.change)
    weight = price.weight_of(trainee)
    rates = [_product(*weight, part) for part in parts]
    return [*rates, _product(*weight, price.unplaced) / FULL_TIME]


def _wish(price: Objective, trainee: Trainee, preference: float) -> Fraction:
    """What a stint in an arena costs for being less wished for."""
    return _product(*price.weight_of(trainee), price.preference, preference)


def _preferences(price: Objective, trainee: Trainee) -> list[Fraction]:
    """The different ones of a trainee."""
    own = {choice.preference for block in trainee.blocks for choice in block.arenas}
    return [_wish(price, trainee, preference) for preference in own]


def scale_of(problem: Problem) -> Scale:
    """The scale in which everything a plan can cost is a whole number of quanta."""
    quantum, most = Fraction(0), Fraction(1)
    for trainee in problem.trainees:
        *rates, unplaced = _rates(problem.objective, trainee)
        amounts = [block.need for block in trainee.blocks] + [FULL_TIME] * len(trainee.courses)
        step = _step(trainee)
        wishes = _preferences(problem.objective, trainee)
        for part in (*rates, *wishes, unplaced * step):
            quantum = _gcd(quantum, part)
        late = max(0, problem.calendar.last - trainee.norm_end)
        months = problem.calendar.months
        worst = rates[0] * late + rates[1] * late * late + (rates[2] + rates[3]) * (months + 1)
        most = max(most, worst + unplaced * sum(amounts) + max(wishes, default=Fraction(0)) * months)
    for part, times in _shared(problem):
        quantum, most = _gcd(quantum, part), most + part * times
    quantum = quantum or Fraction(1)
    bits = (math.ceil(most / quantum) * 4).bit_length()
    grains = 1 << max(0, min(MOST_GRAINS_BITS, BREACH_BITS - bits))
    return Scale(quantum, grains, grains << bits)


def _shared(problem: Problem) -> Iterator[tuple[Fraction, int]]:
    """Steps of the costs that trainees share, and how many there can be."""
    months, price = problem.calendar.months, problem.objective
    if price.apart:
        yield Fraction(str(price.apart)), len(problem.couples) * months
    for who in problem.groups.values() if price.fairness else ():
        latest = max(0, *(problem.calendar.last - problem.trainees[k].norm_end for k in who))
        yield Fraction(str(price.fairness)) / len(who), len(who) * latest


def _step(trainee: Trainee) -> int:
    """Per-cent-months that everything a trainee can serve, and all that can be left, is a multiple of."""
    percents = [period.amount for period in trainee.fraction]
    return math.gcd(FULL_TIME, *(block.need for block in trainee.blocks), *percents)


def _gcd(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(
        math.gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator
    )


def _with_variants(case: Case, problem: Problem, scale: Scale) -> Case:
    """A case with one for each way to choose; they differ in blocks, needs and base alone."""
    trainee = problem.trainees[case.index]
    if not (trainee.choices or trainee.courses):
        return case

    def narrowed(variant: Variant) -> Case:
        own = variant.trainee
        base, idle = _base(problem, own, case.alternatives, case.months, case.change, scale)
        needs = np.array([block.need for block in own.blocks], dtype=np.int64)
        missed = variant.missed * (FULL_TIME // case.step) * case.unplaced
        return replace(
            case,
            blocks=_shapes(own),
            needs=needs,
            base=base,
            idle=idle,
            chosen=variant.chosen,
            missed=missed,
        )

    return replace(case, variants=tuple(map(narrowed, variants_of(trainee, problem.calendar))))


def _case(
    problem: Problem,
    scale: Scale,
    sites: dict[str, int],
    arenas: dict[str, tuple[int, int]],
    index: int,
    trainee: Trainee,
) -> Case:
    calendar = problem.calendar
    served = _served(problem, trainee)
    *rates, unplaced = _rates(problem.objective, trainee)
    step = _step(trainee)
    delay, squared, move, change, unplaced_step = (
        int(rate / scale.quantum * scale.grains) for rate in (*rates, unplaced * step)
    )
    alternatives = _alternatives(problem, scale, arenas, trainee)
    base, idle = _base(problem, trainee, alternatives, served, change, scale)
    delays = [max(0, month - trainee.norm_end) for month in (served + calendar.first).tolist()]
    percent = np.full(calendar.months, FULL_TIME, dtype=np.int64)
    for period in reversed(trainee.fraction):
        percent[_months_of(problem, period.span)] = period.amount
    return Case(
        index=index,
        months=served,
        percent=percent[served],
        blocks=_shapes(trainee),
        alternatives=alternatives,
        table=_table(alternatives),
        needs=np.array([block.need for block in trainee.blocks], dtype=np.int64),
        home=sites[trainee.home],
        base=base,
        late=np.array([0, *(delay * d + squared * d * d for d in delays)], dtype=np.int64),
        idle=idle,
        move=move,
        unplaced=unplaced_step,
        step=step,
        change=change,
        forbidden=scale.block // 2,
        by_fraction=np.array([problem.arenas[a.arena].unit > 1 for a in alternatives], dtype=np.bool_),
    )


def _served(problem: Problem, trainee: Trainee) -> npt.NDArray[np.int64]:
    """The months the trainee can serve in, as places in the calendar."""
    serves = np.zeros(problem.calendar.months, dtype=np.bool_)
    serves[max(0, trainee.start - problem.calendar.first) :] = True
    for away in trainee.away:
        serves[_months_of(problem, away.span)] = False
    return np.flatnonzero(serves)


def _shapes(trainee: Trainee) -> tuple[BlockShape, ...]:
    number = {block.id: n for n, block in enumerate(trainee.blocks)}
    need = {block.id: block.need for block in trainee.blocks}

    def shape(block: Block) -> BlockShape:
        other = block.directly_after
        after = {number[name] for name in block.after} | ({number[other]} if other is not None else set())
        directly = number[other] if other is not None and block.need and need[other] else -1
        return BlockShape(
            block.need, tuple(sorted(after)), block.min_stint, block.max_stint or 10**6, directly
        )

    return tuple(map(shape, trainee.blocks))


def _alternatives(
    problem: Problem, scale: Scale, arenas: dict[str, tuple[int, int]], trainee: Trainee
) -> tuple[Alternative, ...]:
    own = {choice.preference for block in trainee.blocks for choice in block.arenas}
    grains = {
        preference: int(_wish(problem.objective, trainee, preference) / scale.quantum * scale.grains)
        for preference in own
    }
    return tuple(
        Alternative(number, *arenas[choice.arena], grains[choice.preference])
        for number, block in enumerate(trainee.blocks)
        for choice in block.arenas
    )


def _table(alternatives: tuple[Alternative, ...]) -> Grains:
    rows = [(a.block, a.arena, a.site, a.preference) for a in alternatives]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 4)


def _base(
    problem: Problem,
    trainee: Trainee,
    alternatives: tuple[Alternative, ...],
    served: npt.NDArray[np.int64],
    change: int,
    scale: Scale,
) -> tuple[Grains, Grains]:
    """What each month costs beyond doing nothing: changes, windows, agreements that must stand; and doing nothing."""
    keys = [(trainee.blocks[a.block].id, problem.arenas[a.arena].id) for a in alternatives]
    fixed = [stint for block in trainee.blocks for stint in block.fixed]
    months = served + problem.calendar.first
    base = np.zeros((len(keys), len(months)), dtype=np.int64)
    idle = np.zeros(len(months), dtype=np.int64)
    if trainee.current is not None:
        now, same = _doing(trainee.current, keys, months)
        idle += change * now
        base += change * ~same - idle
    if fixed:
        agreed, same = _doing(fixed, keys, months)
        idle += scale.breach * agreed
        base -= scale.breach * same
    for number, block in enumerate(trainee.blocks):
        shut = np.ones(problem.calendar.months, dtype=np.bool_)
        shut[_months_of(problem, block.window)] = False
        rows = np.array([alternative.block == number for alternative in alternatives], dtype=np.bool_)
        base[np.ix_(rows, shut[served])] = scale.block
    return base, idle


def _doing(
    stints: Sequence[Stint], keys: Sequence[tuple[str, str]], months: Grains
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """(months,) whether there is a stint, and (alternatives, months) whether it is of this block and arena."""
    busy = np.zeros(len(months), dtype=np.bool_)
    same = np.zeros((len(keys), len(months)), dtype=np.bool_)
    for stint in stints:
        there = (stint.first <= months) & (months <= stint.last) & ~busy  # the first that holds goes before
        busy |= there
        same[[key == (stint.block, stint.arena) for key in keys]] |= there
    return busy, same
