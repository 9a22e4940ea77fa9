"""A project on its page: aim, team, way, measures, tests of change, papers."""

from __future__ import annotations

from typing import Any

from borealis.improvement.models import Project, Test
from borealis.improvement.permissions import kinds_of
from borealis.improvement.queries.lists import COLOURS
from borealis.improvement.queries.measure_page import chart_view
from borealis.improvement.rules import PROJECT_STEPS, steps_from
from borealis.improvement.wording import PROJECT_ACTS, PROJECT_WORDS, STAGE_WORDS, VERDICT_WORDS
from borealis.people.queries import Viewer

_WAY = ("idea", "running", "finished", "handed_over")


def project_page(project: Project, viewer: Viewer) -> dict[str, Any]:
    """Everything on the page of a project that the viewer sees."""
    kinds = kinds_of(viewer, project)
    tests = list(project.tests.all())
    reached = _WAY.index(project.state) if project.state in _WAY else -1
    return {
        "project": project,
        "state_words": PROJECT_WORDS[project.state],
        "colour": COLOURS[project.state],
        "way": [(PROJECT_WORDS[name], place <= reached) for place, name in enumerate(_WAY)],
        "team": [member.trainee for member in project.members.all()],
        "goals": [goal.code for goal in project.goals.all()],
        "works": bool(kinds) and project.state in ("idea", "running"),
        "acts": [
            (step.act, PROJECT_ACTS[step.act]) for step in steps_from(PROJECT_STEPS, project.state, kinds)
        ],
        "measures": [chart_view(measure, tests) for measure in project.measures.prefetch_related("values")],
        "tests": [_test_view(place, test) for place, test in enumerate(tests, start=1)],
        "papers": [(paper.trainee.person.name, paper.topic) for paper in _papers(project)],
        "steps": [(PROJECT_WORDS[row.to_state], row) for row in project.steps.select_related("by")],
    }


def _papers(project: Project) -> Any:
    return project.papers.select_related("trainee__person")


def _test_view(place: int, test: Test) -> dict[str, Any]:
    stages = [(words, getattr(test, name)) for name, words in STAGE_WORDS.items()]
    return {
        "sign": place,
        "row": test,
        "verdict": VERDICT_WORDS[test.verdict],
        "stages": [(words, text) for words, text in stages if text],
    }
