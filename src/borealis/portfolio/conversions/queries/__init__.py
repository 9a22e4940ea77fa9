"""Reading conversions: which sets have ended, what everything looks like before and after, and the pages."""

from __future__ import annotations

from borealis.portfolio.conversions.queries.due import DueSet, conversion_findings, due_sets
from borealis.portfolio.conversions.queries.inventory import inventory_of
from borealis.portfolio.conversions.queries.pages import (
    ConversionView,
    blockers_of,
    conversion_view,
    earlier_goals,
)

__all__ = [
    "ConversionView",
    "DueSet",
    "blockers_of",
    "conversion_findings",
    "conversion_view",
    "due_sets",
    "earlier_goals",
    "inventory_of",
]
