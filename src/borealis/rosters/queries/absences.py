"""Absence in the roster to be confirmed, for those who register for the trainees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from borealis.people.queries import Viewer
from borealis.rosters.queries.stored import absence_found
from borealis.rosters.rules.absences import FoundAbsence
from borealis.rosters.wording import MEANING_WORDS
from borealis.trainees.permissions import may_register, visible_to

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Proposed:
    """One absence in words; ``key`` says which it is when it is confirmed."""

    key: str
    words: str
    found: FoundAbsence


@dataclass(frozen=True)
class TraineeAbsences:
    """What the roster shows of one trainee; confirmed only by who may register for that trainee."""

    trainee_id: int
    name: str
    may_confirm: bool
    rows: tuple[Proposed, ...]


def absence_page(viewer: Viewer, department_id: int, today: dt.date) -> list[TraineeAbsences]:
    """The trainees of the department whose service lacks absence that the roster shows, by name."""
    trainees = (
        visible_to(viewer)
        .filter(programme__department_id=department_id)
        .exclude(person_id=viewer.person_id or 0)
    )
    rows = {row.pk: row for row in trainees.select_related("person", "programme").order_by("person__name")}
    found = absence_found(rows, today - ONE_DAY)
    return [
        TraineeAbsences(pk, row.person.name, may_register(viewer, row), tuple(map(_proposed, found[pk])))
        for pk, row in rows.items()
        if found.get(pk)
    ]


def proposal(trainee_id: int, key: str, today: dt.date) -> FoundAbsence | None:
    """The proposed absence with a key, as the roster stands now; None when there is no such any more."""
    found = absence_found([trainee_id], today - ONE_DAY).get(trainee_id, [])
    return next((row for row in found if _key(row) == key), None)


def _proposed(row: FoundAbsence) -> Proposed:
    return Proposed(_key(row), str(MEANING_WORDS[row.kind]), row)


def _key(row: FoundAbsence) -> str:
    return f"{row.kind}.{row.from_day.isoformat()}.{row.to_day.isoformat()}"
