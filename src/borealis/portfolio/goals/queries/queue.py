"""«Venter på meg»: goals that wait for a recommendation or a decision by the viewer, the oldest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.curriculum.queries import GoalView
from borealis.people.queries import Viewer
from borealis.portfolio.goals.around import around_each
from borealis.portfolio.goals.queries.standing import given_on_each, goals_of_each
from borealis.portfolio.goals.rules import missing_recommendations
from borealis.portfolio.goals.wording import KIND_WORDS, missing_words
from borealis.portfolio.models import Recommendation, Submission
from borealis.portfolio.permissions import may_decide, recommends_as
from borealis.shell.findings import Finding
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PORTFOLIO, visible_to


@dataclass(frozen=True)
class Waiting:
    """A goal that waits for the viewer."""

    submission: Submission
    goal: GoalView
    kind: str
    age: int
    url: str
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class OfOne:
    """What waits for the viewer of one doctor's goals."""

    trainee: Trainee
    lines: tuple[Waiting, ...]
    together: str  # where those with both recommendations can be approved at once, or ""

    @property
    def oldest(self) -> int:
        return max(line.age for line in self.lines)


def to_recommend(viewer: Viewer, now: dt.datetime) -> list[OfOne]:
    """Goals on which the viewer may recommend and has not done so."""
    today = timezone.localdate(now)
    found = []
    given = Recommendation.objects.filter(by_id=viewer.person_id, withdrawn_at=None)
    done = set(given.filter(submission__closed_at=None).values_list("submission_id", flat=True))
    for trainee, rows in _open(viewer):
        if recommends_as(viewer, trainee, today) is None:
            continue
        lines = tuple(_line(row, goal, "goal", today, ()) for row, goal in rows if row.pk not in done)
        if lines:
            found.append(OfOne(trainee, lines, ""))
    return sorted(found, key=lambda one: -one.oldest)


def to_decide(viewer: Viewer, now: dt.datetime) -> list[OfOne]:
    """Goals on which the viewer decides, with what is still missing."""
    today = timezone.localdate(now)
    found = []
    waiting = [(trainee, rows) for trainee, rows in _open(viewer) if may_decide(viewer, trainee)]
    everyone = around_each([trainee for trainee, _rows in waiting], today)
    given = given_on_each([row for _trainee, rows in waiting for row, _goal in rows])
    for trainee, rows in waiting:
        people = everyone[trainee.pk]
        lines = tuple(
            _line(
                row,
                goal,
                "goal_decide",
                today,
                tuple(missing_words(role, people) for role in missing_recommendations(given[row.pk])),
            )
            for row, goal in rows
        )
        ready = sum(line.ready and line.submission.kind != "elsewhere" for line in lines)
        together = reverse("goals_decide_together", args=[trainee.pk]) if ready > 1 else ""
        found.append(OfOne(trainee, lines, together))
    return sorted(found, key=lambda one: -one.oldest)


def _open(viewer: Viewer) -> list[tuple[Trainee, list[tuple[Submission, GoalView]]]]:
    """What is sent in and not decided, by each doctor whose portfolio the viewer sees, the oldest first."""
    rows = Submission.objects.filter(closed_at=None, trainee__in=visible_to(viewer, PORTFOLIO))
    rows = rows.select_related("goal", "trainee__person", "trainee__programme").order_by("submitted_at", "pk")
    found: dict[int, tuple[Trainee, list[Submission]]] = {}
    for row in rows:
        found.setdefault(row.trainee_id, (row.trainee, []))[1].append(row)
    goals = goals_of_each([trainee for trainee, _rows in found.values()])
    return [(trainee, [(row, goals[row.goal_id]) for row in sent]) for trainee, sent in found.values()]


def _line(row: Submission, goal: GoalView, page: str, today: dt.date, missing: tuple[str, ...]) -> Waiting:
    age = (today - timezone.localdate(row.submitted_at)).days
    url = reverse(page, args=[row.trainee_id, row.goal_id])
    return Waiting(row, goal, str(KIND_WORDS[row.kind]), age, url, missing)


def waiting_words(found: Iterable[OfOne]) -> str:
    """How many wait, and for how long, as one sentence."""
    found = list(found)
    n = sum(len(one.lines) for one in found)
    if not n:
        return _("Ingen mål venter på deg.")
    age = max(one.oldest for one in found)
    words = ngettext("%(n)s mål venter på deg.", "%(n)s mål venter på deg.", n) % {"n": n}
    return f"{words} {age_words(age)}"


def age_words(days: int) -> str:
    """How old the oldest is."""
    if not days:
        return _("Det eldste kom i dag.")
    return ngettext("Det eldste har ventet i %(n)s dag.", "Det eldste har ventet i %(n)s dager.", days) % {
        "n": days
    }


def withdrawn_findings(
    viewer: Viewer, trainees: Iterable[Trainee], goal_id: int | None = None
) -> list[Finding]:
    """Recommendations withdrawn after the goal was decided: the decision stands, and the head judges it."""
    rows = Recommendation.objects.filter(
        submission__trainee__in=list(trainees), withdrawn_at__gt=F("submission__decision__at")
    ).exclude(submission__decision__outcome="returned")
    if goal_id is not None:
        rows = rows.filter(submission__goal_id=goal_id)
    found = []
    for row in rows.select_related("by", "submission__goal", "submission__trainee", "submission__decision"):
        submission, trainee = row.submission, row.submission.trainee
        latest = trainee.goal_statuses.filter(goal_id=submission.goal_id).order_by("-pk").first()
        if latest is None or latest.pk != submission.decision.status_id or not may_decide(viewer, trainee):
            continue
        found.append(
            Finding(
                "recommendation_withdrawn",
                "attention",
                f"portfolio.Submission:{submission.pk}",
                _("%(name)s trakk tilbake sin anbefaling om %(code)s etter avgjørelsen.")
                % {"name": row.by.name, "code": submission.goal.code},
                row.withdrawn_why,
                _("Se målet"),
                reverse("goal_decide", args=[trainee.pk, submission.goal_id]),
                "§ 26",
            )
        )
    return found
