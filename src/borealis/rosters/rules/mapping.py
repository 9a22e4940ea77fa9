"""How one department's file says what it says: layout, columns and codes; made once and remembered."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import asdict, dataclass, replace
from typing import Any

from borealis.rosters.rules.codes import MOST_CODES, DutyCode, folded_code

FORMAT = "borealis/roster-mapping/1"
# grid: people down, days across; grid_down: days down, people across; list: a line per duty; calendar: events.
LAYOUTS = ("grid", "grid_down", "list", "calendar")
COLUMNS = ("number", "name", "given_name", "title", "date", "code", "start", "end", "end_date")
GRID_COLUMNS = ("number", "name", "given_name", "title")
ORDERS = ("dmy", "mdy")
# What an event's heading holds; who it is for is then the heading, the one invited, or the calendar's name.
SUMMARIES = ("code", "name_code", "code_name")


@dataclass(frozen=True)
class Mapping:
    """``columns`` gives the heading of each column by its use. ``complete``: who is missing has no duties any more."""

    layout: str
    columns: MappingType[str, str]
    codes: tuple[DutyCode, ...]
    order: str = "dmy"
    summary: str = "code"
    complete: bool = True

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS or self.order not in ORDERS or self.summary not in SUMMARIES:
            raise ValueError("layout")
        if set(self.columns) - set(COLUMNS) or len(self.codes) > MOST_CODES:
            raise ValueError("columns")
        if len({folded_code(row.code) for row in self.codes}) != len(self.codes):
            raise ValueError("a code stands twice")

    def by_code(self) -> dict[str, DutyCode]:
        """Each code as it is compared."""
        return {folded_code(row.code): row for row in self.codes}

    def with_codes(self, codes: MappingType[str, DutyCode]) -> Mapping:
        """The same with these codes added or changed."""
        known = self.by_code() | {folded_code(code): row for code, row in codes.items()}
        return replace(self, codes=tuple(known[code] for code in sorted(known)))

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "format": FORMAT,
            "columns": dict(self.columns),
            "codes": [asdict(c) for c in self.codes],
        }


def mapping_from(content: Any) -> Mapping:
    """The mapping that ``as_json`` wrote. Raises ValueError for anything else."""
    try:
        told = dict(content)
        if told.pop("format") != FORMAT:
            raise ValueError("format")
        codes = tuple(DutyCode(**row) for row in told.pop("codes"))
        columns = {str(use): str(heading) for use, heading in told.pop("columns").items()}
        return Mapping(columns=columns, codes=codes, **told)
    except (TypeError, KeyError, AttributeError) as fault:
        raise ValueError("mapping") from fault
