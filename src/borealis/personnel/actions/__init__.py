"""Writes of the room: a person with a first post; files; keys."""

from borealis.personnel.actions.employees import add_employee
from borealis.personnel.actions.keys import make_key, revoke_key

__all__ = ["add_employee", "make_key", "revoke_key"]
