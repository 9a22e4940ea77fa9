"""What a goal's step needs beyond its place in the table: who has recommended, when, and what is missing (§ 26).

Pure: what is known comes in as :class:`Facts`, what hinders goes out as codes that pages put into words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from borealis.trainees.rules import (
    ANOTHER,
    ENTERPRISE,
    GROUNDS,
    RECOMMENDATIONS,
    SIX_MONTHS,
    STATEMENT,
    add_months,
    month_of,
    step,
)

GUIDE, SUPERVISOR = "guide", "supervisor"
RECOMMENDERS = (GUIDE, SUPERVISOR)
RECOMMENDS, NOT_YET = "recommends", "not_yet"
VERDICTS = (RECOMMENDS, NOT_YET)

# By which right a goal is sent in, and what is decided, by the acts of the table.
KIND_OF = {
    "submit": "ordinary",
    "ask_again": "new_assessment",
    "ask_elsewhere": "elsewhere",
    "ask_further": "further",
}
OUTCOME_OF = {"approve": "approved", "return": "returned", "refuse": "not_reached"}

# What may hinder a step, besides the needs of the table and the recommenders.
NO_STEP, NOT_YOURS = "no_step", "not_yours"

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Given:
    """A recommendation in force: by whom, as what, and what it says."""

    person_id: int
    given_as: str
    verdict: str = RECOMMENDS


@dataclass(frozen=True)
class FurtherAssessment:
    """When a goal refused again may be assessed further: months with activity so far, and the earliest day."""

    refused_on: dt.date
    months: tuple[dt.date, ...]
    needed: int
    earliest: dt.date

    @property
    def missing(self) -> int:
        return max(self.needed - len(self.months), 0)


@dataclass(frozen=True)
class Facts:
    """What is known when somebody wants to take a step.

    ``actors`` is what the person is in this training; nobody who trains is a decider in own training.
    ``refused_by`` decided last that the goal is not reached; ``further`` says when a goal that was refused
    again may be assessed further.
    """

    state: str | None
    by: int
    actors: Collection[str]
    today: dt.date
    text: str = ""
    given: tuple[Given, ...] = ()
    enterprise: str = ""
    refused_by: int | None = None
    further: FurtherAssessment | None = None


def missing_recommendations(given: Iterable[Given]) -> tuple[str, ...]:
    """Whose recommendations are missing: the guide's, and that of another who took part in supervision."""
    given = tuple(given)
    guides = {g.person_id for g in given if g.given_as == GUIDE}
    others = {g.person_id for g in given if g.given_as == SUPERVISOR}
    if len(guides) == 1:
        others -= guides
    return tuple(role for role, found in ((GUIDE, guides), (SUPERVISOR, others)) if not found)


def hindrances(act: str, facts: Facts) -> tuple[str, ...]:
    """All that keeps a person from taking a step now; empty when nothing does."""
    found = step(facts.state, act)
    if found is None:
        return (NO_STEP,)
    if not set(facts.actors) & set(found.actors):
        return (NOT_YOURS,)
    missing: list[str] = []
    for need in found.needs:
        if need == RECOMMENDATIONS:
            missing += missing_recommendations(facts.given)
        elif LACKS[need](facts):
            missing.append(need)
    return tuple(missing)


def _no_words(facts: Facts) -> bool:
    return not facts.text.strip()


def _no_enterprise(facts: Facts) -> bool:
    return not facts.enterprise.strip()


def _same_decider(facts: Facts) -> bool:
    return facts.refused_by == facts.by


def _too_soon(facts: Facts) -> bool:
    return facts.further is None or not may_be_asked(facts.further, facts.today)


# Each need of the table, besides the recommendations, by whether it is not met.
LACKS: dict[str, Callable[[Facts], bool]] = {
    STATEMENT: _no_words,
    GROUNDS: _no_words,
    ENTERPRISE: _no_enterprise,
    ANOTHER: _same_decider,
    SIX_MONTHS: _too_soon,
}


def active_months(
    spans: Iterable[tuple[dt.date, dt.date | None]], after: dt.date, through: dt.date
) -> tuple[dt.date, ...]:
    """The months, as their first day, with at least one day of activity after one day and through another."""
    found: set[dt.date] = set()
    for first, last in spans:
        day, end = max(first, after + ONE_DAY), min(last or first, through)
        while day <= end:
            found.add(month_of(day))
            day = add_months(month_of(day), 1)
    return tuple(sorted(found))


def further_assessment(
    refused_on: dt.date, months: tuple[dt.date, ...], today: dt.date, needed: int
) -> FurtherAssessment:
    """The earliest day for a further assessment (§ 26 fourth paragraph).

    At least ``needed`` months have passed, and as many months hold an activity for the goal (our reading of
    «relevant activities for at least six months»). While some are missing, the day is that on which the last
    of them can begin, with one activity in each month from now on.
    """
    earliest = add_months(refused_on, needed)
    missing = needed - len(months)
    month = month_of(today)
    if missing > 0:
        if month in months:
            month = add_months(month, 1)
        earliest = max(earliest, add_months(month, missing - 1), today)
    return FurtherAssessment(refused_on, months, needed, earliest)


def may_be_asked(found: FurtherAssessment, today: dt.date) -> bool:
    """Whether the further assessment may be asked for on a day."""
    return not found.missing and found.earliest <= today
