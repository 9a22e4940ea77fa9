"""Forms of guidance: a time, a group, what is written by topic, who was there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from borealis.guidance import actions
from borealis.guidance.actions.appointments import LONGEST_SUBJECT
from borealis.guidance.models import Talk
from borealis.guidance.queries.group_times import GroupTime, group_times
from borealis.guidance.wording import LOST_WORDS
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.wording import NO_PATIENTS
from borealis.trainees.directory import Trainee

NOT_A_TIME = _("Skriv et klokkeslett, for eksempel 13.00.")
LENGTHS = (30, 45, 60, 90, 120)


class TimeForm(ActingForm):
    """A day, a time and a length. Local time: a talk at 13.00 is at 13.00 on both sides of the clock's change."""

    day = day_field(_("Dag"))
    time = forms.TimeField(
        label=_("Klokkeslett"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": "900"}),
        error_messages={"required": NOT_A_TIME, "invalid": NOT_A_TIME},
    )
    minutes = forms.TypedChoiceField(
        label=_("Varighet"),
        coerce=int,
        choices=[(n, _("%(n)s minutter") % {"n": n}) for n in LENGTHS],
        initial=60,
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """The two moments. A time that the clock skips on the last Sunday of March is taken an hour on."""
        facts = self.cleaned_data
        local = dt.datetime.combine(facts["day"], facts["time"])
        start = timezone.make_aware(local)
        start = timezone.localtime(start.astimezone(dt.UTC))
        return start, start + dt.timedelta(minutes=facts["minutes"])

    def typed_span(self) -> tuple[dt.datetime, dt.datetime] | None:
        """The two moments, or None while they are not all typed."""
        return self.span() if self.is_valid() else None


class ProposeForm(TimeForm):
    """A time for the two."""

    def __init__(self, *arguments: Any, trainee: Trainee, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.trainee = trainee

    def act(self, *, by: int | None, now: dt.datetime) -> Talk:
        start, end = self.span()
        return actions.propose_talk(by=by, trainee_id=self.trainee.pk, start_at=start, end_at=end, now=now)


class MoveForm(TimeForm):
    """Another time for a talk."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, talk: Talk, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.talk = talk

    def act(self, *, by: int | None, now: dt.datetime) -> Talk:
        start, end = self.span()
        return actions.move_talk(
            by=by or 0,
            talk_id=self.talk.pk,
            version=self.cleaned_data["version"],
            start_at=start,
            end_at=end,
            now=now,
        )


class LoseForm(ActingForm):
    """Why a talk falls away."""

    lost_to = choice_field(_("Hva kom i veien"))

    def __init__(self, *arguments: Any, talk: Talk, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.talk = talk
        self.set_choices("lost_to", LOST_WORDS.items())

    def act(self, *, by: int | None, now: dt.datetime) -> Talk:
        return actions.lose_talk(
            by=by or 0, talk_id=self.talk.pk, lost_to=self.cleaned_data["lost_to"], now=now
        )


class GroupForm(TimeForm):
    """A group called together."""

    subject = text_field(_("Tema"), LONGEST_SUBJECT, required=True, help_text=NO_PATIENTS)
    leader = choice_field(_("Leder samtalen"))
    trainees = forms.TypedMultipleChoiceField(
        label=_("Leger"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Seks til åtte er anbefalt."),
        error_messages={"required": _("Velg legene som er med."), "invalid_choice": NOT_LISTED},
    )

    def __init__(
        self,
        *arguments: Any,
        department: int,
        trainees: Mapping[int, str],
        leaders: Mapping[int, str],
        finding: bool = False,
        **more: Any,
    ) -> None:
        """``finding``: a time is asked for, so none is given, and the subject can wait."""
        super().__init__(*arguments, **more)
        self.department = department
        for name in ("day", "time", "subject") if finding else ():
            self.fields[name].required = False
        self.set_choices("leader", ((str(pk), name) for pk, name in leaders.items()))
        self.fields["minutes"].initial = 90
        members = self.fields["trainees"]
        assert isinstance(members, forms.TypedMultipleChoiceField)  # noqa: S101
        members.choices = list(trainees.items())

    def times(self, now: dt.datetime) -> list[GroupTime] | None:
        """When the group that was typed can meet; None when no roster tells."""
        return group_times(
            department_id=self.department,
            trainee_ids=self.cleaned_data["trainees"],
            leader_id=int(self.cleaned_data["leader"]),
            minutes=self.cleaned_data["minutes"],
            now=now,
        )

    def act(self, *, by: int | None, now: dt.datetime) -> Talk:
        start, end = self.span()
        return actions.call_group(
            by=by or 0,
            department_id=self.department,
            trainee_ids=self.cleaned_data["trainees"],
            subject=self.cleaned_data["subject"],
            start_at=start,
            end_at=end,
            now=now,
            leader_id=int(self.cleaned_data["leader"]),
        )
