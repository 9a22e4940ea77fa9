"""Forms of panels: calling together, what was said of each goal, and when the trainee was informed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.people.directory import persons
from borealis.portfolio.models import Panel
from borealis.portfolio.panels import actions
from borealis.portfolio.panels.actions import LONGEST, stands
from borealis.portfolio.panels.queries import PanelView, proposals_for, seats_of
from borealis.portfolio.panels.wording import CONCLUSION_WORDS, KIND_WORDS, REASON_WORDS, SEAT_WORDS
from borealis.shell.forms import NOT_LISTED, TOO_LONG, ActingForm, day_field, text_field
from borealis.shell.wording import NO_PATIENTS
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goals_with_state

TOO_FEW = _("Et kollegium har minst to deltakere. Velg en til.")
PRESENT = (("yes", _("Ja")), ("no", _("Nei")))
Choices = list[tuple[str, str]]


def _many(label: Any, *, required: bool = False, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": TOO_FEW, "invalid_choice": NOT_LISTED},
    )


def _fill(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
    field.choices = choices


def member_choices(trainee: Trainee, on: dt.date) -> tuple[Choices, list[str]]:
    """Those who can take part, with their seats; and the ones who take part as a rule: head, guide, training lead."""
    seats = seats_of(trainee, on)
    names = dict(persons().filter(pk__in=seats).values_list("pk", "name"))
    order = sorted(seats, key=lambda person: (list(SEAT_WORDS).index(seats[person]), names[person]))
    choices = [(str(person), f"{names[person]} ({SEAT_WORDS[seats[person]]})") for person in order]
    return choices, [str(person) for person in order if seats[person] in ("head", "guide")]


class CallForm(ActingForm):
    """Call head, guide and supervisors together."""

    kind = forms.ChoiceField(
        label=_("Hva slags møte"),
        choices=tuple(KIND_WORDS.items()),
        initial="half_year",
        widget=forms.RadioSelect,
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )
    on = day_field(_("Dato"))
    members = _many(
        _("Deltakere"), required=True, help_text=_("Leder, veileder og minst én som superviserer.")
    )
    trainee_invited = forms.BooleanField(
        label=_("Legen er invitert"),
        required=False,
        initial=True,
        help_text=_("Legen deltar som regel. Ellers informerer veilederen før og etter."),
    )
    goals = _many(_("Læringsmål å se på"))
    more_goals = _many(_("Flere læringsmål"))
    agenda = text_field(_("Saksliste"), LONGEST, help_text=NO_PATIENTS, lines=3)

    def __init__(self, *arguments: Any, trainee: Trainee, today: dt.date, **more: Any) -> None:
        self.trainee = trainee
        choices, usual = member_choices(trainee, today)
        lines = {line.goal.pk: line for group in goals_with_state(trainee.pk) for line in group.goals}
        proposed = {row.goal_id: row.why for row in proposals_for(trainee, today) if row.goal_id in lines}
        initial = {"members": usual, "goals": [str(goal) for goal in proposed]}
        super().__init__(*arguments, **{"initial": initial, **more})
        _fill(self, "members", choices)
        _fill(
            self,
            "goals",
            [
                (str(pk), f"{lines[pk].goal.code} {lines[pk].goal.title} ({REASON_WORDS[why]})")
                for pk, why in proposed.items()
            ],
        )
        rest = [line for pk, line in lines.items() if pk not in proposed and line.state != "approved"]
        _fill(self, "more_goals", [(str(row.goal.pk), f"{row.goal.code} {row.goal.title}") for row in rest])

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = dict(self.cleaned_data)
        goals = [*facts.pop("goals"), *facts.pop("more_goals")]
        members = facts.pop("members")
        return actions.call_panel(
            by=by,
            trainee_id=self.trainee.pk,
            goals=[int(goal) for goal in goals],
            members=[int(person) for person in members],
            now=now,
            **facts,
        )


class PanelForm(ActingForm):
    """What the panel says: who was there, a conclusion for each goal, a summary, and what is agreed."""

    on = day_field(_("Dato"))
    members = _many(_("Deltakere"), required=True)
    trainee_invited = forms.BooleanField(label=_("Legen var invitert"), required=False)
    trainee_present = forms.ChoiceField(
        label=_("Var legen til stede?"), required=False, choices=PRESENT, widget=forms.RadioSelect
    )
    informed_before = day_field(
        _("Veilederen informerte legen før møtet"),
        required=False,
        help_text=_("Bare når legen ikke var til stede."),
    )
    agenda = text_field(_("Saksliste"), LONGEST, help_text=NO_PATIENTS, lines=3)
    summary = text_field(_("Sammendrag"), LONGEST, help_text=NO_PATIENTS, lines=5)
    agreed = text_field(_("Avtalt videre, og hvem som gjør det"), LONGEST, help_text=NO_PATIENTS, lines=4)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, view: PanelView, **more: Any) -> None:
        self.view, panel = view, view.panel
        present = "" if panel.trainee_present is None else "yes" if panel.trainee_present else "no"
        initial = {**stands(panel), "trainee_present": present, "version": panel.version}
        super().__init__(*arguments, **{"initial": initial, **more})
        _fill(self, "members", _seated(panel, member_choices(panel.trainee, panel.on)[0]))
        for line in view.goals:
            self.fields[f"conclusion_{line.goal_id}"] = forms.ChoiceField(
                label=_("Konklusjon for %(goal)s") % {"goal": line.code},
                required=False,
                choices=[("", _("Ikke konkludert")), *CONCLUSION_WORDS.items()],
                widget=forms.Select(attrs={"class": "ds-input"}),
                error_messages={"invalid_choice": NOT_LISTED},
            )
            self.fields[f"text_{line.goal_id}"] = forms.CharField(
                label=_("Begrunnelse for %(goal)s") % {"goal": line.code},
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(
                    attrs={"rows": 2, "class": "ds-input", "aria-describedby": "goals-hint"}
                ),
                error_messages={"max_length": TOO_LONG},
            )

    def goal_rows(self) -> list[dict[str, Any]]:
        """Each goal with its two fields, for the page."""
        return [
            {
                "line": line,
                "conclusion": self[f"conclusion_{line.goal_id}"],
                "text": self[f"text_{line.goal_id}"],
            }
            for line in self.view.goals
        ]

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = {name: self.cleaned_data[name] for name in PanelForm.base_fields}
        facts["trainee_present"] = {"yes": True, "no": False}.get(facts["trainee_present"])
        facts["members"] = [int(person) for person in facts["members"]]
        return actions.change_panel(
            by=by,
            trainee_id=self.view.panel.trainee_id,
            panel_id=self.view.panel.pk,
            conclusions={
                line.goal_id: (
                    self.cleaned_data[f"conclusion_{line.goal_id}"],
                    self.cleaned_data[f"text_{line.goal_id}"],
                )
                for line in self.view.goals
            },
            now=now,
            **facts,
        )


def _seated(panel: Panel, choices: Choices) -> Choices:
    """The choices with those who sit there already, though they could no longer be chosen."""
    known = {key for key, _name in choices}
    seated = panel.members.select_related("person")
    return choices + [
        (str(row.person_id), f"{row.person.name} ({SEAT_WORDS[row.given_as]})")
        for row in seated
        if str(row.person_id) not in known
    ]


class InformedForm(ActingForm):
    """The guide has told a trainee who was not present."""

    on = day_field(_("Legen ble informert"))

    def __init__(self, *arguments: Any, panel: Panel, **more: Any) -> None:
        self.panel = panel
        super().__init__(*arguments, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.record_informed(
            by=by,
            trainee_id=self.panel.trainee_id,
            panel_id=self.panel.pk,
            on=self.cleaned_data["on"],
            now=now,
        )
