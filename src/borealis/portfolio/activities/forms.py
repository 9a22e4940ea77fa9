"""Forms for activities. They only read what is typed; the actions decide, and refuse at the same fields."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from borealis.portfolio.activities import actions
from borealis.portfolio.activities.rules import LONGEST_NOTE, LONGEST_PLACE, LONGEST_TITLE, MOST_AT_ONCE
from borealis.portfolio.activities.terms import Terms
from borealis.portfolio.activities.wording import FIELD_WORDS, KIND_WORDS
from borealis.portfolio.models import Activity
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.language import text_in
from borealis.shell.uploads import checked_upload
from borealis.shell.wording import NO_PATIENTS
from borealis.trainees.directory import Trainee

NOT_A_COUNT = _("Skriv et helt tall fra 1 til 9999.")


def count_field(*, required: bool = True) -> forms.IntegerField:
    """How many, as a number that is easy to raise by one."""
    return forms.IntegerField(
        label=FIELD_WORDS["count"],
        required=required,
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1 if required else None,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_AT_ONCE, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NOT_A_COUNT),
    )


class ActivityForm(ActingForm):
    """What an activity says, for a trainee's own terms."""

    template = forms.ChoiceField(
        label=FIELD_WORDS["template"],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_LISTED},
    )
    kind = choice_field(FIELD_WORDS["kind"], required=False)
    title = text_field(FIELD_WORDS["title"], LONGEST_TITLE, help_text=NO_PATIENTS)
    from_day = day_field(FIELD_WORDS["from_day"])
    count = count_field()
    to_day = day_field(
        FIELD_WORDS["to_day"], required=False, help_text=_("Bare når det varte flere dager, som et kurs.")
    )
    arena = choice_field(FIELD_WORDS["arena"], required=False)
    place = text_field(FIELD_WORDS["place"], LONGEST_PLACE, help_text=NO_PATIENTS)
    note = text_field(FIELD_WORDS["note"], LONGEST_NOTE, help_text=NO_PATIENTS, lines=3)
    goals = forms.TypedMultipleChoiceField(
        label=FIELD_WORDS["goals"],
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_LISTED},
    )

    def __init__(self, *arguments: Any, trainee: Trainee, terms: Terms, kept: str = "", **more: Any) -> None:
        self.trainee, self.terms = trainee, terms
        super().__init__(*arguments, **more)
        templates = [(template.id, template.name) for template in terms.templates]
        if kept and terms.template(kept) is None:
            templates.append((kept, kept))
        self._fill("template", [*templates, ("", _("Noe annet"))])
        self.set_choices("kind", KIND_WORDS.items())
        arenas = terms.document.arenas if terms.document else ()
        self._fill("arena", [("", _("Et annet sted")), *((a.id, text_in(a.name)) for a in arenas)])
        chosen = frozenset((more.get("initial") or {}).get("goals") or ())
        goals = sorted(terms.goals, key=lambda goal: goal.pk not in chosen)
        self.goal_choices = [(goal.pk, f"{goal.code} {goal.title}") for goal in goals]
        self._fill("goals", list(self.goal_choices))

    def _fill(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    def goal_boxes(self) -> list[tuple[int, str, bool]]:
        """Each goal with its words and whether it is chosen: there are many, so the page draws them itself."""
        chosen = {str(value) for value in self["goals"].value() or ()}
        return [(goal, label, str(goal) in chosen) for goal, label in self.goal_choices]

    def content(self) -> dict[str, Any]:
        """The fields of ``actions.Content``."""
        names = ("template", "kind", "title", "from_day", "to_day", "arena", "place", "count", "note")
        return {name: self.cleaned_data[name] for name in names}


class RecordForm(ActivityForm):
    """A new activity. ``key`` is made with the form; without chosen goals the activity's own goals are meant."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("Last siden på nytt, og prøv igjen.")),
    )
    goals_said = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        if not any((told.get("template"), told.get("title"), told.get("kind"), "template" in self.data)):
            self.add_error("template", _("Velg det du har gjort, eller «Noe annet»."))
        return told

    def act(self, *, by: int | None, now: dt.datetime) -> Activity:
        said = self.cleaned_data["goals_said"] or self.cleaned_data["goals"]
        return actions.record_activity(
            by=by,
            trainee_id=self.trainee.pk,
            key=self.cleaned_data["key"],
            now=now,
            goals=self.cleaned_data["goals"] if said else None,
            **self.content(),
        )


class ChangeForm(ActivityForm):
    """An activity as it stands, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, row: Activity, **more: Any) -> None:
        self.row = row
        super().__init__(*arguments, trainee=row.trainee, kept=row.template, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> Activity:
        return actions.change_activity(
            by=by,
            trainee_id=self.trainee.pk,
            activity_id=self.row.pk,
            version=self.cleaned_data["version"],
            now=now,
            goals=self.cleaned_data["goals"],
            **self.content(),
        )


class BatchForm(ActingForm):
    """One day's work: a number beside each activity of the programme."""

    from_day = day_field(FIELD_WORDS["from_day"])
    arena = choice_field(FIELD_WORDS["arena"], required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, trainee: Trainee, terms: Terms, **more: Any) -> None:
        self.trainee, self.terms = trainee, terms
        super().__init__(*arguments, **more)
        arenas = terms.document.arenas if terms.document else ()
        field = self.fields["arena"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("Et annet sted")), *((a.id, text_in(a.name)) for a in arenas)]
        for template in terms.templates:
            number = count_field(required=False)
            number.label = template.name
            self.fields[f"antall-{template.id}"] = number

    def act(self, *, by: int | None, now: dt.datetime) -> list[Activity]:
        key, told = self.cleaned_data["key"], self.cleaned_data
        entries = [
            (
                uuid.uuid5(key, template.id),
                actions.Content(
                    template=template.id, from_day=told["from_day"], arena=told["arena"], count=count
                ),
            )
            for template in self.terms.templates
            if (count := told[f"antall-{template.id}"])
        ]
        return actions.record_activities(by=by, trainee_id=self.trainee.pk, entries=entries, now=now)


class FileForm(ActingForm):
    """A file that shows an activity."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "PDF eller bilde (PNG, JPEG), høyst 20 MB. Ingen bilder der en pasient kan kjennes igjen."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.png,.jpg,.jpeg", "data-longest": actions.LONGEST_FILE}
        ),
        error_messages=dict.fromkeys(("required", "invalid", "empty", "missing"), _("Velg en fil.")),
    )

    def __init__(self, *arguments: Any, row: Activity, **more: Any) -> None:
        self.row = row
        super().__init__(*arguments, **more)

    def clean_file(self) -> Any:
        return checked_upload(
            self.cleaned_data["file"], kinds=actions.FILE_KINDS, longest=actions.LONGEST_FILE
        )

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.add_activity_file(
            by=by,
            trainee_id=self.row.trainee_id,
            activity_id=self.row.pk,
            upload=self.cleaned_data["file"],
            now=now,
        )


def sent_as_json(content: Mapping[str, Any]) -> QueryDict:
    """What a program sends as JSON, in the shape of a form. Goals that are named are meant, also none."""
    data = QueryDict(mutable=True)
    for name, value in content.items():
        if name == "goals" and isinstance(value, list):
            data.setlist("goals", [str(one) for one in value])
            data["goals_said"] = "on"
        elif value is not None:
            data[name] = value if isinstance(value, str) else str(value)
    return data
