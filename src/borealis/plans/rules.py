"""States and content of plans, as data and pure functions."""

from __future__ import annotations

PROPOSAL_STATES = ("open", "accepted", "rejected", "replaced")
SIGNING_ROLES = ("trainee", "head")
