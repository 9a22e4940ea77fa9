"""Lists of goals as people write them: single codes and ranges such as NUK-116..NUK-132."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from borealis.programmes.reading.known import Known
from borealis.shell.located import Path

RANGE = ".."


def goal_lists(content: Mapping[str, Any]) -> Iterator[tuple[Path, list[str]]]:
    """Every list of goals in a content of the right shape, with its path."""
    for index, arena in enumerate(content["arenas"]):
        for key in ("main", "contributes"):
            yield from _list(arena["goals"], key, ("arenas", index, "goals"))
    for part in ("agreements", "phases"):
        for index, entry in enumerate(content.get(part) or ()):
            yield from _list(entry, "goals", (part, index))
    for index, activity in enumerate(content["research"]["activities"]):
        yield from _list(activity, "goals", ("research", "activities", index))
    for index, activity in enumerate((content.get("portfolio") or {}).get("activities") or ()):
        yield from _list(activity, "goals", ("portfolio", "activities", index))
    for index, field in enumerate(content["common_goals"].get("emphasis") or ()):
        yield from _list(field, "goals", ("common_goals", "emphasis", index))
    for index, activity in enumerate(content["common_goals"].get("activities") or ()):
        yield from _list(activity, "goals", ("common_goals", "activities", index))


def _list(holder: Mapping[str, Any], key: str, path: Path) -> Iterator[tuple[Path, list[str]]]:
    if holder.get(key):
        yield (*path, key), holder[key]


def ends(entry: str) -> tuple[str, ...]:
    """The codes that an entry names: one, or the two ends of a range."""
    return tuple(part.strip() for part in entry.split(RANGE, 1)) if RANGE in entry else (entry.strip(),)


def written_out(entry: str, goals: Sequence[str]) -> tuple[str, ...]:
    """The goals of an entry, from the first through the last in the order of the sets; () if turned."""
    first, last = ends(entry)[0], ends(entry)[-1]
    return tuple(goals[goals.index(first) : goals.index(last) + 1])


def with_goals_written_out(content: dict[str, Any], known: Known) -> dict[str, Any]:
    """The content with every range written out, each goal once, in the order it is named."""
    goals = known.goals(content["goal_sets"])
    result = copy.deepcopy(content)
    for path, entries in goal_lists(content):
        holder: Any = result
        for step in path[:-1]:
            holder = holder[step]
        named = (goal for entry in entries for goal in written_out(entry, goals))
        holder[path[-1]] = list(dict.fromkeys(named))
    return result
