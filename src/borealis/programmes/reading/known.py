"""What is stored that a programme file may name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SetFacts:
    """A goal set: its goals in order, the specialty it belongs to ("" for shared), its last day."""

    goals: tuple[str, ...]
    specialty: str
    in_force_to: dt.date | None


@dataclass(frozen=True)
class Known:
    """The names that a file may use, on a day.

    ``organisations`` gives the codes in the line above each body, itself first. ``arenas`` and
    ``agreements`` give the department that a stored one belongs to. ``own_arenas`` are those of the
    programme's version in force. ``only`` is the one programme that the file may be, if it must be one;
    ``department`` is where that programme lies now. ``courses`` are those of the named courses that are in the
    catalogue; None where no catalogue is kept.
    """

    on: dt.date
    specialties: frozenset[str]
    goal_sets: Mapping[str, SetFacts]
    organisations: Mapping[str, tuple[str, ...]]
    arenas: Mapping[str, str]
    agreements: Mapping[str, str]
    own_arenas: frozenset[str]
    only: str = ""
    department: str = ""
    courses: frozenset[str] | None = None

    def goals(self, sets: list[str]) -> tuple[str, ...]:
        """The goals of some sets, in order."""
        return tuple(goal for code in sets if code in self.goal_sets for goal in self.goal_sets[code].goals)
