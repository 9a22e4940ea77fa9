"""Months as whole numbers: year x 12 + month - 1, so that arithmetic is subtraction."""

import re

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def parse_month(text: str) -> int | None:
    """The month number of "YYYY-MM", or None when the text is not a month."""
    match = _MONTH.fullmatch(text)
    return int(match[1]) * 12 + int(match[2]) - 1 if match else None


def month_text(month: int) -> str:
    """The month number written as "YYYY-MM"."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
