"""What is done with persons and their roles."""

from borealis.people.actions.invitations import (
    InvitationRefused,
    accept_invitation,
    invitation_link,
    invite_person,
    open_invitation,
    withdraw_invitation,
)
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
from borealis.people.actions.signing_in import end_own_sessions, end_sessions, record_change

__all__ = [
    "ChangedMeanwhile",
    "InvitationRefused",
    "accept_invitation",
    "add_person",
    "add_post",
    "approve_specialist",
    "assign_role",
    "change_person",
    "change_role_end",
    "choose_language",
    "deactivate_person",
    "end_own_sessions",
    "end_post",
    "end_role",
    "end_sessions",
    "facts_of",
    "invitation_link",
    "invite_person",
    "open_invitation",
    "reactivate_person",
    "record_change",
    "restore_post",
    "restore_role_end",
    "withdraw_approval",
    "withdraw_invitation",
    "withdraw_post",
]
