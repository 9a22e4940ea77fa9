"""Forms on the way to a goal decision. They only read what is typed; the actions decide and refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.curriculum.queries import GoalView
from borealis.portfolio.goals import actions
from borealis.portfolio.goals.actions.checks import LONGEST, LONGEST_ENTERPRISE, LONGEST_WHY
from borealis.portfolio.goals.actions.decisions import LONGEST_REVOKE
from borealis.portfolio.goals.queries.evidence import (
    ActivityLine,
    AssessmentLine,
    activity_lines,
    assessment_lines,
)
from borealis.portfolio.goals.queries.standing import activities_for, assessments_for
from borealis.portfolio.goals.rules import VERDICTS
from borealis.portfolio.goals.wording import VERDICT_WORDS
from borealis.portfolio.models import Panel, Submission
from borealis.shell.forms import ActingForm, choice_field, text_field
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee
from borealis.trainees.wording import NO_PATIENTS

NOT_CHOSEN = gettext_lazy("Velg ett av alternativene.")


def card_field(label: Any) -> forms.ChoiceField:
    """One of a few, each a card; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        error_messages={"required": NOT_CHOSEN, "invalid_choice": NOT_CHOSEN},
    )


def ticks(label: Any, *, required: bool = False, message: Any = NOT_CHOSEN) -> forms.TypedMultipleChoiceField:
    """Any of a list of rows, by key."""
    return forms.TypedMultipleChoiceField(
        label=label,
        required=required,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": message, "invalid_choice": NOT_CHOSEN},
    )


@dataclass(frozen=True)
class Card:
    """A choice as a card: its control, its words, and what it means."""

    tag: str
    label: str
    hint: str


def cards(bound: BoundField, hints: dict[str, Any]) -> list[Card]:
    """The choices of a field with a line under each."""
    return [
        Card(choice.tag(), str(choice.choice_label), str(hints.get(str(choice.data["value"]), "")))
        for choice in bound.subwidgets
    ]


class _EvidenceForm(ActingForm):
    """What a goal rests on, ticked from the start, and the doctor's own words."""

    activities = ticks(gettext_lazy("Læringsaktiviteter"))
    assessments = ticks(gettext_lazy("Vurderinger"))
    text = text_field(
        gettext_lazy("Hvorfor målet er nådd"), LONGEST, required=True, help_text=NO_PATIENTS, lines=4
    )

    def __init__(self, *arguments: Any, trainee: Trainee, goals: Iterable[GoalView], **more: Any) -> None:
        self.trainee, self.goals = trainee, list(goals)
        super().__init__(*arguments, **more)
        activities: dict[int, ActivityLine] = {}
        assessments: dict[int, AssessmentLine] = {}
        for goal in self.goals:
            activities |= {a.pk: a for a in activity_lines(activities_for(trainee, goal.pk))}
            assessments |= {a.pk: a for a in assessment_lines(assessments_for(trainee, goal.pk))}
        if len(self.goals) > 1:
            self.fields["text"].label = _("Hvorfor målene er nådd")
        self._fill("activities", [(pk, activity_words(line)) for pk, line in activities.items()])
        self._fill("assessments", [(pk, assessment_words(line)) for pk, line in assessments.items()])

    def _fill(self, name: str, choices: list[tuple[int, str]]) -> None:
        """All there is, ticked; a list with nothing in it is left out."""
        field = self.fields[name]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101
        if choices:
            field.choices, field.initial = choices, [pk for pk, _words in choices]
        else:
            del self.fields[name]

    def evidence(self) -> dict[str, Any]:
        return {
            "activity_ids": self.cleaned_data.get("activities", []),
            "assessment_ids": self.cleaned_data.get("assessments", []),
            "text": self.cleaned_data["text"],
        }


class SubmitForm(_EvidenceForm):
    """One or more goals sent in with common grounds."""

    def act(self, *, by: int | None, now: dt.datetime) -> list[Submission]:
        return actions.submit_goals(
            by=by or 0,
            trainee_id=self.trainee.pk,
            goal_ids=[goal.pk for goal in self.goals],
            now=now,
            **self.evidence(),
        )


class AskAgainForm(_EvidenceForm):
    """A new assessment after a refusal: here, or from another enterprise (§ 26 second and third paragraph)."""

    where = card_field(gettext_lazy("Hvem skal vurdere"))
    enterprise = text_field(
        gettext_lazy("Ønsket virksomhet"), LONGEST_ENTERPRISE, help_text=NO_PATIENTS, required=False
    )
    field_order = ("where", "enterprise", "activities", "assessments", "text")

    def __init__(self, *arguments: Any, further: bool, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.further = further
        self.fields["text"].label = _("Hva som er gjort siden sist")
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            ("ask_again", _("Min egen virksomhet")),
            ("ask_elsewhere", _("En annen virksomhet")),
        ]
        if further:
            del self.fields["where"], self.fields["enterprise"]

    def where_cards(self) -> list[Card]:
        hints = {
            "ask_again": _("Veileder og supervisør her gir nye anbefalinger."),
            "ask_elsewhere": _("Det regionale helseforetaket sørger for den (§ 26)."),
        }
        return cards(self["where"], hints)

    def act(self, *, by: int | None, now: dt.datetime) -> list[Submission]:
        return actions.submit_goals(
            by=by or 0,
            trainee_id=self.trainee.pk,
            goal_ids=[goal.pk for goal in self.goals],
            act="ask_further" if self.further else self.cleaned_data["where"],
            enterprise=self.cleaned_data.get("enterprise", ""),
            now=now,
            **self.evidence(),
        )


