"""Who asks, in tests of permissions: those of the demonstration, some who hold one role elsewhere, and nobody.

``asked`` puts one question to all of them and sorts the answers, so that a test states the whole answer at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.organisations.queries import organisation
from borealis.people.directory import persons
from borealis.people.queries import NOBODY, HeldRole, Viewer, viewer_of
from tests.conftest import Told

HEAD, STAND_IN, TRAINING_LEAD = "Randi Snøugle", "Eirik Storlom", "Oddvar Fjelltind"
TORUNN, HENRIK, SUPERVISOR, DELEGATE = "Torunn Havørn", "Henrik Jerv", "Ylva Steinskvett", "Vigdis Alke"
COORDINATOR, RESEARCH_LEAD, CENTRE = "Berit Nordavind", "Liv Myrsnipe", "Tora Kvitbjørn"
FOR_ASLAK, AUDITOR, ADMINISTRATOR = "Gaute Skarv", "Sigrid Lavskrike", "Amund Fiskeørn"
NORA, JONAS, ASLAK, MAJA = "Nora Fjellrype", "Jonas Polarrev", "Aslak Isbre", "Maja Lomvi"
SUNNIVA, MIKKEL, EIR = "Sunniva Vindmåke", "Mikkel Snøspurv", "Eir Havsule"
TRAINEES = {NORA, JONAS, ASLAK, MAJA, SUNNIVA, MIKKEL, EIR}
LEADS = {HEAD, STAND_IN, TRAINING_LEAD}
WORK_HERE = LEADS | {TORUNN, HENRIK, SUPERVISOR, DELEGATE}
ABOVE = {COORDINATOR, RESEARCH_LEAD, CENTRE}  # of the trust and of the region

NO_PERSON = 0
SIGNED_OUT, HEAD_ELSEWHERE = "nobody", "a head elsewhere"


def holder(role: str, code: str, person_id: int = NO_PERSON) -> Viewer:
    """Somebody who holds one role at one place, and nothing else."""
    return Viewer(person_id, role, "", "nb", (HeldRole(role, organisation(code).pk, code),))


def viewer(told: Told, name: str) -> Viewer:
    """A person of the demonstration, today."""
    return viewer_of(persons().get(pk=told.people[name]), told.today)


def gone(asker: Viewer) -> Viewer:
    """The same person when the last post has ended: no role is left."""
    return replace(asker, roles=(), employed=False)


def everyone(told: Told) -> dict[str, Viewer]:
    """All of the demonstration, a head of another trust, and nobody."""
    known = {person.name: viewer_of(person, told.today) for person in persons()}
    return {**known, HEAD_ELSEWHERE: holder("head", "st-olavs"), SIGNED_OUT: NOBODY}


@dataclass(frozen=True)
class Answers:
    """Who is let in and who is told that they may not; everybody else finds nothing."""

    let_in: set[str]
    told_no: set[str]


def asked(door: Callable[[Viewer], Any], viewers: Mapping[str, Viewer]) -> Answers:
    """What each finds behind a door. Whatever it gives back, and be it empty, is an open door."""
    let_in, told_no = set(), set()
    for name, one in viewers.items():
        try:
            door(one)
        except Http404:
            continue
        except PermissionDenied:
            told_no.add(name)
        else:
            let_in.add(name)
    return Answers(let_in, told_no)


def only(door: Callable[[Viewer], Any], viewers: Mapping[str, Viewer]) -> set[str]:
    """Those for whom a question is answered with yes, or with anything that is not empty."""
    return {name for name, one in viewers.items() if door(one)}


def seen(rows: Iterable[Any]) -> set[int]:
    """The keys of rows."""
    return {row.pk for row in rows}
