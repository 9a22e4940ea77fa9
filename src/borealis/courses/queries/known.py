"""Which specialties and goals there are, for checking what is typed or read."""

from __future__ import annotations

from collections.abc import Iterable

from borealis.curriculum.queries import goal_sets_of, goals_of, specialty


def known_specialties(codes: Iterable[str]) -> set[str]:
    """Those of some prefixes that are specialties."""
    return {code for code in set(codes) if specialty(code) is not None}


def known_goals(codes: Iterable[str]) -> set[str]:
    """Those of some codes that are goals, in whichever version of their set."""
    wanted = set(codes)
    prefixes = {code.rsplit("-", 1)[0] for code in wanted}
    sets = [row.code for prefix in sorted(prefixes) for row in goal_sets_of(prefix)]
    return wanted & {goal.code for goal in goals_of(sets)}
