"""Forms of improvement work: the project, its steps, measures, values, tests of change, the paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from borealis.improvement import actions
from borealis.improvement.actions.projects import as_it_stands
from borealis.improvement.models import Measure, Paper, Project, Test
from borealis.improvement.queries.choices import goals_for, leaders_in, team_choices
from borealis.improvement.rules import needs_size
from borealis.improvement.wording import DIRECTION_WORDS, KIND_WORDS, STAGE_WORDS, VERDICT_WORDS
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.wording import NO_PATIENTS
from borealis.trainees.directory import Trainee

NOT_A_NUMBER = _("Skriv et tall.")


def _several(label: Any, help_text: Any = "", *, required: bool = True) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        required=required,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )


def _number(label: Any, *, required: bool = True, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=required,
        help_text=help_text,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": NOT_A_NUMBER, "invalid": NOT_A_NUMBER},
    )


def _and_no_patients(words: Any) -> Any:
    return format_lazy("{} {}", words, NO_PATIENTS)


class ProjectForm(ActingForm):
    """The aim in its four parts, and the team."""

    title = text_field(_("Navn på arbeidet"), 200, required=True, help_text=NO_PATIENTS)
    aim = text_field(_("Hva skal bli bedre?"), 300, required=True, lines=2, help_text=NO_PATIENTS)
    how_much = text_field(
        _("Hvor mye?"),
        200,
        required=True,
        help_text=_and_no_patients(_("For eksempel: fra 40 til 20 minutter.")),
    )
    for_whom = text_field(
        _("For hvem?"),
        200,
        required=True,
        help_text=_and_no_patients(_("En gruppe, aldri enkeltpersoner.")),
    )
    by_day = day_field(_("Innen når?"))
    trainees = _several(_("Leger i spesialisering som er med"))
    leader_id = choice_field(_("Leder arbeidet"))
    supervisor_id = choice_field(_("Veileder arbeidet"), required=False)
    goals = _several(_("Læringsmål som arbeidet tjener"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *arguments: Any,
        department_id: int,
        project: Project | None = None,
        own: int | None = None,
        **more: Any,
    ) -> None:
        """``own``: the trainee who lays it in, ticked to begin with."""
        self.department_id, self.project = department_id, project
        if project is not None:
            more.setdefault("initial", as_it_stands(project))
        elif own is not None:
            more.setdefault("initial", {"trainees": [own]})
        super().__init__(*arguments, **more)
        self._fill()

    def _fill(self) -> None:
        today = timezone.localdate()
        team, leaders = dict(team_choices(self.department_id, today)), leaders_in(self.department_id, today)
        for member in self.project.members.all() if self.project else ():
            team[member.trainee_id] = member.trainee.person.name
        persons = (
            Trainee.objects.filter(pk__in=team)
            .order_by("person__name")
            .values_list("person_id", "person__name")
        )
        self.set_choices("leader_id", [*persons, *leaders])
        self.set_choices("supervisor_id", leaders)
        goals = [(pk, f"{goal.code} {goal.title}") for pk, goal in goals_for(team).items() if goal.common]
        for name, choices in (("trainees", list(team.items())), ("goals", goals)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101
            field.choices = choices

    def act(self, *, by: int | None, now: dt.datetime) -> Project:
        facts = dict(self.cleaned_data)
        version = facts.pop("version")
        for name in ("leader_id", "supervisor_id"):
            facts[name] = int(facts[name]) if facts[name] else None
        if self.project is None:
            return actions.begin_improvement(by=by, department_id=self.department_id, now=now, **facts)
        return actions.change_improvement(
            by=by, project_id=self.project.pk, version=version or 0, now=now, **facts
        )


class MeasureForm(ActingForm):
    """Something to count or measure."""

    name = text_field(_("Hva måler dere?"), 120, required=True, help_text=NO_PATIENTS)
    unit = text_field(
        _("Enhet"), 60, required=True, help_text=_("For eksempel minutter, prosent eller antall.")
    )
    direction = choice_field(_("Hva er bedre?"))
    kind = choice_field(
        _("Slags diagram"),
        help_text=_(
            "Start med seriediagram. XmR er for enkeltverdier, p for andel av noe, u for antall per enhet, "
            "c for antall når det er like mange muligheter hver gang."
        ),
    )

    def __init__(self, *arguments: Any, project: Project, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.project = project
        self.set_choices("direction", DIRECTION_WORDS.items())
        self.set_choices("kind", KIND_WORDS.items())

    def act(self, *, by: int | None, now: dt.datetime) -> Measure:
        return actions.add_measure(by=by, project_id=self.project.pk, now=now, **self.cleaned_data)


class ValueForm(ActingForm):
    """A value on a day."""

    on = day_field(_("Dag"))
    number = _number(_("Verdi"))
    size = _number(_("Av hvor mange"), required=False)

    def __init__(self, *arguments: Any, measure: Measure, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.measure = measure
        if needs_size(measure.kind):
            self.fields["number"].label = _("Antall")
        else:
            del self.fields["size"]

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.record_value(by=by, measure_id=self.measure.pk, now=now, **self.cleaned_data)


class BaselineForm(ActingForm):
    """What later values are held against."""

    baseline_to = day_field(
        _("Regn midtlinje og grenser av verdiene til og med"),
        required=False,
        help_text=_("Tomt felt: av alle verdiene i hver fase."),
    )

    def __init__(self, *arguments: Any, measure: Measure, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.measure = measure

    def act(self, *, by: int | None, now: dt.datetime) -> Measure:
        until = self.cleaned_data["baseline_to"]
        return actions.freeze_measure(by=by, measure_id=self.measure.pk, baseline_to=until, now=now)


class TestForm(ActingForm):
    """A test of change."""

    __test__ = False  # nothing for pytest

    title = text_field(_("Hva prøver dere?"), 120, required=True, help_text=NO_PATIENTS)
    from_day = day_field(_("Fra"))
    to_day = day_field(_("Til"), required=False)
    plan = text_field(STAGE_WORDS["plan"], 2000, lines=3, help_text=NO_PATIENTS)
    do = text_field(STAGE_WORDS["do"], 2000, lines=3, help_text=NO_PATIENTS)
    study = text_field(STAGE_WORDS["study"], 2000, lines=3, help_text=NO_PATIENTS)
    act_text = text_field(STAGE_WORDS["act"], 2000, lines=3, help_text=NO_PATIENTS)
    verdict = forms.ChoiceField(
        label=_("Hva ble det til?"), required=False, choices=list(VERDICT_WORDS.items())
    )
    reckons_anew = forms.BooleanField(
        label=_("Regn midtlinje og grenser på nytt fra denne dagen"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, project: Project, test: Test | None = None, **more: Any) -> None:
        self.project, self.test = project, test
        if test is not None:
            names = (
                "title",
                "from_day",
                "to_day",
                "plan",
                "do",
                "study",
                "verdict",
                "reckons_anew",
                "version",
            )
            more.setdefault("initial", {**{n: getattr(test, n) for n in names}, "act_text": test.act})
        super().__init__(*arguments, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> Test:
        facts = dict(self.cleaned_data)
        version, facts["act"] = facts.pop("version"), facts.pop("act_text")
        if self.test is None:
            return actions.add_test(by=by, project_id=self.project.pk, now=now, **facts)
        return actions.change_test(by=by, test_id=self.test.pk, version=version or 0, now=now, **facts)


class PaperForm(ActingForm):
    """The topic of a project paper."""

    topic = text_field(_("Tema"), 200, required=True, help_text=NO_PATIENTS)
    project_id = choice_field(_("Vokser ut av forbedringsarbeid"), required=False)

    def __init__(self, *arguments: Any, trainee: Trainee, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.trainee = trainee
        rows = Project.objects.filter(members__trainee=trainee).exclude(state="dropped")
        self.set_choices("project_id", rows.values_list("pk", "title"))

    def act(self, *, by: int | None, now: dt.datetime) -> Paper:
        chosen = self.cleaned_data["project_id"]
        return actions.open_paper(
            by=by,
            trainee_id=self.trainee.pk,
            topic=self.cleaned_data["topic"],
            project_id=int(chosen) if chosen else None,
            now=now,
        )


class PaperStepForm(ActingForm):
    """The next step of a paper: a supervisor, or a word about it."""

    act_name = forms.CharField(widget=forms.HiddenInput, max_length=20)
    supervisor_id = choice_field(_("Veileder"), required=False)
    words = text_field(_("Noe å si om oppgaven?"), 2000, lines=3, help_text=NO_PATIENTS)

    def __init__(self, *arguments: Any, paper: Paper, act: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.paper, self.act_now = paper, act
        self.fields["act_name"].initial = act
        if act == "supervise":
            del self.fields["words"]
            department = paper.trainee.programme.department_id
            self.set_choices("supervisor_id", leaders_in(department, timezone.localdate()))
            self.fields["supervisor_id"].required = True
        else:
            del self.fields["supervisor_id"]

    def act(self, *, by: int | None, now: dt.datetime) -> Paper:
        supervisor = self.cleaned_data.get("supervisor_id")
        return actions.step_paper(
            by=by,
            paper_id=self.paper.pk,
            act=self.act_now,
            supervisor_id=int(supervisor) if supervisor else None,
            words=self.cleaned_data.get("words", ""),
            now=now,
        )
