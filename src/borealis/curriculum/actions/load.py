"""Loading the specialties and goal sets that come with Borealis."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from borealis.audit.actions import record_event
from borealis.curriculum.actions.store import (
    create_levels,
    create_sets,
    goal_row,
    localised_fields,
    set_fields,
)
from borealis.curriculum.models import (
    CurriculumImport,
    EarlierName,
    Goal,
    GoalGroup,
    GoalSet,
    Replacement,
    Requirement,
    Specialty,
)
from borealis.curriculum.queries import SHIPPED, shipped_is_loaded
from borealis.curriculum.rules import SetText, SpecialtyText
from borealis.curriculum.sources import catalogue


@transaction.atomic
def load_shipped(now: dt.datetime) -> bool:
    """Bring the stored curriculum up to date with the shipped files; False when it already was.

    Titles, levels and days are the files'; legal wording and a last day that were imported stay, and
    no goal is removed, since a trainee may have reached it.
    """
    if shipped_is_loaded():
        return False
    specialties, sets = catalogue.read_shipped()
    for specialty in specialties:
        _put_specialty(specialty)
    known = {row.code: row for row in GoalSet.objects.filter(code__in=[text.code for text in sets])}
    create_sets(text for text in sets if text.code not in known)
    for text in sets:
        if text.code in known:
            _update_set(known[text.code], text)
    for text in sets:
        _put_replacements(text)
    digest = catalogue.shipped_digest()
    row = CurriculumImport.objects.create(
        applied_at=now,
        source=SHIPPED,
        digest=digest,
        changes={"specialties": len(specialties), "sets": [text.code for text in sets]},
    )
    record_event(
        by=None,
        act="load_curriculum",
        subject=f"curriculum.CurriculumImport:{row.pk}",
        now=now,
        detail={"digest": digest},
    )
    return True


def _put_specialty(text: SpecialtyText) -> None:
    row, _ = Specialty.objects.update_or_create(
        code=text.code,
        defaults={
            "chapter": text.chapter,
            "part2": text.part2,
            "in_force_from": text.in_force_from,
            "in_force_to": text.in_force_to,
            "verified": text.verified,
            **localised_fields("name", text.name),
            **localised_fields("note", text.note),
        },
    )
    for name, last in text.earlier_names:
        EarlierName.objects.update_or_create(
            specialty=row, in_force_to=last, defaults=localised_fields("name", name)
        )


def _update_set(row: GoalSet, text: SetText) -> None:
    """Bring a stored set up to date with a newer file."""
    specialties = dict(Specialty.objects.values_list("code", "pk"))
    fields = set_fields(text, specialties)
    if text.in_force_to is None:  # an imported act may have ended the set
        fields["in_force_to"] = row.in_force_to
    GoalSet.objects.filter(pk=row.pk).update(**fields)
    stored = {goal.code: goal for goal in row.goals.prefetch_related("requirements")}
    number = 0
    for order, group in enumerate(text.groups, start=1):
        place, _ = GoalGroup.objects.update_or_create(
            goal_set=row, order=order, defaults={"code": group.code, **localised_fields("name", group.name)}
        )
        for goal in group.goals:
            number += 1
            fresh = goal_row(row, place, number, goal)
            known = stored.get(goal.code)
            if known is None:
                fresh.save()
                create_levels([(fresh, goal.levels)])
                continue
            fresh.pk, fresh.wording = known.pk, known.wording
            fresh.save()
            if tuple((part.kind, part.level) for part in known.requirements.all()) != goal.levels:
                Requirement.objects.filter(goal=known).delete()
                create_levels([(fresh, goal.levels)])


def _put_replacements(text: SetText) -> None:
    """Link the goals of a set to the older goals that they stand for, where the file says so."""
    for link in text.replaces:
        older = Goal.objects.filter(goal_set__code=link.older_set, code=link.older).first()
        newer = Goal.objects.get(goal_set__code=text.code, code=link.newer)
        if older is not None:
            Replacement.objects.update_or_create(older=older, newer=newer, defaults={"source": link.source})
