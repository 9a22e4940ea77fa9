"""Bringing rosters in: previewed, confirmed, applied exactly so, and taken back."""

from borealis.rosters.actions.imports import (
    OtherPreview,
    apply_roster,
    choose_mapping,
    discard_roster,
    keep_preview,
    undo_roster,
)
from borealis.rosters.actions.people import confirm_people

__all__ = [
    "OtherPreview",
    "apply_roster",
    "choose_mapping",
    "confirm_people",
    "discard_roster",
    "keep_preview",
    "undo_roster",
]
