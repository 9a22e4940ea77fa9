"""Who recommends and who decides for a doctor, by name, so that a page can say whom to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from borealis.organisations.queries import lines_of
from borealis.people.directory import assignments, persons
from borealis.people.queries import employed_among
from borealis.people.rules import ROLES
from borealis.portfolio.models import Assessment, SignatureAnswer
from borealis.shell.prepared import DAY, KEYS, TEXTS, prepared
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import guides_on

DECIDING_ROLES = tuple(code for code, role in ROLES.items() if "decide_goals" in role.powers)
SUPERVISING_ROLES = tuple(code for code, role in ROLES.items() if "supervise" in role.powers)


_HELD = prepared(
    lambda roles, on: (
        assignments()
        .in_force(on)
        .filter(role__in=roles)
        .values_list("role", "person_id", "organisation_id", "trainee_id")
    ),
    roles=TEXTS,
    on=DAY,
)
_NAMES = prepared(lambda people: persons().filter(pk__in=people).values_list("pk", "name"), people=KEYS)
_SIGNED = prepared(
    lambda trainees: (
        SignatureAnswer.objects.filter(ask__trainee__in=trainees, undone_at=None, by__isnull=False)
        .order_by()
        .values_list("ask__trainee_id", "by_id")
        .distinct()
    ),
    trainees=KEYS,
)
_ASSESSED = prepared(
    lambda trainees: (
        Assessment.objects.filter(trainee__in=trainees, assessor__isnull=False)
        .order_by()
        .values_list("trainee_id", "assessor_id")
        .distinct()
    ),
    trainees=KEYS,
)


@dataclass(frozen=True)
class Around:
    """Names: the guide in force, others who may recommend, and those who decide."""

    guide: str
    supervisors: tuple[str, ...]
    deciders: tuple[str, ...]


def around(trainee: Trainee, on: dt.date) -> Around:
    """Who can do what for a doctor on a day."""
    return around_each([trainee], on)[trainee.pk]


def around_each(trainees: Iterable[Trainee], on: dt.date) -> dict[int, Around]:
    """The same for several doctors, by doctor, in a fixed number of queries."""
    rows = list(trainees)
    guides, signers = guides_on([row.pk for row in rows], on), _signers(rows)
    supervising, deciding = _holders(rows, (SUPERVISING_ROLES, DECIDING_ROLES), on)
    everyone = {*guides.values()}.union(*signers.values(), *supervising.values(), *deciding.values())
    names = dict(_NAMES(people=employed_among(everyone, on)))

    def named(keys: set[int]) -> tuple[str, ...]:
        return tuple(sorted(names[pk] for pk in keys if pk in names))

    return {
        row.pk: Around(
            names.get(guides.get(row.pk, 0), ""),
            named((signers[row.pk] | supervising[row.pk]) - {row.person_id, guides.get(row.pk, 0)}),
            named(deciding[row.pk] - {row.person_id}),
        )
        for row in rows
    }


def _holders(
    trainees: list[Trainee], kinds: tuple[tuple[str, ...], ...], on: dt.date
) -> list[dict[int, set[int]]]:
    """For each kind of roles, who holds one of them, by doctor: at the department or above it, or for the
    doctor alone."""
    lines = lines_of({row.programme.department_id for row in trainees})
    held = _HELD(roles=sorted({role for roles in kinds for role in roles}), on=on)
    return [
        {
            row.pk: {
                person
                for role, person, place, alone in held
                if role in roles and (alone == row.pk or place in lines[row.programme.department_id])
            }
            for row in trainees
        }
        for roles in kinds
    ]


def _signers(trainees: list[Trainee]) -> dict[int, set[int]]:
    """Those who have signed or assessed work, by doctor."""
    found: dict[int, set[int]] = {row.pk: set() for row in trainees}
    for pk, key in (*_SIGNED(trainees=found), *_ASSESSED(trainees=found)):
        found[pk].add(key)
    return found
