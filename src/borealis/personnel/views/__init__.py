"""The room's pages."""

from borealis.personnel.views.appointments import appoint, appointments, change_appointment
from borealis.personnel.views.imports import imports, preview, undo
from borealis.personnel.views.keys import keys, revoke
from borealis.personnel.views.people import (
    account,
    add_post,
    approve,
    change,
    end_post,
    invite,
    new_person,
    person,
    personnel,
)
from borealis.personnel.views.roles import change_role, give_role, roles

__all__ = [
    "account",
    "add_post",
    "appoint",
    "appointments",
    "approve",
    "change",
    "change_appointment",
    "change_role",
    "end_post",
    "give_role",
    "imports",
    "invite",
    "keys",
    "new_person",
    "person",
    "personnel",
    "preview",
    "revoke",
    "roles",
    "undo",
]
