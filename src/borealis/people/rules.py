"""Roles and languages, as data that screens and checks share."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Role:
    """What a role is called in addresses and what it may do at its place.

    ``path`` is the first part of the address of the role's pages; ``powers`` are the words
    that permission checks ask for.
    """

    code: str
    path: str
    powers: frozenset[str]


def _role(code: str, path: str, *powers: str) -> Role:
    return Role(code, path, frozenset(powers))


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role("trainee", "lis"),
        _role("guide", "veileder"),
        _role(
            "head",
            "leder",
            "see_department",
            "plan_department",
            "register_training",
            "agree_plan",
            "edit_programme",
            "decide_goals",
        ),
        _role(
            "training_lead",
            "leder",
            "see_department",
            "plan_department",
            "register_training",
            "edit_programme",
        ),
        _role("training_coordinator", "koordinator", "see_department"),
    )
}


def has_power(role: str, power: str) -> bool:
    """Whether a role carries a power at the place where it is held."""
    return role in ROLES and power in ROLES[role].powers
