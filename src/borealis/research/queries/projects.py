"""Reading projects: the department's plan as a page, and one project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from borealis.organisations.queries import name_by_id
from borealis.people.queries import Viewer
from borealis.research.models import Approval, Project
from borealis.research.permissions import leads_research, may_join, may_make_project, relations
from borealis.research.queries.findings import research_findings
from borealis.research.rules.crossref import Work, parted
from borealis.research.rules.projects import (
    LEADS,
    PRIVATE,
    ApprovalFact,
    is_expiring,
    standing,
    steps_for,
)
from borealis.research.wording import APPROVAL_KINDS, APPROVAL_STATES, PROJECT_STATES, PROJECT_STEPS, colour

GROUPS = ("open", "ongoing", "idea", "ended")


def _facts(rows: Iterable[Approval]) -> list[ApprovalFact]:
    return [ApprovalFact(row.kind, row.state, row.on, row.valid_until, row.reference) for row in rows]


def card(project: Project) -> dict[str, Any]:
    """A project in a list. Its participants and milestones are read beforehand."""
    next_milestone = next((m for m in project.milestones.all() if m.reached_on is None), None)
    return {
        "row": project,
        "state": PROJECT_STATES[project.state],
        "colour": colour(project.state),
        "people": [place.person.name for place in project.participants.all() if place.state == "joined"],
        "partners": project.partners.splitlines(),
        "next": next_milestone,
        "publications": len(project.publications.all()),
    }


def with_lists(rows: QuerySet[Project]) -> QuerySet[Project]:
    """What cards need, in as many queries however many there are."""
    lists = ("participants__person", "milestones", "publications")
    return rows.select_related("leader", "proposed_by").prefetch_related(*lists)


def department_page(department_id: int, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """The department's research as one plan (S30)."""
    rows = Project.objects.filter(department_id=department_id).exclude(state__in=PRIVATE)
    cards = [card(row) for row in with_lists(rows)]
    leads = leads_research(viewer, department_id)
    return {
        "name": name_by_id(department_id),
        "groups": [
            {
                "state": state,
                "title": PROJECT_STATES[state],
                "cards": [one for one in cards if one["row"].state == state],
            }
            for state in GROUPS
        ],
        "open": sum(one["row"].state == "open" for one in cards),
        "ongoing": sum(one["row"].state in ("open", "ongoing") for one in cards),
        "total": len(cards),
        "publications": sum(one["publications"] for one in cards),
        "partners": sorted({name for one in cards for name in one["partners"]}),
        "may_make": may_make_project(viewer, department_id),
        "findings": research_findings(department_id, today) if leads else [],
    }


def project_page(project: Project, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """One project with what it has, and what the viewer may do."""
    who = relations(viewer, project)
    places = list(project.participants.select_related("person"))
    approvals = list(project.approvals.all())
    holds = standing(_facts(approvals))
    return {
        "row": project,
        "state": PROJECT_STATES[project.state],
        "colour": colour(project.state),
        "private": project.state in PRIVATE,
        "leads": LEADS in who,
        "partners": project.partners.splitlines(),
        "steps": [(act, PROJECT_STEPS[act]) for act in steps_for(project.state, who)],
        "joined": [place for place in places if place.state == "joined"],
        "asking": [
            p for p in places if p.state == "asked" and (LEADS in who or p.person_id == viewer.person_id)
        ],
        "me": viewer.person_id,
        "may_join": may_join(viewer, project),
        "milestones": [
            {"row": m, "late": m.reached_on is None and m.due_on < today} for m in project.milestones.all()
        ],
        "approvals": [
            {
                "row": row,
                "kind": APPROVAL_KINDS[row.kind],
                "state": APPROVAL_STATES[row.state],
                "colour": colour(row.state),
                "expiring": is_expiring(holds[row.kind], today) and holds[row.kind].on == row.on,
            }
            for row in reversed(approvals)
        ],
        "fundings": list(project.fundings.all()),
        "publications": list(project.publications.all()),
        "imports": list(project.imports.exclude(applied_at=None).filter(undone_at=None)[:3]),
    }


def preview(project: Project, content: Iterable[Mapping[str, Any]]) -> dict[str, list[Work]]:
    """What a file would add, and what the project has already or the file says twice."""
    known = set(project.publications.exclude(doi="").values_list("doi", flat=True))
    new, twice = parted([Work(**dict(work)) for work in content], known)
    return {"new": new, "twice": twice}
