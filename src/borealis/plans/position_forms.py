"""The form of expected starters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from borealis.plans import position_actions
from borealis.plans.forms import A_NUMBER, month_field
from borealis.plans.models import ExpectedStarters
from borealis.plans.rules.months import first_day, month_of
from borealis.plans.rules.positions import LONGEST_NOTE, LONGEST_TOWN, MOST
from borealis.shell.forms import ActingForm, text_field
from borealis.shell.wording import NO_PATIENTS


class ExpectedStartersForm(ActingForm):
    """How many positions are to be filled, from when, and where those who begin are at home."""

    first_month = month_field(_("Begynner"))
    positions = forms.IntegerField(
        label=_("Antall stillinger"),
        min_value=1,
        max_value=MOST,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), A_NUMBER),
    )
    home_town = text_field(
        _("Hjemsted"), LONGEST_TOWN, required=True, help_text=_("Flyttinger regnes herfra og hjem igjen.")
    )
    note = text_field(
        _("Merknad"),
        LONGEST_NOTE,
        help_text=format_lazy(
            "{} {}", _("For eksempel en utlysning. Skriv ikke navn eller annet om personer."), NO_PATIENTS
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *arguments: Any,
        programme_id: int,
        row: ExpectedStarters | None = None,
        town: str = "",
        **more: Any,
    ) -> None:
        """``town`` is what stands in the field to begin with, for new ones."""
        self.programme_id, self.row = programme_id, row
        more.setdefault("initial", {"home_town": town, "positions": 1} if row is None else initial_of(row))
        super().__init__(*arguments, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> ExpectedStarters:
        facts = dict(self.cleaned_data)
        version = facts.pop("version")
        facts["first_month"] = first_day(facts["first_month"])
        if self.row is None:
            return position_actions.expect_starters(by=by, programme_id=self.programme_id, now=now, **facts)
        return position_actions.change_expected_starters(
            by=by, expected_id=self.row.pk, version=version or 0, now=now, **facts
        )


def initial_of(row: ExpectedStarters) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    stands = position_actions.as_it_stands(row)
    return {**stands, "first_month": month_of(row.first_month)}
