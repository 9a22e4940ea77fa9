"""A trainee's assessments as frozen views, in the reader's language and in the wording they were given in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from borealis.portfolio.assessment.queries.wordings import wordings
from borealis.portfolio.assessment.rules import Form, Scale
from borealis.portfolio.models import Assessment
from borealis.shell.language import text_in


@dataclass(frozen=True)
class AssessmentView:
    """An assessment: who, when, on which form, at which level in words, and what was written.

    ``goals`` are codes. ``corrected`` says that a newer one stands in its place.
    """

    pk: int
    trainee_id: int
    trainee: str
    on: dt.date
    who: str
    outside: bool
    form: str
    form_name: str
    level: int | None
    level_words: str
    narrative: str
    goals: tuple[str, ...]
    corrected: bool
    corrects: int | None
    wording: Form

    @property
    def scale(self) -> Scale | None:
        return self.wording.scale


def assessments_of(trainee_id: int) -> tuple[AssessmentView, ...]:
    """Every assessment of a trainee that stands, the newest first. Those that were corrected are left out."""
    return views(Assessment.objects.filter(trainee_id=trainee_id, corrected_by=None))


def assessments_for(trainee_id: int, goal_id: int) -> tuple[AssessmentView, ...]:
    """The assessments that stand and name a goal, the newest first."""
    return views(Assessment.objects.filter(trainee_id=trainee_id, corrected_by=None, goals=goal_id))


def views(rows: QuerySet[Assessment]) -> tuple[AssessmentView, ...]:
    """Rows as views, in three queries."""
    found = list(
        rows.select_related("corrected_by", "trainee__person")
        .prefetch_related("goals")
        .order_by("-on", "-pk")
    )
    kept = wordings(row.form_digest for row in found)
    return tuple(_view(row, kept[row.form_digest]) for row in found)


def _view(row: Assessment, form: Form) -> AssessmentView:
    step = form.scale.step(row.level) if form.scale else None
    return AssessmentView(
        pk=row.pk,
        trainee_id=row.trainee_id,
        trainee=row.trainee.person.name,
        on=row.on,
        who=row.name,
        outside=row.assessor_id is None,
        form=row.form,
        form_name=text_in(form.name),
        level=row.level,
        level_words=text_in(step.name) if step else "",
        narrative=row.narrative,
        goals=tuple(sorted(goal.code for goal in row.goals.all())),
        corrected=hasattr(row, "corrected_by"),
        corrects=row.corrects_id,
        wording=form,
    )


def in_form(found: Iterable[AssessmentView], form: str, goal: str) -> tuple[AssessmentView, ...]:
    """Those on a form and for a goal; empty words mean any."""
    return tuple(row for row in found if form in ("", row.form) and (not goal or goal in row.goals))
