"""Why nothing in a file can be read."""

from __future__ import annotations

REASONS = (
    "empty",
    "too_big",
    "bomb",
    "broken",
    "not_text",
    "program",
    "not_a_table",
    "too_many_cells",
    "old_workbook",
)
LARGEST = 10_000_000  # bytes of a file
LARGEST_UNPACKED = 30_000_000  # bytes of all that a workbook holds


class Unreadable(Exception):
    """Nothing can be read of the file; ``reason`` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        if reason not in REASONS:
            raise ValueError(reason)
        super().__init__(reason)
        self.reason = reason
