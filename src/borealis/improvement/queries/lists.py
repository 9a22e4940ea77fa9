"""Lists of improvement work: one's own with the project paper, and a department's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from borealis.improvement.models import Paper, Project
from borealis.improvement.permissions import open_to, papers_visible, projects_visible
from borealis.improvement.rules import PAPER_STATES
from borealis.improvement.wording import PAPER_WORDS, PROJECT_WORDS
from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.trainees.directory import Trainee

COLOURS = {
    "idea": "neutral",
    "running": "info",
    "finished": "success",
    "handed_over": "success",
    "dropped": "neutral",
    "topic": "neutral",
    "supervised": "info",
    "submitted": "warning",
    "approved": "success",
    "returned": "warning",
}
_WAY = ("topic", "supervised", "submitted", "approved")


@dataclass(frozen=True)
class ProjectLine:
    """A project in a list."""

    pk: int
    title: str
    aim: str
    state: str
    state_words: str
    colour: str
    by_day: dt.date
    team: tuple[str, ...]
    tests: int


@dataclass(frozen=True)
class PaperView:
    """A paper with how far it has come: (word, whether it is reached) for each state on the way."""

    row: Paper
    state_words: str
    colour: str
    way: tuple[tuple[str, bool], ...]
    steps: tuple[Any, ...]


def project_lines(rows: Iterable[Project]) -> list[ProjectLine]:
    """Projects as lines. ``rows`` come with members and the number of tests."""
    return [
        ProjectLine(
            pk=row.pk,
            title=row.title,
            aim=row.aim,
            state=row.state,
            state_words=str(PROJECT_WORDS[row.state]),
            colour=COLOURS[row.state],
            by_day=row.by_day,
            team=tuple(member.trainee.person.name for member in row.members.all()),
            tests=getattr(row, "tests_number", 0),
        )
        for row in rows
    ]


def paper_view(row: Paper) -> PaperView:
    """A paper as the pages show it."""
    state = "submitted" if row.state == "returned" else row.state
    reached = _WAY.index(state) if row.state in PAPER_STATES else 0
    return PaperView(
        row,
        str(PAPER_WORDS[row.state]),
        COLOURS[row.state],
        tuple((str(PAPER_WORDS[name]), place <= reached) for place, name in enumerate(_WAY)),
        tuple(row.steps.select_related("by")),
    )


def own_page(trainee: Trainee, viewer: Viewer) -> dict[str, Any]:
    """The improvement work and the papers of a trainee, and the work of the department that one could join."""
    rows = _with_all(projects_visible(viewer).filter(members__trainee=trainee))
    papers = papers_visible(viewer).filter(trainee=trainee)
    return {
        "projects": project_lines(rows),
        "open": list(open_to(trainee).select_related("leader")) if viewer.employed else [],
        "papers": [
            paper_view(row) for row in papers.select_related("supervisor", "project", "trainee__person")
        ],
    }


def department_projects(viewer: Viewer) -> dict[str, Any]:
    """All improvement work in the departments where the viewer registers training, and papers that wait."""
    places = within(viewer.places_with("register_training"))
    rows = project_lines(_with_all(projects_visible(viewer).filter(department_id__in=places)))
    papers = Paper.objects.filter(trainee__programme__department_id__in=places)
    open_papers = papers.exclude(state="approved").select_related("trainee__person", "supervisor", "project")
    return {
        "projects": rows,
        "running": sum(row.state == "running" for row in rows),
        "finished": sum(row.state in ("finished", "handed_over") for row in rows),
        "papers": [paper_view(row) for row in open_papers],
    }


def _with_all(rows: Any) -> Any:
    counted = rows.annotate(tests_number=Count("tests", distinct=True))
    return counted.prefetch_related("members__trainee__person").order_by("-made_at", "-pk")
