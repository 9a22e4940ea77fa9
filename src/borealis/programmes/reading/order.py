"""What a phase waits for, and the way from it back to itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def waited_for(phase: Mapping[str, Any]) -> list[str]:
    """The phases that are finished before this one, by ``after`` and by ``directly_after``."""
    return [*(phase.get("after") or ()), *filter(None, [phase.get("directly_after")])]


def all_before(code: str, after: Mapping[str, list[str]]) -> set[str]:
    """Every phase that is finished before one, directly or by way of others."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        new = set(after[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


def way_back(start: str, after: Mapping[str, list[str]]) -> list[str]:
    """The way from a phase through what it waits for back to itself, or nothing."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        at = waiting.pop()
        for earlier in after[at]:
            if earlier == start:
                way = [at]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return [*reversed(way), start]
            if earlier not in came_from:
                came_from[earlier] = at
                waiting.append(earlier)
    return []
