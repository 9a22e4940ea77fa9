"""Laying in improvement work, changing it, and taking it from idea to handed over."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.improvement.actions.held import held_project, record
from borealis.improvement.actions.to_portfolio import into_portfolio
from borealis.improvement.models import Member, Project, ProjectStep
from borealis.improvement.queries.choices import goals_for, leaders_in, people_of, team_choices
from borealis.improvement.rules import project_step
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, check_days, check_text, refuse

TEXTS = {"title": 200, "aim": 300, "how_much": 200, "for_whom": 200}
LARGEST_TEAM = 12


@dataclass(frozen=True)
class ProjectContent:
    """What a project says: the aim in its four parts, the team (keys of trainees), and the goals it serves."""

    title: str = ""
    aim: str = ""
    how_much: str = ""
    for_whom: str = ""
    by_day: dt.date | None = None
    leader_id: int | None = None
    supervisor_id: int | None = None
    trainees: Sequence[int] = field(default_factory=tuple)
    goals: Sequence[int] = field(default_factory=tuple)


@transaction.atomic
def begin_improvement(*, by: int | None, department_id: int, now: dt.datetime, **content: Any) -> Project:
    """Lay in improvement work in a department, as an idea. ``content`` are the fields of ProjectContent."""
    columns, team, goals = _checked(ProjectContent(**content), department_id, now, ())
    row = Project.objects.create(department_id=department_id, by_id=by, made_at=now, **columns)
    _put(row, team, goals)
    ProjectStep.objects.create(project=row, to_state=row.state, by_id=by, at=now)
    record(by, "begin_improvement", row, now, trainees=sorted(team), goals=sorted(goals))
    return row


@transaction.atomic
def change_improvement(
    *, by: int | None, project_id: int, version: int, now: dt.datetime, **content: Any
) -> Project:
    """Put another aim or team in. Raises ChangedMeanwhile, with what stands, when another was first.

    Who has an activity from the finished work in the portfolio stays in the team.
    """
    row = held_project(project_id)
    if row.version != version:
        raise ChangedMeanwhile(as_it_stands(row))
    if row.state not in ("idea", "running"):
        raise refuse("title", _("Arbeidet er avsluttet. Velg «Arbeid videre» før du endrer noe."))
    now_in = [member.trainee_id for member in row.members.all()]
    columns, team, goals = _checked(ProjectContent(**content), row.department_id, now, now_in)
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _put(row, team, goals)
    record(
        by, "change_improvement", row, now, trainees=sorted(team), goals=sorted(goals), version=row.version
    )
    return row


def as_it_stands(row: Project) -> dict[str, Any]:
    """What is stored now, by the names of the fields."""
    names = [name for name in asdict(ProjectContent()) if name not in ("trainees", "goals")]
    return {
        **{name: getattr(row, name) for name in names},
        "trainees": [member.trainee_id for member in row.members.all()],
        "goals": [goal.pk for goal in row.goals.all()],
        "version": row.version,
    }


def _put(row: Project, team: set[int], goals: set[int]) -> None:
    row.members.exclude(trainee__in=team).delete()
    there = set(row.members.values_list("trainee_id", flat=True))
    Member.objects.bulk_create(Member(project=row, trainee_id=pk) for pk in sorted(team - there))
    row.goals.set(goals)


def _checked(
    content: ProjectContent, department_id: int, now: dt.datetime, now_in: Sequence[int]
) -> tuple[dict[str, Any], set[int], set[int]]:
    """The columns, the team and the goals, or a ValidationError with a message for each field."""
    refusals, team = Refusals(), set(content.trainees)
    columns: dict[str, Any] = {
        name: check_text(refusals, name, getattr(content, name), longest, needed=_("Fyll ut dette feltet."))
        for name, longest in TEXTS.items()
    }
    if content.by_day is None:
        refusals.add("by_day", _("Skriv en dato, for eksempel 3.12.2026."))
    else:
        check_days(refusals, ("by_day", content.by_day), ("by_day", None), now)
    today = timezone.localdate(now)
    known = {pk for pk, _name in team_choices(department_id, today)} | set(now_in)
    if not team or len(team) > LARGEST_TEAM or not team <= known:
        refusals.add("trainees", _("Velg minst én og høyst %(most)d av legene her.") % {"most": LARGEST_TEAM})
    leaders = dict(leaders_in(department_id, today))
    if content.leader_id not in leaders and content.leader_id not in people_of(team & known):
        refusals.add("leader_id", _("Velg hvem som leder arbeidet, fra listen."))
    if content.supervisor_id is not None and content.supervisor_id not in leaders:
        refusals.add("supervisor_id", _("Velg en fra listen."))
    goals = set(content.goals)
    if not goals <= set(goals_for(team)):
        refusals.add("goals", _("Velg bare læringsmål som noen i gruppen følger."))
    refusals.stop()
    columns |= {
        "by_day": content.by_day,
        "leader_id": content.leader_id,
        "supervisor_id": content.supervisor_id,
    }
    return columns, team, goals


@transaction.atomic
def step_improvement(
    *, by: int | None, project_id: int, act: str, now: dt.datetime, kept_by: str = ""
) -> Project:
    """Take a step of ``rules.PROJECT_STEPS``. The caller has checked who acts.

    What is finished becomes an activity in the portfolio of everyone in the team, once. What is handed over says
    who keeps it.
    """
    row = held_project(project_id)
    step = project_step(row.state, act)
    if step is None:
        raise refuse("state", _("Arbeidet er kommet lenger siden du så det. Last siden på nytt."))
    if act == "hand_over":
        refusals = Refusals()
        needed = _("Skriv hvem som holder ved like det dere fikk til.")
        row.kept_by = check_text(refusals, "kept_by", kept_by, 200, needed=needed)
        refusals.stop()
    row.state = step.to_state
    row.version += 1
    row.save()
    ProjectStep.objects.create(project=row, to_state=row.state, by_id=by, at=now)
    record(by, "step_improvement", row, now, step=act, state=row.state)
    if act == "finish":
        _tell_portfolios(row, by, now)
    return row


def _tell_portfolios(row: Project, by: int | None, now: dt.datetime) -> None:
    first = row.steps.filter(to_state="running").values_list("at", flat=True).first() or row.made_at
    goals = {goal.pk for goal in row.goals.all()}
    for member in row.members.all():
        into_portfolio(
            by=by,
            trainee=member.trainee,
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"improvement.Project:{row.pk}:{member.trainee_id}"),
            title=row.title,
            first=timezone.localdate(first),
            goals=goals,
            now=now,
        )
