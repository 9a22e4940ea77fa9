"""Reading activities: what can be recorded, what is recorded, and how much of it."""

from borealis.portfolio.activities.terms import TemplateView, Terms, templates_of, terms_of

__all__ = ["TemplateView", "Terms", "templates_of", "terms_of"]
