"""Which goals a programme offers, where, and how long: the answer to § 20 and § 22 e on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from borealis.programmes.rules.document import AgreementTerms, ArenaOffer, ProgrammeDocument


class GoalLike(Protocol):
    """What coverage needs to know of a learning goal."""

    @property
    def code(self) -> str: ...
    @property
    def set_code(self) -> str: ...
    @property
    def common(self) -> bool: ...
    @property
    def group_code(self) -> str: ...
    @property
    def group_name(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class GoalCoverage:
    """One goal: the arenas that offer it on the day, and the agreements that this rests on.

    ``lapsed`` are arenas that name the goal but whose agreement is not in force on the day.
    ``until`` is the last day on which any arena offers it as things stand; None: no end is known
    (and always None for a goal that nobody offers).
    """

    code: str
    set_code: str
    group_code: str
    title: str
    common: bool
    main: tuple[str, ...]
    contributes: tuple[str, ...]
    lapsed: tuple[str, ...]
    agreements: tuple[str, ...]
    until: dt.date | None

    @property
    def arenas(self) -> tuple[str, ...]:
        return self.main + self.contributes

    @property
    def offered(self) -> bool:
        return bool(self.arenas)


@dataclass(frozen=True)
class ArenaGroupCell:
    """How many goals of one group an arena offers, and for how many of them it is a main arena."""

    arena: str
    goals: int
    main: int


@dataclass(frozen=True)
class GroupCoverage:
    """One group of goals by arena, in the order of the goal set and of the document's arenas."""

    set_code: str
    code: str
    name: str
    common: bool
    goals: tuple[GoalCoverage, ...]
    cells: tuple[ArenaGroupCell, ...]


@dataclass(frozen=True)
class EndingAgreement:
    """An agreement that ends before a day, and the goals that no other arena offers after it."""

    id: str
    partner: str
    last_day: dt.date
    goals_lost: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """Every goal of the programme's sets on one day. ``arenas`` are arena ids in document order."""

    on: dt.date
    arenas: tuple[str, ...]
    groups: tuple[GroupCoverage, ...]

    @property
    def goals(self) -> tuple[GoalCoverage, ...]:
        return tuple(goal for group in self.groups for goal in group.goals)

    @property
    def offered(self) -> tuple[GoalCoverage, ...]:
        return tuple(goal for goal in self.goals if goal.offered)

    @property
    def gaps(self) -> tuple[GoalCoverage, ...]:
        """Goals that nobody offers on the day."""
        return tuple(goal for goal in self.goals if not goal.offered)

    @property
    def single(self) -> tuple[GoalCoverage, ...]:
        """Goals that rest on one arena alone."""
        return tuple(goal for goal in self.goals if len(goal.arenas) == 1)

    @property
    def by_agreement(self) -> tuple[GoalCoverage, ...]:
        """Goals whose offer rests on at least one agreement."""
        return tuple(goal for goal in self.goals if goal.agreements)

    def goal(self, code: str) -> GoalCoverage | None:
        return next((goal for goal in self.goals if goal.code == code), None)


def coverage(document: ProgrammeDocument, goals: Iterable[GoalLike], on: dt.date) -> Coverage:
    """What the programme offers of these goals on a day (§ 22 e, items 1 to 3).

    An arena that stands in an agreement offers a goal only while one of its agreements holds and
    covers the goal; an arena that stands in none is the programme's own.
    """
    grouped: dict[tuple[str, str, str, bool], list[GoalCoverage]] = {}
    for goal in goals:
        key = (goal.set_code, goal.group_code, goal.group_name, goal.common)
        grouped.setdefault(key, []).append(_goal_coverage(document, goal, on))
    arenas = tuple(arena.id for arena in document.arenas)
    return Coverage(
        on=on,
        arenas=arenas,
        groups=tuple(
            GroupCoverage(set_code, code, name, common, tuple(rows), _cells(arenas, rows))
            for (set_code, code, name, common), rows in grouped.items()
        ),
    )


