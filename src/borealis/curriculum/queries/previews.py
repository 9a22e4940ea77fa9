"""What an import would change, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from borealis.curriculum.models import Goal, GoalGroup, GoalSet, Replacement, Requirement, Specialty
from borealis.curriculum.rules import ChapterChange, GoalText, GroupText, Names, SetText, what_changes
from borealis.curriculum.sources import Source


@dataclass(frozen=True)
class ImportPreview:
    """The changes of one file, set by set. ``missing`` are prefixes that were read from the whole regulation
    before and do not stand in this text of it."""

    source: Source
    changes: tuple[ChapterChange, ...]
    missing: tuple[str, ...]

    @property
    def changes_something(self) -> bool:
        return any(change.changes_something for change in self.changes)


def preview_import(source: Source) -> ImportPreview:
    """Compare a file with what is stored."""
    prefixes = {text.prefix for text in source.sets}
    stored: dict[str, list[SetText]] = {}
    for row in stored_sets(GoalSet.objects.filter(prefix__in=prefixes)):
        stored.setdefault(row.prefix, []).append(row)
    changes = tuple(what_changes(text, stored.get(text.prefix, [])) for text in _named(source.sets))
    missing: tuple[str, ...] = ()
    if any(text.as_of for text in source.sets):
        known = GoalSet.objects.exclude(as_of=None).exclude(prefix__in=prefixes)
        missing = tuple(sorted(set(known.values_list("prefix", flat=True))))
    return ImportPreview(source, changes, missing)


def _named(sets: Iterable[SetText]) -> list[SetText]:
    """The sets with the names of their specialties, in three languages, where they have one."""
    names = {row.code: _names(row, "name") for row in Specialty.objects.all()}
    return [replace(text, name=names.get(text.specialty, text.name)) for text in sets]


def _names(row: object, field: str) -> Names:
    return Names(*(getattr(row, f"{field}_{language}") for language in ("nb", "nn", "en")))


def stored_sets(rows: Iterable[GoalSet]) -> list[SetText]:
    """Stored goal sets as values, in three reads however many they are."""
    sets = list(rows)
    keys = [row.pk for row in sets]
    levels: dict[int, list[tuple[str, int]]] = {}
    parts = Requirement.objects.filter(goal__goal_set__in=keys).order_by("goal", "order")
    for goal, kind, level in parts.values_list("goal_id", "kind", "level"):
        levels.setdefault(goal, []).append((kind, level))
    goals: dict[int, list[GoalText]] = {}
    for row in Goal.objects.filter(goal_set__in=keys).order_by("order"):
        text = GoalText(row.code, _names(row, "title"), row.wording, tuple(levels.get(row.pk, ())), row.stage)
        goals.setdefault(row.group_id, []).append(text)
    groups: dict[int, list[GroupText]] = {}
    for group in GoalGroup.objects.filter(goal_set__in=keys).order_by("order"):
        read = GroupText(group.code, _names(group, "name"), tuple(goals.get(group.pk, ())))
        groups.setdefault(group.goal_set_id, []).append(read)
    return [_set_text(row, tuple(groups.get(row.pk, ()))) for row in sets]


def _set_text(row: GoalSet, groups: tuple[GroupText, ...]) -> SetText:
    return SetText(
        code=row.code,
        prefix=row.prefix,
        name=_names(row, "name"),
        part=row.part,
        common=row.common,
        groups=groups,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
        as_of=row.as_of,
        act=row.act,
        source=row.source,
        author=row.author,
        reviewed_on=row.reviewed_on,
        note=_names(row, "note"),
    )


def followed_by(codes: Iterable[str]) -> dict[str, set[str]]:
    """For each of these sets, the sets whose goals stand for goals of it."""
    links = Replacement.objects.filter(older__goal_set__code__in=list(codes)).order_by()
    found: dict[str, set[str]] = {}
    for older, newer in links.values_list("older__goal_set__code", "newer__goal_set__code").distinct():
        found.setdefault(older, set()).add(newer)
    return found


def replacements_of(code: str) -> dict[str, list[str]]:
    """For each goal of a set, the older goals that it stands for, as «SET/GOAL»."""
    links = Replacement.objects.filter(newer__goal_set__code=code).order_by("older__code")
    found: dict[str, list[str]] = {}
    for newer, older_set, older in links.values_list("newer__code", "older__goal_set__code", "older__code"):
        found.setdefault(newer, []).append(f"{older_set}/{older}")
    return found
