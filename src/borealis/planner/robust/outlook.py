"""What simulation says, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from borealis.planner.formats.problem import Span
from borealis.planner.formats.solution import Solution
from borealis.planner.robust.rates import Rates


@dataclass(frozen=True, slots=True)
class TraineeOutlook:
    """When a trainee is finished. Shares are of all futures where nothing else is said.

    early, middle, late  the finish that 10, 50 and 90 per cent of the futures reach, among those in which the trainee
                         stays; None when that is beyond the calendar, or nobody stays
    late_risk            of the futures in which the trainee stays: finished after the norm, or not in the calendar
    unfinished           of those: not finished within the calendar
    resigns              the trainee leaves before the plan is done
    moved                the trainee's own stints have to be moved
    agreement_lost       an agreed stint cannot be kept
    follows_late         a block that follows directly after another begins later than that
    """

    trainee: str
    norm_end: int
    planned: int | None
    early: int | None
    middle: int | None
    late: int | None
    late_risk: float
    unfinished: float
    resigns: float
    moved: float
    agreement_lost: float
    follows_late: float = 0.0


@dataclass(frozen=True, slots=True)
class ArenaOutlook:
    """How an arena fares. `waited`: the share of futures in which somebody who has to be moved waits because it is
    full, that is in which it would be overfilled; `empty`: in which it stands empty in a month the plan uses it;
    `too_few`: the mean of months under its minimum. `worst` is the month in which most wait, with that share."""

    arena: str
    waited: float
    waited_months: float
    empty: float
    empty_months: float
    too_few: float
    worst: int | None
    worst_share: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What so many futures do to a plan.

    cost           the plan's own, as written
    expected_cost  the mean over futures; a trainee who resigns costs nothing in that future
    late_months    the mean over futures of the months after the norm, all trainees together; what is not finished in
                   the calendar counts from the norm to the calendar's end
    """

    futures: int
    seed: int
    rates: Rates
    cost: float
    expected_cost: float
    late_months: float
    trainees: tuple[TraineeOutlook, ...]
    arenas: tuple[ArenaOutlook, ...]


Way = Literal["as_it_is", "other_seed", "held_back", "longer_blocks"]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One place of an arena that is not planned with in a run of months."""

    arena: str
    span: Span


@dataclass(frozen=True, slots=True)
class Hardened:
    """One plan to choose: how it was made, what it costs today, and what the same futures do to it.

    `amount` is the seed, the number of arena-months held back, or the per cent that blocks were lengthened by.
    `pays` says that no other plan is both as cheap today and as cheap in the futures.
    """

    way: Way
    amount: int
    held: tuple[HeldBack, ...]
    solution: Solution
    outlook: Outlook
    pays: bool = False
