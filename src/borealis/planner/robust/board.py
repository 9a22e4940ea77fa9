"""A problem and its plan as arrays, for the kernel that plays futures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from borealis.planner.formats.problem import Block, Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]


class Board(NamedTuple):
    """Arrays by arena (a), trainee (t), block (b), choice (c: a block in one of its arenas) and month (m).

    `need` is the work that the plan places; `whole` says whether that is the whole block. Blocks stand in the order
    of the trainee's plan, and a block's choices with the planned arenas first.
    """

    places: Numbers  # a, m: in people, or in per cent of a place
    least: Numbers  # a, m: likewise
    shares: Flags  # a: whether it counts by fraction
    planned: Numbers  # a, m: trainees by the plan
    site: Numbers  # a
    serves: Flags  # t, m
    percent: Numbers  # t, m
    home: Numbers  # t
    last: Numbers  # t: the plan's last month, -1 for none
    block_of: Numbers  # t + 1
    need: NDArray[np.int64]  # b
    whole: Flags  # b
    shortest: Numbers  # b
    longest: Numbers  # b
    begins: Numbers  # b
    ends: Numbers  # b
    after_of: Numbers  # b + 1
    after: Numbers
    follows: Numbers  # b: the block it follows directly, -1 for none
    choice_of: Numbers  # b + 1
    choice_block: Numbers  # c
    choice_arena: Numbers  # c
    preference: NDArray[np.float64]  # c
    plan: Numbers  # t, m: choice, -1 for none
    agreed: Numbers  # t, m: choice, -1 for none
    agreement: Numbers  # t, m: number of the agreement, -1 for none
    agreed_by: Numbers  # agreement: trainee
    order: Numbers  # trainees, who was to finish first first
    agreements: int
    couples: Numbers  # couple, 2: trainees


class Names(NamedTuple):
    """What the numbers of a board stand for."""

    blocks: tuple[tuple[str, str], ...]  # trainee, block
    choices: tuple[tuple[str, str], ...]  # block, arena
    agreements: tuple[Stint, ...]


def build_board(problem: Problem, solution: Solution) -> tuple[Board, Names]:
    """The arrays of a problem and of the plan that stands."""
    return _Builder(problem, solution).build()


class _Builder:
    """Numbers blocks and choices, then fills the arrays."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.first, self.months = problem, problem.calendar.first, problem.calendar.months
        self.stints = {plan.id: plan.stints for plan in solution.trainees}
        self.arenas = {arena.id: number for number, arena in enumerate(problem.arenas)}
        self.blocks: list[tuple[Trainee, Block]] = []
        self.block_of = [0]
        self.choices: list[tuple[int, str, float]] = []
        self.choice_of = [0]
        for trainee in problem.trainees:
            for block in sorted(trainee.blocks, key=lambda b: self._begins(trainee, b)):
                self._add(trainee, block)
            self.block_of.append(len(self.blocks))
        self.block_number = {(t.id, b.id): n for n, (t, b) in enumerate(self.blocks)}
        self.choice_number = {
            (*self._key(number), arena): n for n, (number, arena, _) in enumerate(self.choices)
        }

    def _key(self, number: int) -> tuple[str, str]:
        trainee, block = self.blocks[number]
        return trainee.id, block.id

    def _of(self, trainee: Trainee, block: Block) -> list[Stint]:
        mine = [stint for stint in self.stints.get(trainee.id, ()) if stint.block == block.id]
        return sorted(mine, key=lambda stint: stint.first)

    def _begins(self, trainee: Trainee, block: Block) -> int:
        return min((stint.first for stint in self._of(trainee, block)), default=1 << 30)

    def _add(self, trainee: Trainee, block: Block) -> None:
        number = len(self.blocks)
        self.blocks.append((trainee, block))
        wished = {choice.arena: choice.preference for choice in block.arenas}
        planned = [stint.arena for stint in self._of(trainee, block)]
        by_wish = sorted(wished, key=lambda arena: wished[arena])
        order = list(dict.fromkeys([*(a for a in planned if a in wished), *by_wish]))
        self.choices += [(number, arena, wished[arena]) for arena in order]
        self.choice_of.append(len(self.choices))

    def build(self) -> tuple[Board, Names]:
        people = self.problem.trainees
        plan, agreed, agreement, agreements = self._courses()
        last = [self._last(row) for row in plan]
        after, after_of = self._after()
        board = Board(
            places=self._by_arena([[a.places_in(m) for m in self._calendar()] for a in self.problem.arenas]),
            least=self._by_arena([[a.minimum_in(m) for m in self._calendar()] for a in self.problem.arenas]),
            shares=np.array([a.counts == "fraction" for a in self.problem.arenas], np.bool_),
            planned=self._planned(plan),
            site=_numbers(self._sites(arena.site for arena in self.problem.arenas)),
            serves=np.array([[t.serves_in(m) for m in self._calendar()] for t in people], np.bool_).reshape(
                len(people), self.months
            ),
            percent=self._by_person([[t.percent_in(m) for m in self._calendar()] for t in people]),
            home=_numbers(self._sites(trainee.home for trainee in people)),
            last=_numbers(last),
            block_of=_numbers(self.block_of),
            need=np.array([self._need(t, b) for t, b in self.blocks], np.int64),
            whole=np.array([self._need(t, b) == b.need for t, b in self.blocks], np.bool_),
            shortest=_numbers(b.min_stint for _, b in self.blocks),
            longest=_numbers(b.max_stint or 1 << 20 for _, b in self.blocks),
            begins=_numbers(b.window.first - self.first for _, b in self.blocks),
            ends=_numbers(
                self.months if b.window.last is None else b.window.last - self.first for _, b in self.blocks
            ),
            after_of=_numbers(after_of),
            after=_numbers(after),
            follows=_numbers(self._followed(t, b) for t, b in self.blocks),
            choice_of=_numbers(self.choice_of),
            choice_block=_numbers(number for number, _, _ in self.choices),
            choice_arena=_numbers(self.arenas[arena] for _, arena, _ in self.choices),
            preference=np.array([wish for _, _, wish in self.choices], np.float64),
            plan=plan,
            agreed=agreed,
            agreement=agreement,
            agreed_by=_numbers(number for number, _ in agreements),
            order=_numbers(sorted(range(len(people)), key=lambda t: (last[t], t))),
            agreements=len(agreements),
            couples=_numbers(self.problem.couples).reshape(-1, 2),
        )
        choices = tuple((self.blocks[number][1].id, arena) for number, arena, _ in self.choices)
        blocks = tuple((trainee.id, block.id) for trainee, block in self.blocks)
        return board, Names(blocks, choices, tuple(stint for _, stint in agreements))

    def _calendar(self) -> range:
        return range(self.first, self.first + self.months)

    def _by_arena(self, rows: Sequence[Sequence[int]]) -> Numbers:
        return np.array(rows, np.int32).reshape(len(self.problem.arenas), self.months)

    def _by_person(self, rows: Sequence[Sequence[int]]) -> Numbers:
        return np.array(rows, np.int32).reshape(len(self.problem.trainees), self.months)

    def _sites(self, names: Iterable[str]) -> list[int]:
        known = sorted({a.site for a in self.problem.arenas} | {t.home for t in self.problem.trainees})
        return [known.index(name) for name in names]

    def _need(self, trainee: Trainee, block: Block) -> int:
        months = {m for stint in self._of(trainee, block) for m in trainee.served(stint)}
        return min(block.need, sum(trainee.percent_in(month) for month in months))

    def _courses(self) -> tuple[Numbers, Numbers, Numbers, list[tuple[int, Stint]]]:
        shape = (len(self.problem.trainees), self.months)
        plan, agreed, agreement = (np.full(shape, -1, np.int32) for _ in range(3))
        agreements: list[tuple[int, Stint]] = []
        for person, trainee in enumerate(self.problem.trainees):
            for stint in self.stints.get(trainee.id, ()):
                self._mark(
                    plan, person, trainee, stint, self.choice_number[trainee.id, stint.block, stint.arena]
                )
            for stint in (stint for block in trainee.blocks for stint in block.fixed):
                self._mark(
                    agreed, person, trainee, stint, self.choice_number[trainee.id, stint.block, stint.arena]
                )
                self._mark(agreement, person, trainee, stint, len(agreements))
                agreements.append((person, stint))
        return plan, agreed, agreement, agreements

    def _mark(self, course: Numbers, person: int, trainee: Trainee, stint: Stint, value: int) -> None:
        for month in trainee.served(stint):
            if 0 <= month - self.first < self.months:
                course[person, month - self.first] = value

    @staticmethod
    def _last(row: Numbers) -> int:
        (months,) = np.nonzero(row >= 0)
        return int(months[-1]) if months.size else -1

    def _planned(self, plan: Numbers) -> Numbers:
        count = np.zeros((len(self.problem.arenas), self.months), np.int32)
        for person, month in zip(*np.nonzero(plan >= 0), strict=True):
            count[self.arenas[self.choices[plan[person, month]][1]], month] += 1
        return count

    def _followed(self, trainee: Trainee, block: Block) -> int:
        """The block that one follows directly; nothing is asked where one of them has no months (H11)."""
        needs = {other.id: other.need for other in trainee.blocks}
        name = block.directly_after
        return self.block_number[trainee.id, name] if name and block.need and needs[name] else -1

    def _after(self) -> tuple[list[int], list[int]]:
        after: list[int] = []
        after_of = [0]
        for trainee, block in self.blocks:
            after += [self.block_number[trainee.id, name] for name in block.after]
            after += [number for number in (self._followed(trainee, block),) if number >= 0]
            after_of.append(len(after))
        return after, after_of


def _numbers(values: Iterable[Any]) -> Numbers:
    return np.array(list(values), np.int32)
