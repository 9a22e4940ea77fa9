"""A teaching rota's problem as frozen values: sessions on days, who may host and present, what is to be taught."""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

PROBLEM_FORMAT = "borealis/teaching-problem/1"

Kind = Literal["trainee", "specialist"]
Wanted = Literal["trainee", "specialist", "any"]

DAYS_PER_MONTH = Fraction(487, 16)  # 30.4375


@dataclass(frozen=True, slots=True)
class Session:
    """One time of the series. Weeks that are out have none."""

    id: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that takes its turn as host, while it takes part: from `first` through `last`.

    `size` is what its share goes by (its trainees, say); `owed` sessions it is behind with from before,
    below 0 when it is ahead. On `away` it cannot, on `avoid` it would rather not.
    """

    id: str
    size: int
    topics: frozenset[str] = frozenset()
    first: dt.date | None = None
    last: dt.date | None = None
    away: frozenset[dt.date] = frozenset()
    avoid: frozenset[dt.date] = frozenset()
    owed: Fraction = Fraction(0)

    def takes_part(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def can(self, day: dt.date) -> bool:
        return self.takes_part(day) and day not in self.away


@dataclass(frozen=True, slots=True)
class Topic:
    """What a session may be about: the goals that it covers, and who may present it.

    A trainee must have been in training for `months`.
    """

    id: str
    goals: frozenset[str] = frozenset()
    presenter: Wanted = "any"
    months: int = 0


@dataclass(frozen=True, slots=True)
class Goal:
    """A learning goal in the series' scope; by `due` it must have been taught again, None: not in this period."""

    id: str
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Presenter:
    """Someone who takes turns in presenting, on days at work: `days`, or any day when it is None.

    `months` in training on the first day of the period; `held` talks before it, in this turn.
    """

    id: str
    kind: Kind
    unit: str | None = None
    months: int = 0
    held: int = 0
    days: frozenset[dt.date] | None = None
    away: frozenset[dt.date] = frozenset()
    avoid: frozenset[dt.date] = frozenset()

    def can(self, day: dt.date) -> bool:
        return day not in self.away and (self.days is None or day in self.days)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who hosts a session, what it is about, and who presents it. None: nobody, nothing."""

    session: str
    unit: str | None = None
    topic: str | None = None
    presenter: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A turn as it was told before. An agreed one stands as long as it can."""

    turn: Turn
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that decides who hosts and presents when.

    A unit hosts, and a person presents, at most once in `spacing` and `presenter_spacing` days. Sessions before
    `plan_from` stay as they were told. `cycle_days` is how long the goals have to be gone through once.
    """

    sessions: tuple[Session, ...]
    units: tuple[Unit, ...] = ()
    topics: tuple[Topic, ...] = ()
    goals: tuple[Goal, ...] = ()
    presenters: tuple[Presenter, ...] = ()
    spacing: int = 1
    presenter_spacing: int = 1
    cycle_days: int = 730
    plan_from: dt.date | None = None
    earlier: tuple[Earlier, ...] = field(default=())

    @property
    def first(self) -> dt.date:
        return self.sessions[0].day

    @property
    def last(self) -> dt.date:
        return self.sessions[-1].day

    def is_past(self, session: Session) -> bool:
        return self.plan_from is not None and session.day < self.plan_from

    def months_of(self, presenter: Presenter, day: dt.date) -> int:
        """Whole months in training on a day."""
        return int(presenter.months + (day - self.first).days / DAYS_PER_MONTH)

    def may_present(self, presenter: Presenter, session: Session, topic: Topic | None) -> bool:
        """Whether someone is at work then, and what the topic asks for."""
        if not presenter.can(session.day):
            return False
        if topic is None:
            return True
        if topic.presenter not in ("any", presenter.kind):
            return False
        return presenter.kind == "specialist" or self.months_of(presenter, session.day) >= topic.months

    def pace(self) -> int:
        """How many different goals the period is to cover, so that all are gone through in a cycle."""
        days = (self.last - self.first).days + 1
        return min(len(self.goals), -(-len(self.goals) * days // self.cycle_days))

    def due(self) -> dict[str, dt.date]:
        """The goals that must be covered within the period, with the day by which."""
        return {goal.id: goal.due for goal in self.goals if goal.due is not None and goal.due <= self.last}

    def topic_share(self) -> int:
        """How many sessions one topic has when all have as many, rounded up."""
        return -(-len(self.sessions) // len(self.topics)) if self.topics else 0

    def shares(self) -> dict[str, Fraction]:
        """The sessions that each unit should host: by size among those that take part on the day, and what it owes."""
        found = {unit.id: unit.owed for unit in self.units}
        for session in self.sessions:
            there = [unit for unit in self.units if unit.takes_part(session.day)]
            whole = sum(unit.size for unit in there)
            for unit in there:
                found[unit.id] += Fraction(unit.size, whole) if whole else Fraction(1, len(there))
        return {name: max(share, Fraction(0)) for name, share in found.items()}
