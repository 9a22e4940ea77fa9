"""Writes of activities: record, change, withdraw, files, lists; and the steps that others take with them."""

from borealis.portfolio.activities.actions.content import Content
from borealis.portfolio.activities.actions.record import (
    change_activity,
    move_activity,
    record_activities,
    record_activity,
    withdraw_activity,
)

__all__ = [
    "Content",
    "change_activity",
    "move_activity",
    "record_activities",
    "record_activity",
    "withdraw_activity",
]
