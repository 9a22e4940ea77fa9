"""Storing bodies, their arenas and the agreements between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from borealis.audit.actions import record_event
from borealis.organisations.models import Agreement, Arena, ArenaCapacity, Organisation, Relation
from borealis.organisations.queries import Capacity
from borealis.organisations.reading import read_organisations
from borealis.organisations.shipped import shipped_files
from borealis.shell.located import Problem


class OrganisationsRefused(ValueError):
    """A file of organisations cannot be used. ``problems`` say why, by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.line}: {p.message}" for p in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Applied:
    """How many bodies a file added and changed."""

    added: int
    changed: int


def import_organisations(*, by: int | None, text: bytes | str, now: dt.datetime) -> Applied:
    """Store what a file says; raises OrganisationsRefused, and then nothing is stored."""
    document, problems = read_organisations(text, parents())
    if document is None:
        raise OrganisationsRefused(problems)
    return apply_organisations(by=by, document=document, now=now)


def parents() -> dict[str, str | None]:
    """The code of the parent of every stored body."""
    return dict(Organisation.objects.values_list("code", "parent__code"))


@transaction.atomic
def apply_organisations(*, by: int | None, document: Mapping[str, Any], now: dt.datetime) -> Applied:
    """Add and update the bodies and relations of a checked document; what it does not name stays.

    A document that changes nothing leaves no event.
    """
    rows = {row.code: row for row in Organisation.objects.all()}
    added, changed = [], []
    for entry in document["organisations"]:
        row = rows.setdefault(entry["code"], Organisation(code=entry["code"]))
        before = _fields(row) if row.pk else None
        _fill(row, entry)
        if before is None:
            row.save()
            added.append(row.code)
        elif _fields(row) != before:
            changed.append(row.code)
    for entry in document["organisations"]:
        row = rows[entry["code"]]
        parent = rows[entry["parent"]] if entry.get("parent") else None
        if row.parent_id != (parent.pk if parent else None):
            row.parent = parent
            if row.code not in added and row.code not in changed:
                changed.append(row.code)
        row.full_clean()
        row.save()
    new_ties = _relate(rows, document.get("relations") or ())
    if added or changed or new_ties:
        detail = {"added": added, "changed": changed, "relations": new_ties}
        record_event(
            by=by, act="apply_organisations", subject="organisations.Organisation", now=now, detail=detail
        )
    return Applied(len(added), len(changed))


def _fields(row: Organisation) -> tuple[object, ...]:
    return (row.kind, row.name_nb, row.name_nn, row.name_en, row.short_name, row.town, row.approved)


def _fill(row: Organisation, entry: Mapping[str, Any]) -> None:
    row.kind = entry["kind"]
    row.name_nb = entry["name"]["nb"]
    row.name_nn = entry["name"].get("nn", "")
    row.name_en = entry["name"].get("en", "")
    row.short_name = entry.get("short") or ""
    row.town = entry.get("town") or ""
    row.approved = bool(entry.get("approved"))


def _relate(rows: Mapping[str, Organisation], relations: Iterable[Mapping[str, str]]) -> int:
    made = 0
    for relation in relations:
        _, new = Relation.objects.get_or_create(
            subject=rows[relation["subject"]], kind=relation["kind"], object=rows[relation["object"]]
        )
        made += new
    return made


def load_shipped_organisations(now: dt.datetime) -> None:
    """Store the bodies that come with Borealis; loading them again changes nothing."""
    for text in shipped_files():
        import_organisations(by=None, text=text, now=now)


@transaction.atomic
def save_arena(
    *,
    by: int | None,
    code: str,
    names: Mapping[str, str],
    short: str,
    department: str,
    places: Sequence[Capacity],
    now: dt.datetime,
    counts: str = "people",
) -> Arena:
    """Add or update an arena and its places by period. ``department`` is an organisation's code.

    ``counts`` says what takes a place: each of the "people", or the "fraction" that each works.
    """
    row = Arena.objects.filter(code=code).first() or Arena(code=code)
    before = (row.pk, row.name_nb, row.name_nn, row.name_en, row.short_name, row.department_id, row.counts)
    row.name_nb, row.name_nn = names["nb"], names.get("nn", "")
    row.name_en, row.short_name = names.get("en", ""), short
    row.department, row.counts = Organisation.objects.get(code=department), counts
    row.full_clean()
    row.save()
    moved = _set_places(row, places)
    after = (row.pk, row.name_nb, row.name_nn, row.name_en, row.short_name, row.department_id, row.counts)
    if before != after or moved:
        detail = {"code": code, "places": [_period(period) for period in places], "counts": counts}
        record_event(by=by, act="save_arena", subject=f"organisations.Arena:{row.pk}", now=now, detail=detail)
    return row


def _set_places(row: Arena, places: Sequence[Capacity]) -> bool:
    """Replace the periods of an arena; says whether anything changed."""
    fields = ("from_month", "through_month", "places", "minimum")
    stored = [Capacity(*values) for values in row.capacities.order_by("from_month").values_list(*fields)]
    wanted = sorted(places, key=lambda period: period.from_month)
    if stored == wanted:
        return False
    row.capacities.all().delete()
    for period in wanted:
        ArenaCapacity.objects.create(arena=row, **{field: getattr(period, field) for field in fields})
    return True


def _period(period: Capacity) -> list[str | int | None]:
    last = period.through_month.isoformat() if period.through_month else None
    return [period.from_month.isoformat(), last, period.places, period.minimum]


@transaction.atomic
def save_agreement(
    *,
    by: int | None,
    code: str,
    kind: str,
    provider: str,
    receiver: str,
    arenas: Sequence[str],
    in_force_from: dt.date,
    in_force_to: dt.date | None,
    now: dt.datetime,
) -> Agreement:
    """Add or update an agreement. ``provider`` and ``receiver`` are codes of organisations."""
    row = Agreement.objects.filter(code=code).first() or Agreement(code=code)
    named = {org.code: org for org in Organisation.objects.filter(code__in=[provider, receiver])}
    before = _terms(row) if row.pk else None
    row.kind, row.provider, row.receiver = kind, named[provider], named[receiver]
    row.in_force_from, row.in_force_to = in_force_from, in_force_to
    row.full_clean()
    row.save()
    row.arenas.set(Arena.objects.filter(code__in=set(arenas)))
    if before != _terms(row):
        last = in_force_to.isoformat() if in_force_to else None
        detail = {"code": code, "from": in_force_from.isoformat(), "through": last, "arenas": list(arenas)}
        record_event(
            by=by, act="save_agreement", subject=f"organisations.Agreement:{row.pk}", now=now, detail=detail
        )
    return row


def _terms(row: Agreement) -> tuple[object, ...]:
    arenas = frozenset(row.arenas.values_list("code", flat=True))
    return (row.kind, row.provider_id, row.receiver_id, row.in_force_from, row.in_force_to, arenas)


@transaction.atomic
def withdraw_agreement(*, by: int | None, code: str, receiver: str, now: dt.datetime) -> None:
    """Remove an agreement that a programme no longer names. What was agreed stays in the record."""
    row = Agreement.objects.filter(code=code, receiver__code=receiver).first()
    if row is not None:
        subject = f"organisations.Agreement:{row.pk}"
        row.delete()
        record_event(by=by, act="withdraw_agreement", subject=subject, now=now, detail={"code": code})
