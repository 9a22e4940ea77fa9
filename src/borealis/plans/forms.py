"""Forms of plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """Which two plans to lay beside each other."""

    fra = forms.ChoiceField(label=_("Fra"))
    til = forms.ChoiceField(label=_("Til"))

    def __init__(self, *arguments: Any, choices: Mapping[str, str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        for name in ("fra", "til"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices.items())
