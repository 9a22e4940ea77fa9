"""Writes of activities: record, change, withdraw, files, lists; and the steps that others take with them."""

from borealis.portfolio.activities.actions.content import Content
from borealis.portfolio.activities.actions.files import (
    FILE_KINDS,
    LONGEST_FILE,
    add_activity_file,
    read_activity_file,
)
from borealis.portfolio.activities.actions.imports import import_activities, undo_activity_import
from borealis.portfolio.activities.actions.record import (
    change_activity,
    move_activity,
    record_activities,
    record_activity,
    withdraw_activity,
)

__all__ = [
    "FILE_KINDS",
    "LONGEST_FILE",
    "Content",
    "add_activity_file",
    "change_activity",
    "import_activities",
    "move_activity",
    "read_activity_file",
    "record_activities",
    "record_activity",
    "undo_activity_import",
    "withdraw_activity",
]
