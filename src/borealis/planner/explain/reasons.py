"""Reasons as values: what the web translates and `words.py` says in Norwegian and English."""

from dataclasses import dataclass
from typing import Literal

from borealis.planner.formats.solution import UnplacedReason

DelayCode = Literal[
    "less_work",
    "more_work",
    "unplaced",
    "part_time",
    "away",
    "waiting_for_place",
    "waiting_for_window",
    "waiting_for_course",
    "waiting_for_agreement",
    "waiting_for_start",
    "waiting_by_choice",
]


@dataclass(frozen=True, slots=True)
class DelayPart:
    """A part of the months between the norm's end and the plan's; the parts of a trainee add up to them.

    less_work             the norm leaves more months than the work left needs (below 0)
    more_work             the work left is more than the norm leaves room for
    unplaced              work that has no place in the plan does not lengthen it (below 0)
    part_time             months served beyond what full time would have taken
    away                  months away before the last placed month
    waiting_for_place     idle months before a stint, every place of the arena taken by others
    waiting_for_window    idle months before the block may begin
    waiting_for_course    idle months before the course that the block comes after
    waiting_for_agreement idle months before an agreed stint
    waiting_for_start     months of the calendar before the trainee begins
    waiting_by_choice     idle months though a place was free: a wish, a move or someone else weighs more
    """

    code: DelayCode
    months: int
    arena: str | None = None
    block: str | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class TraineeReasons:
    """Why a trainee's plan ends when it does. `late` is signed: below 0 the plan ends before the norm."""

    trainee: str
    end: int | None
    norm_end: int
    late: int
    parts: tuple[DelayPart, ...]
    unknown: bool = False
    """whether it is a position that is not filled yet"""


@dataclass(frozen=True, slots=True)
class BindingPlace:
    """An arena that is full in a run of months, and what one more place in all of them would save.

    price    the dual price: what the last bit of a place is worth, summed over the run
    saves    what re-solving with one more place saves; None where it was not tried
    at_least whether that is only a lower limit, because one of the plans is not proven optimal
    """

    arena: str
    first: int
    last: int
    price: float
    saves: float | None = None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class MissingPlace:
    """Months of a block that found no place, and why."""

    trainee: str
    block: str
    months: float
    reason: UnplacedReason


FactKind = Literal[
    "window", "agreement", "leave", "order", "places", "others_agreement", "calendar", "stints"
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that stands in the way, and that a head can change.

    window            the `from` and `through` of the trainee's block
    agreement         an agreed stint of the trainee's own
    leave             months in which the trainee is away
    order             the block comes after another (`other`)
    places            the arena is full in a run of months
    others_agreement  an agreed stint of somebody else (`other`) takes the place
    calendar          no months are planned after it
    stints            the shortest and longest stint of the block
    """

    kind: FactKind
    block: str | None = None
    arena: str | None = None
    first: int | None = None
    last: int | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a block of a trainee finds no place, or an agreement of it is not kept, while the others' plans stand.

    facts    the smallest set that makes it impossible: with any one of them gone, the rest does not
    enough   those of them of which any single one is enough to change, everything else as it is
    together where none is: a smallest set of facts that must be changed together
    possible there is room, and it was left out because placing it costs more
    """

    trainee: str
    block: str
    about: Literal["unplaced", "agreement"]
    facts: tuple[Fact, ...]
    enough: tuple[Fact, ...]
    together: tuple[Fact, ...] = ()
    possible: bool = False


ShiftKind = Literal["norm", "leave_shorter", "window_from", "agreement_moved"]


@dataclass(frozen=True, slots=True)
class Shift:
    """What one month is worth, found by solving again.

    by       -1 a month earlier, 1 a month later
    saves    of the plan's cost; 0 where it does not help
    at_least whether it may save more, because one of the plans is not proven optimal
    """

    trainee: str
    kind: ShiftKind
    by: int
    saves: float
    at_least: bool
    block: str | None = None
    arena: str | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class MissedCourse:
    """A course that no date fits in the plan."""

    trainee: str
    course: str


@dataclass(frozen=True, slots=True)
class CoupleReasons:
    """Two who wish to be at the same site, the months in which they are not, and what these cost."""

    one: str
    other: str
    months_apart: int
    cost: float


@dataclass(frozen=True, slots=True)
class GroupReasons:
    """A group's mean delay in months; `is_worst` where no group has more, and what that costs."""

    group: str
    members: int
    mean_delay: float
    is_worst: bool
    cost: float


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A place that is held for a position that is not filled yet."""

    trainee: str
    block: str
    arena: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything `explain` has to say about a plan."""

    cost: float
    bound: float
    trainees: tuple[TraineeReasons, ...]
    binding: tuple[BindingPlace, ...]
    missing: tuple[MissingPlace, ...]
    missed: tuple[MissedCourse, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    shifts: tuple[Shift, ...] = ()
    couples: tuple[CoupleReasons, ...] = ()
    groups: tuple[GroupReasons, ...] = ()
    held: tuple[HeldPlace, ...] = ()
