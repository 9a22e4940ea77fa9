"""Writing the curriculum: what comes with Borealis, and what is read from Lovdata."""

from borealis.curriculum.actions.imports import UndoRefused, apply_import, undo_import
from borealis.curriculum.actions.load import load_shipped

__all__ = ["UndoRefused", "apply_import", "load_shipped", "undo_import"]
