"""What reading a legal text does to the goal sets that are stored.

A goal set never changes its words after it came into force: other words from a later day are a new set,
so that what a trainee reached stays what it was. Words are filled in where a set has none, and
corrected where a later reading of the *same* text differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from borealis.curriculum.rules.differences import Relevelled, Reworded, difference
from borealis.curriculum.rules.values import GoalText, GroupText, Names, SetText, in_force

Kind = Literal["new", "same", "version", "older"]
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class ChapterChange:
    """What one goal set of a file does. ``kind`` is "new" (no set with this prefix was stored), "same" (the
    stored set ``target``, perhaps filled in or corrected), "version" (a new set that follows ``target``)
    or "older" (the text is older than what is stored, and is left alone).

    ``incoming`` carries the code, days and titles that it would be stored with. ``worded`` are goals
    that get a wording, ``levelled`` goals that get levels read from it; ``reworded`` are corrected;
    ``gone`` are goals in the stored set that the file lacks (they stay); ``levels_differ`` are goals whose
    stored levels are not what the words say (the stored ones stay). ``starts`` is a first day that
    the file tells of a stored set; ``ends`` the last day that a new version gives the set before it.
    """

    kind: Kind
    incoming: SetText
    target: str = ""
    added: tuple[GoalText, ...] = ()
    worded: tuple[GoalText, ...] = ()
    levelled: tuple[GoalText, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    gone: tuple[str, ...] = ()
    levels_differ: tuple[Relevelled, ...] = field(default=())
    starts: dt.date | None = None
    ends: dt.date | None = None

    @property
    def changes_something(self) -> bool:
        if self.kind == "same":
            return bool(self.added or self.worded or self.levelled or self.reworded or self.starts)
        return self.kind != "older"


def what_changes(incoming: SetText, stored: Sequence[SetText]) -> ChapterChange:
    """Compare a set that was read with the stored sets of the same prefix."""
    if not stored:
        return ChapterChange("new", _coded(incoming, incoming.in_force_from), added=incoming.goals)
    day = incoming.in_force_from or incoming.as_of
    target = _target(incoming, stored, day)
    if target is None:
        if day is None or any((s.in_force_from or s.as_of or day) > day for s in stored):
            return ChapterChange("older", incoming)
        return ChapterChange("new", _coded(incoming, incoming.in_force_from), added=incoming.goals)
    change = _against(incoming, target)
    base = target.as_of or target.in_force_from
    if not (change.added or change.reworded or change.gone):
        return _with_first_day(change, incoming, target)
    if day is None or base is None or day == base:
        return change
    if day < base:
        return ChapterChange("older", incoming, target.code)
    return _version(incoming, target, day, change)


def _target(incoming: SetText, stored: Sequence[SetText], day: dt.date | None) -> SetText | None:
    """The stored set that the text speaks of: the one with its code, else the one in force on the day of the
    text. Of several it is the one that began last."""
    for row in stored:
        if incoming.code == row.code:
            return row
    at = [row for row in stored if day is None or in_force(row.in_force_from, row.in_force_to, day)]
    return max(at, key=lambda row: row.in_force_from or dt.date.min, default=None)


def _against(incoming: SetText, target: SetText) -> ChapterChange:
    """The changes inside one stored set."""
    seen = difference(target, incoming)
    stored = {goal.code: goal for goal in target.goals}
    both = [goal for goal in incoming.goals if goal.code in stored]
    return ChapterChange(
        "same",
        incoming,
        target.code,
        added=seen.added,
        worded=tuple(goal for goal in both if goal.wording and not stored[goal.code].wording),
        levelled=tuple(goal for goal in both if goal.levels and not stored[goal.code].levels),
        reworded=seen.reworded,
        gone=tuple(goal.code for goal in seen.removed),
        levels_differ=seen.relevelled,
    )


def _with_first_day(change: ChapterChange, incoming: SetText, target: SetText) -> ChapterChange:
    """An act with the same words tells the first day of a set that was read from the whole regulation."""
    first, read = incoming.in_force_from, target.as_of
    if first and read and target.in_force_from is None and first <= read:
        return replace(change, starts=first)
    return change


def _version(incoming: SetText, target: SetText, day: dt.date, change: ChapterChange) -> ChapterChange:
    """A new set from a day on. Goals with the same words keep the titles of the set before."""
    titled = {
        goal.code: goal.title
        for goal in target.goals
        if goal.code not in {reworded.code for reworded in change.reworded}
    }
    names = {group.code: group.name for group in target.groups}
    groups = tuple(
        GroupText(
            group.code,
            _kept(names.get(group.code), group.name),
            tuple(
                goal if goal.title.nb else replace(goal, title=titled.get(goal.code, goal.title))
                for goal in group.goals
            ),
        )
        for group in incoming.groups
    )
    fresh = replace(_coded(incoming, day), in_force_from=day, groups=groups)
    return replace(change, kind="version", incoming=fresh, worded=(), levelled=(), ends=day - DAY)


def _kept(stored: Names | None, read: Names) -> Names:
    """The stored name with its translations, when the bokmål is still the same."""
    return stored if stored is not None and stored.nb == read.nb else read


def _coded(incoming: SetText, first: dt.date | None) -> SetText:
    """A set's code: the prefix and the month of its first day, or of the text when the day is not known."""
    if incoming.code:
        return incoming
    if first is not None:
        return replace(incoming, code=f"{incoming.prefix}-{first:%Y-%m}")
    return replace(incoming, code=f"{incoming.prefix}-per-{incoming.as_of:%Y-%m}")
