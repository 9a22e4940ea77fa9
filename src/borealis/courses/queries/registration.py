"""One registration: where it stands, what comes next, and for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from borealis.courses.models import Registration
from borealis.courses.permissions import is_own, may_approve
from borealis.courses.queries.leave import leave_of
from borealis.courses.queries.rows import registration_row
from borealis.courses.rules import ACTIVE, APPLIED, COMPLETED, PLACED, WAITING, WISHED, acts_from
from borealis.courses.wording import SHORT_WORDS
from borealis.people.queries import Viewer
from borealis.trainees import permissions as trainees

LINE = (WISHED, "approved", APPLIED, PLACED, COMPLETED)


def registration_page(registration: Registration, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """The steps taken, the next ones, and the duties in the way for those who see the training."""
    own, date = is_own(viewer, registration), registration.course_date
    acts = acts_from(registration.state, "trainee") if own else ()
    over = date.last_day <= today
    sees_duties = own or trainees.may_see(viewer, registration.trainee)
    ahead = registration.state in ACTIVE and not over
    return {
        "row": registration_row(registration),
        "registration": registration,
        "course": date.course,
        "own": own,
        "line": _line(registration.state),
        "steps": _steps(registration),
        "may_answer": registration.state == WISHED and may_approve(viewer, registration) and not over,
        "may_apply": "apply_for_course" in acts and date.deadline >= today,
        "closed": "apply_for_course" in acts and date.deadline < today,
        "may_withdraw": "withdraw_from_course" in acts and date.first_day > today,
        "may_complete": "complete_course" in acts and over,
        "leave": leave_of([registration])[registration.pk] if sees_duties and ahead else None,
    }


def _steps(registration: Registration) -> list[dict[str, Any]]:
    """Every step, as it was taken."""
    return [
        {
            "words": SHORT_WORDS[step.state],
            "at": step.at,
            "by": step.taken_by.name if step.taken_by else "",
            "reason": step.reason,
        }
        for step in registration.steps.select_related("taken_by")
    ]


def _line(state: str) -> list[tuple[str, str]]:
    """The way from wish to certificate: what is done, where it stands, what comes."""
    at = PLACED if state == WAITING else state
    if at not in LINE:
        return []
    here = LINE.index(at)
    words = [state if one == at else one for one in LINE]
    return [
        ("done" if n < here or state == COMPLETED else "now" if n == here else "later", str(SHORT_WORDS[one]))
        for n, one in enumerate(words)
    ]
