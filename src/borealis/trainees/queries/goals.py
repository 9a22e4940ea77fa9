"""A trainee's learning goals with their states, one by one and counted by group."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from borealis.curriculum.queries import GoalView, GroupSize, goals_of, group_sizes
from borealis.shell.once import read_once
from borealis.shell.prepared import DAY, KEYS, prepared
from borealis.trainees.models import GoalStatus
from borealis.trainees.queries.record import latest_statuses, pinned_sets, states_of
from borealis.trainees.rules import SHOWN_STATES, GoalState, shown_as


@dataclass(frozen=True)
class GoalWithState:
    """A goal with its state (None: not begun), as one of the four shown states, and since when."""

    goal: GoalView
    state: str | None
    shown: str
    on: dt.date | None
    grounds: str = ""


@dataclass(frozen=True)
class GroupCount:
    """How many goals of a group stand in each of the four shown states."""

    set_code: str
    code: str
    name: str
    common: bool
    approved: int
    submitted: int
    in_progress: int
    not_begun: int

    @property
    def total(self) -> int:
        return self.approved + self.submitted + self.in_progress + self.not_begun

    @property
    def anchor(self) -> str:
        return anchor_of(self.set_code, self.code)

    def parts(self) -> list[tuple[str, float]]:
        """The four counts in the order of a bar."""
        return [(state, getattr(self, state)) for state in SHOWN_STATES]


@dataclass(frozen=True)
class GoalGroupView:
    """A group of goals with their states."""

    count: GroupCount
    goals: tuple[GoalWithState, ...]


def _by_group(ids: Iterable[int], on: dt.date | None) -> QuerySet[GoalStatus, tuple[Any, ...]]:
    group = ("trainee_id", "goal__goal_set__code", "goal__goal_set__common", "goal__group__order")
    return latest_statuses(ids, on).order_by().values_list(*group, "state").annotate(Count("pk"))


def _rows(ids: Iterable[int], on: dt.date | None) -> QuerySet[GoalStatus, tuple[Any, ...]]:
    return latest_statuses(ids, on).order_by().values_list("goal_id", "state", "on", "grounds")


_LATEST = prepared(lambda ids: _rows(ids, None), ids=KEYS)
_LATEST_ON = prepared(_rows, ids=KEYS, on=DAY)
_BEGUN = prepared(lambda ids: _by_group(ids, None), ids=KEYS)
_BEGUN_ON = prepared(_by_group, ids=KEYS, on=DAY)
_BEGUN_IN_SETS = prepared(
    lambda ids: (
        latest_statuses(ids)
        .order_by()
        .values_list("trainee_id", "goal__goal_set__code", "state")
        .annotate(Count("pk"))
    ),
    ids=KEYS,
)


def anchor_of(set_code: str, group_code: str) -> str:
    """The id of a group on the goals page: "nuk-2025-09-c38-1"."""
    return f"{set_code}-{group_code}".lower().replace(".", "-").replace(" ", "-").rstrip("-")


def goal_states(trainee_id: int, on: dt.date | None = None) -> dict[int, GoalState]:
    """The state of each goal begun, by the goal's key, as of a day (None: now)."""
    return states_of([trainee_id], on).get(trainee_id, {})


def goals_with_state(trainee_id: int, on: dt.date | None = None) -> tuple[GoalGroupView, ...]:
    """The goals of the pinned sets with state and date, by group, as of a day (None: now)."""
    goals = goals_of(pinned_sets([trainee_id])[trainee_id])
    asked = _LATEST(ids=[trainee_id]) if on is None else _LATEST_ON(ids=[trainee_id], on=on)
    rows = {goal: (state, since, grounds) for goal, state, since, grounds in asked}
    groups: dict[tuple[str, int, str], list[GoalWithState]] = {}
    for goal in goals:
        state, since, grounds = rows.get(goal.pk, (None, None, ""))
        groups.setdefault((goal.set_code, goal.group_order, goal.group_code), []).append(
            GoalWithState(goal, state, shown_as(state), since, grounds)
        )
    return tuple(GoalGroupView(_count_of(members), tuple(members)) for members in groups.values())


