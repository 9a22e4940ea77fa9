"""Reading panels: who can take part, what to look at, one panel in words, and what is due."""

from __future__ import annotations

from borealis.portfolio.panels.queries.findings import panel_findings, panel_findings_of
from borealis.portfolio.panels.queries.pages import (
    PanelView,
    concluded_on_goal,
    lines_of,
    panel_view,
)
from borealis.portfolio.panels.queries.people import seats_of
from borealis.portfolio.panels.queries.proposals import proposals_for

__all__ = [
    "PanelView",
    "concluded_on_goal",
    "lines_of",
    "panel_findings",
    "panel_findings_of",
    "panel_view",
    "proposals_for",
    "seats_of",
]
