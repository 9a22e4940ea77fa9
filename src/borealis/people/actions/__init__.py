"""What is done with persons and their roles."""

from borealis.people.actions.persons import add_person, choose_language
from borealis.people.actions.roles import assign_role

__all__ = ["add_person", "assign_role", "choose_language"]
