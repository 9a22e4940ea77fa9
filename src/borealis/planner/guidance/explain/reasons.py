"""Reasons as values: what the web translates and `words/` says in Norwegian and English."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from borealis.planner.guidance.formats.clock import Moment
from borealis.planner.guidance.formats.problem import Duty, Problem

ReasonCode = Literal[
    "no_guide", "guide_never_free", "members_never_free", "no_common_time", "too_close", "taken", "absent"
]


@dataclass(frozen=True, slots=True)
class Change:
    """A single change of a duty that makes room for one more session, all others being where they are.

    `before` is the duty somebody gives up, None for a day without one; `after` is the day at work they have
    instead. The session can then begin at `start`.
    """

    person: str
    day: dt.date
    before: Duty | None
    after: Duty
    start: Moment


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a series lacks sessions, or a member lacks one of a group's.

    no_guide            nobody is the guide on any day ahead
    guide_never_free    no duty of the guide ahead can hold a session
    members_never_free  no duty of the trainee (or of enough members) ahead can hold one
    no_common_time      each is free at times, but never together
    too_close           together on too few days that are far enough apart
    taken               there would be room, but sessions of others take it
    absent              the session of a group at `start` is placed, but `person`, a member, cannot come

    The days are those ahead on which the guide, enough members, and all of them together could have a
    session, were it not for other sessions. `changes` is in order of days.
    """

    of: str
    sessions: int
    code: ReasonCode
    guide_days: int
    member_days: int
    common_days: int
    changes: tuple[Change, ...]
    person: str | None = None
    start: Moment | None = None


def with_change(problem: Problem, change: Change) -> Problem:
    """The problem with a duty changed."""

    def duties(old: tuple[Duty, ...]) -> tuple[Duty, ...]:
        rest = [duty for duty in old if duty != change.before]
        return tuple(sorted([*rest, change.after], key=lambda duty: duty.start))

    people = tuple(
        replace(person, duties=duties(person.duties)) if person.id == change.person else person
        for person in problem.people
    )
    return replace(problem, people=people)
