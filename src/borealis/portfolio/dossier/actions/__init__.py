"""Taking a package out, bringing one in, and bringing in goals that were approved in Kompetanseportalen."""

from borealis.portfolio.dossier.actions.bringing_in import bring_in, undo_bringing_in
from borealis.portfolio.dossier.actions.goal_lists import bring_in_goals
from borealis.portfolio.dossier.actions.taking_out import make_dossier

__all__ = ["bring_in", "bring_in_goals", "make_dossier", "undo_bringing_in"]
