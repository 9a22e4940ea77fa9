"""Forms of teaching: a series, its hosts, topics and weeks, who presents, who was there, what they thought."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.wording import NO_PATIENTS
from borealis.teaching import actions
from borealis.teaching.actions.links import NOT_AN_ADDRESS
from borealis.teaching.actions.series import Rhythm
from borealis.teaching.models import Series, Session
from borealis.teaching.queries.pages import possible_presenters
from borealis.teaching.queries.scope import departments_of, goals_in_scope, speakers
from borealis.teaching.rules import LONGEST, SHORTEST
from borealis.teaching.wording import EVERY_WORDS, PRESENTER_WORDS, RATING_WORDS, WEEKDAYS

NOT_A_TIME = _("Skriv et klokkeslett, for eksempel 08.15.")
NOT_A_NUMBER = _("Skriv et helt tall.")


def whole_field(label: Any, least: int, most: int, initial: int, help_text: Any = "") -> forms.IntegerField:
    """A whole number between two."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        initial=initial,
        help_text=help_text,
        error_messages={"required": NOT_A_NUMBER, "invalid": NOT_A_NUMBER},
    )


def link_field(label: Any) -> forms.URLField:
    """An address on the web."""
    messages = {"invalid": NOT_AN_ADDRESS}
    return forms.URLField(label=label, required=False, assume_scheme="https", error_messages=messages)


