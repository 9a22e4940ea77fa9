"""Reads `borealis/teaching-problem/1`: every fault is found at once and named with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from borealis.planner.formats.cursor import Cursor, kind_of
from borealis.planner.formats.faults import FaultCode, FormatError
from borealis.planner.formats.located import with_places
from borealis.planner.formats.reader import Source, check_format, read_source, refuse_large
from borealis.planner.guidance.formats.times import day, day_in_list
from borealis.planner.teaching.formats.problem import (
    PROBLEM_FORMAT,
    Earlier,
    Goal,
    Presenter,
    Problem,
    Session,
    Topic,
    Turn,
    Unit,
)

MOST_BYTES = 16 * 2**20
MOST_SESSIONS = 400
MOST_UNITS = 200
MOST_TOPICS = 1_000
MOST_GOALS = 2_000
MOST_PRESENTERS = 1_000
MOST_DAYS = 2_000
KINDS = ("trainee", "specialist")
WANTED = ("any", *KINDS)
_KEYS = (
    "format",
    "sessions",
    "units",
    "topics",
    "goals",
    "presenters",
    "spacing",
    "presenter_spacing",
    "cycle_days",
    "plan_from",
    "rota",
)


def read_problem(source: Source) -> Problem:
    """A problem from a file (`Path`), its text (str, bytes) or its parsed JSON (mapping).

    Raises `FormatError` with every fault found; never another error for bad content.
    """
    refuse_large(source, MOST_BYTES)
    value, text = read_source(source)
    cursor = Cursor(value)
    problem = _problem(cursor)
    if cursor.faults or problem is None:
        raise FormatError(with_places(cursor.faults, text))
    return problem


def items(
    cursor: Cursor, key: str, most: int, keys: Iterable[str], *, required: bool = False
) -> Iterator[Cursor]:
    """The objects of a list, unless there are too many of them; those that are no objects are faults."""
    found = cursor.value.get(key)
    if isinstance(found, list) and len(found) > most:
        cursor.fault("too_many", key, found=len(found), most=most)
        return
    for item in cursor.items(key, required=required):
        if item.expects(keys):
            yield item


def _problem(cursor: Cursor) -> Problem | None:
    if not cursor.expects(_KEYS) or not check_format(cursor, PROBLEM_FORMAT):
        return None
    sessions = _sessions(cursor)
    goals = tuple(
        Goal(item.text("id"), day(item, "due", required=False))
        for item in items(cursor, "goals", MOST_GOALS, ("id", "due"))
    )
    topics = tuple(
        _topic(item, {goal.id for goal in goals}) for item in items(cursor, "topics", MOST_TOPICS, _TOPIC)
    )
    units = tuple(
        _unit(item, {topic.id for topic in topics}) for item in items(cursor, "units", MOST_UNITS, _UNIT)
    )
    presenters = tuple(
        _presenter(item, {unit.id for unit in units})
        for item in items(cursor, "presenters", MOST_PRESENTERS, _PRESENTER)
    )
    for key, named in (("goals", goals), ("topics", topics), ("units", units), ("presenters", presenters)):
        cursor.once(key, [one.id for one in named])
    names = (
        {s.id for s in sessions},
        {u.id for u in units},
        {t.id for t in topics},
        {p.id for p in presenters},
    )
    earlier = tuple(_earlier(item, names) for item in items(cursor, "rota", MOST_SESSIONS, _TURN))
    cursor.once("rota", [told.turn.session for told in earlier], "session")
    return Problem(
        sessions=sessions,
        units=units,
        topics=topics,
        goals=goals,
        presenters=presenters,
        spacing=cursor.whole("spacing", 1, 1, 400),
        presenter_spacing=cursor.whole("presenter_spacing", 1, 1, 400),
        cycle_days=cursor.whole("cycle_days", 730, 1, 4000),
        plan_from=day(cursor, "plan_from", required=False),
        earlier=earlier,
    )


_TOPIC = ("id", "goals", "presenter", "months")
_UNIT = ("id", "size", "topics", "from", "through", "away", "avoid", "owed")
_PRESENTER = ("id", "kind", "unit", "months", "held", "days", "away", "avoid")
_TURN = ("session", "unit", "topic", "presenter", "agreed")


def _sessions(cursor: Cursor) -> tuple[Session, ...]:
    found: list[Session] = []
    for item in items(cursor, "sessions", MOST_SESSIONS, ("id", "day"), required=True):
        on = day(item, "day")
        if on is not None:
            found.append(Session(item.text("id", required=False) or str(on), on))
    cursor.once("sessions", [session.id for session in found])
    if not found and not cursor.faults:
        cursor.fault("out_of_range", "sessions", found="0", least=1, most=MOST_SESSIONS)
    return tuple(sorted(found, key=lambda session: (session.day, session.id)))


def _topic(cursor: Cursor, goals: Collection[str]) -> Topic:
    return Topic(
        cursor.text("id"),
        _names(cursor, "goals", goals, "unknown_goal"),
        _one_of(cursor, "presenter", WANTED, "any"),  # type: ignore[arg-type]
        cursor.whole("months", 0, 0, 200),
    )


def _unit(cursor: Cursor, topics: Collection[str]) -> Unit:
    first, last = day(cursor, "from", required=False), day(cursor, "through", required=False)
    if first and last and first > last:
        cursor.fault("ends_before_start", "through", start=str(first), end=str(last))
    return Unit(
        cursor.text("id"),
        cursor.whole("size", 1, 0, 10_000),
        _names(cursor, "topics", topics, "unknown_topic"),
        first,
        last,
        _days(cursor, "away"),
        _days(cursor, "avoid"),
        Fraction(str(cursor.number("owed", 0, -100, 100))),
    )


def _presenter(cursor: Cursor, units: Collection[str]) -> Presenter:
    unit = cursor.text("unit", required=False) or None
    if unit is not None and units:
        cursor.known("unknown_unit", "unit", unit, units)
    return Presenter(
        cursor.text("id"),
        _one_of(cursor, "kind", KINDS, None),  # type: ignore[arg-type]
        unit,
        cursor.whole("months", 0, 0, 600),
        cursor.whole("held", 0, 0, 1000),
        _days(cursor, "days") if cursor.has("days") else None,
        _days(cursor, "away"),
        _days(cursor, "avoid"),
    )


def _earlier(cursor: Cursor, names: tuple[set[str], set[str], set[str], set[str]]) -> Earlier:
    turn = read_turn(cursor, names)
    agreed = cursor.value.get("agreed") or False
    if not isinstance(agreed, bool):
        cursor.fault("wrong_type", "agreed", expected="boolean", found=kind_of(agreed))
    return Earlier(turn, agreed is True)


def read_turn(cursor: Cursor, names: tuple[set[str], set[str], set[str], set[str]]) -> Turn:
    """Who has a session; names that are not in the problem are faults."""
    keys = ("session", "unit", "topic", "presenter")
    codes: tuple[FaultCode, ...] = ("unknown_session", "unknown_unit", "unknown_topic", "unknown_presenter")
    found = [cursor.text(key, required=key == "session") or None for key in keys]
    for key, code, name, known in zip(keys, codes, found, names, strict=True):
        if name is not None:
            cursor.known(code, key, name, known)
    session, unit, topic, presenter = found
    return Turn(session or "", unit, topic, presenter)


def _one_of(cursor: Cursor, key: str, allowed: tuple[str, ...], default: str | None) -> str:
    found = cursor.text(key, required=default is None) or default or allowed[0]
    if found not in allowed:
        cursor.fault("not_one_of", key, found=found, known=", ".join(allowed))
        return allowed[0]
    return found


def _names(cursor: Cursor, key: str, known: Collection[str], code: FaultCode) -> frozenset[str]:
    found = set()
    for item in cursor.items(key):
        if not isinstance(item.value, str):
            item.fault("wrong_type", expected="string", found=kind_of(item.value))
        else:
            cursor.at(key).known(code, item.path[-1], item.value, known)
            found.add(item.value)
    return frozenset(found)


def _days(cursor: Cursor, key: str) -> frozenset[dt.date]:
    found = cursor.value.get(key)
    if isinstance(found, list) and len(found) > MOST_DAYS:
        cursor.fault("too_many", key, found=len(found), most=MOST_DAYS)
        return frozenset()
    read = (day_in_list(item) for item in cursor.items(key))
    return frozenset(on for on in read if on is not None)
