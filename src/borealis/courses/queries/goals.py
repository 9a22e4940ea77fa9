"""Which goals of a trainee a course helps, and which of them are still to be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from borealis.curriculum.queries import GoalView, goals_of, keys_of
from borealis.trainees.queries.record import approved_among, pinned_sets


def followed(trainee_ids: Iterable[int]) -> dict[int, list[GoalView]]:
    """The goals that each trainee follows, in a constant number of queries."""
    ids = list(trainee_ids)
    sets = pinned_sets(ids)
    by_set: dict[str, list[GoalView]] = {code: [] for pk in ids for code in sets[pk]}
    for goal in goals_of(by_set):
        by_set[goal.set_code].append(goal)
    return {pk: [goal for code in sets[pk] for goal in by_set[code]] for pk in ids}


def helped(goals: Iterable[GoalView], codes: Collection[str]) -> list[GoalView]:
    """Those of the goals that a course with these codes helps."""
    wanted = set(codes)
    return [goal for goal in goals if goal.code in wanted]


def left(trainee_ids: Iterable[int], codes: Collection[str]) -> dict[int, list[str]]:
    """The goals among these codes that each trainee follows and has not had approved, in the order of the sets.

    Reads nothing of other goals: the first pages ask this for everyone, and few courses are rare.
    """
    ids = list(trainee_ids)
    sets, reached = pinned_sets(ids), approved_among(ids, codes)
    keys = keys_of({code for own in sets.values() for code in own}, codes)
    return {
        pk: [code for set_code in sets[pk] for key, code in keys[set_code] if key not in reached[pk]]
        for pk in ids
    }


def goal_keys(trainee_id: int, codes: Collection[str]) -> list[int]:
    """The keys of the goals that a trainee follows among these codes."""
    return [goal.pk for goal in helped(followed([trainee_id])[trainee_id], codes)]
