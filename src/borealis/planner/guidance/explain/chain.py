"""How many sessions of a series fit, far enough apart, and how many if one more day could be used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from borealis.planner.guidance.engine.agent import Agent
from borealis.planner.guidance.engine.timeline import Bools

NONE = -(10**6)


@dataclass(frozen=True, slots=True)
class Chain:
    """The days a series can use, agreed ones marked, and the most sessions up to and from each."""

    days: tuple[int, ...]
    agreed: tuple[bool, ...]
    least_days: int
    before: int | None
    up_to: tuple[int, ...]
    onward: tuple[int, ...]

    @classmethod
    def of(cls, agent: Agent, usable: Bools) -> Chain:
        """The chain of the days on which a candidate is usable."""
        found = agent.candidates
        agreed = sorted(found.day[found.agreed].tolist())
        free = sorted(set(found.day[usable & ~found.agreed].tolist()) - set(agreed))
        nodes = sorted([(day, True) for day in agreed] + [(day, False) for day in free])
        days, marks = [day for day, _ in nodes], [mark for _, mark in nodes]
        up_to = _lengths(days, marks, agent.least_days, agent.before)
        onward = _lengths([-day for day in reversed(days)], marks[::-1], agent.least_days, None)[::-1]
        return cls(tuple(days), tuple(marks), agent.least_days, agent.before, tuple(up_to), tuple(onward))

    def longest(self) -> int:
        """The most sessions there can be, every agreed one among them."""
        ends = [length for n, length in enumerate(self.up_to) if not any(self.agreed[n + 1 :])]
        return max([*ends, 0 if not any(self.agreed) else NONE])

    def with_day(self, day: int) -> int:
        """The most sessions there can be with one on a day that cannot be used as it is."""
        if day in self.days or (self.before is not None and day - self.before < self.least_days):
            return NONE
        after = int(np.searchsorted(self.days, day))
        return self._best_before(day, after) + 1 + self._best_after(day, after)

    def _best_before(self, day: int, after: int) -> int:
        best = NONE if any(self.agreed[:after]) else 0
        for n in range(after - 1, -1, -1):
            if day - self.days[n] >= self.least_days:
                best = max(best, self.up_to[n])
            if self.agreed[n]:
                break
        return best

    def _best_after(self, day: int, after: int) -> int:
        best = NONE if any(self.agreed[after:]) else 0
        for n in range(after, len(self.days)):
            if self.days[n] - day >= self.least_days:
                best = max(best, self.onward[n])
            if self.agreed[n]:
                break
        return best


def _lengths(days: list[int], agreed: list[bool], least_days: int, before: int | None) -> list[int]:
    """For each day the most sessions up to and with it, no agreed one passed by."""
    lengths: list[int] = []
    for n, day in enumerate(days):
        can_begin = before is None or day - before >= least_days or agreed[n]
        best = 1 if can_begin and not any(agreed[:n]) else NONE
        for earlier in range(n - 1, -1, -1):
            if day - days[earlier] >= least_days or (agreed[n] and agreed[earlier]):
                best = max(best, lengths[earlier] + 1)
            if agreed[earlier]:
                break
        lengths.append(best)
    return lengths
