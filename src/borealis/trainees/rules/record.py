"""What the rules count from: periods of employment, service and absence, both days included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class ServicePeriod:
    """Practical service at a share of full time. ``confirmed_on`` None: claimed, not confirmed (§ 25 e)."""

    kind: str
    from_day: dt.date
    to_day: dt.date
    percent: int
    confirmed_on: dt.date | None = None
    arena: str = ""
    place: str = ""
    pk: int = 0


@dataclass(frozen=True)
class AbsencePeriod:
    """Time away. ``percent`` is the share of the doctor's own post: 100 is away altogether."""

    kind: str
    from_day: dt.date
    to_day: dt.date
    percent: int = 100
    pk: int = 0


@dataclass(frozen=True)
class EmploymentPeriod:
    """A post. ``percent`` of full time in training and ``research_percent`` in research; None: open end."""

    from_day: dt.date
    to_day: dt.date | None
    percent: int
    research_percent: int = 0
    department_id: int = 0
    pk: int = 0


@dataclass(frozen=True)
class PlannedService:
    """Service foreseen at a share of full time, until a day or (None) for as long as it takes."""

    from_day: dt.date
    to_day: dt.date | None
    percent: int
    kind: str = "specialty"
