"""Forms: open a survey, answer it, decide on something to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from borealis.evaluation import actions
from borealis.evaluation.models import Survey, SurveyMeasure
from borealis.evaluation.queries.owners import owners_in
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.language import text_in
from borealis.shell.wording import NO_PATIENTS


class OpenForm(ActingForm):
    """Until when it can be answered."""

    closes_on = day_field(_("Siste dag for å svare"))

    def __init__(self, *arguments: Any, department_id: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.department_id = department_id

    def act(self, *, by: int | None, now: dt.datetime) -> list[str]:
        until = self.cleaned_data["closes_on"]
        return actions.open_survey(by=by, department_id=self.department_id, closes_on=until, now=now)


class AnswerForm(ActingForm):
    """The questions of a survey; each may be left open."""

    words = text_field("", 2000, lines=5, help_text=NO_PATIENTS)

    def __init__(self, *arguments: Any, survey: Survey, word: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.word, content = word, survey.content
        self.names = [question["code"] for question in content["questions"]]
        choices = [(step["value"], text_in(step["name"])) for step in content["scale"]]
        for question in content["questions"]:
            self.fields[f"q_{question['code']}"] = forms.TypedChoiceField(
                label=text_in(question["text"]),
                required=False,
                coerce=int,
                empty_value=None,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": NOT_LISTED},
            )
        self.fields["words"].label = text_in(content["free_text"])

    @property
    def questions(self) -> list[Any]:
        return [self[f"q_{name}"] for name in self.names]

    def act(self, *, by: int | None, now: dt.datetime) -> None:
        given = {name: self.cleaned_data[f"q_{name}"] for name in self.names}
        answers = {name: value for name, value in given.items() if value is not None}
        actions.answer_survey(word=self.word, answers=answers, words=self.cleaned_data["words"], now=now)


class MeasureForm(ActingForm):
    """Something to do, by whom and by when."""

    what = text_field(_("Hva gjøres?"), 300, required=True, help_text=NO_PATIENTS)
    owner_id = choice_field(_("Hvem har ansvaret?"))
    by_day = day_field(_("Innen"))

    def __init__(self, *arguments: Any, survey: Survey, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.survey = survey
        self.set_choices("owner_id", owners_in(survey.department_id, timezone.localdate()))

    def act(self, *, by: int | None, now: dt.datetime) -> SurveyMeasure:
        facts = self.cleaned_data
        return actions.add_survey_measure(
            by=by,
            survey_id=self.survey.pk,
            what=facts["what"],
            owner_id=int(facts["owner_id"]),
            by_day=facts["by_day"],
            now=now,
        )
