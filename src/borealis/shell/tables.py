"""What long tables are made of, for ``{% table_rows %}``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Linked:
    """The name of a row: a code that leads somewhere, and words after it."""

    code: str
    url: str
    words: str
