"""All that a description is built from, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from borealis.curriculum import queries as curriculum
from borealis.organisations import queries as organisations
from borealis.people.queries import holders
from borealis.programmes.known_courses import KnownCourse, known_courses
from borealis.programmes.queries import CurrentProgramme, coverage_in
from borealis.programmes.rules import ArenaOffer, Coverage, ProgrammeDocument, Text
from borealis.shell.language import text_in


@dataclass(frozen=True)
class Area:
    """An area of the common goals and how many goals it has."""

    name: str
    goals: int


@dataclass(frozen=True)
class CommonSet:
    """The common goals of one set: how many, by area, and the days they hold."""

    goals: int
    areas: tuple[Area, ...]
    in_force_from: dt.date | None
    in_force_to: dt.date | None


@dataclass(frozen=True)
class Basis:
    """A programme on a day, with the names of everything around it in the reader's language."""

    programme: CurrentProgramme
    on: dt.date
    coverage: Coverage
    around: organisations.Surroundings
    names: Mapping[str, str]
    towns: Mapping[str, str]
    specialty: str
    common: tuple[CommonSet, ...]
    earlier_common: tuple[CommonSet, ...]
    set_days: tuple[dt.date, ...]
    contact_names: tuple[str, ...]
    courses: Mapping[str, KnownCourse]

    @property
    def document(self) -> ProgrammeDocument:
        return self.programme.document

    @property
    def trust(self) -> str:
        """The trust's short name, or the department's where there is no trust above it."""
        trust = self.around.trust
        return organisations.name_of(trust, short=True) if trust else self.names[self.document.department]

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def arena_name(self, arena: ArenaOffer) -> str:
        return text_in(arena.name)


def basis_of(programme: CurrentProgramme, on: dt.date) -> Basis:
    """Read what the description needs."""
    document = programme.document
    named = organisations.organisations(_codes(document))
    towns = organisations.towns(row.pk for row in named.values())
    specialty = curriculum.specialty(document.specialty)
    sets = [row for code in document.goal_sets if (row := curriculum.goal_set(code))]
    days = [row.in_force_from for row in sets if row.in_force_from]
    contact = named.get(document.contact.organisation)
    people = holders(document.contact.role, contact.pk, on) if contact else ()
    return Basis(
        programme=programme,
        on=on,
        coverage=coverage_in(document, on),
        around=organisations.surroundings(programme.department_id),
        names={code: organisations.name_of(row) for code, row in named.items()},
        towns={code: towns[row.pk] for code, row in named.items()},
        specialty=curriculum.name_of(specialty, on) if specialty else document.specialty,
        common=_common_sets(document.goal_sets),
        earlier_common=_common_sets(document.earlier_goal_sets),
        set_days=tuple(dict.fromkeys(days)),
        contact_names=tuple(person.name for person in people),
        courses=known_courses(document.course_codes),
    )


def _codes(document: ProgrammeDocument) -> set[str]:
    """Every organisation that the document names."""
    codes = {document.department, document.contact.organisation, document.research.partner}
    codes |= {arena.department for arena in document.arenas}
    codes |= {terms.partner for terms in document.agreements}
    return codes | {code for series in document.teaching.series for code in series.partners}


def _common_sets(codes: Iterable[str]) -> tuple[CommonSet, ...]:
    """The common ones of these sets, with their goals by area in order."""
    found = []
    for code in codes:
        row = curriculum.goal_set(code)
        if row is None or not row.common:
            continue
        areas: dict[str, int] = {}
        for goal in curriculum.goals_of([code]):
            areas[goal.group_name] = areas.get(goal.group_name, 0) + 1
        found.append(
            CommonSet(
                goals=sum(areas.values()),
                areas=tuple(Area(name, count) for name, count in areas.items()),
                in_force_from=row.in_force_from,
                in_force_to=row.in_force_to,
            )
        )
    return tuple(found)


def texts(parts: Iterable[Text]) -> tuple[str, ...]:
    """Texts in the reader's language, without the empty ones."""
    return tuple(text for part in parts if (text := text_in(part)))
