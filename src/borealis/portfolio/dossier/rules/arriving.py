"""What stands in the way of bringing a package in, as far as the package itself says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from borealis.portfolio.dossier.rules.package import Member

Known = Mapping[str, Collection[str]]  # the codes of each goal set that is stored


def unknown_goals(content: Mapping[str, Any], known: Known) -> tuple[str, ...]:
    """Goal sets that are not stored, and goals that their stored set does not have."""
    sets, goals = _mentioned(content)
    missing = sorted(sets - set(known))
    return (*missing, *sorted(goal for goal in goals if not _is_known(goal, known, missing)))


def _is_known(goal: str, known: Known, missing: Collection[str]) -> bool:
    set_code, _slash, code = goal.partition("/")
    return set_code in missing or code in known.get(set_code, ())


def mentioned_sets(content: Mapping[str, Any]) -> set[str]:
    """Every goal set that a package mentions anywhere."""
    return _mentioned(content)[0]


def _mentioned(content: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    training = content["training"]
    goals = {f"{goal['set']}/{goal['code']}" for group in content["goal_sets"] for goal in group["goals"]}
    for entry in (*content["activities"], *content["assessments"]):
        goals.update(entry["goals"])
    sets = {*training["goal_sets"], *training["earlier_goal_sets"]}
    return sets | {goal.partition("/")[0] for goal in goals}, goals


def misplaced_files(content: Mapping[str, Any], members: Mapping[str, Member]) -> tuple[str, ...]:
    """Files of activities that do not lie in the package as their entry says."""
    return tuple(
        file["name"]
        for entry in content["activities"]
        for file in entry["files"]
        if (member := members.get(file["member"])) is None
        or member.digest != file["digest"]
        or len(member.data) != file["size"]
    )
