"""Goal sets and specialties as the public pages show them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from borealis.curriculum.models import Goal, GoalSet, Specialty
from borealis.curriculum.queries.goals import GoalView, goals_of, in_force_on, name_of, specialties_in_force
from borealis.shell.language import DEFAULT, localised
from borealis.shell.prepared import TEXTS, prepared

LOVDATA = "https://lovdata.no"


@dataclass(frozen=True)
class GroupView:
    """A heading of a goal set with its goals."""

    code: str
    name: str
    goals: tuple[GoalView, ...]


@dataclass(frozen=True)
class GroupSize:
    """A heading of a goal set, in the reader's language, with how many goals it holds."""

    set_code: str
    common: bool
    code: str
    order: int
    name: str
    goals: int


@dataclass(frozen=True)
class SetView:
    """A goal set with its goals by group, in the reader's language. ``read_by_us`` is False when the
    levels were only read from the wording, by rule."""

    code: str
    name: str
    part: str
    in_force_from: dt.date | None
    in_force_to: dt.date | None
    as_of: dt.date | None
    act: str
    url: str
    source: str
    note: str
    read_by_us: bool
    groups: tuple[GroupView, ...]

    @property
    def goal_count(self) -> int:
        return sum(len(group.goals) for group in self.groups)

    @property
    def has_wording(self) -> bool:
        return any(goal.wording for group in self.groups for goal in group.goals)


@dataclass(frozen=True)
class SpecialtyLine:
    """A specialty in the list; ``goal_count`` is None when its goals are not stored."""

    code: str
    name: str
    part2: str
    goal_count: int | None
    verified: bool
    note: str


def specialty_lines(on: dt.date) -> list[SpecialtyLine]:
    """The specialties in force on a day, by name in the reader's language."""
    rows = list(specialties_in_force(on))
    counts = goal_counts(GoalSet.objects.filter(in_force_on(on), specialty__in=rows))
    lines = [
        SpecialtyLine(
            code=row.code,
            name=name_of(row, on),
            part2=row.part2,
            goal_count=counts.get(row.code),
            verified=row.verified,
            note=localised(row, "note"),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: _alphabetical(line.name))


def _alphabetical(name: str) -> str:
    """Norwegian order: æ, ø, å last. Code points give å before æ and ø."""
    return name.casefold().translate(str.maketrans("æøå", "{|}"))


def goal_counts(sets: QuerySet[GoalSet]) -> dict[str, int]:
    """How many goals the given sets hold, by prefix."""
    found: dict[str, int] = {}
    for prefix, count in sets.order_by().values_list("prefix").annotate(n=Count("goals")):
        found[prefix] = found.get(prefix, 0) + count
    return found


def _sizes(codes: list[str], language: str) -> QuerySet[Goal, tuple[Any, ...]]:
    return (
        Goal.objects.filter(goal_set__code__in=codes)
        .order_by("group__order")
        .values_list(
            "goal_set__code",
            "goal_set__common",
            "group__code",
            "group__order",
            f"group__name_{language}",
            f"group__name_{DEFAULT}",
        )
        .annotate(Count("pk"))
    )


_SIZES = prepared(_sizes, codes=TEXTS)
_CODES = prepared(
    lambda sets: Goal.objects.filter(goal_set__code__in=sets).order_by().values_list("code"), sets=TEXTS
)


def group_sizes(set_codes: Iterable[str]) -> dict[str, list[GroupSize]]:
    """The groups of each of these sets in order, with how many goals each holds, in one query."""
    codes, language = list(dict.fromkeys(set_codes)), get_language() or DEFAULT
    found: dict[str, list[GroupSize]] = {code: [] for code in codes}
    for set_code, common, code, order, name, name_nb, number in _SIZES(codes=codes, language=language):
        found[set_code].append(GroupSize(set_code, common, code, order, name or name_nb, number))
    return found


def goal_codes(set_codes: Iterable[str]) -> list[str]:
    """The code of every goal of some sets, in no order, for what only asks whether each is offered."""
    return [code for (code,) in _CODES(sets=set(set_codes))]


_KEYS = prepared(
    lambda sets, codes: (
        Goal.objects.filter(goal_set__code__in=sets, code__in=codes)
        .order_by("group__order", "order")
        .values_list("goal_set__code", "pk", "code")
    ),
    sets=TEXTS,
    codes=TEXTS,
)


def keys_of(set_codes: Iterable[str], codes: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """The goals with these codes, as key and code, by set and in its order."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for set_code, key, code in _KEYS(sets=set(set_codes), codes=set(codes)):
        found[set_code].append((key, code))
    return found


def set_views(rows: Iterable[GoalSet]) -> list[SetView]:
    """Goal sets with all their goals, in the given order."""
    sets = list(rows)
    goals = goals_of(row.code for row in sets)
    by_set = {code: tuple(found) for code, found in groupby(goals, key=lambda goal: goal.set_code)}
    return [_set_view(row, by_set.get(row.code, ())) for row in sets]


def _set_view(row: GoalSet, goals: tuple[GoalView, ...]) -> SetView:
    grouped = groupby(goals, key=lambda goal: (goal.group_order, goal.group_code, goal.group_name))
    return SetView(
        code=row.code,
        name=localised(row, "name"),
        part=row.part,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
        as_of=row.as_of,
        act=row.act,
        url=_address(row.act),
        source=row.source,
        note=localised(row, "note"),
        read_by_us=row.reviewed_on is not None,
        groups=tuple(GroupView(code, name, tuple(found)) for (_order, code, name), found in grouped),
    )


def _address(act: str) -> str:
    """Where the act stands at Lovdata; the whole regulation when the act is not known."""
    if act:
        return f"{LOVDATA}/dokument/LTI/forskrift/{act.removeprefix('FOR-')}"
    return f"{LOVDATA}/dokument/SF/forskrift/2016-12-08-1482"


def other_versions(row: Specialty | str, on: dt.date) -> list[GoalSet]:
    """The sets of a specialty, or of a prefix, that are not in force on a day, the newest first, with
    ``goal_count``; for a specialty also its part 2 goals and the common goals of parts 2 and 3."""
    own = Q(prefix=row) if isinstance(row, str) else Q(specialty=row) | Q(common=True, part="2-3")
    if isinstance(row, Specialty) and row.part2:
        own |= Q(prefix=row.part2)
    found = GoalSet.objects.filter(own).exclude(in_force_on(on)).annotate(goal_count=Count("goals"))
    return list(found.order_by("-in_force_from", "code"))
