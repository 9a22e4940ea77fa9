"""Reads of evaluation."""

from borealis.evaluation.queries.pages import department_page, own_page, survey_of, survey_page

__all__ = ["department_page", "own_page", "survey_of", "survey_page"]
