"""Writes of evaluation: open a survey, answer it without a name, say what is done about it."""

from borealis.evaluation.actions.measures import add_survey_measure, step_survey_measure
from borealis.evaluation.actions.surveys import answer_survey, open_survey, survey_behind

__all__ = ["add_survey_measure", "answer_survey", "open_survey", "step_survey_measure", "survey_behind"]