def _count_of(members: list[GoalWithState]) -> GroupCount:
    first, shown = members[0].goal, Counter(member.shown for member in members)
    return _count(first.set_code, first.group_code, first.group_name, first.common, len(members), shown)


def goal_counts(
    trainee_ids: Iterable[int], on: dt.date | None = None, *, join_common: bool = True
) -> dict[int, tuple[GroupCount, ...]]:
    """Goals per state for each group of each trainee, in three queries however many trainees.

    The common goals' areas are joined to one group (with empty ``code``) unless asked for one by one.
    """
    ids = list(dict.fromkeys(trainee_ids))
    sets, begun = pinned_sets(ids), _begun(tuple(ids), on, join_common)
    sizes = group_sizes(sorted({code for codes in sets.values() for code in codes}))
    groups = {code: _groups(members, join_common) for code, members in sizes.items()}
    return {
        pk: tuple(
            _group_count(members, begun[pk, code, first], join_common)
            for code in sets[pk]
            for first, members in groups.get(code, ())
        )
        for pk in ids
    }


def goal_sums(trainee_ids: Iterable[int]) -> dict[int, GroupCount]:
    """All goals of each trainee together, per state, in three queries however many trainees."""
    ids = list(dict.fromkeys(trainee_ids))
    sets = pinned_sets(ids)
    sizes = group_sizes(sorted({code for codes in sets.values() for code in codes}))
    totals = {code: sum(group.goals for group in groups) for code, groups in sizes.items()}
    begun: dict[int, Counter[str]] = defaultdict(Counter)
    for pk, code, state, number in _BEGUN_IN_SETS(ids=ids):
        if code in sets[pk]:
            begun[pk][shown_as(state)] += number
    return {pk: _count("", "", "", False, sum(totals[code] for code in sets[pk]), begun[pk]) for pk in ids}


@read_once
def _begun(
    ids: tuple[int, ...], on: dt.date | None, join_common: bool
) -> dict[tuple[int, str, int], Counter[str]]:
    """How many goals are begun, by trainee, set and group, and by what their state is shown as."""
    found: dict[tuple[int, str, int], Counter[str]] = defaultdict(Counter)
    rows = _BEGUN(ids=ids) if on is None else _BEGUN_ON(ids=ids, on=on)
    for pk, code, common, order, state, number in rows:
        found[pk, code, _group(order, common, join_common)][shown_as(state)] += number
    return found


def _group(order: int, common: bool, join_common: bool) -> int:
    """The group that a goal is counted in: its own, or 0 where the common goals are joined to one."""
    return 0 if join_common and common else order


def _groups(sizes: list[GroupSize], join_common: bool) -> list[tuple[int, list[GroupSize]]]:
    groups: dict[int, list[GroupSize]] = {}
    for size in sizes:
        groups.setdefault(_group(size.order, size.common, join_common), []).append(size)
    return list(groups.items())


def _group_count(sizes: list[GroupSize], begun: Counter[str], join_common: bool) -> GroupCount:
    first, joined = sizes[0], join_common and sizes[0].common
    name, code = (_("Felles kompetansemål"), "") if joined else (first.name, first.code)
    return _count(first.set_code, code, name, first.common, sum(size.goals for size in sizes), begun)


def _count(set_code: str, code: str, name: str, common: bool, total: int, begun: Counter[str]) -> GroupCount:
    return GroupCount(
        set_code=set_code,
        code=code,
        name=name,
        common=common,
        approved=begun["approved"],
        submitted=begun["submitted"],
        in_progress=begun["in_progress"],
        not_begun=total - begun["approved"] - begun["submitted"] - begun["in_progress"],
    )


def sum_of(counts: Iterable[GroupCount]) -> GroupCount:
    """All groups together."""
    total: Counter[str] = Counter()
    for count in counts:
        total.update({state: getattr(count, state) for state in SHOWN_STATES})
    return GroupCount("", "", "", False, **{state: total[state] for state in SHOWN_STATES})
