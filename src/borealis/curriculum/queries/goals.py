"""Reading specialties, goal sets and learning goals. The curriculum is public: no viewer is needed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from borealis.curriculum.models import CurriculumImport, EarlierName, Goal, GoalSet, Requirement, Specialty
from borealis.curriculum.sources import catalogue
from borealis.shell.language import DEFAULT, localised
from borealis.shell.once import kept_for_page
from borealis.shell.prepared import KEYS, TEXTS, prepared

SHIPPED = "borealis/curriculum/data"
TITLE_LENGTH = 120


@dataclass(frozen=True)
class GoalView:
    """A learning goal as it is shown, in the reader's language. ``titled`` is False when the title is only
    the beginning of the wording."""

    pk: int
    code: str
    set_code: str
    prefix: str
    common: bool
    group_code: str
    group_order: int
    group_name: str
    title: str
    wording: str
    requirements: tuple[tuple[str, int], ...]
    stage: str
    titled: bool = True

    @property
    def levels_in_words(self) -> str:
        """«kunnskap 3, ferdighet 2»; empty when no levels are known."""
        kinds = {"knowledge": _("kunnskap"), "skill": _("ferdighet")}
        return ", ".join(f"{kinds[kind]} {level}" for kind, level in self.requirements)


def shipped_is_loaded() -> bool:
    """Whether the stored curriculum comes from the shipped files as they are now."""
    last = CurriculumImport.objects.filter(source=SHIPPED).values_list("digest", flat=True).first()
    return last == catalogue.shipped_digest()


def specialty(code: str) -> Specialty | None:
    """The specialty with this prefix (NUK), or None."""
    return Specialty.objects.filter(code=code).first()


def specialties_in_force(on: dt.date) -> QuerySet[Specialty]:
    """The specialties on the list of annex 1 on a day, by name."""
    return (
        Specialty.objects.filter(in_force_on(on))
        .prefetch_related(Prefetch("earlier_names", EarlierName.objects.order_by("in_force_to")))
        .order_by("name_nb")
    )


def name_of(row: Specialty, on: dt.date) -> str:
    """What a specialty is called on a day, in the reader's language."""
    for earlier in row.earlier_names.all():
        if on <= earlier.in_force_to:
            return localised(earlier, "name")
    return localised(row, "name")


def goal_set(code: str) -> GoalSet | None:
    """The goal set with this code (NUK-2025-09), or None."""
    return GoalSet.objects.select_related("specialty").filter(code=code).first()


def all_sets() -> QuerySet[GoalSet]:
    """Every stored goal set, by prefix and first day."""
    return GoalSet.objects.order_by("prefix", "in_force_from", "code")


def goal_sets_of(prefix: str) -> QuerySet[GoalSet]:
    """Every version of a prefix's goals, the newest first."""
    return (
        GoalSet.objects.select_related("specialty").filter(prefix=prefix).order_by("-in_force_from", "-code")
    )


def goal_sets_in_force(prefix_or_specialty: str | Specialty, on: dt.date) -> list[GoalSet]:
    """The sets of a prefix (NUK, FKM) on a day; for a specialty also its shared part 2 goals and the
    common goals of parts 2 and 3. The specialty's own sets come first, the common ones last."""
    rows = GoalSet.objects.select_related("specialty").filter(in_force_on(on))
    if isinstance(prefix_or_specialty, str):
        return list(rows.filter(prefix=prefix_or_specialty).order_by("in_force_from", "code"))
    own = Q(specialty=prefix_or_specialty) | Q(common=True, part="2-3")
    if prefix_or_specialty.part2:
        own |= Q(prefix=prefix_or_specialty.part2)
    return sorted(
        rows.filter(own), key=lambda row: (row.common, row.specialty_id is None, row.prefix, row.code)
    )


def goals_of(set_codes: Iterable[str]) -> list[GoalView]:
    """The goals of some sets, in the order the sets are named, and by group within each.

    Nearly every page asks for them, so plain values are read instead of rows of models.
    """
    codes, language = list(dict.fromkeys(set_codes)), get_language() or DEFAULT
    known: dict[str, list[GoalView]] = kept_for_page("goals", language)
    if missing := [code for code in codes if code not in known]:
        known.update(_goals_in(missing, language))
    return [goal for code in codes for goal in known[code]]


def _goals(codes: list[str], language: str) -> QuerySet[Goal, tuple[Any, ...]]:
    return (
        Goal.objects.filter(goal_set__code__in=codes)
        .order_by("group__order", "order")
        .values_list(
            "pk",
            "code",
            "goal_set__code",
            "goal_set__prefix",
            "goal_set__common",
            "group__code",
            "group__order",
            f"group__name_{language}",
            f"group__name_{DEFAULT}",
            f"title_{language}",
            f"title_{DEFAULT}",
            "wording",
            "stage",
        )
    )


_GOALS = prepared(_goals, codes=TEXTS)
_REQUIREMENTS = prepared(
    lambda goals: (
        Requirement.objects.filter(goal_id__in=goals)
        .order_by("order")
        .values_list("goal_id", "kind", "level")
    ),
    goals=KEYS,
)


def _goals_in(codes: list[str], language: str) -> dict[str, list[GoalView]]:
    """The goals of each of these sets, by group, in two queries."""
    rows = _GOALS(codes=codes, language=language)
    parts: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for goal_id, kind, level in _REQUIREMENTS(goals=[row[0] for row in rows]):
        parts[goal_id].append((kind, level))
    found: dict[str, list[GoalView]] = {code: [] for code in codes}
    for row in rows:
        goal = _view(row, parts[row[0]])
        found[goal.set_code].append(goal)
    return found


def _view(row: tuple[Any, ...], requirements: list[tuple[str, int]]) -> GoalView:
    """A goal from its plain values, in bokmål where the reader's language is missing."""
    pk, code, set_code, prefix, common, group_code, group_order, *names, wording, stage = row
    group_name, title = names[0] or names[1], names[2] or names[3]
    return GoalView(
        pk=pk,
        code=code,
        set_code=set_code,
        prefix=prefix,
        common=common,
        group_code=group_code,
        group_order=group_order,
        group_name=group_name,
        title=title or _shortened(wording),
        wording=wording,
        requirements=tuple(requirements),
        stage=stage,
        titled=bool(title),
    )


def _shortened(wording: str) -> str:
    """The beginning of a wording, cut between two words."""
    if len(wording) <= TITLE_LENGTH:
        return wording
    return wording[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + " …"


def in_force_on(on: dt.date) -> Q:
    """In force on a day; a day that is not known leaves that side open."""
    return (Q(in_force_from=None) | Q(in_force_from__lte=on)) & (Q(in_force_to=None) | Q(in_force_to__gte=on))
