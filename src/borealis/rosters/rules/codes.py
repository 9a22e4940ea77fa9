"""What a duty means for training: one word of ours for each code that a hospital writes in its roster."""

from __future__ import annotations

from dataclasses import dataclass

WORKING = ("on_site", "night", "on_call")
LEARNING = ("teaching", "study", "course", "research")
AWAY = ("holiday", "sick_leave", "parental_leave", "other_leave")
MEANINGS = (*WORKING, *LEARNING, *AWAY, "off")
# Where a person who has the duty can be met at the department.
PRESENT = ("on_site", "night", "teaching", "study")
# Work in which a trainee must have somebody to ask (S11).
CLINICAL = ("on_site", "night")
PROTECTED = ("teaching", "study")
# Absence by the words of service time (§ 31); a course is absence too, and counts.
ABSENCE = (*AWAY, "course")

MOST_CODES = 150  # five fields for each, in one form
LONGEST_CODE = 20
DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class DutyCode:
    """What one code of a roster means.

    Times are minutes after midnight of the day that the code stands on; a last minute at or before the first
    is of the next day, and None is the whole day. ``interruptible``: the duty may be left for an hour of
    guidance. ``supervises``: a specialist on this duty is there for those in training.
    """

    code: str
    meaning: str
    start: int | None = None
    end: int | None = None
    interruptible: bool = False
    supervises: bool = False
    words: str = ""

    def __post_init__(self) -> None:
        if self.meaning not in MEANINGS:
            raise ValueError(f"meaning {self.meaning!r}")
        if not self.code or len(self.code) > LONGEST_CODE:
            raise ValueError("code")
        if (self.start is None) != (self.end is None):
            raise ValueError("times")
        if not (0 <= (self.start or 0) < DAY and 0 <= (self.end or 0) <= DAY):
            raise ValueError("times")


def usual_flags(meaning: str, start: int | None) -> tuple[bool, bool]:
    """Whether a duty of this meaning may usually be left for guidance, and whether it usually supervises.

    Work in the day may be left for an hour; a night, a duty at home and teaching may not. Who is at the
    department by day or night can supervise; who is at home is only called.
    """
    by_day = meaning == "on_site" and (start is None or start < 14 * 60)
    return by_day or meaning == "study", meaning in CLINICAL


def folded_code(text: str) -> str:
    """A code as it is compared: without space around it, in capitals."""
    return " ".join(text.split()).upper()
