"""When to stop: the seconds given, and whoever asks."""

from __future__ import annotations

import time
from collections.abc import Callable


class Stopped(Exception):
    """The time is out, or someone asked to stop; the best plan so far is the answer."""


class Clock:
    """Counts from its making; `seconds` None is without end."""

    def __init__(self, seconds: float | None, should_stop: Callable[[], bool] | None) -> None:
        self.began = time.perf_counter()
        self.seconds, self.should_stop = seconds, should_stop
        self.ran_out = False

    def elapsed(self) -> float:
        return time.perf_counter() - self.began

    def left(self) -> float:
        return float("inf") if self.seconds is None else self.seconds - self.elapsed()

    def part(self, seconds: float) -> float:
        """So many seconds for a step; endless where no time is set, so that the plan hangs on the problem alone."""
        return float("inf") if self.seconds is None else seconds

    def forgive(self) -> None:
        """Let what must be done be done, though the time is out."""
        self.seconds, self.should_stop = None, None

    def check(self) -> None:
        """Raise `Stopped` when it is time."""
        if self.is_out():
            self.ran_out = True
            raise Stopped

    def is_out(self) -> bool:
        return self.left() <= 0 or (self.should_stop is not None and self.should_stop())
