"""A rotation solution as frozen values, and its file `borealis/rotation-solution/1`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from borealis.planner.formats.problem import Stint

SOLUTION_FORMAT = "borealis/rotation-solution/1"

Status = Literal["optimal", "feasible", "infeasible"]
"""`infeasible`: no plan keeps every hard rule (agreements or minimums that cannot all stand)."""

UnplacedReason = Literal[
    "no_arena", "no_places", "after_calendar", "predecessor_unplaced", "window", "course", "stints", "price"
]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Full-time months of a block that found no place, and why."""

    block: str
    months: float
    reason: UnplacedReason


@dataclass(frozen=True, slots=True)
class TraineePlan:
    """One trainee's plan. `end` is the month of the last placed month, None where nothing is placed."""

    id: str
    cost: float
    end: int | None
    delay_months: int
    moves: int
    changed_months: int
    stints: tuple[Stint, ...]
    unplaced: tuple[Unplaced, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """for each choice the blocks of the option that is taken"""
    courses: Mapping[str, int | None] = field(default_factory=dict)
    """for each course the month it is attended in, None where no date fits"""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A full arena in a month, and what one more place there would save at the margin (dual price)."""

    arena: str
    month: int
    price: float


@dataclass(frozen=True, slots=True)
class Couple:
    """Two trainees who wish to be at the same site, and the months in which they are placed at different ones."""

    one: str
    other: str
    months_apart: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of trainees, how many they are, and their months of delay in all."""

    group: str
    members: int
    delay_months: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan for everyone, what it costs, and how far from the best it can be."""

    status: Status
    cost: float
    bound: float
    gap: float
    gap_total: float
    seconds: float
    trainees: tuple[TraineePlan, ...]
    bottlenecks: tuple[Bottleneck, ...] = ()
    couples: tuple[Couple, ...] = ()
    groups: tuple[Group, ...] = ()
