"""Is the doctor ready to apply for approval as a specialist (§ 29)? Each requirement with what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

ESSENTIAL = 0.5  # § 2 fifth paragraph says "essential" and gives no number: more than half is our reading


@dataclass(frozen=True)
class Facts:
    """What is known of one trainee's training on a day. Months are months of full time that count."""

    goals: int
    approved: int
    goals_left: tuple[str, ...]  # codes
    part1_completed_on: dt.date | None
    part1_exception: bool
    counted_months: float
    required_months: float
    left_months: float
    reading: str
    left_in_other_reading: float
    services: int
    unconfirmed: int
    uncertified: int | None  # None: certificates are not kept here
    licensed_on: dt.date | None
    approved_share: float | None  # of service in the specialty, at approved enterprises; None: no service


@dataclass(frozen=True)
class Requirement:
    """One requirement: whether it is met, and its §. ``code`` has its words in the part's wording."""

    code: str
    met: bool
    source: str


def _goals(facts: Facts) -> bool:
    return facts.goals > 0 and facts.approved == facts.goals


def _part1(facts: Facts) -> bool:
    return facts.part1_completed_on is not None


def _time(facts: Facts) -> bool:
    return facts.left_months == 0


def _confirmed(facts: Facts) -> bool:
    return facts.services > 0 and facts.unconfirmed == 0


def _certified(facts: Facts) -> bool:
    return facts.services > 0 and facts.uncertified == 0


def _authorised(facts: Facts) -> bool:
    return facts.licensed_on is not None


def _essential(facts: Facts) -> bool:
    return facts.approved_share is not None and facts.approved_share > ESSENTIAL


CHECKS: tuple[tuple[str, Callable[[Facts], bool], str], ...] = (
    ("goals", _goals, "§ 29, § 26"),
    ("part1", _part1, "§ 29, § 18"),
    ("time", _time, "§ 2 (1), § 31"),
    ("confirmed", _confirmed, "§ 31 (1), § 25 e"),
    ("certified", _certified, "§ 25 e, § 30"),
    ("authorised", _authorised, "§ 29"),
    ("essential", _essential, "§ 2 (5)"),
)


def requirements(facts: Facts) -> tuple[Requirement, ...]:
    """Every requirement of § 29 in the order in which a doctor meets them."""
    return tuple(Requirement(code, check(facts), source) for code, check, source in CHECKS)
