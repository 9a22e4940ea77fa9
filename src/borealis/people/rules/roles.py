"""Roles and their powers, as data that screens, checks and documentation share."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("nb", "nn", "en")

# Each power is asked for by name in the room that it belongs to, and has one sentence in ``people.words``.
POWERS = (
    "see_department",
    "see_capacity",
    "follow_research",
    "keep_calls",
    "plan_department",
    "register_training",
    "agree_plan",
    "edit_programme",
    "edit_courses",
    "decide_goals",
    "supervise",
    "appoint",
    "manage_people",
    "run_system",
    "read_record",
    "keep_roster",
)

PLACES = ("department", "clinic", "hospital", "psychiatric_centre", "trust", "health_authority")
TRAINEE = "one_trainee"


@dataclass(frozen=True)
class Role:
    """What a role is called in addresses, what it may do at its place, and where it can be held.

    ``path`` is the first part of the address of the role's pages. ``powers`` are the words that
    permission checks ask for. ``scopes`` are the kinds of body at which it may be held, and
    ``TRAINEE`` when it may be held for one trainee alone. ``given_by`` is the power, at the place or
    above it, that gives and ends the role.
    """

    code: str
    path: str
    powers: frozenset[str]
    scopes: tuple[str, ...]
    given_by: str


def _role(
    code: str, path: str, *powers: str, scopes: tuple[str, ...] = PLACES, given_by: str = "manage_people"
) -> Role:
    return Role(code, path, frozenset(powers), scopes, given_by)


_HEAD = (
    "see_department",
    "plan_department",
    "register_training",
    "agree_plan",
    "edit_programme",
    "decide_goals",
    "keep_roster",
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role("trainee", "lis", scopes=("department", "clinic", "hospital")),
        _role("guide", "veileder", given_by="appoint"),
        _role("supervisor", "supervisor", "supervise", scopes=(*PLACES, TRAINEE), given_by="appoint"),
        _role("head", "leder", *_HEAD, "appoint"),
        _role("stand_in", "leder", *_HEAD, given_by="appoint"),
        _role("delegate", "leder", "decide_goals", scopes=(*PLACES, TRAINEE), given_by="appoint"),
        _role(
            "training_lead",
            "leder",
            "see_department",
            "plan_department",
            "register_training",
            "edit_programme",
            "keep_roster",
        ),
        _role(
            "training_coordinator",
            "koordinator",
            "see_department",
            "see_capacity",
            "keep_calls",
            "keep_roster",
            "edit_courses",
        ),
        _role("research_lead", "forskning", "follow_research", "keep_calls"),
        _role(
            "regional_training_centre",
            "regut",
            "see_department",
            "see_capacity",
            "keep_calls",
            "edit_courses",
            scopes=("health_authority",),
        ),
        _role("auditor", "revisor", "read_record"),
        _role("administrator", "drift", "manage_people", "run_system"),
    )
}


def has_power(role: str, power: str) -> bool:
    """Whether a role carries a power at the place where it is held."""
    return role in ROLES and power in ROLES[role].powers


def may_be_held_at(role: str, scope: str) -> bool:
    """Whether a role may be held at this kind of body, or for one trainee (``TRAINEE``)."""
    return role in ROLES and scope in ROLES[role].scopes


def roles_given_with(powers: frozenset[str]) -> tuple[str, ...]:
    """The roles that someone with these powers may give and end, in the order of the table."""
    return tuple(code for code, role in ROLES.items() if role.given_by in powers)
