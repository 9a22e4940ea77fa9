"""What a worker of `spread.py` does: tasks that end by turns instead of seconds, and counting its own bytes.

What makes a plan hang on how fast a worker is are limits in seconds: those of the whole search, of a choice among
columns, and of a department's proof. Without seconds given, and by the way of a large problem without choices,
every step is counted: rounds of programs until they gain too little, turns of dives until so many were in vain.
"""

from collections.abc import Callable
from typing import Any

NEVER = 10**9
COUNTED = {"read": 0, "written": 0, "is_counting": 0}
"""Bytes of this process on its connections since `start_counting`."""


def in_turns(patience: int, function: Callable[..., Any], *values: Any) -> Any:
    """Do a task; its search gives up after so many turns in vain."""
    from borealis.planner.engine import many, whole

    many.PATIENCE, many.CHOICES, whole.MANY = patience, NEVER, 0
    return function(*values)


def start_counting() -> None:
    """Count, from now on, every byte that this process reads from and writes to a connection of Dask's."""
    from tornado.iostream import IOStream

    if not COUNTED["is_counting"]:
        IOStream.read_from_fd = _counting(IOStream.read_from_fd, "read")  # type: ignore[method-assign]
        IOStream.write_to_fd = _counting(IOStream.write_to_fd, "written")  # type: ignore[method-assign]
    COUNTED.update(read=0, written=0, is_counting=1)


def _counting(method: Callable[..., Any], name: str) -> Callable[..., Any]:
    def counted(*values: Any) -> Any:
        many = method(*values)
        COUNTED[name] += many or 0
        return many

    return counted


def counted() -> dict[str, int]:
    """The bytes of this process so far."""
    return dict(COUNTED)
