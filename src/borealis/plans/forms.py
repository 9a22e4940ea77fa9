"""Forms of plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from borealis.plans.rules.months import first_day, later
from borealis.shell.forms import choice_field
from borealis.shell.words import month_year


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


KINDS: Mapping[str, Any] = {
    "leave": _("Permisjon"),
    "starter": _("Ny lege"),
    "leaver": _("Noen slutter"),
    "fewer": _("Færre plasser"),
    "more": _("Flere plasser"),
    "agreement": _("En avtale løper ut"),
    "doctorate": _("Doktorgrad på halv tid"),
}
ASKED = {
    "leave": ("trainee", "reason", "first", "through"),
    "starter": ("first",),
    "leaver": ("trainee", "first"),
    "fewer": ("arena", "places", "first", "through"),
    "more": ("arena", "places", "first", "through"),
    "agreement": ("agreement", "first"),
    "doctorate": ("trainee", "first", "through"),
}
"""What is asked for each kind of event."""
OPEN_ENDED = ("fewer", "more")
FARTHEST = 120  # months ahead that an event may lie
A_MONTH = _("Skriv en måned, for eksempel 2027-03.")
A_NUMBER = _("Skriv et helt tall fra 1 til 20.")


def month_field(label: Any, *, required: bool = True) -> forms.RegexField:
    """A month as "YYYY-MM", the browser's own field where it has one."""
    return forms.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])$",
        label=label,
        required=required,
        widget=forms.TextInput(attrs={"type": "month"}),
        error_messages={"required": A_MONTH, "invalid": A_MONTH},
    )


class EventForm(forms.Form):
    """What happens: only what is asked for this kind. Nothing is stored."""

    trainee = choice_field(_("Lege"))
    reason = choice_field(_("Hva slags fravær"))
    arena = choice_field(_("Læringsarena"))
    agreement = choice_field(_("Avtale"))
    places = forms.IntegerField(
        label=_("Antall plasser"),
        min_value=1,
        max_value=20,
        initial=1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), A_NUMBER),
    )
    first = month_field(_("Fra og med"))
    through = month_field(_("Til og med"))

    def __init__(
        self, *arguments: Any, kind: str, choices: Mapping[str, Mapping[str, str]], start: str, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.kind, self.start, self.listed = kind, start, choices
        for name in set(self.fields) - set(ASKED[kind]):
            del self.fields[name]
        for name in set(self.fields) & set(choices):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Velg …")), *choices[name].items()]
        if "through" in self.fields:
            self.fields["through"].required = kind not in OPEN_ENDED
        if "places" in self.fields:
            self.fields["places"].widget.attrs |= {"inputmode": "numeric"}

    def clean_first(self) -> str:
        first: str = self.cleaned_data["first"]
        if not self.start <= first <= later(self.start, FARTHEST):
            words = gettext("Planene regnes ut fra %(month)s. Velg en måned fra da, og høyst ti år fram.")
            raise forms.ValidationError(words % {"month": month_year(first_day(self.start))})
        return first

    def clean_through(self) -> str:
        through: str = self.cleaned_data["through"]
        if through and through < self.cleaned_data.get("first", ""):
            raise forms.ValidationError(gettext("Siste måned kan ikke komme før den første."))
        if through > later(self.start, 2 * FARTHEST):
            raise forms.ValidationError(gettext("Velg en måned høyst tjue år fram."))
        return through

    def nothing_to_choose(self) -> str:
        """Why there is nothing to ask about, where a list is empty; otherwise ""."""
        words = {
            "trainee": gettext("Programmet har ingen leger å planlegge for."),
            "arena": gettext("Ingen av arenaene i programmet har en grense for antall plasser."),
            "agreement": gettext("Programmet bygger ikke på noen avtale."),
        }
        for name, text in words.items():
            if name in self.fields and not self.listed[name]:
                return text
        return ""
