"""Forms of certificates: what is not registered, and why a signed one is replaced."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.shell.forms import ActingForm, choice_field, text_field
from borealis.trainees.certificates import actions
from borealis.trainees.certificates.actions import LENGTHS, MOST_HOURS
from borealis.trainees.certificates.content import WRITTEN
from borealis.trainees.certificates.wording import FIELD_WORDS
from borealis.trainees.choices import guide_choices
from borealis.trainees.models import ServiceCertificate
from borealis.trainees.wording import NO_PATIENTS

WHOLE_HOURS = _("Skriv et helt tall, for eksempel 35.")
JUDGED = (("yes", _("Ja, tjenesten var tilfredsstillende")), ("no", _("Nei")))


class CertificateForm(ActingForm):
    """What a certificate tells beside what is registered. A field may wait: what is missing is named before signing."""

    post_type = text_field(
        FIELD_WORDS["post_type"],
        LENGTHS["post_type"],
        help_text=_(
            "For eksempel: lege i spesialisering, utdanningsstilling. Skriv ikke noe om pasienter her."
        ),
    )
    service_content = text_field(
        FIELD_WORDS["service_content"], LENGTHS["service_content"], help_text=NO_PATIENTS, lines=4
    )
    department_content = text_field(
        FIELD_WORDS["department_content"],
        LENGTHS["department_content"],
        help_text=_(
            "Hva avdelingen gjør, og hvor mange leger og leger i spesialisering den har. "
            "Skriv ikke noe om pasienter her."
        ),
        lines=4,
    )
    on_call = text_field(
        FIELD_WORDS["on_call"],
        LENGTHS["on_call"],
        help_text=_("Skriv «Ingen vakt» når legen ikke hadde vakt. Skriv ikke noe om pasienter her."),
        lines=2,
    )
    teaching = text_field(
        FIELD_WORDS["teaching"],
        LENGTHS["teaching"],
        help_text=_("Føres for hånd inntil undervisningen registreres her. Skriv ikke noe om pasienter her."),
        lines=3,
    )
    teaching_hours = forms.IntegerField(
        label=FIELD_WORDS["teaching_hours"],
        required=False,
        widget=forms.NumberInput(attrs={"min": 0, "max": MOST_HOURS, "inputmode": "numeric"}),
        error_messages={"invalid": WHOLE_HOURS},
    )
    guide_note = text_field(
        FIELD_WORDS["guide_note"],
        LENGTHS["guide_note"],
        help_text=_(
            "Bare når ingen veileder er registrert i perioden: navn, spesialitet og dager. "
            "Skriv ikke noe om pasienter her."
        ),
    )
    satisfactory = forms.ChoiceField(
        label=FIELD_WORDS["satisfactory"], required=False, choices=JUDGED, widget=forms.RadioSelect
    )
    remarks = text_field(
        FIELD_WORDS["remarks"],
        LENGTHS["remarks"],
        help_text=_(
            "Må fylles ut når tjenesten ikke var tilfredsstillende. Skriv ikke noe om pasienter her."
        ),
        lines=3,
    )
    consultant = choice_field(
        FIELD_WORDS["consultant"],
        required=False,
        help_text=_("Signerer sammen med lederen. Kan ikke være lederen selv."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, row: ServiceCertificate, today: dt.date, **more: Any) -> None:
        self.row = row
        judged = "" if row.satisfactory is None else "yes" if row.satisfactory else "no"
        initial = {name: getattr(row, name) for name in WRITTEN}
        initial |= {"satisfactory": judged, "version": row.version, "consultant": row.consultant_id or ""}
        super().__init__(*arguments, **{"initial": initial, **more})
        self.set_choices("consultant", guide_choices(row.trainee, today))

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = dict(self.cleaned_data)
        chosen = facts.pop("consultant")
        facts["satisfactory"] = {"yes": True, "no": False}.get(facts["satisfactory"])
        return actions.write_certificate(
            by=by,
            trainee_id=self.row.trainee_id,
            certificate_id=self.row.pk,
            consultant_id=int(chosen) if chosen else None,
            now=now,
            **facts,
        )


class ReplaceForm(ActingForm):
    """Why a signed certificate is replaced by a new one."""

    replaces_why = text_field(
        _("Hva som er feil i den signerte attesten"), 300, required=True, help_text=NO_PATIENTS, lines=3
    )

    def __init__(self, *arguments: Any, row: ServiceCertificate, **more: Any) -> None:
        self.row = row
        super().__init__(*arguments, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.prepare_certificate(
            by=by,
            trainee_id=self.row.trainee_id,
            service_id=self.row.service_id,
            replaces_why=self.cleaned_data["replaces_why"],
            now=now,
        )
