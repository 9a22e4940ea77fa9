"""A round of feedback: its states, when its answers are shown, and in which groups.

The trainee and the guide agree on those who are asked. Nobody learns who answered: answers are shown only
together, when at least five have answered and no more can come, and a group stands alone only where five or
more of it have answered and what is left over is five or more too, so that no small group follows from the
rest by taking away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 5

# From a state, by an act, to a state. Those who answer change nothing here: a round is closed by its last day
# or by its last answer.
ROUND_STATES: Mapping[tuple[str, str], str] = {
    ("proposed", "change"): "proposed",
    ("proposed", "agree"): "open",
    ("proposed", "drop"): "dropped",
}


@dataclass(frozen=True)
class Pack:
    """Groups whose answers are shown together, and how many they are. Empty codes: the joined rest."""

    groups: tuple[str, ...]
    number: int


def may_go(state: str, act: str) -> bool:
    """Whether an act is possible in a state."""
    return (state, act) in ROUND_STATES


def is_closed(state: str, closes_on: dt.date, waiting: int, today: dt.date) -> bool:
    """Whether no more answers can come: the last day is over, or nobody is left to answer."""
    return state == "open" and (today > closes_on or waiting == 0)


def is_shown(answered: int, closed: bool) -> bool:
    """Whether the answers may be read by anyone."""
    return closed and answered >= FEWEST


def kept_group(group: str, asked: Mapping[str, int]) -> str:
    """The group that is stored with an answer: none where fewer than five are asked, who could be told by it."""
    return group if asked.get(group, 0) >= FEWEST else ""


def gathered(answered: Mapping[str, int]) -> tuple[Pack, ...]:
    """How answers are shown: groups of five or more alone, the rest joined.

    When the rest is fewer than five, the smallest groups that could stand alone join it. Nothing is shown
    when all together are fewer than five.
    """
    sizes = {group: number for group, number in answered.items() if number > 0}
    alone = sorted((g for g in sizes if g and sizes[g] >= FEWEST), key=lambda g: (-sizes[g], g))
    rest = [group for group in sizes if group not in alone]
    while rest and sum(sizes[g] for g in rest) < FEWEST and alone:
        rest.append(alone.pop())
    packs = [Pack((group,), sizes[group]) for group in alone]
    joined = sum(sizes[group] for group in rest)
    if joined >= FEWEST:
        packs.append(Pack((), joined))
    return tuple(packs)
