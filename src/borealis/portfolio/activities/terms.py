"""What a trainee's programme lets record, in the reader's words, and the goals that the trainee follows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from borealis.curriculum.queries import GoalView, goals_of
from borealis.programmes.queries import programme_by_id
from borealis.programmes.rules import ActivityTemplate, PortfolioTerms, ProgrammeDocument
from borealis.shell.language import text_in
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import pinned_sets


@dataclass(frozen=True)
class TemplateView:
    """An activity of the programme in the reader's language. ``goals`` are keys of goals, ``codes`` their
    codes, both only of the goals that are followed."""

    id: str
    kind: str
    name: str
    unit: str
    target: int | None
    goals: tuple[int, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """What one trainee records: the programme's document (None: none is in force) and the pinned goals."""

    document: ProgrammeDocument | None
    goals: tuple[GoalView, ...]
    templates: tuple[TemplateView, ...]

    def template(self, template_id: str) -> TemplateView | None:
        return next((template for template in self.templates if template.id == template_id), None)

    @property
    def portfolio(self) -> PortfolioTerms:
        return self.document.portfolio if self.document else PortfolioTerms()


def terms_of(trainee: Trainee) -> Terms:
    """The terms of a trainee's programme, with the goals of the trainee's own pinned sets."""
    current = programme_by_id(trainee.programme_id)
    goals = tuple(goals_of(pinned_sets([trainee.pk])[trainee.pk]))
    document = current.document if current else None
    templates = document.portfolio.activities if document else ()
    return Terms(document, goals, _views(templates, goals))


def templates_of(document: ProgrammeDocument) -> tuple[TemplateView, ...]:
    """The activities of a programme for anyone, with the goals of the sets that it follows."""
    return _views(document.portfolio.activities, tuple(goals_of(document.goal_sets)))


def _views(templates: tuple[ActivityTemplate, ...], goals: tuple[GoalView, ...]) -> tuple[TemplateView, ...]:
    keys = {goal.code: goal.pk for goal in goals}
    return tuple(
        TemplateView(
            id=template.id,
            kind=template.kind,
            name=text_in(template.name),
            unit=text_in(template.unit),
            target=template.target,
            goals=tuple(keys[code] for code in template.goals if code in keys),
            codes=tuple(code for code in template.goals if code in keys),
        )
        for template in templates
    )


def arena_on(trainee: Trainee, day: dt.date) -> str:
    """The code of the arena where the trainee serves on a day, as registered; "" when it is not known."""
    services = trainee.services.filter(from_day__lte=day, to_day__gte=day).order_by("-from_day", "-pk")
    return services.exclude(arena=None).values_list("arena__code", flat=True).first() or ""
