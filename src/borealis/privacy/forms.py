"""Choosing what to see of the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.audit.registry import acts
from borealis.people.queries import person_by_email

NOT_A_DAY = _("Skriv en dato, for eksempel 3.12.2026.")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": NOT_A_DAY},
    )


class RecordForm(forms.Form):
    """Which events: an act, what concerns or was done by a person, and between which days."""

    handling = forms.ChoiceField(
        label=_("Handling"),
        required=False,
        error_messages={"invalid_choice": _("Velg ett av alternativene i listen.")},
    )
    person = forms.EmailField(
        label=_("Person"),
        required=False,
        help_text=_("E-postadresse. Viser det personen gjorde, og det som gjelder personen."),
        error_messages={"invalid": _("Skriv en e-postadresse, for eksempel navn@eksempel.no.")},
    )
    fra = _day(_("Fra og med"))
    til = _day(_("Til og med"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        said = sorted(((code, str(words)) for code, words in acts().items()), key=lambda pair: pair[1])
        handling = self.fields["handling"]
        assert isinstance(handling, forms.ChoiceField)  # noqa: S101
        handling.choices = [("", _("Alle")), *said]

    def clean_person(self) -> int | None:
        """The key of the person with the address."""
        address = self.cleaned_data["person"]
        if not address:
            return None
        found = person_by_email(address)
        if found is None:
            raise forms.ValidationError(_("Ingen har denne adressen."))
        return found.pk

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        content = dict(super().clean() or {})
        first, last = content.get("fra"), content.get("til")
        if first and last and last < first:
            self.add_error("til", _("Siste dag er før første dag. Bytt om dagene."))
        return content
