"""What is true of people: languages, roles with their powers, and who may guide."""

from borealis.people.rules.guides import GuideFacts, guide_failings
from borealis.people.rules.invitations import INVITATION_DAYS, invitation_state, word_digest
from borealis.people.rules.roles import (
    LANGUAGES,
    POWERS,
    ROLES,
    Role,
    has_power,
    may_be_held_at,
    roles_given_with,
)
from borealis.people.rules.sessions import session_over

__all__ = [
    "INVITATION_DAYS",
    "LANGUAGES",
    "POWERS",
    "ROLES",
    "GuideFacts",
    "Role",
    "guide_failings",
    "has_power",
    "invitation_state",
    "may_be_held_at",
    "roles_given_with",
    "session_over",
    "word_digest",
]
