"""From what a file says to duties: each entry with its code looked up, its hours as moments, its doubts told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from borealis.rosters.rules.clock import span
from borealis.rosters.rules.codes import ABSENCE, DAY, WORKING, DutyCode, folded_code
from borealis.rosters.rules.faults import Fault, Faults, Where
from borealis.rosters.rules.mapping import Mapping as RosterMapping
from borealis.rosters.rules.sheets import EVERY_DAY, LONGEST_NAME, MOST_ENTRIES, Entry

LONGEST_HOURS = 100  # of one working duty: a weekend at home is under it
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """One person's duty between two moments (UTC). ``day`` is the day in Norway that it stands on."""

    who: str
    day: dt.date
    start_at: dt.datetime
    end_at: dt.datetime
    code: str
    meaning: str
    interruptible: bool
    supervises: bool

    @property
    def key(self) -> tuple[object, ...]:
        return (
            self.who,
            self.start_at,
            self.end_at,
            self.code,
            self.meaning,
            self.interruptible,
            self.supervises,
        )


@dataclass(frozen=True)
class Named:
    """Who a file speaks of: the key that duties carry, and what stood there."""

    who: str
    number: str
    name: str
    title: str = ""


@dataclass(frozen=True)
class Reading:
    """All that a file says under one mapping.

    ``first`` and ``last`` are the days that it covers. ``blocked`` holds whose days could not be read: there
    what is stored stands as it is. ``unknown`` are codes without a meaning, with how often each stands.
    """

    duties: tuple[Duty, ...]
    people: tuple[Named, ...]
    first: dt.date | None
    last: dt.date | None
    faults: tuple[Fault, ...]
    counts: Mapping[str, int]
    blocked: frozenset[tuple[str, dt.date]] = frozenset()
    unknown: Mapping[str, int] = field(default_factory=dict)
    errors: int = 0
    only_days: frozenset[dt.date] | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether the file says something of a day: one of its columns, or any day from its first to its last."""
        if self.only_days is not None:
            return day in self.only_days
        return self.first is not None and self.last is not None and self.first <= day <= self.last

    def leaves(self, who: str, day: dt.date) -> bool:
        """Whether a person's day could not be read, so that what is stored of it stands."""
        return bool({(who, day), (who, EVERY_DAY)} & self.blocked)

    @property
    def is_cut(self) -> bool:
        """Whether the file goes on beyond what was read: then nothing that is stored is taken away."""
        return "cut" in self.counts


def read_duties(
    entries: Iterable[Entry],
    mapping: RosterMapping,
    faults: Faults,
    days: Iterable[dt.date] = (),
    blocked: Iterable[tuple[str, dt.date]] = (),
) -> Reading:
    """The duties of all entries. ``days`` are those that the file speaks of, also where nobody has a duty."""
    reader = _Reader(mapping, faults, set(blocked))
    for number, entry in enumerate(entries):
        if number >= MOST_ENTRIES:
            faults.add("cut", Where(entry.sheet, entry.row))
            break
        reader.entry(entry)
    duties = reader.checked()
    covered = set(days) | {duty.day for duty in duties}
    if not duties and not reader.people:
        faults.add("no_duties", Where())
    return Reading(
        duties=duties,
        people=tuple(reader.people.values()),
        first=min(covered, default=None),
        last=max(covered, default=None),
        faults=tuple(faults.kept),
        counts=dict(faults.counts),
        blocked=frozenset(reader.blocked),
        unknown=dict(sorted(reader.unknown.items())),
        errors=faults.errors,
        only_days=frozenset(covered) if mapping.layout in ("grid", "grid_down") else None,
    )


