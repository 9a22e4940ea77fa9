"""What is wrong with a file: one typed value for each fault, for the web to translate."""

from dataclasses import dataclass, field
from typing import Literal

Path = tuple[str | int, ...]

FaultCode = Literal[
    "malformed_json",
    "duplicate_key",
    "wrong_format",
    "wrong_type",
    "missing_key",
    "misspelt_key",
    "bad_month",
    "empty_id",
    "out_of_range",
    "percent_out_of_range",
    "from_after_through",
    "unknown_arena",
    "unknown_block",
    "unknown_trainee",
    "duplicate_id",
    "after_cycle",
    "min_over_max_stint",
    "periods_overlap",
    "minimum_over_places",
    "current_overlap",
    "fixed_overlap",
    "fixed_outside_calendar",
    "fixed_before_start",
    "fixed_outside_block",
    "fixed_arena_not_listed",
    "fixed_while_away",
    "fixed_over_max_stint",
    "fixed_more_than_block",
    "fixed_before_predecessor",
    "fixed_over_places",
    "choice_unclear",
    "block_in_two_choices",
    "fixed_in_no_option",
    "too_many_variants",
    "unknown_choice",
    "no_dates",
    "unknown_course",
    "fixed_over_share",
    "together_with_self",
    "unknown_partner",
    "bad_day",
    "bad_time",
    "bad_clock",
    "no_such_time",
    "ends_before_start",
    "too_many",
    "too_large",
    "not_one_of",
    "bad_grid",
    "not_on_grid",
    "period_too_long",
    "unknown_person",
    "unknown_series",
    "unknown_session",
    "unknown_unit",
    "unknown_topic",
    "unknown_goal",
    "unknown_presenter",
    "duties_overlap",
    "leaders_overlap",
    "member_leads",
    "quorum_over_members",
    "held_later",
    "place_from_outside",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a file: what (`code` and `params`) and where (`path`, `line`, `column`).

    `line` and `column` count from 1; they are None when the input was not text.
    """

    code: FaultCode
    path: Path
    params: dict[str, str | int | float] = field(default_factory=dict)
    line: int | None = None
    column: int | None = None

    @property
    def path_text(self) -> str:
        """The place as a JSON path, such as `$.trainees[2].blocks[0].after[1]`."""
        return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)


class FormatError(ValueError):
    """The file cannot be read as what it says it is; `faults` says why, in order of line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.path_text}: {fault.code}" for fault in faults[:5]))
