"""Applying an import of legal text, and undoing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.curriculum.actions.store import create_levels, create_sets, goal_row, localised_fields
from borealis.curriculum.models import CurriculumImport, Goal, GoalGroup, GoalSet, Replacement, Requirement
from borealis.curriculum.queries import SHIPPED, preview_import
from borealis.curriculum.rules import ChapterChange
from borealis.curriculum.sources import Source

Changes = dict[str, list[Any]]


class UndoRefused(Exception):
    """An import cannot be undone; the message says why."""


@transaction.atomic
def apply_import(*, by: int | None, source: Source, now: dt.datetime) -> CurriculumImport | None:
    """Store what a file changes, and note what is needed to undo it; None when it changes nothing."""
    preview = preview_import(source)
    if not preview.changes_something:
        return None
    done: Changes = {"sets": [], "goals": [], "wording": [], "levels": [], "days": []}
    fresh = [change for change in preview.changes if change.kind in ("new", "version")]
    create_sets(change.incoming for change in fresh)
    done["sets"] = [change.incoming.code for change in fresh]
    for change in fresh:
        if change.kind == "version":
            _follow(change, done)
    _fill([change for change in preview.changes if change.kind == "same"], done)
    row = CurriculumImport.objects.create(
        by_id=by, applied_at=now, source=source.name, digest=source.digest, changes=done
    )
    _record("import_curriculum", row, by, now)
    _renew_statistics()
    return row


@transaction.atomic
def undo_import(*, by: int | None, now: dt.datetime) -> CurriculumImport:
    """Take back the latest import that was not undone. Raises ``UndoRefused``."""
    row = CurriculumImport.objects.filter(undone_at=None).exclude(source=SHIPPED).first()
    if row is None:
        raise UndoRefused(_("Det er ingen import å angre."))
    done: Changes = row.changes
    _refuse_used(done)
    for code, name, before, _after in done["days"]:
        GoalSet.objects.filter(code=code).update(**{name: before})
    for code in done["sets"]:
        _remove_set(code)
    _rewrite([(code, goal, before) for code, goal, before, _after in done["wording"]])
    for code, goals in _by_set(done["levels"]).items():
        _delete(Requirement.objects.filter(goal__goal_set__code=code, goal__code__in=goals))
    for code, goals in _by_set(done["goals"]).items():
        Goal.objects.filter(goal_set__code=code, code__in=goals).delete()
        GoalGroup.objects.filter(goal_set__code=code, goals=None).delete()
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    _record("undo_import_curriculum", row, by, now)
    return row


def _record(act: str, row: CurriculumImport, by: int | None, now: dt.datetime) -> None:
    detail = {"source": row.source, "digest": row.digest}
    record_event(by=by, act=act, subject=f"curriculum.CurriculumImport:{row.pk}", now=now, detail=detail)


def _by_set(pairs: list[list[str]]) -> dict[str, list[str]]:
    """Pairs of set and goal code, gathered by set."""
    gathered: dict[str, list[str]] = {}
    for code, goal in pairs:
        gathered.setdefault(code, []).append(goal)
    return gathered


def _follow(change: ChapterChange, done: Changes) -> None:
    """End the set that a new version follows, and link the goals that keep their id."""
    older = GoalSet.objects.get(code=change.target)
    newer = GoalSet.objects.get(code=change.incoming.code)
    before = older.in_force_to.isoformat() if older.in_force_to else None
    if change.ends and (older.in_force_to is None or older.in_force_to > change.ends):
        GoalSet.objects.filter(pk=older.pk).update(in_force_to=change.ends)
        done["days"].append([older.code, "in_force_to", before, change.ends.isoformat()])
    old_goals = dict(older.goals.values_list("code", "pk"))
    Replacement.objects.bulk_create(
        Replacement(older_id=old_goals[code], newer_id=key, source=change.incoming.source)
        for code, key in newer.goals.values_list("code", "pk")
        if code in old_goals
    )


def _fill(changes: list[ChapterChange], done: Changes) -> None:
    """Fill in and correct stored sets: wordings, levels where there are none, new goals, first day."""
    sets = {row.code: row for row in GoalSet.objects.filter(code__in=[c.target for c in changes])}
    for change in changes:
        if not change.changes_something:
            continue
        row = sets[change.target]
        if change.starts:
            GoalSet.objects.filter(pk=row.pk).update(in_force_from=change.starts)
            done["days"].append([row.code, "in_force_from", None, change.starts.isoformat()])
        words = [[goal.code, "", goal.wording] for goal in change.worded]
        words += [[goal.code, goal.before, goal.after] for goal in change.reworded]
        done["wording"] += [[row.code, *word] for word in words]
        _rewrite([(row.code, code, after) for code, _before, after in words])
        goals = {goal.code: goal for goal in row.goals.all()}
        create_levels((goals[goal.code], goal.levels) for goal in change.levelled)
        done["levels"] += [[row.code, goal.code] for goal in change.levelled]
        _add_goals(row, change, done)


def _rewrite(words: list[tuple[str, str, str]]) -> None:
    """Give goals their wording, from (set, goal, wording)."""
    new = {(code, goal): wording for code, goal, wording in words}
    rows = list(Goal.objects.filter(goal_set__code__in={code for code, _g in new}).select_related("goal_set"))
    changed = [goal for goal in rows if (goal.goal_set.code, goal.code) in new]
    for goal in changed:
        goal.wording = new[(goal.goal_set.code, goal.code)]
    Goal.objects.bulk_update(changed, ["wording"], batch_size=100)


def _add_goals(row: GoalSet, change: ChapterChange, done: Changes) -> None:
    """Add the goals that a stored set lacks, each under its heading."""
    order = row.goals.aggregate(last=Max("order"))["last"] or 0
    codes = {goal.code for goal in change.added}
    for group in change.incoming.groups:
        added = [goal for goal in group.goals if goal.code in codes]
        if not added:
            continue
        place = row.groups.filter(code=group.code).first()
        if place is None:
            last = row.groups.aggregate(last=Max("order"))["last"] or 0
            names = localised_fields("name", group.name)
            place = GoalGroup.objects.create(goal_set=row, order=last + 1, code=group.code, **names)
        rows = [goal_row(row, place, order + n, goal) for n, goal in enumerate(added, start=1)]
        order += len(rows)
        create_levels(zip(Goal.objects.bulk_create(rows), (goal.levels for goal in added), strict=True))
        done["goals"] += [[row.code, goal.code] for goal in added]


def _refuse_used(done: Changes) -> None:
    """Refuse to remove goal sets and goals that others hold on to: trainees, records, later versions."""
    sets = GoalSet.objects.filter(code__in=done["sets"])
    used = {row.code for row in sets if _is_held(row)}
    for relation in _relations_from_elsewhere(Goal):
        path = f"{relation.field.name}__goal_set"
        held = relation.related_model.objects.filter(**{f"{path}__in": sets})
        used |= set(held.values_list(f"{path}__code", flat=True))
    for code, names in _by_set(done["goals"]).items():
        added = Goal.objects.filter(goal_set__code=code, code__in=names)
        used |= {goal.code for goal in added if _is_held(goal)}
    if used:
        message = _("Importen kan ikke angres, for dette er i bruk: %(codes)s.")
        raise UndoRefused(message % {"codes": ", ".join(sorted(used))})


def _relations_from_elsewhere(model: type[Goal] | type[GoalSet]) -> list[Any]:
    """What points at goals or sets from other subjects, whichever they are."""
    relations: list[Any] = [
        relation for relation in model._meta.get_fields(include_hidden=True) if relation.one_to_many
    ]
    return [row for row in relations if row.related_model._meta.app_label != "curriculum"]


def _is_held(row: Goal | GoalSet) -> bool:
    return any(
        relation.related_model.objects.filter(**{relation.field.name: row}).exists()
        for relation in _relations_from_elsewhere(type(row))
    )


def _remove_set(code: str) -> None:
    """Remove a set with its groups, goals, levels and links."""
    for model, path in (
        (Requirement, "goal__goal_set__code"),
        (Replacement, "newer__goal_set__code"),
        (Replacement, "older__goal_set__code"),
        (Goal, "goal_set__code"),
        (GoalGroup, "goal_set__code"),
        (GoalSet, "code"),
    ):
        _delete(model.objects.filter(**{path: code}))


def _delete(rows: QuerySet[Any]) -> None:
    """Delete rows by their keys: right after an import, an engine without fresh statistics may choose a
    plan that takes minutes for a condition over several tables."""
    rows.model._default_manager.filter(pk__in=list(rows.order_by().values_list("pk", flat=True))).delete()


def _renew_statistics() -> None:
    """Let the engine know of thousands of new rows at once, so that it plans its reading well."""
    with connection.cursor() as cursor:
        for model in (GoalSet, GoalGroup, Goal, Requirement):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
