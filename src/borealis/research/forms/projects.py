"""Forms of projects and what they have."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.research import actions
from borealis.research.actions.projects import LENGTHS
from borealis.research.choices import colleagues
from borealis.research.forms.fields import amount_field, number_field
from borealis.research.models import Participant, Project
from borealis.research.wording import APPROVAL_KINDS, APPROVAL_STATES, PARTICIPANT_ROLES
from borealis.shell.forms import ActingForm, choice_field, day_field, text_field
from borealis.shell.wording import NO_PATIENTS


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
    amount_nok = amount_field(_("Beløp i kroner"))
    from_day = day_field(_("Fra og med"))
    to_day = day_field(_("Til og med"))

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_funding(by=by, project_id=self.project.pk, now=now, **self.cleaned_data)


class PublicationForm(_OfProject):
    """A publication by hand."""

    title = text_field(_("Tittel"), 500, required=True)
    authors = text_field(_("Forfattere"), 1000)
    journal = text_field(_("Tidsskrift"), 300)
    year = number_field(_("År"), 1600, 2200, _("Skriv et årstall, for eksempel 2026."))
    doi = text_field(_("DOI"), 200, help_text=_("For eksempel 10.1000/182."))

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_publication(by=by, project_id=self.project.pk, now=now, **self.cleaned_data)


class FileForm(forms.Form):
    """A file to read."""

    file = forms.FileField(
        label=_("Fil"),
        error_messages={"required": _("Velg en fil."), "empty": _("Filen er tom. Velg en annen.")},
    )
