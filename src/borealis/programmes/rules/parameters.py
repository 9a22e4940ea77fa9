"""Numbers of the regulation that a programme is held against, each with the day it holds from."""

from __future__ import annotations

import datetime as dt

_MONTHS_AFTER_PART_1 = ((dt.date(2017, 3, 1), 60.0),)
_TEACHING_HOURS = ((dt.date(2019, 3, 1), 70),)


def months_of_parts_2_and_3(on: dt.date) -> float:
    """Months of full-time service after part 1: 78 by § 2 first paragraph less the 18 of part 1.

    The number is a difference, not in the text of the regulation.
    """
    return max(entry for entry in _MONTHS_AFTER_PART_1 if entry[0] <= on)[1]


def least_teaching_hours(on: dt.date) -> int:
    """Hours of internal teaching a year that an approved enterprise gives at least (§ 24)."""
    return max((entry for entry in _TEACHING_HOURS if entry[0] <= on), default=_TEACHING_HOURS[0])[1]
