"""Specialties and goal sets as they are read from a file, before anything is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

PARTS = ("1", "2", "3", "2-3")

Levels = tuple[tuple[str, int], ...]
"""Requirement parts in order: ("knowledge" or "skill", level 1 to 3, where 3 is highest)."""


@dataclass(frozen=True)
class Names:
    """One text in bokmål, nynorsk and English; the last two may be empty."""

    nb: str
    nn: str = ""
    en: str = ""


@dataclass(frozen=True)
class GoalText:
    """A learning goal. ``wording`` is the text of the act; ``title`` is in our own words."""

    code: str
    title: Names = Names("")
    wording: str = ""
    levels: Levels = ()
    stage: str = ""


@dataclass(frozen=True)
class GroupText:
    """A heading in a goal set, with its goals in order."""

    code: str
    name: Names
    goals: tuple[GoalText, ...]


@dataclass(frozen=True)
class ReplacementText:
    """A newer goal of this set stands where an older goal of another set stood."""

    older_set: str
    older: str
    newer: str
    source: str


@dataclass(frozen=True)
class SetText:
    """The goals of one prefix. ``code`` is empty when the source does not name the set; the days are
    None when the source does not say them; ``as_of`` is the day of the consolidated text it was read from."""

    code: str
    prefix: str
    name: Names
    part: str
    common: bool
    groups: tuple[GroupText, ...]
    specialty: str = ""
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    as_of: dt.date | None = None
    act: str = ""
    source: str = ""
    author: str = ""
    reviewed_on: dt.date | None = None
    note: Names = Names("")
    replaces: tuple[ReplacementText, ...] = ()

    @property
    def goals(self) -> tuple[GoalText, ...]:
        return tuple(goal for group in self.groups for goal in group.goals)


@dataclass(frozen=True)
class SpecialtyText:
    """A specialty of annex 1. ``verified`` is False for what is reported but not checked against the act."""

    code: str
    chapter: str
    name: Names
    part2: str = ""
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    verified: bool = True
    note: Names = Names("")
    earlier_names: tuple[tuple[Names, dt.date], ...] = field(default=())


def in_force(first: dt.date | None, last: dt.date | None, on: dt.date) -> bool:
    """Whether a day lies between two days, both included; a day that is not known leaves that side open."""
    return (first is None or first <= on) and (last is None or on <= last)
