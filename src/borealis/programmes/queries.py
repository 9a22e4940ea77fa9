"""Reading programmes: the version in force, what it covers, and its history."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from borealis.curriculum import queries as curriculum
from borealis.organisations import queries as organisations
from borealis.people.queries import Viewer
from borealis.programmes import permissions
from borealis.programmes.known_courses import in_use
from borealis.programmes.models import Programme, ProgrammeVersion
from borealis.programmes.reading import Known, SetFacts
from borealis.programmes.rules import Coverage, ProgrammeDocument, coverage, document_from, offered_codes
from borealis.shell.once import kept_for_page
from borealis.shell.prepared import KEY, TEXT, prepared


@dataclass(frozen=True)
class CurrentProgramme:
    """A programme with the document of its version in force. ``specialty`` is the prefix (NUK)."""

    code: str
    pk: int
    specialty: str
    department_id: int
    number: int
    applied_at: dt.datetime
    document: ProgrammeDocument


@dataclass(frozen=True)
class OfferSize:
    """How many goals a programme follows, and how many of them some arena offers."""

    goals: int
    offered: int


def programme(code: str) -> CurrentProgramme | None:
    """The programme with a code as it is in force, or None."""
    return _read(code) or next(iter(_kept(_BY_CODE(code=code))), None)


def programme_by_id(pk: int) -> CurrentProgramme | None:
    """The programme with a key as it is in force, or None."""
    return _read(pk) or next(iter(_kept(_BY_KEY(pk=pk))), None)


def _read(key: str | int) -> CurrentProgramme | None:
    """The programme with this code or key, where the page has read it already."""
    found: CurrentProgramme | None = kept_for_page("programmes").get(key)
    return found


def programmes() -> list[CurrentProgramme]:
    """Every programme as it is in force, by code. Programmes are public."""
    return _kept(_ALL())


def programmes_visible(viewer: Viewer) -> list[CurrentProgramme]:
    """The programmes whose inside the viewer may see, by code."""
    return _kept(_current(permissions.visible_to(viewer)))


def _current(rows: QuerySet[Programme]) -> QuerySet[ProgrammeVersion, tuple[Any, ...]]:
    """The version in force of each programme, as plain values."""
    newest = ProgrammeVersion.objects.filter(programme=OuterRef("programme")).order_by("-number")
    versions = ProgrammeVersion.objects.filter(
        programme__in=rows, number=Subquery(newest.values("number")[:1])
    )
    return versions.order_by("programme__code").values_list(
        "programme__code",
        "programme_id",
        "programme__specialty__code",
        "programme__department_id",
        "number",
        "applied_at",
        Cast("document", TextField()),
    )


_ALL = prepared(lambda: _current(Programme.objects.all()))
_BY_CODE = prepared(lambda code: _current(Programme.objects.filter(code=code)), code=TEXT)
_BY_KEY = prepared(lambda pk: _current(Programme.objects.filter(pk=pk)), pk=KEY)


def _kept(versions: Iterable[tuple[Any, ...]]) -> list[CurrentProgramme]:
    """The programmes of these versions, kept for the rest of the page."""
    found = [
        CurrentProgramme(code, pk, specialty, department_id, number, applied_at, _document(written))
        for code, pk, specialty, department_id, number, applied_at, written in versions
    ]
    kept_for_page("programmes").update({key: one for one in found for key in (one.code, one.pk)})
    return found


@lru_cache(maxsize=64)
def _document(written: str) -> ProgrammeDocument:
    """The document that a text of JSON says: read once, since nearly every page asks for it."""
    return document_from(json.loads(written))


def versions(programme_id: int) -> QuerySet[ProgrammeVersion]:
    """The versions of a programme, newest first, with who applied each."""
    rows = ProgrammeVersion.objects.filter(programme_id=programme_id).select_related("applied_by")
    return rows.order_by("-number").defer("document", "text")


def version(programme_id: int, number: int) -> ProgrammeVersion | None:
    """One version of a programme, or None."""
    return ProgrammeVersion.objects.filter(programme_id=programme_id, number=number).first()


def goals_of(document: ProgrammeDocument) -> list[curriculum.GoalView]:
    """The goals of the sets that a programme follows, in order."""
    return curriculum.goals_of(document.goal_sets)


def coverage_of(code: str, on: dt.date) -> Coverage | None:
    """Which goals a programme offers where on a day; None when there is no such programme."""
    found = programme(code)
    return coverage_in(found.document, on) if found else None


def coverage_in(document: ProgrammeDocument, on: dt.date) -> Coverage:
    """Which goals a document offers where on a day."""
    return coverage(document, goals_of(document), on)


def offer_size(document: ProgrammeDocument, on: dt.date) -> OfferSize:
    """How many goals a document offers on a day, as its coverage would count them, without telling which."""
    codes, offered = curriculum.goal_codes(document.goal_sets), offered_codes(document, on)
    return OfferSize(len(codes), sum(code in offered for code in codes))


def known_for(content: Mapping[str, Any], on: dt.date, only: str = "") -> Known:
    """What is stored that a file of the right shape may name. ``only``: the programme it must be."""
    current = programme(only or content["code"])
    named = {*content["goal_sets"], *(content.get("earlier_goal_sets") or ())}
    agreements = [terms["id"] for terms in content.get("agreements") or ()]
    return Known(
        on=on,
        specialties=_specialties(content["specialty"], on),
        goal_sets=_set_facts(content["specialty"], named, on),
        organisations=organisations.lines(),
        arenas=organisations.arena_owners(arena["id"] for arena in content["arenas"]),
        agreements=organisations.agreement_receivers(agreements),
        own_arenas=frozenset(arena.id for arena in current.document.arenas) if current else frozenset(),
        only=only,
        department=organisations.organisation_code(current.department_id) if current else "",
        courses=in_use([course["course"] for course in content.get("courses") or ()]),
    )


def _specialties(named: str, on: dt.date) -> frozenset[str]:
    """Prefixes of specialties in force, and the named one if it is stored at all."""
    stored = [named] if curriculum.specialty(named) else []
    return frozenset([*stored, *(row.code for row in curriculum.specialties_in_force(on))])


def _set_facts(specialty: str, named: set[str], on: dt.date) -> dict[str, SetFacts]:
    """The named goal sets that are stored, and those in force for the specialty."""
    row = curriculum.specialty(specialty)
    in_force = curriculum.goal_sets_in_force(row, on) if row else []
    stored = [*in_force, *filter(None, (curriculum.goal_set(code) for code in sorted(named)))]
    goals: dict[str, list[str]] = {}
    for goal in curriculum.goals_of(goal_set.code for goal_set in stored):
        goals.setdefault(goal.set_code, []).append(goal.code)
    return {
        goal_set.code: SetFacts(
            goals=tuple(goals.get(goal_set.code, ())),
            specialty=goal_set.specialty.code if goal_set.specialty else "",
            in_force_to=goal_set.in_force_to,
        )
        for goal_set in stored
    }
