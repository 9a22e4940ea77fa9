"""Reading a list of approved goals from Kompetanseportalen: which lines can be taken in, and why others cannot."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from borealis.curriculum.queries import GoalView, goals_of
from borealis.portfolio.activities.reading.lines import read_day
from borealis.portfolio.activities.reading.tables import Table
from borealis.portfolio.dossier.wording import COLUMN_WORDS, GOAL_LIST_WORDS
from borealis.trainees.queries import goal_states, training_record
from borealis.trainees.rules import REGISTRAR, transition

COLUMNS = ("code", "state", "on", "approver")
NEEDED = ("code", "on")
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("kode", "målkode", "læringsmål", "læringsmålkode", "mål", "id", "code", "goal"),
    "state": ("status", "tilstand", "state"),
    "on": ("dato", "godkjentdato", "datogodkjent", "godkjent", "date", "approved"),
    "approver": ("godkjentav", "godkjenner", "leder", "av", "approver", "approvedby"),
}
APPROVED = ("godkjent", "godkjend", "approved", "oppnådd", "nådd")
MOST_FAULTS = 200
LONGEST_APPROVER = 200


@dataclass(frozen=True)
class Line:
    """A line that can be taken in."""

    number: int
    goal_id: int
    code: str
    on: dt.date
    grounds: str


@dataclass(frozen=True)
class Fault:
    """A line that cannot, and why."""

    line: int
    message: str


@dataclass(frozen=True)
class GoalList:
    """All that a list says. ``faults`` hold back nothing but their own lines."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def guessed_columns(headings: Sequence[str]) -> dict[str, str]:
    """Which heading holds what, by its words."""
    by_word = {re.sub(r"[\W_]", "", heading.casefold()): heading for heading in reversed(headings)}
    return {
        column: next((by_word[word] for word in HEADINGS[column] if word in by_word), "")
        for column in COLUMNS
    }


def read_goals(trainee_id: int, table: Table, columns: Mapping[str, str], today: dt.date) -> GoalList:
    """The lines of a table as approved goals of a trainee; each that cannot be is told by its line."""
    places = {name: table.headings.index(columns[name]) for name in COLUMNS if columns.get(name)}
    if missing := [name for name in NEEDED if name not in places]:
        return GoalList((), tuple(Fault(1, _said("no_column", COLUMN_WORDS[name])) for name in missing))
    reader = _Reader(trainee_id, today)
    for number, cells in table.lines:
        reader.read(number, {name: cells[place] for name, place in places.items()})
    return GoalList(tuple(reader.lines), tuple(reader.faults[:MOST_FAULTS]))


def _said(code: str, what: object = "", line: int = 0) -> str:
    return str(GOAL_LIST_WORDS[code]) % {"what": str(what)[:60], "line": line}


class _Reader:
    """Reads line after line, and remembers what stood before."""

    def __init__(self, trainee_id: int, today: dt.date) -> None:
        self.today = today
        goals = goals_of(training_record(trainee_id).goal_sets)
        self.goals = {goal.code.casefold(): goal for goal in goals}
        self.states = goal_states(trainee_id)
        self.seen: dict[str, int] = {}
        self.lines: list[Line] = []
        self.faults: list[Fault] = []

    def read(self, number: int, said: Mapping[str, str]) -> None:
        fault = self._line(number, said)
        if fault:
            self.faults.append(Fault(number, fault))

    def _line(self, number: int, said: Mapping[str, str]) -> str:
        """Why a line cannot be taken in; "" when it can."""
        code, state, text = said["code"], said.get("state", ""), said["on"]
        if not code:
            return _said("no_code")
        if state and not state.casefold().startswith(APPROVED):
            return _said("other_state", state)
        goal = self.goals.get(code.split()[0].casefold())
        if goal is None:
            return _said("unknown_goal", code)
        if earlier := self.seen.get(goal.code):
            return _said("twice", goal.code, earlier)
        self.seen[goal.code] = number
        on = read_day(text)
        if on is None:
            return _said("not_a_day", text) if text else _said("no_day")
        if fault := self._stands(goal, on, text):
            return fault
        self.lines.append(Line(number, goal.pk, goal.code, on, _grounds(said.get("approver", ""))))
        return ""

    def _stands(self, goal: GoalView, on: dt.date, text: str) -> str:
        """What the goal's state here, or the day, has against it."""
        found = self.states.get(goal.pk)
        way = transition(found.state if found else None, "approved")
        if found and found.state == "approved":
            return _said("already", goal.code)
        if way is None or REGISTRAR not in way.actors:
            return _said("decided_here", goal.code)
        if on > self.today:
            return _said("ahead", text)
        return _said("before", goal.code) if found and on < found.on else ""


def _grounds(approver: str) -> str:
    """What the approval rests on, as it is kept with the state."""
    if not approver:
        return _("Kompetanseportalen")
    return _("Kompetanseportalen, godkjent av %(name)s") % {"name": approver[:LONGEST_APPROVER]}
