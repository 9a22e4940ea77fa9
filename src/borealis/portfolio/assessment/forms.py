"""Forms of assessment. They only read what is typed; the actions decide, and refuse at the same fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.portfolio.assessment import actions
from borealis.portfolio.assessment.rules import LONGEST, SHORT_TEXT, Form, Question, Scale
from borealis.portfolio.assessment.wording import YES_NO
from borealis.portfolio.models import FeedbackRound
from borealis.portfolio.signing.rules import LONGEST_NAME
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.language import text_in
from borealis.shell.wording import NO_PATIENTS
from borealis.trainees.directory import Trainee

ONE_SENTENCE = _("Skriv én setning om det du så. Den er nok alene.")
NOT_SAID = _("Ikke vurdert")
NO_ADDRESS = _("Skriv en e-postadresse, for eksempel kari@eksempel.example.")


def narrative_field(label: Any, help_text: Any = "", lines: int = 4) -> forms.CharField:
    """Sentences, typed or dictated: the keyboard of a phone begins them with a capital letter."""
    said = f"{help_text} {NO_PATIENTS}".strip() if help_text else NO_PATIENTS
    made = text_field(label, LONGEST, help_text=said, lines=lines)
    made.widget.attrs |= {"autocapitalize": "sentences", "enterkeyhint": "enter", "spellcheck": "true"}
    return made


def one_of(
    label: Any, choices: Iterable[tuple[Any, Any]], help_text: Any = "", *, required: bool = False
) -> forms.ChoiceField:
    """One of a few, as buttons beside each other. What need not be answered can be left again."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=[*choices, *([] if required else [("", NOT_SAID)])],
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_LISTED, "required": NOT_LISTED},
    )


def steps_of(scale: Scale) -> list[tuple[str, str]]:
    """The steps of a scale as choices."""
    return [(str(step.value), text_in(step.name)) for step in scale.steps]


def question_field(question: Question) -> forms.Field:
    """The field of a question; none must be answered."""
    label, said = text_in(question.text), text_in(question.help)
    if question.kind == "level" and question.scale is not None:
        return one_of(label, steps_of(question.scale), said)
    if question.kind == "choice":
        return one_of(label, [(choice.code, text_in(choice.text)) for choice in question.choices], said)
    if question.kind == "yes_no":
        return one_of(label, YES_NO.items(), said)
    made = text_field(label, SHORT_TEXT, help_text=f"{said} {NO_PATIENTS}".strip())
    made.widget.attrs |= {"autocapitalize": "sentences", "enterkeyhint": "next"}
    return made


class QuestionsForm(ActingForm):
    """The questions of a form of data, and the narrative that comes first."""

    narrative = narrative_field(_("Hva så du?"))

    def __init__(self, *arguments: Any, asked: Form, **more: Any) -> None:
        self.asked = asked
        super().__init__(*arguments, **more)
        if asked.narrative:
            said = text_in(asked.narrative_help)
            self.fields["narrative"] = narrative_field(text_in(asked.narrative), said)
        for question in asked.questions:
            self.fields[f"q_{question.code}"] = question_field(question)

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[f"q_{question.code}"] for question in self.asked.questions]

    def said(self) -> dict[str, Any]:
        """What was answered, in the kinds that the rules know; questions left open are left out."""
        found = {}
        for question in self.asked.questions:
            value = self.cleaned_data.get(f"q_{question.code}", "")
            if value != "":
                found[question.code] = _typed(question, value)
        return found


def _typed(question: Question, value: str) -> Any:
    if question.kind == "level":
        return int(value)
    return value == "True" if question.kind == "yes_no" else value


