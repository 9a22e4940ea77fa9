"""Forms of conversions: what earlier goals mean for one newer goal, and what the decision rests on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.portfolio.conversions import actions
from borealis.portfolio.conversions.actions import LONGEST_GROUNDS, LONGEST_TEXT
from borealis.portfolio.conversions.queries import ConversionView
from borealis.portfolio.conversions.queries.pages import NewerGoal, OlderGoal
from borealis.portfolio.conversions.wording import VERDICT_WORDS
from borealis.portfolio.models import Conversion
from borealis.shell.forms import NOT_LISTED, ActingForm, text_field
from borealis.shell.wording import NO_PATIENTS


class JudgeForm(ActingForm):
    """What approved earlier goals mean for one newer goal."""

    verdict = forms.ChoiceField(
        label=_("Vurdering"),
        choices=tuple(VERDICT_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )
    olders = forms.MultipleChoiceField(
        label=_("Godkjente tidligere mål det bygger på"),
        required=False,
        help_text=_("Mål fra samme område står først. Bare mål som er godkjent, kan dekke noe."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_LISTED},
    )
    text = text_field(
        _("Hva vurderingen bygger på"), LONGEST_TEXT, required=True, help_text=NO_PATIENTS, lines=3
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, view: ConversionView, newer: NewerGoal, **more: Any) -> None:
        self.view, self.newer = view, newer
        initial = {
            "verdict": newer.verdict,
            "olders": [str(older.goal.pk) for older in newer.olders if older.approved],
            "text": newer.text,
            "version": view.row.version,
        }
        super().__init__(*arguments, **{"initial": initial, **more})
        field = self.fields["olders"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(str(older.goal.pk), _named(older)) for older in self._in_order()]

    def _in_order(self) -> list[OlderGoal]:
        """The approved earlier goals: those named already and of the same area first."""
        first = [*(older for older in self.newer.olders if older.approved), *self.newer.near]
        return [*first, *(older for older in self.view.olders if older.approved and older not in first)]

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = dict(self.cleaned_data)
        olders = [int(older) for older in facts.pop("olders")]
        return actions.judge_goal(
            by=by,
            trainee_id=self.view.row.trainee_id,
            conversion_id=self.view.row.pk,
            newer_id=self.newer.goal.pk,
            olders=olders,
            now=now,
            **facts,
        )


def _named(older: OlderGoal) -> str:
    return f"{older.goal.code} {older.goal.title} ({older.goal.group_name})"


class DecideForm(ActingForm):
    """What the head's decision rests on."""

    grounds = text_field(
        _("Hva avgjørelsen bygger på"), LONGEST_GROUNDS, required=True, help_text=NO_PATIENTS, lines=4
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, row: Conversion, **more: Any) -> None:
        self.row = row
        super().__init__(*arguments, **{"initial": {"version": row.version}, **more})

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.decide_conversion(
            by=by or 0,
            trainee_id=self.row.trainee_id,
            conversion_id=self.row.pk,
            version=self.cleaned_data["version"],
            grounds=self.cleaned_data["grounds"],
            now=now,
        )
