"""Writing goal sets into the tables, many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable

from borealis.curriculum.models import Goal, GoalGroup, GoalSet, Requirement, Specialty
from borealis.curriculum.rules import GoalText, Levels, Names, SetText


def localised_fields(field: str, names: Names) -> dict[str, str]:
    """A text in three languages as the columns of a row: ``name_nb``, ``name_nn``, ``name_en``."""
    return {f"{field}_nb": names.nb, f"{field}_nn": names.nn, f"{field}_en": names.en}


def create_sets(texts: Iterable[SetText]) -> list[GoalSet]:
    """Store whole goal sets that are not there before, with groups, goals and requirement parts."""
    texts = list(texts)
    specialties = dict(Specialty.objects.values_list("code", "pk"))
    sets = GoalSet.objects.bulk_create([_set_row(text, specialties) for text in texts])
    pairs = list(zip(sets, texts, strict=True))
    groups = GoalGroup.objects.bulk_create(
        GoalGroup(goal_set=row, order=order, code=group.code, **localised_fields("name", group.name))
        for row, text in pairs
        for order, group in enumerate(text.groups, start=1)
    )
    places = iter(groups)
    goals: list[Goal] = []
    levels: list[Levels] = []
    for row, text in pairs:
        number = 0
        for group in text.groups:
            place = next(places)
            for goal in group.goals:
                number += 1
                goals.append(goal_row(row, place, number, goal))
                levels.append(goal.levels)
    create_levels(zip(Goal.objects.bulk_create(goals, batch_size=500), levels, strict=True))
    return sets


def create_levels(pairs: Iterable[tuple[Goal, Levels]]) -> None:
    """Store the requirement parts of goals that have none."""
    Requirement.objects.bulk_create(
        (
            Requirement(goal=goal, order=order, kind=kind, level=level)
            for goal, levels in pairs
            for order, (kind, level) in enumerate(levels)
        ),
        batch_size=500,
    )


def goal_row(goal_set: GoalSet, group: GoalGroup, order: int, text: GoalText) -> Goal:
    return Goal(
        goal_set=goal_set,
        group=group,
        order=order,
        code=text.code,
        stage=text.stage,
        wording=text.wording,
        **localised_fields("title", text.title),
    )


def _set_row(text: SetText, specialties: dict[str, int]) -> GoalSet:
    return GoalSet(code=text.code, **set_fields(text, specialties))


def set_fields(text: SetText, specialties: dict[str, int]) -> dict[str, object]:
    """The columns of a goal set, all but its code."""
    return {
        "prefix": text.prefix,
        "specialty_id": specialties.get(text.specialty),
        "part": text.part,
        "common": text.common,
        "in_force_from": text.in_force_from,
        "in_force_to": text.in_force_to,
        "as_of": text.as_of,
        "act": text.act,
        "source": text.source,
        "author": text.author,
        "reviewed_on": text.reviewed_on,
        **localised_fields("name", text.name),
        **localised_fields("note", text.note),
    }
