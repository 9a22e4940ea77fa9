"""The lattice of a trainee whose share of full time changes, against every stint told one by one."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest

from borealis.planner import read_problem
from borealis.planner.engine.case import Case
from borealis.planner.engine.changing import changing_lattice, within_reach
from borealis.planner.engine.lattice import Lattice
from borealis.planner.engine.model import build_model
from tests.planner.problems import arena, block, problem, span, trainee

MONTHS = 12
Node = tuple[tuple[int, ...], int]


def drawn(seed: int) -> Case:
    """A trainee with up to four blocks, each after some of those before it, and another share each month."""
    chance = random.Random(seed)
    names = "abcd"[: chance.randint(1, 4)]
    stays: list[dict[str, Any]] = []
    for n, name in enumerate(names):
        longest = chance.randint(1, 4)
        before = [other for other in names[:n] if chance.random() < 0.4]
        stints = {"min_stint": chance.randint(1, longest), "max_stint": longest}
        stays.append(block(name, chance.choice([1, 2.5, 3, 4]), ["ward"], after=before, **stints))
    person = trainee("kari", stays)
    person["fraction"] = [{**span(m, m), "percent": chance.choice([50, 80, 100])} for m in range(MONTHS)]
    return build_model(read_problem(problem([person], [arena("ward")], MONTHS))).cases[0]


def told(case: Case, slots: int, breadth: int) -> Counter[tuple[Node, int, Node, tuple[int, ...]]]:
    """Every stint as (from, block, to, slots in which it can begin), by trying each month and length."""
    need = sum(shape.need + int(case.percent.max()) for shape in case.blocks)
    percent = within_reach(case.percent, need, slots).tolist()
    found: dict[tuple[Node, int, Node], set[int]] = {}
    opens: dict[Node, int] = {(tuple(0 for _ in case.blocks), 0): 0}
    for level in range(len(percent)):
        for node in [node for node in opens if node[1] == level]:
            done = node[0]
            begun = [b for b, shape in enumerate(case.blocks) if 0 < done[b] < shape.need]
            for b, shape in enumerate(case.blocks):
                is_held_up = any(done[other] < case.blocks[other].need for other in shape.after)
                if is_held_up or (b not in begun and len(begun) >= breadth):
                    continue
                for slot in range(opens[node], slots):
                    for end in range(level + slot + 1, min(level + slot + shape.most, len(percent)) + 1):
                        months = percent[level + slot : end]
                        if done[b] + sum(months[:-1]) >= shape.need:
                            continue
                        after = min(shape.need, done[b] + sum(months))
                        if len(months) >= shape.least or after == shape.need:
                            to = (*done[:b], after, *done[b + 1 :]), level + len(months)
                            opens[to] = min(opens.get(to, slot), slot)
                            found.setdefault((node, b, to), set()).add(slot)
    return Counter({(*stint, tuple(sorted(held))): 1 for stint, held in found.items()})


def of(lattice: Lattice, case: Case) -> Counter[tuple[Node, int, Node, tuple[int, ...]]]:
    """The stints of a lattice, its nodes named by what is done along the way to them."""
    named: dict[int, Node] = {0: (tuple(0 for _ in case.blocks), 0)}
    found: Counter[tuple[Node, int, Node, tuple[int, ...]]] = Counter()
    for number in range(len(lattice.level)):
        done, level = named[number]
        for b in range(len(case.blocks)):
            end, months = int(lattice.first[number, b]), 0
            while end >= 0:
                target = int(lattice.target[end])
                work = int(lattice.left[number] - lattice.left[target])
                to = (*done[:b], done[b] + work, *done[b + 1 :]), int(lattice.level[target])
                assert named.setdefault(target, to) == to
                assert to[1] - level >= months  # the shortest stint stands first
                months = to[1] - level
                found[(done, level), b, to, tuple(np.flatnonzero(lattice.mask[end]).tolist())] += 1
                end = int(lattice.after[end, 0])
    assert len(named) == len(lattice.level)
    return found


@pytest.mark.parametrize("breadth", [1, 2, 1000])
@pytest.mark.parametrize("seed", range(12))
def test_the_lattice_holds_every_stint_and_no_other(seed: int, breadth: int) -> None:
    case = drawn(seed)
    lattice = changing_lattice(case, 5, min(breadth, len(case.blocks)))
    assert lattice.exact
    assert of(lattice, case) == told(case, 5, breadth)


@pytest.mark.parametrize("seed", range(12))
def test_months_that_nobody_can_reach_are_left_out(seed: int) -> None:
    case, chance = drawn(seed), random.Random(seed)
    slots, need = chance.randint(1, MONTHS + 2), chance.randint(0, 1200)
    served = within_reach(case.percent, need, slots)
    for months in range(slots, len(served)):
        idle = sorted(case.percent[:months].tolist())[months - slots + 1 :]
        assert sum(case.percent[:months]) - sum(idle) < need
    if slots <= len(served) < MONTHS:
        idle = sorted(served.tolist())[len(served) - slots + 1 :]
        assert sum(served) - sum(idle) >= need


def test_too_many_nodes_are_made_fewer() -> None:
    """Nine blocks in any order, each in one month or two: more ways to stand than there is room for."""
    stays = [block(f"b{n}", 2, ["ward"], min_stint=1, max_stint=2) for n in range(11)]
    person = trainee("kari", stays)
    person["fraction"] = [{**span(m, m), "percent": 100 - 50 * (m % 2)} for m in range(40)]
    case = build_model(read_problem(problem([person], [arena("ward")], 40))).cases[0]
    lattice = changing_lattice(case, 8, len(case.blocks))
    assert not lattice.exact
    assert len(lattice.level) <= 25_000
    assert (lattice.left == 0).any()