class SeriesForm(ActingForm):
    """A new series of a department."""

    department = choice_field(_("Avdeling"))
    name = text_field(_("Navn"), 200, required=True)
    every = choice_field(_("Hvor ofte"))
    weekday = choice_field(_("Ukedag"))
    week_of_month = choice_field(_("Uke i måneden, for månedlige"), required=False)
    starts = forms.TimeField(
        label=_("Klokkeslett"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": "300"}),
        error_messages={"required": NOT_A_TIME, "invalid": NOT_A_TIME},
    )
    minutes = whole_field(_("Varighet i minutter"), SHORTEST, LONGEST, 45)
    first_day = day_field(_("Første dag"))
    last_day = day_field(_("Siste dag"), required=False)
    place = text_field(_("Sted"), 200, help_text=NO_PATIENTS)
    link = link_field(_("Lenke til møtet"))
    spacing_days = whole_field(_("Minst så mange dager mellom samme vert"), 1, 400, 14)

    def __init__(self, *arguments: Any, departments: dict[int, str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.set_choices("department", departments.items())
        self.set_choices("every", EVERY_WORDS.items())
        self.set_choices("weekday", enumerate(WEEKDAYS))
        self.set_choices("week_of_month", ((n, _("%(n)s. uke") % {"n": n}) for n in range(1, 6)))

    def act(self, *, by: int | None, now: dt.datetime) -> Series:
        facts = self.cleaned_data
        rhythm = Rhythm(
            facts["every"],
            int(facts["weekday"]),
            facts["starts"],
            facts["minutes"],
            facts["first_day"],
            facts["last_day"],
            int(facts["week_of_month"]) if facts["week_of_month"] else None,
        )
        return actions.start_series(
            by=by,
            department_id=int(facts["department"]),
            name=facts["name"],
            rhythm=rhythm,
            now=now,
            place=facts["place"],
            link=facts["link"],
            spacing_days=facts["spacing_days"],
        )


class PlaceForm(ActingForm):
    """Where a series meets."""

    place = text_field(_("Sted"), 200, help_text=NO_PATIENTS)
    link = link_field(_("Lenke til møtet"))

    def __init__(self, *arguments: Any, series: Series, **more: Any) -> None:
        more.setdefault("initial", {"place": series.place, "link": series.link})
        super().__init__(*arguments, **more)
        self.series = series

    def act(self, *, by: int | None, now: dt.datetime) -> Series:
        return actions.change_series(by=by, series_id=self.series.pk, now=now, **self.cleaned_data)


class HostForm(ActingForm):
    """A unit that takes part: a department here, or a partner by its name."""

    department = choice_field(
        _("Avdeling her"), required=False, help_text=_("La stå tomt for en enhet et annet sted.")
    )
    name = text_field(_("Navn"), 200, help_text=_("For en enhet et annet sted."))
    size = whole_field(_("Leger i spesialisering"), 0, 500, 1, _("Fordelingen går etter dette."))

    def __init__(self, *arguments: Any, series: Series, departments: dict[int, str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.series, self.departments = series, departments
        self.set_choices("department", departments.items())

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = self.cleaned_data
        department = int(facts["department"]) if facts["department"] else None
        return actions.add_host(
            by=by,
            series_id=self.series.pk,
            name=facts["name"] or self.departments.get(department or 0, ""),
            size=facts["size"],
            department_id=department,
            now=now,
        )


class EndHostForm(ActingForm):
    """A unit that leaves."""

    last_day = day_field(_("Siste dag den er med"))

    def __init__(self, *arguments: Any, host: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.host = host

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.end_host(by=by, host_id=self.host, last_day=self.cleaned_data["last_day"], now=now)


class TopicForm(ActingForm):
    """Something a session may be about."""

    name = text_field(_("Emne"), 200, required=True, help_text=NO_PATIENTS)
    presenter = choice_field(_("Hvem kan undervise"))
    months = whole_field(_("Minst så mange måneder i utdanningen, for leger i spesialisering"), 0, 200, 0)
    goals = forms.MultipleChoiceField(
        label=_("Læringsmål det dekker"), required=False, error_messages={"invalid_choice": NOT_LISTED}
    )
    hosts = forms.MultipleChoiceField(
        label=_("Enheter som kan emnet"),
        required=False,
        help_text=_("Ingen valgt betyr alle."),
        error_messages={"invalid_choice": NOT_LISTED},
    )

    def __init__(self, *arguments: Any, series: Series, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.series = series
        self.set_choices("presenter", PRESENTER_WORDS.items())
        self.initial.setdefault("presenter", "any")
        goals: Any = self.fields["goals"]
        goals.choices = [(goal.pk, f"{goal.code} {goal.title}") for goal in goals_in_scope(series)]
        hosts: Any = self.fields["hosts"]
        hosts.choices = list(series.hosts.values_list("pk", "name"))

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = self.cleaned_data
        return actions.add_topic(
            by=by,
            series_id=self.series.pk,
            name=facts["name"],
            presenter=facts["presenter"],
            months=facts["months"],
            goals=[int(pk) for pk in facts["goals"]],
            hosts=[int(pk) for pk in facts["hosts"]],
            now=now,
        )


class WeekOutForm(ActingForm):
    """A week without a session."""

    day = day_field(_("En dag i uken"))
    why = text_field(_("Hvorfor"), 100, required=True, help_text=NO_PATIENTS)

    def __init__(self, *arguments: Any, series: Series, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.series = series

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = self.cleaned_data
        return actions.take_week_out(
            by=by, series_id=self.series.pk, day=facts["day"], why=facts["why"], now=now
        )


class PresenterForm(ActingForm):
    """Who presents a session."""

    person = choice_field(_("Hvem underviser"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, session: Session, **more: Any) -> None:
        more.setdefault("initial", {"person": session.presenter_id, "version": session.version})
        super().__init__(*arguments, **more)
        self.session = session
        self.set_choices("person", possible_presenters(session))

    def act(self, *, by: int | None, now: dt.datetime) -> Session:
        person = self.cleaned_data["person"]
        return actions.set_presenter(
            by=by,
            session_id=self.session.pk,
            version=self.cleaned_data["version"],
            person_id=int(person) if person else None,
            now=now,
        )


class MaterialForm(ActingForm):
    """What belongs to a session."""

    material = link_field(_("Materiale"))
    recording = link_field(_("Opptak"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, session: Session, **more: Any) -> None:
        initial = {"material": session.material, "recording": session.recording, "version": session.version}
        more.setdefault("initial", initial)
        super().__init__(*arguments, **more)
        self.session = session

    def act(self, *, by: int | None, now: dt.datetime) -> Session:
        return actions.set_material(by=by, session_id=self.session.pk, now=now, **self.cleaned_data)


class HeldForm(ActingForm):
    """Who was there, beside those who have said so with the code."""

    present = forms.MultipleChoiceField(
        label=_("Hvem var der"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_LISTED},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, session: Session, **more: Any) -> None:
        more.setdefault("initial", {"version": session.version})
        super().__init__(*arguments, **more)
        self.session = session
        there = set(session.attendances.values_list("person_id", flat=True))
        found = speakers(departments_of(session.series), timezone.localdate(session.start_at))
        present: Any = self.fields["present"]
        present.choices = sorted(
            ((one.person_id, one.name) for one in found if one.person_id not in there),
            key=lambda pair: pair[1],
        )

    def act(self, *, by: int | None, now: dt.datetime) -> Session:
        return actions.hold_session(
            by=by,
            session_id=self.session.pk,
            version=self.cleaned_data["version"],
            present=[int(pk) for pk in self.cleaned_data["present"]],
            now=now,
        )


class RateForm(ActingForm):
    """What somebody thought, in one tap; a text for those who want."""

    value = forms.TypedChoiceField(
        label=_("Hvordan var den"),
        coerce=int,
        choices=list(RATING_WORDS.items()),
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )
    text = text_field(_("Noe verten bør vite"), 500, help_text=NO_PATIENTS)

    def __init__(self, *arguments: Any, session: Session, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.session = session

    def act(self, *, by: int | None, now: dt.datetime) -> None:
        actions.rate_session(
            by=by or 0,
            session_id=self.session.pk,
            value=self.cleaned_data["value"],
            text=self.cleaned_data["text"],
            now=now,
        )


class CodeForm(ActingForm):
    """A code typed by hand."""

    code = text_field(_("Kode"), 12, required=True)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.attend_session(by=by or 0, code=self.cleaned_data["code"], now=now)
