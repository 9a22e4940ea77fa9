"""Fields that several forms of research have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WHOLE_NOK = _("Skriv et beløp i hele kroner, for eksempel 250000.")


def number_field(label: Any, least: int, most: int, message: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        widget=forms.NumberInput(attrs={"min": least, "max": most, "inputmode": "numeric"}),
        error_messages={"required": message, "invalid": message},
        **more,
    )


def amount_field(label: Any, **more: Any) -> forms.IntegerField:
    return number_field(label, 1, 1_000_000_000, WHOLE_NOK, **more)