def offered_codes(document: ProgrammeDocument, on: dt.date) -> frozenset[str]:
    """The codes of the goals that some arena offers on a day: those whose ``coverage`` says ``offered``."""
    return frozenset(
        code
        for arena in document.arenas
        for code in (*arena.main, *arena.contributes)
        if _open_for(_agreements_for(document, arena), arena, code, on) is not None
    )


def ending_agreements(
    document: ProgrammeDocument, offer: Coverage, before: dt.date
) -> tuple[EndingAgreement, ...]:
    """Agreements in force on the day of the coverage that end before another day, earliest first."""
    ending = []
    for terms in document.agreements:
        if terms.in_force_to is None or not terms.holds(offer.on) or terms.in_force_to >= before:
            continue
        lost = tuple(
            goal.code
            for goal in offer.goals
            if goal.until is not None and goal.until <= terms.in_force_to and terms.id in goal.agreements
        )
        ending.append(EndingAgreement(terms.id, terms.partner, terms.in_force_to, lost))
    return tuple(sorted(ending, key=lambda end: (end.last_day, end.id)))


def phases_without_arenas(document: ProgrammeDocument, on: dt.date) -> tuple[str, ...]:
    """Phases that no arena can take on a day: none is named, or every agreement for them has lapsed."""
    return tuple(
        phase.id
        for phase in document.phases
        if not any(_usable(document, choice.arena, on) for choice in phase.arenas)
    )


def _usable(document: ProgrammeDocument, arena: str, on: dt.date) -> bool:
    agreements = [terms for terms in document.agreements if arena in terms.arenas]
    return not agreements or any(terms.holds(on) for terms in agreements)


def _goal_coverage(document: ProgrammeDocument, goal: GoalLike, on: dt.date) -> GoalCoverage:
    main: list[str] = []
    contributes: list[str] = []
    lapsed: list[str] = []
    used: list[AgreementTerms] = []
    ends: list[dt.date | None] = []
    for arena in document.arenas:
        if not arena.offers(goal.code):
            continue
        holding = _open_for(_agreements_for(document, arena), arena, goal.code, on)
        if holding is None:
            lapsed.append(arena.id)
            continue
        (main if goal.code in arena.main else contributes).append(arena.id)
        used.extend(terms for terms in holding if terms not in used)
        ends.append(_last_day(holding))
    return GoalCoverage(
        code=goal.code,
        set_code=goal.set_code,
        group_code=goal.group_code,
        title=goal.title,
        common=goal.common,
        main=tuple(main),
        contributes=tuple(contributes),
        lapsed=tuple(lapsed),
        agreements=tuple(terms.id for terms in used),
        until=_latest(ends),
    )


def _open_for(
    agreements: list[AgreementTerms], arena: ArenaOffer, code: str, on: dt.date
) -> list[AgreementTerms] | None:
    """The agreements that a goal rests on in an arena on a day, none for an own arena; None: it is closed."""
    holding = [terms for terms in agreements if terms.holds(on) and terms.covers(arena.id, code)]
    return None if agreements and not holding else holding


def _agreements_for(document: ProgrammeDocument, arena: ArenaOffer) -> list[AgreementTerms]:
    return [terms for terms in document.agreements if arena.id in terms.arenas]


def _last_day(agreements: list[AgreementTerms]) -> dt.date | None:
    """The last day an arena is open to us; None for an own arena or an agreement without an end."""
    return _latest([terms.in_force_to for terms in agreements])


def _latest(days: list[dt.date | None]) -> dt.date | None:
    """The latest of several last days, where None means without an end; None for no days at all."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _cells(arenas: tuple[str, ...], goals: list[GoalCoverage]) -> tuple[ArenaGroupCell, ...]:
    return tuple(
        ArenaGroupCell(
            arena=arena,
            goals=sum(1 for goal in goals if arena in goal.arenas),
            main=sum(1 for goal in goals if arena in goal.main),
        )
        for arena in arenas
    )
