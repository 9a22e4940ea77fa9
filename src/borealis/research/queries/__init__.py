"""Reading research. Rooms above ask for findings; pages ask for the rest."""

from borealis.research.queries.calls import application_page, call_page, calls_page
from borealis.research.queries.findings import research_findings
from borealis.research.queries.projects import department_page, preview, project_page
from borealis.research.queries.statements import confirmation_with
from borealis.research.queries.tracks import track_page, trainee_page
from borealis.research.queries.what_if_page import what_if_page

__all__ = [
    "application_page",
    "call_page",
    "calls_page",
    "confirmation_with",
    "department_page",
    "preview",
    "project_page",
    "research_findings",
    "track_page",
    "trainee_page",
    "what_if_page",
]
