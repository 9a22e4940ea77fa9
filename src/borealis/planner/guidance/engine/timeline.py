"""The time ahead as one row of grid steps, and what each person can do in every step of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borealis.planner.guidance.formats.clock import DAY, Moment, midnight, offset
from borealis.planner.guidance.formats.problem import Person, Problem

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TAIL = DAY
"""Minutes after the last day that a session begun in it may last into."""


class Timeline:
    """Steps of `grid` minutes from the first day on which something may be placed."""

    def __init__(self, problem: Problem) -> None:
        self.grid = problem.grid
        self.base = problem.place_from.toordinal()
        self.days = problem.last.toordinal() - self.base + 1
        days = [problem.place_from.fromordinal(self.base + n) for n in range(self.days + 1)]
        begins = [midnight(day) for day in days]
        self.origin = begins[0]
        self.steps = (begins[-1] + TAIL - self.origin) // self.grid
        at = self.origin + np.arange(self.steps, dtype=np.int64) * self.grid
        self.day = np.searchsorted(np.array(begins), at, side="right") - 1
        """(steps,) the day each step is in, from 0; the tail is one day too many."""
        self.clock = (at + self._offsets(begins, at)) % DAY
        """(steps,) minutes after midnight on the wall."""

    def _offsets(self, begins: list[Moment], at: Ints) -> Ints:
        ends = np.array([offset(moment) for moment in [*begins, int(at[-1])]])
        result = ends[self.day]
        for day in np.flatnonzero(ends[1:] != ends[:-1]).tolist():  # the clock is turned on this day
            for step in np.flatnonzero(self.day == day).tolist():
                result[step] = offset(int(at[step]))
        return result

    def moment(self, step: int) -> Moment:
        return self.origin + step * self.grid

    def within(self, start: Moment, end: Moment) -> slice:
        """The steps that lie wholly in a stretch of time."""
        return slice(
            self._bounded(-((self.origin - start) // self.grid)),
            self._bounded((end - self.origin) // self.grid),
        )

    def touched(self, start: Moment, end: Moment) -> slice:
        """The steps that a stretch of time takes something of."""
        return slice(
            self._bounded((start - self.origin) // self.grid),
            self._bounded(-((self.origin - end) // self.grid)),
        )

    def _bounded(self, step: int) -> int:
        return min(max(step, 0), self.steps)


@dataclass(frozen=True, slots=True)
class Presence:
    """One person's time as running sums: entry n of (steps + 1,) is the sum over the first n steps."""

    free: Ints
    late: Ints

    def is_free(self, starts: Ints, length: int) -> Bools:
        """Which sessions of `length` steps the person can sit in."""
        return np.asarray(self.free[starts + length] - self.free[starts] == length)

    def late_minutes(self, starts: Ints, length: int) -> Ints:
        return np.asarray(self.late[starts + length] - self.late[starts])


def presence_of(line: Timeline, person: Person, day_minutes: int) -> Presence:
    """What somebody's roster allows."""
    free = np.zeros(line.steps, dtype=np.int64)
    late = np.zeros(line.steps, dtype=np.int64)
    for start, end in _joined(person):
        free[line.within(start, end)] = 1
    for blocked in person.blocked:
        free[line.touched(blocked.start, blocked.end)] = 0
    for duty in person.duties:
        _add_late(line, late, duty.start + day_minutes, duty.end)
    return Presence(_running(free), _running(late))


def _joined(person: Person) -> list[tuple[Moment, Moment]]:
    """The stretches in duties that may be interrupted; duties that meet are one."""
    result: list[tuple[Moment, Moment]] = []
    for duty in sorted(person.duties, key=lambda duty: duty.start):
        if not duty.interruptible:
            continue
        if result and result[-1][1] == duty.start:
            result[-1] = (result[-1][0], duty.end)
        else:
            result.append((duty.start, duty.end))
    return result


def _add_late(line: Timeline, late: Ints, start: Moment, end: Moment) -> None:
    if start < end:
        steps = line.touched(start, end)
        at = line.origin + np.arange(steps.start, steps.stop, dtype=np.int64) * line.grid
        late[steps] += np.minimum(at + line.grid, end) - np.maximum(at, start)


def _running(row: Ints) -> Ints:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(row)))