class _Reader:
    """Looks codes up and gathers what each person has."""

    def __init__(self, mapping: RosterMapping, faults: Faults, blocked: set[tuple[str, dt.date]]) -> None:
        self.codes = mapping.by_code()
        self.faults, self.blocked = faults, blocked
        self.people: dict[str, Named] = {}
        self.unknown: dict[str, int] = {}
        self.found: dict[str, list[tuple[Duty, Where]]] = defaultdict(list)
        self.two_names: set[str] = set()

    def entry(self, entry: Entry) -> None:
        where = Where(entry.sheet, entry.row, entry.column)
        who = entry.who
        if not self._person(who, entry, where):
            return
        code = self.codes.get(folded_code(entry.code))
        if code is None:
            self._unknown(who, entry, where)
        elif code.meaning != "off":
            for duty in self._duties(who, entry, code, where):
                self.found[who].append((duty, where))

    def _person(self, who: str, entry: Entry, where: Where) -> bool:
        """Whether the line is about one person: a number that stands with two names is about nobody sure."""
        name = entry.name[:LONGEST_NAME]
        known = self.people.setdefault(who, Named(who, entry.number, name, entry.title[:60]))
        if not known.name and name:
            self.people[who] = replace(known, name=name)
        elif name and not set(_words(name)) & set(_words(known.name)):
            if who not in self.two_names:
                self.faults.add("two_names", where, entry.number, f"{known.name} / {name}")
            self.two_names.add(who)
            self.blocked.add((who, entry.day))
            return False
        return True

    def _unknown(self, who: str, entry: Entry, where: Where) -> None:
        shown = " ".join(entry.code.split())
        self.unknown[shown] = self.unknown.get(shown, 0) + 1
        self.faults.add("unknown_code", where, shown)
        self.blocked.add((who, entry.day))

    def _duties(self, who: str, entry: Entry, code: DutyCode, where: Where) -> Iterable[Duty]:
        """One duty, or one for each day of an absence that goes over many."""
        last = entry.through or entry.day
        day = entry.day
        while day <= last:
            duty = self._duty(who, replace(entry, day=day, through=None), code, where)
            if duty is not None:
                yield duty
            day += ONE_DAY

    def _duty(self, who: str, entry: Entry, code: DutyCode, where: Where) -> Duty | None:
        start, end = (code.start, code.end) if entry.start is None else (entry.start, entry.end)
        if start is None and entry.moments is None and code.meaning in WORKING:
            self.faults.add("no_times", where, code.code)
            self.blocked.add((who, entry.day))
            return None
        begins, ends = entry.moments or _span(entry.day, start, end)
        if code.meaning in WORKING and (ends - begins).total_seconds() > LONGEST_HOURS * 3600:
            self.faults.add("too_long", where, code.code)
            self.blocked.add((who, entry.day))
            return None
        return Duty(
            who, entry.day, begins, ends, code.code, code.meaning, code.interruptible, code.supervises
        )

    def checked(self) -> tuple[Duty, ...]:
        """Every duty once, by person and time; what stands twice or at the same time as another is told."""
        kept: list[Duty] = []
        for who in self.found:
            before: Duty | None = None
            seen: set[tuple[object, ...]] = set()
            for duty, where in sorted(self.found[who], key=lambda pair: (pair[0].start_at, pair[0].end_at)):
                if duty.key in seen:
                    self.faults.add("repeated", where, duty.code, self.people[who].name)
                    continue
                seen.add(duty.key)
                if before and duty.start_at < before.end_at and _clash(before, duty):
                    self.faults.add("overlap", where, f"{before.code}, {duty.code}", self.people[who].name)
                before = duty if before is None or duty.end_at >= before.end_at else before
                kept.append(duty)
        return tuple(kept)


def _clash(one: Duty, other: Duty) -> bool:
    """Whether two duties at the same time are more than a person can do.

    Being called at home goes with work. An absence is of its whole day, and begins after the night before.
    """
    if {one.meaning, other.meaning} & set(ABSENCE):
        return one.day == other.day
    return "on_call" not in (one.meaning, other.meaning)


def _span(day: dt.date, start: int | None, end: int | None) -> tuple[dt.datetime, dt.datetime]:
    """Like ``clock.span``, with an end that may be days later."""
    if start is not None and end is not None and end > DAY:
        later, rest = divmod(end, DAY)
        return span(day, start, start + 1)[0], span(day + later * ONE_DAY, rest, rest + 1)[0]
    return span(day, start, end)


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.casefold().replace(",", " ").split())
