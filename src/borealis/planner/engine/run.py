"""A stint in a trainee's own time."""

from __future__ import annotations

from typing import NamedTuple


class Run(NamedTuple):
    """The first month served, the one after the last, and the alternative."""

    start: int
    end: int
    alternative: int
