"""Forms of signing. They only read what is typed; the actions decide, and refuse at the same fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from borealis.portfolio.signing import actions
from borealis.portfolio.signing.access import Way
from borealis.portfolio.signing.queries import Proposal
from borealis.portfolio.signing.rules import LONGEST_COMMENT, LONGEST_NAME
from borealis.shell.forms import NOT_LISTED, ActingForm, text_field
from borealis.shell.wording import NO_PATIENTS

NO_ADDRESS = _("Skriv en e-postadresse, for eksempel kari@eksempel.example.")
NOBODY_CHOSEN = _("Velg en fra listen, eller skriv navn og e-postadresse.")
BOTH_CHOSEN = _("Velg «En annen» når du skriver navnet selv, eller ta bort det du skrev.")
SOMEBODY_ELSE = "annen"


def address_field(*, required: bool) -> forms.EmailField:
    """An address to write to."""
    return forms.EmailField(
        label=_("E-postadresse"),
        required=required,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        error_messages={"required": NO_ADDRESS, "invalid": NO_ADDRESS, "max_length": NO_ADDRESS},
    )


class AnswerForm(ActingForm):
    """A form by which whoever is asked answers an ask."""

    def __init__(self, *arguments: Any, way: Way, **more: Any) -> None:
        self.ask_id, self.way = way.ask.pk, way.way
        super().__init__(*arguments, **more)

    def facts(self, by: int | None, now: dt.datetime) -> dict[str, Any]:
        """What every action is told."""
        return {"by": by, "ask_id": self.ask_id, "now": now, "way": self.way, **self.cleaned_data}


class CommentForm(AnswerForm):
    """What to practise next."""

    comment = text_field(_("Én ting å øve på"), LONGEST_COMMENT, required=True, help_text=NO_PATIENTS)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.comment_signature(**self.facts(by, now))


class ReturnForm(AnswerForm):
    """What is to be put right."""

    comment = text_field(
        _("Hva skal rettes?"), LONGEST_COMMENT, required=True, help_text=NO_PATIENTS, lines=3
    )

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.return_activity(**self.facts(by, now))


class DeclineForm(AnswerForm):
    """No, with or without a reason."""

    comment = text_field(_("Hvorfor"), LONGEST_COMMENT, help_text=NO_PATIENTS, lines=3)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.decline_ask(**self.facts(by, now))


class PassOnForm(AnswerForm):
    """Who knows better."""

    name = text_field(_("Navn"), LONGEST_NAME, required=True)
    email = address_field(required=True)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.pass_on(**self.facts(by, now))


class NotMeForm(AnswerForm):
    """That it is somebody else."""

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.decline_ask(**self.facts(by, now), not_me=True)


class AskForm(ActingForm):
    """Whom to ask: one of those proposed, or somebody else by name and address."""

    whom = forms.ChoiceField(
        label=_("Hvem så deg arbeide?"),
        widget=forms.RadioSelect,
        error_messages={"required": NOBODY_CHOSEN, "invalid_choice": NOT_LISTED},
    )
    name = text_field(_("Navn"), LONGEST_NAME)
    email = address_field(required=False)

    def __init__(self, *arguments: Any, proposals: Sequence[Proposal], **more: Any) -> None:
        self.proposals = {proposal.key: proposal for proposal in proposals}
        super().__init__(*arguments, **more)
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            *((key, proposal.label) for key, proposal in self.proposals.items()),
            (SOMEBODY_ELSE, _("En annen")),
        ]
        field.required = bool(self.proposals)

    def clean(self) -> dict[str, Any]:
        """Who types a name and chooses nobody, means the one who is typed. Both at once is unclear."""
        facts = dict(super().clean() or {})
        typed = bool(facts.get("name") or facts.get("email"))
        if typed and not self.data.get("whom"):
            self.errors.pop("whom", None)
        if typed and facts.get("whom") in self.proposals:
            raise ValidationError({"whom": BOTH_CHOSEN})
        return facts

    def chosen(self) -> dict[str, Any]:
        """The receiver, as actions are told."""
        proposal = self.proposals.get(self.cleaned_data.get("whom", ""))
        if proposal is None:
            return {"name": self.cleaned_data["name"], "email": self.cleaned_data["email"]}
        if proposal.person_id is not None:
            return {"person_id": proposal.person_id}
        return {"name": proposal.name, "email": proposal.email}


class AskForActivities(AskForm):
    """A signature for one or more activities."""

    def __init__(self, *arguments: Any, trainee_id: int, activity_ids: Sequence[int], **more: Any) -> None:
        self.trainee_id, self.activity_ids = trainee_id, activity_ids
        super().__init__(*arguments, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.ask_signatures(
            by=by, trainee_id=self.trainee_id, activity_ids=self.activity_ids, now=now, **self.chosen()
        )


class AskAnother(AskForm):
    """Somebody else than who was asked."""

    def __init__(self, *arguments: Any, ask_id: int, **more: Any) -> None:
        self.ask_id = ask_id
        super().__init__(*arguments, **more)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.ask_another(by=by, ask_id=self.ask_id, now=now, **self.chosen())
