"""Forms of the programme's pages."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.shell.located import MAX_BYTES
from borealis.shell.uploads import Upload, checked_upload


class DayForm(forms.Form):
    """The day that the coverage is asked for."""

    dag = forms.DateField(
        label=_("Dag"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Skriv en dato, for eksempel 3.12.2026.")},
    )


class ProgrammeFileForm(forms.Form):
    """A programme file, chosen or pasted, and what was shown of it before it is put in force.

    ``vist`` is the digest of the text that the reader saw a preview of, ``gjeldende`` the number of the
    version that was in force then.
    """

    fil = forms.FileField(
        label=_("Fil"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )
    tekst = forms.CharField(
        label=_("Tekst"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "wrap": "off"}),
    )
    vist = forms.CharField(required=False, widget=forms.HiddenInput)
    gjeldende = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_fil(self) -> Upload | None:
        """The chosen file, when it is text that can be read as YAML without harm."""
        chosen = self.cleaned_data.get("fil")
        return checked_upload(chosen, kinds=("yaml",), longest=MAX_BYTES) if chosen else None

    def clean(self) -> dict[str, Any]:
        content = dict(super().clean() or {})
        if not content.get("fil") and "fil" not in self.errors and not (content.get("tekst") or "").strip():
            self.add_error("tekst", _("Velg en fil, eller lim inn teksten."))
        return content

    def content(self) -> bytes | str:
        """What is to be read: the chosen file, otherwise the pasted text."""
        chosen = self.cleaned_data.get("fil")
        if chosen:
            data: bytes = chosen.data
            return data
        return str(self.cleaned_data["tekst"]).replace("\r\n", "\n")


def digest(text: str) -> str:
    """A short mark of a text, to see that it is the one that was shown."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "replace")).hexdigest()
