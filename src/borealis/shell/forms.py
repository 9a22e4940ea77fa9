"""Fields and forms that every room makes alike. They read what is typed; actions decide, and refuse at the
same fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EMPTY = _("Fyll ut dette feltet.")
NOT_A_DAY = _("Skriv en dato, for eksempel 3.12.2026.")
NOT_LISTED = _("Velg ett av alternativene i listen.")
TOO_LONG = _("Teksten er for lang. Forkort den til høyst %(limit_value)d tegn.")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, as the browser's own date field."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": NOT_A_DAY, "invalid": NOT_A_DAY},
    )


def choice_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One of a list, filled when the form is made."""
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )


def text_field(
    label: Any, longest: int, *, required: bool = False, help_text: Any = "", lines: int = 1
) -> forms.CharField:
    """A text of one or more lines. Where a person writes sentences, ``help_text`` is NO_PATIENTS."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(),
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
    )


class ActingForm(forms.Form):
    """A form that hands what was typed to an action, and shows its refusals at the fields."""

    def set_choices(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("Velg …")), *choices]

    def go_on_from(self, version: int) -> None:
        """Keep what was typed, on top of what another has stored meanwhile: sending it again is a choice made with
        open eyes."""
        typed: Any = self.data
        again = typed.copy()
        again["version"] = str(version)
        self.data = again

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        """Do it."""
        raise NotImplementedError

    def store(self, *, by: int | None, now: dt.datetime) -> bool:
        """Act; when refused, put each message at its field and give False. ChangedMeanwhile goes through."""
        if not self.is_valid():
            return False
        try:
            self.result = self.act(by=by, now=now)
        except ValidationError as refused:
            for name, texts in refused.message_dict.items():
                self.add_error(name if name in self.fields else None, ValidationError(list(texts)))
            return False
        return True
