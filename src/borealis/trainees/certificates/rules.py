"""What a certificate of service tells, what it lacks before it can be signed, and when one is late.

The contents are those that the authority asks for: type of post, period and percent, absence beyond lawful
holiday and courses, the guide, teaching, on-call arrangement, whether the service was satisfactory, and the
content of the service and the department.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from borealis.trainees.rules import COUNTING_ABSENCE, AbsencePeriod

FORMAT = "borealis/certificate/1"
LATE_AFTER = dt.timedelta(days=30)  # a period that ended longer ago and has no certificate (local norm)

# What is written by hand and must stand there before anybody signs. Remarks are asked for when not satisfactory.
NEEDED = ("post_type", "teaching", "on_call", "service_content", "department_content", "satisfactory")
HEAD, CONSULTANT = "head", "consultant"
SIGNERS = (HEAD, CONSULTANT)


@dataclass(frozen=True)
class Span:
    """Days that lie within a period, both included, and the share of them."""

    from_day: dt.date
    to_day: dt.date
    percent: int = 100


def within(
    first: dt.date, last: dt.date | None, period: tuple[dt.date, dt.date]
) -> tuple[dt.date, dt.date] | None:
    """The part of some days that lies in a period; None when no day does. ``last`` None: open end."""
    start, end = max(first, period[0]), min(last or period[1], period[1])
    return (start, end) if start <= end else None


def certified_absence(absences: Iterable[AbsencePeriod], period: tuple[dt.date, dt.date]) -> list[Span]:
    """Absence beyond lawful holiday and courses (§ 31 third paragraph) in the period, without its cause."""
    found = []
    for row in absences:
        part = within(row.from_day, row.to_day, period)
        if part is not None and row.kind not in COUNTING_ABSENCE:
            found.append(Span(*part, row.percent))
    return sorted(found, key=lambda span: (span.from_day, span.to_day, span.percent))


def lacking(content: Mapping[str, Any]) -> tuple[str, ...]:
    """What a certificate lacks, by name of field, in the order of the form."""
    lacks = [name for name in NEEDED if content[name] is None or content[name] == ""]
    if not content["guides"] and not content["guide_note"]:
        lacks.append("guide_note")
    if content["satisfactory"] is False and not content["remarks"]:
        lacks.append("remarks")
    return tuple(lacks)


def digest_of(content: Mapping[str, Any], canonical: Callable[[Any], bytes]) -> str:
    """The digest of a certificate's content; ``canonical`` writes JSON in one way only."""
    return hashlib.sha256(canonical(dict(content))).hexdigest()


def is_late(to_day: dt.date, confirmed_on: dt.date | None, certified: bool, today: dt.date) -> bool:
    """Whether a period ended more than 30 days ago and has no certificate.

    Service that was confirmed without one has its certificate on paper.
    """
    return not certified and confirmed_on is None and today - to_day > LATE_AFTER
