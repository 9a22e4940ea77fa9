"""The difference between a roster that is stored and one that is brought in, by person, and nothing else touched."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from borealis.rosters.rules.duties import Duty, Reading


@dataclass(frozen=True)
class Difference:
    """``removed`` are keys of stored duties that are gone; ``added`` is what is new; ``same`` is how many stand."""

    added: tuple[Duty, ...]
    removed: tuple[int, ...]
    same: int
    kept: int  # stored duties that stand because the file could not be read there
    by_person: tuple[PersonDifference, ...]
    digest: str

    @property
    def is_empty(self) -> bool:
        return not self.added and not self.removed


@dataclass(frozen=True)
class PersonDifference:
    """What is changed for one person: a duty taken away and one added on the same day is one changed."""

    who: str
    added: tuple[Duty, ...]
    removed: tuple[Duty, ...]
    changed: tuple[tuple[Duty, Duty], ...]
    missing: bool = False  # the person stands in what is stored and not in the file

    @property
    def number(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def difference(reading: Reading, stored: Mapping[int, Duty], complete: bool) -> Difference:
    """What the file would change. ``stored`` are the department's duties by key.

    Only days that the file covers are compared, and where it is not ``complete`` only people that it names;
    days that could not be read stand as they are.
    """
    named = {person.who for person in reading.people}
    compared, kept = {}, 0
    for pk, duty in stored.items():
        if not reading.covers(duty.day) or not (complete or duty.who in named):
            continue
        if reading.leaves(duty.who, duty.day):
            kept += 1
            continue
        compared[pk] = duty
    before = {duty.key for duty in compared.values()}
    after = {duty.key for duty in reading.duties}
    standing = {duty.key for duty in stored.values()}
    added = tuple(
        duty
        for duty in reading.duties
        if duty.key not in standing and (duty.who, duty.day) not in reading.blocked
    )
    gone = {pk: duty for pk, duty in compared.items() if duty.key not in after}
    removed = {} if reading.is_cut else gone
    people = tuple(_people(added, removed.values(), named))
    digest = _digest(added, removed)
    return Difference(added, tuple(sorted(removed)), len(before & after), kept, people, digest)


def _people(added: Iterable[Duty], removed: Iterable[Duty], named: set[str]) -> Iterable[PersonDifference]:
    new: dict[str, dict[dt.date, list[Duty]]] = {}
    old: dict[str, dict[dt.date, list[Duty]]] = {}
    for found, duties in ((new, added), (old, removed)):
        for duty in duties:
            found.setdefault(duty.who, {}).setdefault(duty.day, []).append(duty)
    for who in sorted(new.keys() | old.keys()):
        plus, minus, changed = [], [], []
        for day in sorted(new.get(who, {}).keys() | old.get(who, {}).keys()):
            came, went = new.get(who, {}).get(day, []), old.get(who, {}).get(day, [])
            pairs = list(zip(went, came, strict=False))
            changed += pairs
            plus += came[len(pairs) :]
            minus += went[len(pairs) :]
        yield PersonDifference(who, tuple(plus), tuple(minus), tuple(changed), who not in named)


def _digest(added: Iterable[Duty], removed: Mapping[int, Duty]) -> str:
    """A mark of exactly this change."""
    lines = sorted(repr((duty.key, duty.day)) for duty in added) + [f"-{pk}" for pk in sorted(removed)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
