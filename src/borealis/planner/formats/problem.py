"""A rotation problem as frozen values. Months are whole numbers (`months.py`), `last` is inclusive."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

PROBLEM_FORMAT = "borealis/rotation-problem/1"
FULL_TIME = 100
"""A month at full time, in per cent; work is counted in per-cent-months, which are whole numbers."""


Counts = Literal["people", "fraction"]
"""Whether everyone in an arena takes a whole place there, or only as much as he or she works."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months that are planned: `months` of them from `first` on."""

    first: int
    months: int

    @property
    def last(self) -> int:
        return self.first + self.months - 1


@dataclass(frozen=True, slots=True)
class Span:
    """Months from `first` through `last`, both included; None is open."""

    first: int
    last: int | None

    def holds(self, month: int) -> bool:
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that holds for a span: places in an arena, or per cent of full time or of a place."""

    span: Span
    amount: int


@dataclass(frozen=True, slots=True)
class Arena:
    """A learning arena, its site, and how much it takes (and needs) from when to when.

    Places and minimum are counted in people, or, where it `counts` by fraction, in per cent of a place.
    """

    id: str
    site: str
    places: tuple[Quantity, ...]
    minimum: tuple[Quantity, ...] = ()
    counts: Counts = "people"

    @property
    def unit(self) -> int:
        """What a whole place is."""
        return FULL_TIME if self.counts == "fraction" else 1

    def places_in(self, month: int) -> int:
        """Places in a month; a month no period covers has none."""
        return next((period.amount for period in self.places if period.span.holds(month)), 0)

    def minimum_in(self, month: int) -> int:
        """The least the arena can do with in a month; 0 where nothing is given."""
        return next((period.amount for period in self.minimum if period.span.holds(month)), 0)


@dataclass(frozen=True, slots=True)
class Away:
    """Months in which the trainee does not serve: leave, doctoral time."""

    span: Span
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An arena where a block can be served, and how little it is wished for (0 is best)."""

    arena: str
    preference: float = 0


@dataclass(frozen=True, slots=True)
class Stint:
    """A run of months of one block in one arena; `first` and `last` are months, both included."""

    block: str
    arena: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the training: so many full-time months, in one of these arenas, after those blocks."""

    id: str
    months: float
    arenas: tuple[Choice, ...]
    after: tuple[str, ...] = ()
    min_stint: int = 1
    max_stint: int | None = None
    window: Span = Span(0, None)
    fixed: tuple[Stint, ...] = ()
    directly_after: str | None = None
    """a block that this one follows at once"""

    @property
    def need(self) -> int:
        """The block's length in per-cent-months."""
        return round(self.months * FULL_TIME)


@dataclass(frozen=True, slots=True)
class Elective:
    """A choice: the blocks of exactly one of the options are served, those of the others are not."""

    id: str
    options: tuple[tuple[str, ...], ...]

    @property
    def blocks(self) -> frozenset[str]:
        """Every block that some option has."""
        return frozenset(name for option in self.options for name in option)


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is held in some months, to be attended in one of them.

    The blocks in `after` are over before that month, those in `before` begin in it or later.
    """

    id: str
    months: tuple[int, ...]
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trainee:
    """A trainee from where he or she stands now. `current` is None where no plan is in force."""

    id: str
    home: str
    start: int
    norm_end: int
    blocks: tuple[Block, ...]
    weight: float = 1
    fraction: tuple[Quantity, ...] = ()
    away: tuple[Away, ...] = ()
    current: tuple[Stint, ...] | None = None
    choices: tuple[Elective, ...] = ()
    courses: tuple[Course, ...] = ()
    together_with: tuple[str, ...] = ()
    group: str | None = None
    unknown: bool = False
    """a position that is not filled yet: the doctor is not known"""

    def taken(self, chosen: Mapping[str, Sequence[str]]) -> tuple[Block, ...]:
        """The blocks to be served when these are chosen, by the id of the choice: those of no choice, and these."""
        if not self.choices:
            return self.blocks
        left = frozenset[str]().union(*(choice.blocks for choice in self.choices))
        left -= {name for names in chosen.values() for name in names}
        return tuple(block for block in self.blocks if block.id not in left)

    @property
    def least_need(self) -> int:
        """Per-cent-months there are to serve at least, whichever options are taken."""
        needs = {block.id: block.need for block in self.blocks}
        lightest = (
            min(sum(needs[b] for b in option) for option in choice.options) for choice in self.choices
        )
        return sum(block.need for block in self.taken({})) + sum(lightest)

    def percent_in(self, month: int) -> int:
        """Per cent of full time in a month; a month no period covers is full time."""
        if not self.fraction:
            return FULL_TIME
        return next((period.amount for period in self.fraction if period.span.holds(month)), FULL_TIME)

    def load_in(self, arena: Arena, month: int) -> int:
        """What the trainee takes of an arena's places when serving there in a month."""
        return self.percent_in(month) if arena.counts == "fraction" else 1

    def is_away(self, month: int) -> bool:
        return bool(self.away) and any(away.span.holds(month) for away in self.away)

    def serves_in(self, month: int) -> bool:
        """Whether the trainee can serve at all in a month: begun, and not away."""
        return month >= self.start and not self.is_away(month)

    def served(self, stint: Stint) -> list[int]:
        """The months of a stint in which the trainee serves: from the own start, and not away."""
        return [month for month in range(stint.first, stint.last + 1) if self.serves_in(month)]


@dataclass(frozen=True, slots=True)
class Objective:
    """What a plan costs: see `rules/cost.py`."""

    delay: float = 10
    delay_squared: float = 1
    move: float = 5
    preference: float = 1
    change: float = 0
    unplaced: float = 1000
    apart: float = 0
    fairness: float = 0
    unknown: float = 0.5

    def weight_of(self, trainee: Trainee) -> tuple[float, ...]:
        """What a trainee's cost is multiplied by, as factors."""
        return (trainee.weight, self.unknown) if trainee.unknown else (trainee.weight,)


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a rotation plan is made from."""

    calendar: Calendar
    arenas: tuple[Arena, ...]
    trainees: tuple[Trainee, ...]
    objective: Objective = Objective()

    def taken(self, plans: Iterable[tuple[Trainee, Iterable[Stint]]]) -> Counter[tuple[str, int]]:
        """By arena and month, what these stints take of the places."""
        arenas = {arena.id: arena for arena in self.arenas}
        count: Counter[tuple[str, int]] = Counter()
        for trainee, stints in plans:
            for stint in stints:
                for month in trainee.served(stint):
                    count[stint.arena, month] += trainee.load_in(arenas[stint.arena], month)
        return count

    @property
    def couples(self) -> tuple[tuple[int, int], ...]:
        """Trainees, by number, who wish to be at the same site; each couple once, whoever of them said it."""
        number = {trainee.id: k for k, trainee in enumerate(self.trainees)}
        found = {
            (min(k, number[name]), max(k, number[name]))
            for k, trainee in enumerate(self.trainees)
            for name in trainee.together_with
            if name in number
        }
        return tuple(sorted(found))

    @property
    def groups(self) -> dict[str, tuple[int, ...]]:
        """The members, by number, of each group that is named."""
        found: dict[str, list[int]] = {}
        for k, trainee in enumerate(self.trainees):
            if trainee.group is not None:
                found.setdefault(trainee.group, []).append(k)
        return {name: tuple(who) for name, who in sorted(found.items())}
