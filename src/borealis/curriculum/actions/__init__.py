"""Writing the curriculum: what comes with Borealis, and what is read from Lovdata."""

from borealis.curriculum.actions.load import load_shipped

__all__ = ["load_shipped"]
