"""Which of the goal sets that trainees follow have ended, and what follows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.curriculum.queries import all_sets, followed_by
from borealis.shell.findings import Finding
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import TrainingRecord


@dataclass(frozen=True)
class DueSet:
    """A set that has ended, and the one in force that follows it. ``official``: a table of replacements is known."""

    from_set: Any
    to_set: Any
    official: bool


def due_sets(trainee: Trainee, today: dt.date) -> list[DueSet]:
    """The sets that a trainee follows though they have ended, each with what follows it."""
    codes = set(trainee.goal_sets.values_list("code", flat=True))
    return list(ended_sets(codes, today).values())


def ended_sets(codes: Collection[str], today: dt.date) -> dict[str, DueSet]:
    """Those of these sets that have ended and are followed by one in force, by code."""
    rows = list(all_sets())
    in_force = [row for row in rows if _in_force(row, today)]
    ended = [row for row in rows if row.code in codes and row.in_force_to and row.in_force_to < today]
    if not ended:
        return {}
    links = followed_by(row.code for row in ended)
    found = {}
    for row in ended:
        linked = links.get(row.code, set())
        followers = [other for other in in_force if other.code in linked or _same_goals(row, other)]
        if followers:
            best = _nearest(row, followers, linked)
            found[row.code] = DueSet(row, best, best.code in linked)
    return found


def _nearest(row: Any, followers: Iterable[Any], linked: Collection[str]) -> Any:
    """A set that a table of replacements names, else one of the same prefix, and the newest of these."""
    return max(followers, key=lambda other: (other.code in linked, other.prefix == row.prefix, other.code))


def _in_force(row: Any, today: dt.date) -> bool:
    begun = row.in_force_from is None or row.in_force_from <= today
    return begun and (row.in_force_to is None or row.in_force_to >= today)


def _same_goals(row: Any, other: Any) -> bool:
    """Whether two sets are versions of the same goals: of one prefix, or the common goals of the same part."""
    if row.prefix == other.prefix:
        return True
    return bool(row.common and other.common and row.part == other.part)


def conversion_findings(
    records: Iterable[TrainingRecord], today: dt.date, *, may_propose: bool
) -> dict[int, list[Finding]]:
    """Of each trainee the sets that have ended, with what to do."""
    records = list(records)
    ended = ended_sets({code for record in records for code in record.goal_sets}, today)
    return {
        record.trainee_id: [
            _finding(record.trainee_id, ended[code], may_propose)
            for code in record.goal_sets
            if code in ended
        ]
        for record in records
        if record.finished_on is None
    }


def _finding(trainee_id: int, due: DueSet, may_propose: bool) -> Finding:
    return Finding(
        "goal_set_ended",
        "attention" if may_propose else "information",
        f"trainees.Trainee:{trainee_id}",
        _("%(old)s gjaldt til %(day)s. Legen følger dem fortsatt.")
        % {"old": due.from_set.code, "day": day_short(due.from_set.in_force_to)},
        _("%(new)s gjelder nå. Det som er godkjent, blir stående.") % {"new": due.to_set.code},
        _("Foreslå overgang") if may_propose else "",
        reverse("conversions", args=[trainee_id]) if may_propose else "",
        _("vedlegg 2"),
    )
