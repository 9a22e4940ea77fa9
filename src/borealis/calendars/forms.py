"""What a person's calendar shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.calendars import actions
from borealis.calendars.models import Preference
from borealis.calendars.wording import CONTENTS_WORDS
from borealis.shell.forms import NOT_LISTED, ActingForm


class PreferenceForm(ActingForm):
    """What the calendar holds, and whether talks come by mail."""

    contents = forms.ChoiceField(
        label=_("I kalenderen"),
        choices=list(CONTENTS_WORDS.items()),
        widget=forms.RadioSelect,
        help_text=_(
            "Fredet tid er undervisning og fordypning i tjenesteplanen. Hvorfor du er borte, vises ikke."
        ),
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )
    invitations = forms.BooleanField(
        label=_("Send meg veiledninger på e-post"),
        required=False,
        help_text=_(
            "Når en tid foreslås, avtales, flyttes eller faller bort. E-posten legger den i kalenderen din."
        ),
    )

    def act(self, *, by: int | None, now: dt.datetime) -> Preference:
        told: dict[str, Any] = self.cleaned_data
        return actions.choose_calendar(
            by=by or 0, contents=told["contents"], invitations=told["invitations"], now=now
        )
