"""Forms of doctoral tracks, and of what if."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from borealis.research import actions
from borealis.research.choices import demand_choices, projects_of
from borealis.research.forms.fields import number_field
from borealis.research.models import Track
from borealis.research.wording import COURSE_STATES
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field


class TrackForm(ActingForm):
    """A doctoral track."""

    demands = choice_field(_("Program"))
    percent = forms.TypedChoiceField(
        label=_("Andel av arbeidstiden"),
        coerce=int,
        choices=[(50, _("50 %, seks år")), (100, _("100 %, tre år"))],
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )
    from_day = day_field(_("Fra og med"))
    to_day = day_field(_("Til og med"))
    supervisors = text_field(
        _("Veiledere"), 500, help_text=_("Én på hver linje, hovedveilederen først."), lines=3
    )
    project = choice_field(_("Prosjekt"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, trainee: Any, track: Track | None = None, **more: Any) -> None:
        self.trainee, self.track = trainee, track
        if track is not None:
            names = ("demands", "percent", "from_day", "to_day", "supervisors", "version")
            more["initial"] = {n: getattr(track, n) for n in names} | {"project": track.project_id or ""}
        super().__init__(*arguments, **more)
        self.set_choices("demands", demand_choices())
        self.set_choices("project", projects_of(trainee.person_id))

    def act(self, *, by: int | None, now: dt.datetime) -> Track:
        facts = dict(self.cleaned_data)
        version, project = facts.pop("version"), facts.pop("project")
        facts["project_id"] = int(project) if project else None
        if self.track is None:
            return actions.make_track(by=by, trainee_id=self.trainee.pk, now=now, **facts)
        return actions.change_track(by=by, track_id=self.track.pk, version=version, now=now, **facts)


class TrackStepForm(ActingForm):
    """The day on which a track took a step."""

    on = day_field(_("Dag"))

    def __init__(self, *arguments: Any, track: Track, step: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.track, self.step = track, step

    def act(self, *, by: int | None, now: dt.datetime) -> Track:
        return actions.move_track(
            by=by, track_id=self.track.pk, act=self.step, on=self.cleaned_data["on"], now=now
        )


class TrackCourseForm(ActingForm):
    """A course of a track."""

    title = text_field(_("Kurs"), 200, required=True)
    credits = forms.DecimalField(
        label=_("Studiepoeng"),
        localize=True,
        max_digits=4,
        decimal_places=1,
        error_messages={
            name: _("Skriv studiepoeng, for eksempel 5 eller 7,5.")
            for name in ("required", "invalid", "max_digits", "max_decimal_places", "max_whole_digits")
        },
    )
    state = choice_field(_("Status"))
    on = day_field(_("Dag"))

    def __init__(self, *arguments: Any, track: Track, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.track = track
        self.set_choices("state", COURSE_STATES.items())

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_track_course(by=by, track_id=self.track.pk, now=now, **self.cleaned_data)


class WhatIfForm(forms.Form):
    """A doctorate to try out. Nothing is stored."""

    percent = forms.TypedChoiceField(
        label=_("Doktorgrad"),
        coerce=int,
        choices=[(50, _("Halv tid, 50 %")), (100, _("Hel tid, 100 %"))],
        widget=forms.RadioSelect,
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )
    from_day = day_field(_("Fra og med"))
    years = number_field(_("Antall år"), 1, 8, _("Skriv et helt tall fra 1 til 8."), min_value=1, max_value=8)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        years = self.fields["years"]
        for name in ("min_value", "max_value"):
            years.error_messages[name] = _("Skriv et helt tall fra 1 til 8.")

    def clean_from_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["from_day"]
        today = timezone.localdate()
        if not today <= day <= today + dt.timedelta(days=5 * 366):
            raise forms.ValidationError(_now("Velg en dag som kommer, og høyst fem år fram."))
        return day
