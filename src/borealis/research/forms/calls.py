"""Forms of calls and applications."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from borealis.research import actions
from borealis.research.choices import projects_of
from borealis.research.forms.fields import amount_field
from borealis.research.models import Application, Call
from borealis.shell.forms import ActingForm, choice_field, day_field, text_field
from borealis.shell.wording import NO_PATIENTS


class CallForm(ActingForm):
    """A call in the calendar."""

    title = text_field(_("Tittel"), 200, required=True)
    funder = text_field(_("Hvem lyser ut?"), 200, required=True)
    about = text_field(_("Om utlysningen"), 1000, help_text=NO_PATIENTS, lines=3)
    url = forms.URLField(
        label=_("Nettside"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Skriv en adresse som begynner med https://.")},
    )
    opens_on = day_field(_("Åpner"))
    deadline_on = day_field(_("Siste dag å søke"))
    answer_on = day_field(_("Svar ventes"), required=False)
    needs = text_field(
        _("Dette må søknaden ha"),
        4000,
        help_text=_("Én på hver linje. Skriv en frist bakerst om den har en egen: Budsjett; 2027-05-01"),
        lines=5,
    )
    place = choice_field(_("Gjelder for"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *arguments: Any, places: list[tuple[str, str]], call: Call | None = None, **more: Any
    ) -> None:
        self.call = call
        if call is not None:
            names = ("title", "funder", "about", "url", "opens_on", "deadline_on", "answer_on", "version")
            lines = ["; ".join(filter(None, [n["text"], n.get("due_on", "")])) for n in call.needs]
            more["initial"] = {n: getattr(call, n) for n in names}
            more["initial"] |= {"needs": "\n".join(lines), "place": call.place_id}
        super().__init__(*arguments, **more)
        self.set_choices("place", places)

    def clean_needs(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["needs"].splitlines():
            text, _semicolon, day = line.rpartition(";") if ";" in line else (line, "", "")
            if not text.strip():
                continue
            found.append({"text": " ".join(text.split())[:200]})
            if day.strip():
                try:
                    found[-1]["due_on"] = dt.date.fromisoformat(day.strip()).isoformat()
                except ValueError:
                    words = _now("«%s» er ikke en dag. Skriv den slik: 2027-05-01.")
                    raise forms.ValidationError(words % day.strip()[:40]) from None
        return found

    def act(self, *, by: int | None, now: dt.datetime) -> Call:
        facts = dict(self.cleaned_data)
        version, facts["place_id"] = facts.pop("version"), int(facts.pop("place"))
        if self.call is not None:
            return actions.change_call(by=by, call_id=self.call.pk, version=version, now=now, **facts)
        code = f"{slugify(facts['title'])[:40].strip('-') or 'utlysning'}-{facts['deadline_on']:%Y-%m-%d}"
        return actions.make_call(by=by, code=code, now=now, **facts)


class ApplicationForm(ActingForm):
    """Begin an application."""

    title = text_field(_("Hva søker du om?"), 200, required=True, help_text=NO_PATIENTS)
    amount_nok = amount_field(_("Beløp i kroner"))
    project = choice_field(_("For prosjektet"), required=False)

    def __init__(self, *arguments: Any, call: Call, person: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.call = call
        self.set_choices("project", projects_of(person))

    def act(self, *, by: int | None, now: dt.datetime) -> Application:
        facts = self.cleaned_data
        return actions.begin_application(
            by=by or 0,
            call_id=self.call.pk,
            title=facts["title"],
            amount_nok=facts["amount_nok"],
            project_id=int(facts["project"]) if facts["project"] else None,
            now=now,
        )


class ApplicationStepForm(ActingForm):
    """The day on which an application took a step, and what was granted."""

    on = day_field(_("Dag"))
    granted_nok = amount_field(_("Innvilget beløp i kroner"), required=False)

    def __init__(self, *arguments: Any, application: Application, step: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.application, self.step = application, step
        if step != "grant":
            del self.fields["granted_nok"]

    def act(self, *, by: int | None, now: dt.datetime) -> Application:
        return actions.move_application(
            by=by,
            application_id=self.application.pk,
            act=self.step,
            on=self.cleaned_data["on"],
            granted_nok=self.cleaned_data.get("granted_nok"),
            now=now,
        )
