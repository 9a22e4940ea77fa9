"""What may happen to a department, as values, and how each changes a rotation problem.

A leave and a doctorate change what is known of one trainee, and the problem is then built from that, since the
regulations say how leave counts (§ 31); the other events change the problem itself. A problem is format
``borealis/rotation-problem/1``; none is changed in place. Months are "YYYY-MM", ``through`` is included.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from borealis.plans.rules.courses import CourseAhead
from borealis.plans.rules.months import later, span
from borealis.plans.rules.positions import with_candidates
from borealis.plans.rules.problem import Candidate, Phase, least_months
from borealis.trainees.rules import ABSENCE_KINDS, COUNTING_ABSENCE

LEAVES = tuple(kind for kind in ABSENCE_KINDS if kind not in (*COUNTING_ABSENCE, "covid"))
"""The kinds of absence that a leave ahead can be: those that count as training leave every plan as it is."""

NEWCOMER = "new"
"""The id in a problem of somebody whom nobody has engaged yet."""


@dataclass(frozen=True)
class Leave:
    """A trainee is away from one month through another; ``reason`` is one of ``LEAVES``."""

    trainee: int
    first: str
    through: str
    reason: str = "parental_leave"


@dataclass(frozen=True)
class Doctorate:
    """A trainee does a doctorate at half time from one month through another."""

    trainee: int
    first: str
    through: str
    percent: int = 50


@dataclass(frozen=True)
class Leaver:
    """A trainee is no longer there from a month on, and follows the plan in force until then."""

    trainee: int
    first: str


@dataclass(frozen=True)
class Starter:
    """Somebody begins on the whole programme in a month, at home in a town."""

    first: str
    town: str


@dataclass(frozen=True)
class Places:
    """An arena gets so many places more (less when below 0) from one month through another, or until further."""

    arena: str
    by: int
    first: str
    through: str | None = None


@dataclass(frozen=True)
class AgreementEnds:
    """An agreement is not renewed: its arenas have no places for the programme from a month on."""

    agreement: str
    arenas: tuple[str, ...]
    first: str


Event = Leave | Doctorate | Leaver | Starter | Places | AgreementEnds


def subject_of(event: Event) -> str | None:
    """The id in the problem of whom the event happens to; None for an arena or an agreement."""
    if isinstance(event, Starter):
        return NEWCOMER
    return None if isinstance(event, Places | AgreementEnds) else str(event.trainee)


def changed_problem(
    before: dict[str, Any], event: Event, phases: Collection[Phase], courses: tuple[CourseAhead, ...] = ()
) -> dict[str, Any]:
    """The problem as the event makes it. A leave and a doctorate are in the problem already, as its trainee is.

    ``courses`` are those of somebody new.
    """
    if isinstance(event, Leaver):
        return _without(before, event)
    if isinstance(event, Starter):
        return _with_newcomer(before, event, tuple(phases), courses)
    if isinstance(event, Places):
        return _arenas(before, (event.arena,), lambda n: max(0, n + event.by), event.first, event.through)
    if isinstance(event, AgreementEnds):
        return _arenas(before, event.arenas, lambda _: 0, event.first, None)
    return before


def _without(before: dict[str, Any], event: Leaver) -> dict[str, Any]:
    """Nobody to plan for; what the plan in force takes of places before the month is taken.

    That is whole places, also where the arena counts by fraction, since a problem knows no parts of a place.
    """
    gone = next((row for row in before["trainees"] if row["id"] == str(event.trainee)), None)
    rest = {**before, "trainees": [row for row in before["trainees"] if row is not gone]}
    if gone is None:
        return rest
    away = {month for part in gone["away"] for month in span(part["from"], part["through"])}
    for stint in gone["current"]:
        for month in span(stint["from"], min(stint["through"], later(event.first, -1))):
            if month not in away:
                rest = _arenas(rest, (stint["arena"],), lambda n: max(0, n - 1), month, month)
    return rest


def _with_newcomer(
    before: dict[str, Any], event: Starter, phases: tuple[Phase, ...], courses: tuple[CourseAhead, ...]
) -> dict[str, Any]:
    """One more row, with every phase ahead and no plan in force."""
    start = max(before["calendar"]["first"], event.first)
    newcomer = Candidate(NEWCOMER, event.town, start, service_needed=least_months(phases), courses=courses)
    return with_candidates(before, [newcomer], phases)


def _arenas(
    before: dict[str, Any], codes: Collection[str], new: Callable[[int], int], first: str, through: str | None
) -> dict[str, Any]:
    """The problem with other places in some arenas for a span of months; a minimum never asks for more."""
    arenas = [
        {
            **arena,
            "places": _periods(arena["places"], new, first, through),
            "minimum": _periods(arena["minimum"], lambda n: min(n, new(n)), first, through),
        }
        if arena["id"] in codes
        else arena
        for arena in before["arenas"]
    ]
    return {**before, "arenas": arenas}


def _periods(
    periods: Collection[Mapping[str, Any]], new: Callable[[int], int], first: str, through: str | None
) -> list[dict[str, Any]]:
    """The periods, cut at the ends of the span, with other numbers within it."""
    cut: list[dict[str, Any]] = []
    for period in periods:
        start, end = period["from"], period["through"]
        if (end is not None and end < first) or (through is not None and start > through):
            cut.append(dict(period))
            continue
        if start < first:
            cut.append({**period, "through": later(first, -1)})
        inner = through if end is None else end if through is None else min(end, through)
        cut.append({"from": max(start, first), "through": inner, "places": new(period["places"])})
        if through is not None and (end is None or end > through):
            cut.append({**period, "from": later(through, 1)})
    return cut


def takes_nothing(before: Mapping[str, Any], event: Event) -> bool:
    """Whether nobody's plan can feel the event: none is planned in what is lost, or the one is not planned for.

    A place more is always felt, since it may be used.
    """
    if isinstance(event, Leave | Doctorate | Leaver):
        row = next((row for row in before["trainees"] if row["id"] == str(event.trainee)), None)
        return row is None or not row["blocks"]
    return False


_KINDS: Mapping[str, type[Event]] = {
    "leave": Leave,
    "doctorate": Doctorate,
    "leaver": Leaver,
    "starter": Starter,
    "places": Places,
    "agreement_ends": AgreementEnds,
}


def event_as_json(event: Event) -> dict[str, Any]:
    """An event as it is stored with a proposal that was made because of it."""
    kind = next(name for name, of in _KINDS.items() if isinstance(event, of))
    return {"kind": kind, **{name: value for name, value in asdict(event).items() if value is not None}}


def event_from(data: Mapping[str, Any]) -> Event:
    """Read a stored event."""
    facts = {name: value for name, value in data.items() if name != "kind"}
    if "arenas" in facts:
        facts["arenas"] = tuple(facts["arenas"])
    return _KINDS[data["kind"]](**facts)
