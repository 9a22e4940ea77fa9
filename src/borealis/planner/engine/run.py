"""A stint in a trainee's own time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """The first month served, the one after the last, and the alternative."""

    start: int
    end: int
    alternative: int
