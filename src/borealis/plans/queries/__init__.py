"""Reading plans: the material for the planner, and what the pages show."""

from borealis.plans.queries.material import Material, gather, next_problem, unplanned_leave
from borealis.plans.queries.stored import (
    StoredPlan,
    accepted_proposal,
    open_proposal,
    signatures_of,
    stored_plan,
    stored_plans,
    version_contents,
)

__all__ = [
    "Material",
    "StoredPlan",
    "accepted_proposal",
    "gather",
    "next_problem",
    "open_proposal",
    "signatures_of",
    "stored_plan",
    "stored_plans",
    "unplanned_leave",
    "version_contents",
]
