"""What is done with persons and their roles."""

from borealis.people.actions.persons import (
    add_person,
    approve_specialist,
    change_person,
    choose_language,
    deactivate_person,
    facts_of,
    reactivate_person,
    withdraw_approval,
)
from borealis.people.actions.posts import add_post, end_post, restore_post, withdraw_post
from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.people.actions.roles import assign_role, change_role_end, end_role, restore_role_end

__all__ = [
    "ChangedMeanwhile",
    "add_person",
    "add_post",
    "approve_specialist",
    "assign_role",
    "change_person",
    "change_role_end",
    "choose_language",
    "deactivate_person",
    "end_post",
    "end_role",
    "facts_of",
    "reactivate_person",
    "restore_post",
    "restore_role_end",
    "withdraw_approval",
    "withdraw_post",
]
