"""Forms of projects, doctoral tracks, calls and applications."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from borealis.research import actions
from borealis.research.actions.projects import LENGTHS
from borealis.research.choices import colleagues, demand_choices, projects_of
from borealis.research.models import Application, Call, Participant, Project, Track
from borealis.research.wording import APPROVAL_KINDS, APPROVAL_STATES, COURSE_STATES, PARTICIPANT_ROLES
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.wording import NO_PATIENTS

WHOLE_NOK = _("Skriv et beløp i hele kroner, for eksempel 250000.")


def _number(label: Any, least: int, most: int, message: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        widget=forms.NumberInput(attrs={"min": least, "max": most, "inputmode": "numeric"}),
        error_messages={"required": message, "invalid": message},
        **more,
    )


def _amount(label: Any, **more: Any) -> forms.IntegerField:
    return _number(label, 1, 1_000_000_000, WHOLE_NOK, **more)


class _OfProject(ActingForm):
    """A form about one project."""

    def __init__(self, *arguments: Any, project: Project, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.project = project


class ProjectForm(ActingForm):
    """A new project, or what is said of one."""

    title = text_field(_("Tittel"), LENGTHS["title"], required=True, help_text=NO_PATIENTS)
    question = text_field(_("Spørsmålet"), LENGTHS["question"], help_text=NO_PATIENTS, lines=3)
    leader = choice_field(_("Leder av prosjektet"))
    partners = text_field(
        _("Samarbeider med"),
        LENGTHS["partners"],
        help_text=_("Én på hver linje, for eksempel UiT Norges arktiske universitet."),
        lines=3,
    )
    started_on = day_field(_("Begynte"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *arguments: Any, department: int, today: dt.date, project: Project | None = None, **more: Any
    ) -> None:
        self.department, self.project = department, project
        if project is not None:
            names = ("title", "question", "partners", "started_on", "version")
            more["initial"] = {n: getattr(project, n) for n in names} | {"leader": project.leader_id}
        super().__init__(*arguments, **more)
        known = colleagues(department, today)
        if project is not None:
            known.setdefault(project.leader_id, project.leader.name)
        self.set_choices("leader", ((str(pk), name) for pk, name in known.items()))

    def act(self, *, by: int | None, now: dt.datetime) -> Project:
        facts = dict(self.cleaned_data)
        version, leader = facts.pop("version"), int(facts.pop("leader"))
        if self.project is None:
            return actions.make_project(
                by=by, department_id=self.department, leader_id=leader, now=now, **facts
            )
        return actions.change_project(
            by=by, project_id=self.project.pk, version=version, leader_id=leader, now=now, **facts
        )


class IdeaForm(ActingForm):
    """A trainee's own idea, put before somebody who may take it on."""

    title = text_field(_("Tittel"), LENGTHS["title"], required=True, help_text=NO_PATIENTS)
    question = text_field(
        _("Spørsmålet du vil ha svar på"), LENGTHS["question"], required=True, help_text=NO_PATIENTS, lines=4
    )
    asked = choice_field(_("Hvem spør du?"), help_text=_("Bare dere to ser ideen til den er tatt imot."))

    def __init__(self, *arguments: Any, department: int, person: int, today: dt.date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.department = department
        known = colleagues(department, today)
        self.set_choices("asked", ((str(pk), name) for pk, name in known.items() if pk != person))

    def act(self, *, by: int | None, now: dt.datetime) -> Project:
        facts = self.cleaned_data
        return actions.propose_idea(
            by=by or 0,
            department_id=self.department,
            asked_id=int(facts["asked"]),
            title=facts["title"],
            question=facts["question"],
            now=now,
        )


class JoinForm(_OfProject):
    """Ask to join a project."""

    message = text_field(_("Hilsen til lederen av prosjektet"), 500, help_text=NO_PATIENTS, lines=3)

    def act(self, *, by: int | None, now: dt.datetime) -> Participant:
        return actions.ask_to_join(
            by=by or 0, project_id=self.project.pk, message=self.cleaned_data["message"], now=now
        )


class ParticipantForm(_OfProject):
    """Add somebody to a project."""

    person = choice_field(_("Person"))
    role = choice_field(_("Som"))

    def __init__(self, *arguments: Any, project: Project, today: dt.date, **more: Any) -> None:
        super().__init__(*arguments, project=project, **more)
        known = colleagues(project.department_id, today, trainees=True)
        self.set_choices("person", ((str(pk), name) for pk, name in known.items()))
        self.set_choices("role", PARTICIPANT_ROLES.items())

    def act(self, *, by: int | None, now: dt.datetime) -> Participant:
        return actions.add_participant(
            by=by,
            project_id=self.project.pk,
            person_id=int(self.cleaned_data["person"]),
            role=self.cleaned_data["role"],
            now=now,
        )


class MilestoneForm(_OfProject):
    """A milestone."""

    title = text_field(_("Milepæl"), 200, required=True, help_text=NO_PATIENTS)
    due_on = day_field(_("Skal være nådd"))

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_milestone(by=by, project_id=self.project.pk, now=now, **self.cleaned_data)


class ApprovalForm(_OfProject):
    """An approval that was applied for, given or refused."""

    kind = choice_field(_("Godkjenning"))
    state = choice_field(_("Hva skjedde?"))
    on = day_field(_("Dag"))
    reference = text_field(_("Saksnummer"), 100)
    valid_until = day_field(_("Gjelder til"), required=False)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.set_choices("kind", APPROVAL_KINDS.items())
        self.set_choices("state", APPROVAL_STATES.items())

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.record_approval(by=by, project_id=self.project.pk, now=now, **self.cleaned_data)


class FundingForm(_OfProject):
    """Money that a project has."""

    source = text_field(_("Hvor kommer midlene fra?"), 200, required=True)
    amount_nok = _amount(_("Beløp i kroner"))
    from_day = day_field(_("Fra og med"))
    to_day = day_field(_("Til og med"))

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_funding(by=by, project_id=self.project.pk, now=now, **self.cleaned_data)


class PublicationForm(_OfProject):
    """A publication by hand."""

    title = text_field(_("Tittel"), 500, required=True)
    authors = text_field(_("Forfattere"), 1000)
    journal = text_field(_("Tidsskrift"), 300)
    year = _number(_("År"), 1600, 2200, _("Skriv et årstall, for eksempel 2026."))
    doi = text_field(_("DOI"), 200, help_text=_("For eksempel 10.1000/182."))

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_publication(by=by, project_id=self.project.pk, now=now, **self.cleaned_data)


class FileForm(forms.Form):
    """A file to read."""

    file = forms.FileField(
        label=_("Fil"),
        error_messages={"required": _("Velg en fil."), "empty": _("Filen er tom. Velg en annen.")},
    )


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
    years = _number(_("Antall år"), 1, 8, _("Skriv et helt tall fra 1 til 8."), min_value=1, max_value=8)

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
    amount_nok = _amount(_("Beløp i kroner"))
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
    granted_nok = _amount(_("Innvilget beløp i kroner"), required=False)

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
