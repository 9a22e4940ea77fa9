"""The page of one assessment, in the wording it was given in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from borealis.curriculum.queries import goals_of
from borealis.portfolio.assessment.queries.rows import views
from borealis.portfolio.assessment.rules import Question
from borealis.portfolio.assessment.wording import YES_NO
from borealis.portfolio.models import Assessment
from borealis.shell.language import text_in


def detail_page(row: Assessment) -> dict[str, Any]:
    """What was said, question by question, and what corrected it or was corrected by it."""
    (view,) = views(Assessment.objects.filter(pk=row.pk))
    answered = [question for question in view.wording.questions if question.code in row.answers]
    return {
        "view": view,
        "question": text_in(view.wording.narrative) or _("Hva så du?"),
        "answers": [
            (text_in(question.text), answer_words(question, row.answers[question.code]))
            for question in answered
        ],
        "goals": _goals(row),
        "newer": Assessment.objects.filter(corrects=row).values_list("pk", flat=True).first(),
        "version": view.wording.version,
        "activity": row.activity,
    }


def answer_words(question: Question, value: object) -> str:
    """An answer in words."""
    if question.kind == "yes_no":
        return str(YES_NO[str(value)])
    if question.kind == "choice":
        choice = question.choice(value)
        return text_in(choice.text) if choice else ""
    if question.kind == "level" and question.scale is not None:
        step = question.scale.step(value if isinstance(value, int) else None)
        return text_in(step.name) if step else ""
    return str(value)


def _goals(row: Assessment) -> list[Any]:
    named = set(row.goals.values_list("pk", flat=True))
    codes = row.goals.values_list("goal_set__code", flat=True).distinct()
    return [goal for goal in goals_of(codes) if goal.pk in named]
