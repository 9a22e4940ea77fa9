"""A preview in words: figures, faults by place, and the difference person by person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from borealis.rosters.queries.imports import Preview, names_of
from borealis.rosters.rules.changes import PersonDifference
from borealis.rosters.rules.clock import local
from borealis.rosters.rules.duties import Duty
from borealis.rosters.rules.faults import Fault
from borealis.rosters.wording import MATCH_WORDS, SHORT_WORDS, fault_words

SHOWN_DAYS = 12  # of each person; the counts tell of all


@dataclass(frozen=True)
class FaultLine:
    """What is wrong, in words: where it stands, what, how to mend it, and how many more are like it."""

    where: str
    message: str
    how: str
    is_error: bool
    more: int = 0


@dataclass(frozen=True)
class ChangeLine:
    """One change for one person."""

    day: object
    before: str
    after: str


@dataclass(frozen=True)
class PersonChange:
    """What changes for one person: counts, and the first days."""

    name: str
    added: int
    removed: int
    changed: int
    missing: bool
    lines: tuple[ChangeLine, ...]
    more: int


@dataclass(frozen=True)
class PreviewPage:
    """Everything on the page of a file that is not applied yet."""

    preview: Preview
    errors: tuple[FaultLine, ...]
    notes: tuple[FaultLine, ...]
    people: tuple[PersonChange, ...]
    sure: tuple[tuple[str, str], ...]
    all_new: bool

    @property
    def ready(self) -> bool:
        return not self.preview.difference.is_empty


def preview_page(department_id: int, seen: Preview) -> PreviewPage:
    """The preview in the reader's language."""
    change = seen.difference
    names = names_of(department_id, {person.who for person in change.by_person}, seen.matches)
    lines = _fault_lines(seen.reading.faults)
    people = [_person(person, names.get(person.who, person.who)) for person in change.by_person]
    return PreviewPage(
        preview=seen,
        errors=tuple(line for line in lines if line.is_error),
        notes=tuple(line for line in lines if not line.is_error),
        people=tuple(sorted(people, key=lambda row: row.name.casefold())),
        sure=tuple(
            (m.named.name or m.named.number, str(MATCH_WORDS[m.how])) for m in seen.matches if m.is_sure
        ),
        all_new=not change.removed and not change.same,
    )


def _fault_lines(faults: Iterable[Fault]) -> list[FaultLine]:
    """A line for each place, but one line for all that say the same words."""
    grouped: dict[tuple[str, str, bool], list[Fault]] = {}
    for fault in faults:
        grouped.setdefault((*fault_words(fault), fault.is_error), []).append(fault)
    return [
        FaultLine(where_words(rows[0]), message, how, is_error, len(rows) - 1)
        for (message, how, is_error), rows in grouped.items()
    ]


def where_words(fault: Fault) -> str:
    """ "11-2027, E1", or "7" for a line of a file without sheets."""
    return ", ".join(part for part in (fault.where.sheet, fault.where.cell) if part)


def _person(row: PersonDifference, name: str) -> PersonChange:
    lines = [
        *(ChangeLine(old.day, duty_words(old), duty_words(new)) for old, new in row.changed),
        *(ChangeLine(duty.day, duty_words(duty), "") for duty in row.removed),
        *(ChangeLine(duty.day, "", duty_words(duty)) for duty in row.added),
    ]
    lines.sort(key=lambda line: str(line.day))
    return PersonChange(
        name,
        len(row.added),
        len(row.removed),
        len(row.changed),
        row.missing,
        tuple(lines[:SHOWN_DAYS]),
        max(0, len(lines) - SHOWN_DAYS),
    )


def duty_words(duty: Duty) -> str:
    """ "D, klinikk 08.00–15.30"."""
    start, end = local(duty.start_at), local(duty.end_at)
    whole = start.time() == end.time() and start.hour == 0
    hours = "" if whole else f" {start:%H.%M}–{end:%H.%M}"
    return f"{duty.code}, {str(SHORT_WORDS[duty.meaning]).lower()}{hours}"
