"""Forms for registering. They only read what is typed; the actions decide, and refuse at the same fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from borealis.shell.forms import ActingForm, choice_field, day_field, text_field
from borealis.trainees import actions
from borealis.trainees.choices import (
    arena_choices,
    department_choices,
    goal_choices,
    guide_choices,
    phase_choices,
    state_choices,
)
from borealis.trainees.models import Trainee
from borealis.trainees.wording import ABSENCE_WORDS, NO_PATIENTS, SERVICE_WORDS, WISH_WORDS

NOT_A_MONTH = _("Skriv en måned, for eksempel 2027-08.")
NOT_WHOLE = _("Skriv et helt tall fra 0 til 100, for eksempel 80.")
NOT_A_NUMBER = _("Skriv et tall over 0, for eksempel 6 eller 2,5.")


def percent_field(label: Any, initial: int = 100, help_text: Any = "") -> forms.IntegerField:
    """A share of full time in whole per cent."""
    return forms.IntegerField(
        label=label,
        initial=initial,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"}),
        error_messages={"required": NOT_WHOLE, "invalid": NOT_WHOLE},
    )


class RegisterForm(ActingForm):
    """A form that hands what was typed to one action, and shows its refusals at the fields."""

    action: Callable[..., Any]

    def __init__(self, *arguments: Any, trainee: Trainee, today: dt.date, **more: Any) -> None:
        self.trainee, self.today = trainee, today
        super().__init__(*arguments, **more)
        self.fill_choices()

    def fill_choices(self) -> None:
        """Lists that depend on the trainee."""

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        return dict(self.cleaned_data)

    def by_key(self, name: str) -> dict[str, Any]:
        """The facts, with a chosen row told by its key: "guide" becomes ``guide_id``."""
        facts = dict(self.cleaned_data)
        chosen = facts.pop(name)
        return {**facts, f"{name}_id": int(chosen)}

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return type(self).action(by=by, trainee_id=self.trainee.pk, now=now, **self.facts())


class EmploymentForm(RegisterForm):
    """A post."""

    action = staticmethod(actions.register_employment)

    department = choice_field(_("Avdeling"))
    from_day = day_field(_("Første dag"))
    to_day = day_field(_("Siste dag"), required=False, help_text=_("La stå tomt når stillingen er fast."))
    percent = percent_field(_("Prosent i utdanning"))
    research_percent = percent_field(_("Prosent i forskning"), 0, _("Teller ikke som tjeneste."))

    def fill_choices(self) -> None:
        self.set_choices("department", department_choices())
        self.fields["department"].initial = self.trainee.programme.department_id

    def facts(self) -> dict[str, Any]:
        return self.by_key("department")


class ServiceForm(RegisterForm):
    """Practical service."""

    action = staticmethod(actions.register_service)

    kind = choice_field(_("Hva slags tjeneste"))
    arena = choice_field(
        _("Læringsarena"), required=False, help_text=_("La stå tom når tjenesten var et annet sted.")
    )
    place = text_field(_("Annet sted"), 200, help_text=NO_PATIENTS)
    from_day = day_field(_("Første dag"))
    to_day = day_field(_("Siste dag"))
    percent = percent_field(_("Prosent av full tid"))
    confirmed_on = day_field(
        _("Bekreftet"),
        required=False,
        help_text=_("Dagen attesten ble gitt. Bare bekreftet tjeneste teller (§ 31)."),
    )

    def fill_choices(self) -> None:
        self.set_choices("kind", list(SERVICE_WORDS.items()))
        self.set_choices("arena", arena_choices(self.trainee))


class AbsenceForm(RegisterForm):
    """Time away."""

    action = staticmethod(actions.register_absence)

    kind = choice_field(_("Grunn"), help_text=_("Ikke skriv diagnose eller annen helseopplysning noe sted."))
    from_day = day_field(_("Første dag"))
    to_day = day_field(_("Siste dag"))
    percent = percent_field(_("Prosent borte"), 100, _("Andel av legens egen stilling. 100 er helt borte."))

    def fill_choices(self) -> None:
        self.set_choices("kind", list(ABSENCE_WORDS.items()))


class GuideForm(RegisterForm):
    """The individual guide."""

    action = staticmethod(actions.appoint_guide)

    guide = choice_field(_("Veileder"), help_text=_("Den forrige oppnevningen slutter dagen før."))
    from_day = day_field(_("Fra og med"))
    to_day = day_field(
        _("Til og med"), required=False, help_text=_("La stå tomt når det gjelder inntil videre.")
    )
    exception = text_field(_("Unntak fra § 25: hvorfor"), 300, help_text=NO_PATIENTS, lines=3)

    def fill_choices(self) -> None:
        self.set_choices("guide", guide_choices(self.trainee, self.today))

    def facts(self) -> dict[str, Any]:
        return self.by_key("guide")


class GoalForm(RegisterForm):
    """That a learning goal is begun, taken up again, or was reached elsewhere before."""

    action = staticmethod(actions.register_goal)

    goal = choice_field(_("Læringsmål"))
    state = choice_field(_("Ny tilstand"))
    on = day_field(_("Dato"))
    grounds = text_field(
        _("Hvor og hvordan målet er nådd"),
        300,
        help_text=format_lazy(
            "{} {}", _("Bare når målet er nådd før. Nevn dokumentet det bygger på."), NO_PATIENTS
        ),
        lines=3,
    )

    def fill_choices(self) -> None:
        self.set_choices("goal", goal_choices(self.trainee))
        self.set_choices("state", state_choices())

    def facts(self) -> dict[str, Any]:
        return self.by_key("goal")


class CreditForm(RegisterForm):
    """Months of a phase that earlier service covers."""

    action = staticmethod(actions.credit_phase)

    phase = choice_field(_("Fase"))
    months = forms.DecimalField(
        label=_("Måneder på full tid"),
        localize=True,
        max_digits=5,
        decimal_places=2,
        error_messages={
            "required": NOT_A_NUMBER,
            "invalid": NOT_A_NUMBER,
            "max_digits": NOT_A_NUMBER,
            "max_whole_digits": NOT_A_NUMBER,
            "max_decimal_places": NOT_A_NUMBER,
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reason = text_field(
        _("Hvilken tjeneste det bygger på"), 300, required=True, help_text=NO_PATIENTS, lines=3
    )
    decided_on = day_field(_("Bestemt"))

    def fill_choices(self) -> None:
        self.set_choices("phase", phase_choices(self.trainee))


class WishForm(RegisterForm):
    """What the trainee wishes of the plan."""

    action = staticmethod(actions.add_wish)

    kind = choice_field(_("Ønske"))
    phase = choice_field(_("Fase"))
    arena = choice_field(_("Sted"), required=False, help_text=_("Bare når ønsket gjelder et sted."))
    month = forms.DateField(
        label=_("Måned"),
        required=False,
        help_text=_("Bare når ønsket gjelder en måned."),
        input_formats=["%Y-%m", "%m.%Y", "%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
        error_messages={"invalid": NOT_A_MONTH},
    )

    def fill_choices(self) -> None:
        self.set_choices("kind", list(WISH_WORDS.items()))
        self.set_choices("phase", phase_choices(self.trainee))
        self.set_choices("arena", arena_choices(self.trainee))


class ConfirmForm(RegisterForm):
    """Confirmation of service (§ 25 e)."""

    action = staticmethod(actions.confirm_service)

    confirmed_on = day_field(_("Bekreftet"), help_text=_("Dagen attesten ble gitt."))
    through = day_field(
        _("Til og med"),
        required=False,
        help_text=_("Bare når en del av perioden bekreftes. Resten blir stående som ikke bekreftet."),
    )

    def __init__(self, *arguments: Any, service_id: int, **more: Any) -> None:
        self.service_id = service_id
        super().__init__(*arguments, **more)

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "service_id": self.service_id}


class EndForm(RegisterForm):
    """The last day of a post."""

    action = staticmethod(actions.end_employment)

    to_day = day_field(_("Siste dag"))

    def __init__(self, *arguments: Any, employment_id: int, **more: Any) -> None:
        self.employment_id = employment_id
        super().__init__(*arguments, **more)

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "employment_id": self.employment_id}
