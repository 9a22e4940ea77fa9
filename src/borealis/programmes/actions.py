"""Putting programmes in force: preview, apply, take back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils import timezone

from borealis.audit.actions import record_event
from borealis.curriculum import queries as curriculum
from borealis.organisations import actions as organisation_actions
from borealis.organisations import queries as organisations
from borealis.programmes import queries
from borealis.programmes.models import Programme, ProgrammeVersion
from borealis.programmes.reading import Problem, read_programme
from borealis.programmes.rules import Change, ProgrammeDocument, changes_between, document_from


@dataclass(frozen=True)
class Preview:
    """What a file would do. ``document`` is None when a problem is an error.

    ``same`` means that the file says exactly what is in force, so that applying it changes nothing.
    """

    document: ProgrammeDocument | None
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    number: int
    same: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")


class ProgrammeRefused(ValueError):
    """A file cannot be put in force. ``problems`` say why, by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.line}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)


class NoSuchVersion(LookupError):
    """The programme has no version with this number."""


def preview(text: bytes | str, *, on: dt.date, only: str = "") -> Preview:
    """What a file says and would change on a day; nothing is stored. ``only``: the programme it must be."""
    content, problems = _read(text, on, only)
    if content is None:
        return Preview(None, tuple(problems), (), 0, False)
    document = document_from(content)
    current = queries.programme(document.code)
    before = current.document if current else None
    return Preview(
        document=document,
        problems=tuple(problems),
        changes=changes_between(before, document),
        number=current.number if current else 0,
        same=document == before,
    )


def _read(text: bytes | str, on: dt.date, only: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    return read_programme(text, partial(queries.known_for, on=on, only=only))


@transaction.atomic
def apply(*, by: int | None, text: bytes | str, now: dt.datetime, only: str = "") -> ProgrammeVersion:
    """Put a file in force as a new version, with its arenas, places and agreements.

    A file that says what is in force changes nothing and gives the version there is. Raises
    ProgrammeRefused when the file has errors, and then nothing is stored.
    """
    content, problems = _read(text, timezone.localdate(now), only)
    if content is None:
        raise ProgrammeRefused([problem for problem in problems if problem.severity == "error"])
    written = text if isinstance(text, str) else text.decode("utf-8-sig")
    return _put_in_force(by, content, written, now)


def restore(*, by: int | None, code: str, number: int, now: dt.datetime) -> ProgrammeVersion:
    """Put an earlier version in force again, as a new version: the way to take a version back.

    The earlier file is read again against what is stored today.
    """
    current = queries.programme(code)
    earlier = queries.version(current.pk, number) if current else None
    if earlier is None:
        raise NoSuchVersion(code, number)
    return apply(by=by, text=earlier.text, now=now, only=code)


def _put_in_force(by: int | None, content: dict[str, Any], text: str, now: dt.datetime) -> ProgrammeVersion:
    document = document_from(content)
    row = _programme_row(document)
    last = row.versions.order_by("-number").first()
    if last is not None and last.document == content:
        return last
    before = document_from(last.document) if last else None
    _store_arenas(by, before, document, now)
    version = ProgrammeVersion.objects.create(
        programme=row,
        number=last.number + 1 if last else 1,
        document=content,
        text=text,
        applied_at=now,
        applied_by_id=by,
    )
    kinds = sorted({change.kind for change in changes_between(before, document)})
    record_event(
        by=by,
        act="apply_programme",
        subject=f"programmes.Programme:{row.pk}",
        now=now,
        detail={"code": document.code, "number": version.number, "changes": kinds},
    )
    return version


def _programme_row(document: ProgrammeDocument) -> Programme:
    """The programme itself, made or moved to where the document says, and locked for this transaction."""
    specialty = curriculum.specialty(document.specialty)
    department = organisations.organisation(document.department)
    belongs = {"specialty": specialty, "department": department}
    Programme.objects.get_or_create(code=document.code, defaults=belongs)
    row = Programme.objects.select_for_update().get(code=document.code)
    if [row.specialty, row.department] != [specialty, department]:
        Programme.objects.filter(pk=row.pk).update(**belongs)
    return row


def _store_arenas(
    by: int | None, before: ProgrammeDocument | None, document: ProgrammeDocument, now: dt.datetime
) -> None:
    """Arenas, places and agreements as the document has them; agreements it drops are withdrawn."""
    for arena in document.arenas:
        organisation_actions.save_arena(
            by=by,
            code=arena.id,
            names=arena.name,
            short=arena.short["nb"] if arena.short != arena.name else "",
            department=arena.department,
            places=[
                organisations.Capacity(p.from_month, p.through_month, p.places, p.minimum)
                for p in arena.places
            ],
            counts=arena.counts,
            now=now,
        )
    for terms in document.agreements:
        organisation_actions.save_agreement(
            by=by,
            code=terms.id,
            kind=terms.kind,
            provider=terms.partner,
            receiver=document.department,
            arenas=terms.arenas,
            in_force_from=terms.in_force_from,
            in_force_to=terms.in_force_to,
            now=now,
        )
    kept = {terms.id for terms in document.agreements}
    for terms in before.agreements if before else ():
        if terms.id not in kept:
            organisation_actions.withdraw_agreement(
                by=by, code=terms.id, receiver=document.department, now=now
            )


def load_shipped_programmes(now: dt.datetime) -> None:
    """Put the programmes that come with Borealis in force where none is yet; later versions stay."""
    folder = resources.files("borealis.programmes") / "data"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml") and queries.programme(file.name.removesuffix(".yaml")) is None:
            apply(by=None, text=file.read_bytes(), now=now)
