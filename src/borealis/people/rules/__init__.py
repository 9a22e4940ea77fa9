"""What is true of people: languages, roles with their powers, and who may guide."""

from borealis.people.rules.guides import GuideFacts, guide_failings
from borealis.people.rules.roles import (
    LANGUAGES,
    POWERS,
    ROLES,
    Role,
    has_power,
    may_be_held_at,
    roles_given_with,
)

__all__ = [
    "LANGUAGES",
    "POWERS",
    "ROLES",
    "GuideFacts",
    "Role",
    "guide_failings",
    "has_power",
    "may_be_held_at",
    "roles_given_with",
]