class RecommendForm(ActingForm):
    """A recommendation on what is sent in."""

    submission = forms.IntegerField(widget=forms.HiddenInput)
    verdict = card_field(gettext_lazy("Hva anbefaler du?"))
    text = text_field(
        gettext_lazy("Hva anbefalingen bygger på"), LONGEST, required=True, help_text=NO_PATIENTS, lines=3
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["verdict"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(code, str(VERDICT_WORDS[code])) for code in reversed(VERDICTS)]

    def verdict_cards(self) -> list[Card]:
        hints = {
            "not_yet": _("Skriv hva som mangler."),
            "recommends": _("Du mener målet er nådd, vurdert i sammenheng."),
        }
        return cards(self["verdict"], hints)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = dict(self.cleaned_data)
        return actions.recommend_goal(by=by or 0, submission_id=facts.pop("submission"), now=now, **facts)


class WithdrawForm(ActingForm):
    """Withdrawing one's own recommendation."""

    why = text_field(
        gettext_lazy("Hvorfor du trekker den tilbake"), LONGEST_WHY, required=True, help_text=NO_PATIENTS
    )

    def __init__(self, *arguments: Any, recommendation_id: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.recommendation_id = recommendation_id

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.withdraw_recommendation(
            by=by or 0, recommendation_id=self.recommendation_id, now=now, **self.cleaned_data
        )


class DecideForm(ActingForm):
    """The decision on one goal. That a goal is not reached asks for a tick first."""

    submission = forms.IntegerField(widget=forms.HiddenInput)
    outcome = card_field(gettext_lazy("Avgjørelse"))
    enterprise = text_field(
        gettext_lazy("Virksomheten som vurderte"), LONGEST_ENTERPRISE, help_text=NO_PATIENTS
    )
    text = text_field(
        gettext_lazy("Hva avgjørelsen bygger på"), LONGEST, required=True, help_text=NO_PATIENTS, lines=4
    )
    sure = forms.BooleanField(
        label=gettext_lazy(
            "Legen er informert om at målet ikke er nådd, og om retten til ny vurdering (§ 26)"
        ),
        required=False,
    )

    def __init__(self, *arguments: Any, row: Submission, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("approve", _("Godkjenn")), ("return", _("Returner")), ("refuse", _("Ikke nådd"))]
        if row.kind != "ordinary":
            field.choices = [("approve", _("Godkjenn")), ("refuse", _("Ikke nådd"))]
        if row.kind != "elsewhere":
            del self.fields["enterprise"]
        else:
            self.fields["enterprise"].initial = row.enterprise

    def outcome_cards(self) -> list[Card]:
        hints = {
            "approve": _("Målet er nådd. Krever begge anbefalingene."),
            "return": _("Noe mangler. Legen retter og sender inn på nytt."),
            "refuse": _("Krever begge anbefalingene. Legen får rett til ny vurdering."),
        }
        return cards(self["outcome"], hints)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("outcome") == "refuse" and not found.get("sure"):
            self.add_error("sure", _("Kryss av når legen er informert."))
        return found

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = dict(self.cleaned_data)
        return actions.decide_goal(
            by=by or 0,
            submission_id=facts["submission"],
            act=facts["outcome"],
            text=facts["text"],
            enterprise=facts.get("enterprise", ""),
            now=now,
        )


class TogetherForm(ActingForm):
    """Several goals of one doctor approved at once, each with both recommendations."""

    submissions = ticks(
        gettext_lazy("Læringsmål med begge anbefalinger"),
        required=True,
        message=gettext_lazy("Velg minst ett læringsmål."),
    )
    panel = choice_field(
        gettext_lazy("Vurderingskollegium"),
        required=False,
        help_text=gettext_lazy("Når avgjørelsen bygger på et kollegium som har konkludert."),
    )
    text = text_field(
        gettext_lazy("Felles begrunnelse"), LONGEST, required=True, help_text=NO_PATIENTS, lines=4
    )

    def __init__(
        self, *arguments: Any, trainee: Trainee, ready: Iterable[tuple[Submission, GoalView]], **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.trainee = trainee
        field = self.fields["submissions"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101
        field.choices = [(row.pk, f"{goal.code} {goal.title}") for row, goal in ready]
        panels = Panel.objects.filter(trainee=trainee).exclude(concluded_at=None).order_by("-on", "-pk")
        self.set_choices("panel", [(panel.pk, day_short(panel.on)) for panel in panels])
        if not panels:
            del self.fields["panel"]

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        panel = self.cleaned_data.get("panel")
        return actions.approve_goals(
            by=by or 0,
            trainee_id=self.trainee.pk,
            submission_ids=self.cleaned_data["submissions"],
            text=self.cleaned_data["text"],
            panel_id=int(panel) if panel else None,
            now=now,
        )


class RevokeForm(ActingForm):
    """Taking an approval back."""

    text = text_field(
        gettext_lazy("Hvorfor godkjenningen trekkes tilbake"),
        LONGEST_REVOKE,
        required=True,
        help_text=NO_PATIENTS,
        lines=3,
    )

    def __init__(self, *arguments: Any, trainee: Trainee, goal_id: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.trainee, self.goal_id = trainee, goal_id

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.revoke_goal(
            by=by or 0, trainee_id=self.trainee.pk, goal_id=self.goal_id, now=now, **self.cleaned_data
        )


def activity_words(line: ActivityLine) -> str:
    """An activity in a list of ticks."""
    seen = "; ".join(f"{seen.name}: {seen.words}" if seen.words else seen.name for seen in line.seen)
    parts = [line.title, day_short(line.on), f"× {line.count}" if line.count > 1 else "", seen or line.state]
    return ", ".join(part for part in parts if part)


def assessment_words(line: AssessmentLine) -> str:
    """An assessment in a list of ticks."""
    return ", ".join(part for part in (line.form, day_short(line.on), line.name, line.level) if part)