class GiveForm(QuestionsForm):
    """An assessment. ``proposed`` are goals to tick; every other goal is in a list."""

    on = day_field(_("Dag"))
    goals = forms.MultipleChoiceField(
        label=_("Læringsmål"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_LISTED},
    )
    more = forms.MultipleChoiceField(
        label=_("Andre læringsmål"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        error_messages={"invalid_choice": NOT_LISTED},
    )

    def __init__(
        self,
        *arguments: Any,
        proposed: list[tuple[str, str]],
        goals: list[tuple[str, str]],
        record: Callable[..., Any],
        **more: Any,
    ) -> None:
        self.record = record
        super().__init__(*arguments, **more)
        self.fields["narrative"].required = True
        self.fields["narrative"].error_messages["required"] = ONE_SENTENCE
        if self.asked.scale is not None:
            self.fields["level"] = one_of(text_in(self.asked.level) or _("Nivå"), steps_of(self.asked.scale))
        known = {key for key, _label in proposed}
        self._fill("goals", proposed)
        self._fill("more", [goal for goal in goals if goal[0] not in known])

    def _fill(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = choices
        if not choices:
            del self.fields[name]

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        level = self.cleaned_data.get("level", "")
        chosen = [*self.cleaned_data.get("goals", ()), *self.cleaned_data.get("more", ())]
        given = actions.Given(
            on=self.cleaned_data["on"],
            narrative=self.cleaned_data["narrative"],
            level=int(level) if level != "" else None,
            answers=self.said(),
            goal_ids=[int(key) for key in chosen],
        )
        return self.record(by=by, form=self.asked.code, given=given, now=now)


class WhomForm(ActingForm):
    """Somebody from the list, or a name with an address."""

    person = choice_field(_("Kollega"), required=False)
    name = text_field(_("Navn"), LONGEST_NAME)
    email = forms.EmailField(
        label=_("E-postadresse"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        error_messages=dict.fromkeys(("invalid", "max_length"), NO_ADDRESS),
    )

    def whom(self) -> dict[str, Any]:
        chosen = self.cleaned_data["person"]
        return {
            "person_id": int(chosen) if chosen else None,
            "name": self.cleaned_data["name"],
            "email": self.cleaned_data["email"],
        }


class AskForm(WhomForm):
    """A wish for an assessment."""

    form = one_of(_("Hva slags vurdering"), [], required=True)

    def __init__(
        self,
        *arguments: Any,
        trainee: Trainee,
        activity_id: int | None,
        chosen: list[tuple[str, str]],
        people: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        self.trainee, self.activity_id = trainee, activity_id
        super().__init__(*arguments, **more)
        self.fields["form"] = one_of(_("Hva slags vurdering"), chosen, required=True)
        self.set_choices("person", people)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.ask_assessment(
            by=by,
            trainee_id=self.trainee.pk,
            form=self.cleaned_data["form"],
            activity_id=self.activity_id,
            now=now,
            **self.whom(),
        )


class OfferForm(ActingForm):
    """An offer to assess: the form that the assessor means to use."""

    form = one_of(_("Hva slags vurdering"), [], required=True)

    def __init__(self, *arguments: Any, trainee: Trainee, chosen: list[tuple[str, str]], **more: Any) -> None:
        self.trainee = trainee
        super().__init__(*arguments, **more)
        self.fields["form"] = one_of(_("Hva slags vurdering"), chosen, required=True)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.ask_assessment(
            by=by, trainee_id=self.trainee.pk, form=self.cleaned_data["form"], person_id=by, now=now
        )


class ProposeForm(ActingForm):
    """A new round of feedback."""

    form = choice_field(_("Skjema"))
    closes_on = day_field(_("Siste dag for å svare"))

    def __init__(self, *arguments: Any, trainee: Trainee, chosen: list[tuple[str, str]], **more: Any) -> None:
        self.trainee = trainee
        super().__init__(*arguments, **more)
        self.set_choices("form", chosen)
        if len(chosen) == 1:
            self.fields["form"].initial = chosen[0][0]

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.propose_round(by=by, trainee_id=self.trainee.pk, now=now, **self.cleaned_data)


class InviteeForm(WhomForm):
    """One more to ask."""

    group = choice_field(_("Gruppe"))
    field_order = ["group", "person", "name", "email"]

    def __init__(
        self,
        *arguments: Any,
        feedback_round: FeedbackRound,
        groups: list[tuple[str, str]],
        people: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        self.feedback_round = feedback_round
        super().__init__(*arguments, **more)
        self.set_choices("group", groups)
        self.set_choices("person", people)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_invitee(
            by=by,
            round_id=self.feedback_round.pk,
            group=self.cleaned_data["group"],
            now=now,
            **self.whom(),
        )


class AnswerForm(QuestionsForm):
    """An answer without a name."""

    def __init__(self, *arguments: Any, word: str, **more: Any) -> None:
        self.word = word
        super().__init__(*arguments, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        """``by`` is not told on: who answers is nobody's to know."""
        return actions.answer_round(
            word=self.word, answers=self.said(), narrative=self.cleaned_data["narrative"], now=now
        )
