"""Reading the tree of bodies, their arenas and agreements. All of it is public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from borealis.organisations.models import Agreement, Arena, ArenaCapacity, Organisation, Relation
from borealis.organisations.rules import Node, Tree, tree_of
from borealis.shell.language import localised
from borealis.shell.once import read_once
from borealis.shell.prepared import prepared


@dataclass(frozen=True)
class Capacity:
    """Places in an arena from one month through another (None: until further), months as first days."""

    from_month: dt.date
    through_month: dt.date | None
    places: int
    minimum: int


@dataclass(frozen=True)
class AgreementView:
    """An agreement: who lets whom use which arenas, between two days (both included)."""

    code: str
    kind: str
    provider_id: int
    receiver_id: int
    arenas: tuple[str, ...]
    in_force_from: dt.date
    in_force_to: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True)
class Surroundings:
    """The trust around a body, and what is said of it: where its hospitals are, whom it works with."""

    trust: Organisation | None
    health_authority: Organisation | None
    line: tuple[Organisation, ...]
    hospitals: tuple[Organisation, ...]
    psychiatric_centres: tuple[Organisation, ...]
    university_hospital_of: tuple[Organisation, ...]
    regional_hospital_of: tuple[Organisation, ...]
    cooperates_with: tuple[Organisation, ...]


_NODES = prepared(
    lambda: Organisation.objects.order_by("pk").values_list("pk", "code", "kind", "parent_id", "town")
)


@read_once
def tree() -> Tree:
    """Every body with its place in the tree, in one read."""
    return tree_of(Node(*row) for row in _NODES())


def organisation(code: str) -> Organisation:
    """The body with a code; raises Organisation.DoesNotExist."""
    return Organisation.objects.get(code=code)


def organisation_code(org_id: int) -> str:
    """The code of the body with a key; "" if there is none."""
    return Organisation.objects.filter(pk=org_id).values_list("code", flat=True).first() or ""


def organisations(codes: Iterable[str] | None = None) -> dict[str, Organisation]:
    """Bodies by code, in stored order; all of them when no codes are given."""
    rows = Organisation.objects.order_by("pk")
    return {row.code: row for row in (rows if codes is None else rows.filter(code__in=set(codes)))}


def ancestors(org_id: int) -> list[Organisation]:
    """Everything above a body, nearest first."""
    above = [node.pk for node in tree().ancestors(org_id)]
    rows = Organisation.objects.in_bulk(above)
    return [rows[pk] for pk in above]


def line_ids(org_id: int) -> tuple[int, ...]:
    """The body and everything above it, nearest first: where a role must be held to reach it."""
    return tuple(node.pk for node in tree().line(org_id))


def lines_of(org_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The same for several bodies, by body, in one read."""
    whole = tree()
    return {pk: frozenset(node.pk for node in whole.line(pk)) for pk in org_ids}


def is_approved(org_id: int) -> bool:
    """Whether a body, or one above it, is an approved training enterprise (§ 19)."""
    return Organisation.objects.filter(pk__in=line_ids(org_id), approved=True).exists()


def within(org_ids: Iterable[int]) -> frozenset[int]:
    """The bodies themselves and everything below them."""
    wanted = frozenset(org_ids)
    return tree().within(wanted) if wanted else wanted


def hospital_town(org: Organisation) -> str:
    """The body's own town, or that of the nearest body above it; "" if none has one."""
    return org.town or tree().town(org.pk)


def towns(org_ids: Iterable[int]) -> dict[int, str]:
    """The town of each body, in one read."""
    known = tree()
    return {pk: known.town(pk) for pk in org_ids}


def arenas(codes: Iterable[str]) -> dict[str, Arena]:
    """Arenas by code, with their department, in stored order."""
    rows = Arena.objects.filter(code__in=set(codes)).select_related("department").order_by("pk")
    return {row.code: row for row in rows}


def shared_arenas(codes: Iterable[str]) -> frozenset[str]:
    """Those of these arenas whose places are counted by what each works, so that they can be shared."""
    rows = Arena.objects.filter(code__in=set(codes), counts="fraction")
    return frozenset(rows.values_list("code", flat=True))


def arena_owners(codes: Iterable[str]) -> dict[str, str]:
    """The department's code for each of these arenas that is stored."""
    rows = Arena.objects.filter(code__in=set(codes))
    return dict(rows.values_list("code", "department__code"))


def agreement_receivers(codes: Iterable[str]) -> dict[str, str]:
    """The code of the body that holds each of these agreements that is stored."""
    rows = Agreement.objects.filter(code__in=set(codes))
    return dict(rows.values_list("code", "receiver__code"))


def lines() -> dict[str, tuple[str, ...]]:
    """For each body its own code and the codes of everything above it, nearest first."""
    known = tree()
    return {node.code: tuple(above.code for above in known.line(node.pk)) for node in known.nodes.values()}


def capacities(arena_codes: Iterable[str]) -> dict[str, list[Capacity]]:
    """The periods of places for each arena, earliest first. An empty list: no limit is set."""
    wanted = set(arena_codes)
    found: dict[str, list[Capacity]] = {code: [] for code in sorted(wanted)}
    rows = ArenaCapacity.objects.filter(arena__code__in=wanted).select_related("arena").order_by("from_month")
    for row in rows:
        found[row.arena.code].append(Capacity(row.from_month, row.through_month, row.places, row.minimum))
    return found


def agreements(codes: Iterable[str] | None = None) -> dict[str, AgreementView]:
    """Agreements by code; all of them when no codes are given."""
    rows = Agreement.objects.prefetch_related("arenas").order_by("code")
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    return {
        row.code: AgreementView(
            code=row.code,
            kind=row.kind,
            provider_id=row.provider_id,
            receiver_id=row.receiver_id,
            arenas=tuple(arena.code for arena in row.arenas.all()),
            in_force_from=row.in_force_from,
            in_force_to=row.in_force_to,
        )
        for row in rows
    }


def surroundings(org_id: int) -> Surroundings:
    """What the tree and the relations say of the place of a department, in two reads."""
    known = tree()
    trust = known.nearest(org_id, "trust")
    authority = known.nearest(org_id, "health_authority")
    hospitals = known.below(trust.pk, "hospital") if trust else ()
    centres = known.below(trust.pk, "psychiatric_centre") if trust else ()
    ties = list(Relation.objects.filter(subject_id=trust.pk).order_by("pk")) if trust else []
    line = tuple(known.line(org_id))
    wanted = {node.pk for node in (*line, *hospitals, *centres)} | {tie.object_id for tie in ties}
    rows = Organisation.objects.in_bulk(wanted)

    def tied(kind: str) -> tuple[Organisation, ...]:
        return tuple(rows[tie.object_id] for tie in ties if tie.kind == kind)

    return Surroundings(
        trust=rows[trust.pk] if trust else None,
        health_authority=rows[authority.pk] if authority else None,
        line=tuple(rows[node.pk] for node in line),
        hospitals=tuple(rows[node.pk] for node in hospitals),
        psychiatric_centres=tuple(rows[node.pk] for node in centres),
        university_hospital_of=tied("university_hospital_of"),
        regional_hospital_of=tied("regional_hospital_of"),
        cooperates_with=tied("cooperates_with"),
    )


def name_of(org: Organisation, *, short: bool = False) -> str:
    """A body's name in the reader's language; its short name, if it has one, when that is enough."""
    return (org.short_name if short else "") or localised(org, "name")


def name_by_id(org_id: int) -> str:
    """The name of a body in the reader's language; raises Organisation.DoesNotExist."""
    return name_of(Organisation.objects.get(pk=org_id))
