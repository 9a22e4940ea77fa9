"""Forms for checking a package, bringing one in, and taking in a list of approved goals."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from borealis.portfolio.activities.reading.tables import LONGEST_TABLE, TABLE_KINDS, Table, table_of
from borealis.portfolio.dossier import actions
from borealis.portfolio.dossier.queries.arrival import BringingIn, plan_for
from borealis.portfolio.dossier.queries.goal_lists import COLUMNS, NEEDED, guessed_columns
from borealis.portfolio.dossier.wording import COLUMN_WORDS
from borealis.portfolio.models import Dossier
from borealis.programmes.queries import programmes
from borealis.shell.forms import ActingForm
from borealis.shell.uploads import checked_upload
from borealis.trainees.directory import Trainee

LONGEST_CHECKED = 20_000_000  # bytes of a file that anybody may have checked
LONGEST_BROUGHT_IN = 60_000_000
NO_FILE = dict.fromkeys(("required", "invalid", "empty", "missing"), _("Velg en fil."))


def _bytes_of(file: Any, longest: int) -> bytes:
    """What a file holds, when it can be a package, a JSON or a credential at all."""
    if file.size > longest:
        words = {"most": longest // 1_000_000}
        raise ValidationError(
            _t("Filen er større enn %(most)d MB. Kontroller den med borealis verify på din egen maskin.")
            % words
        )
    data: bytes = file.read(longest + 1)
    if not data.startswith((b"PK\x03\x04", b"{")):
        raise ValidationError(_t("Velg pakken (zip), dossier.json eller credential.json."))
    return data


class CheckForm(forms.Form):
    """A file that anybody wants checked. It is read and thrown away."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("Pakken (zip), dossier.json eller credential.json, høyst 20 MB. Den lagres ikke."),
        widget=forms.FileInput(attrs={"accept": ".zip,.json"}),
        error_messages=NO_FILE,
    )

    def clean_file(self) -> bytes:
        return _bytes_of(self.cleaned_data["file"], LONGEST_CHECKED)


class BringInForm(ActingForm):
    """A package, the programme that the doctor follows here, and that the key of who issued it is recognised.
    ``seen`` is the digest of the package whose preview the reader has seen."""

    file = forms.FileField(
        label=_("Pakken"),
        help_text=_("Zip-filen legen har med seg, høyst 60 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages=NO_FILE,
    )
    programme = forms.ChoiceField(
        label=_("Program her"),
        required=False,
        help_text=_("La stå når legen følger det samme programmet som før."),
    )
    recognised = forms.BooleanField(
        label=_("Jeg har sammenlignet nøkkelen med den virksomheten oppgir, og den stemmer"), required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, reach: Collection[int], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.reach = reach
        found = [row for row in programmes() if row.department_id in reach]
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("Det samme")), *((row.code, row.document.title["nb"]) for row in found)]

    def clean_file(self) -> bytes:
        self.name = str(self.cleaned_data["file"].name)
        return _bytes_of(self.cleaned_data["file"], LONGEST_BROUGHT_IN)

    def plan(self) -> BringingIn:
        """What the package would do."""
        return plan_for(self.cleaned_data["file"], self.cleaned_data["programme"], self.reach)

    def act(self, *, by: int | None, now: dt.datetime) -> Dossier:
        plan = self.plan()
        return actions.bring_in(
            by=by,
            data=self.cleaned_data["file"],
            source=self.name,
            now=now,
            trusted=plan.finding.issuer if self.cleaned_data["recognised"] else "",
            programme_code=self.cleaned_data["programme"],
            reach=self.reach,
        )


class GoalFileForm(forms.Form):
    """A list from Kompetanseportalen."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV eller Excel (XLSX) med overskrifter på første linje, høyst 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages=NO_FILE,
    )

    def clean_file(self) -> Table:
        found = checked_upload(self.cleaned_data["file"], kinds=TABLE_KINDS[::-1], longest=LONGEST_TABLE)
        return table_of(found)


class GoalColumnsForm(ActingForm):
    """Which column holds what. ``table`` carries the cells from page to page; ``seen`` is the digest of the
    cells and the choices that the reader saw the preview of."""

    table = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, trainee: Trainee, table: Table, **more: Any) -> None:
        self.trainee, self.cells = trainee, table
        super().__init__(*arguments, **more)
        headings = [("", _("Ingen")), *((heading, heading) for heading in table.headings)]
        for column in COLUMNS:
            self.fields[column] = forms.ChoiceField(
                label=COLUMN_WORDS[column], required=column in NEEDED, choices=headings
            )

    @property
    def column_fields(self) -> list[Any]:
        return [self[name] for name in COLUMNS]

    @property
    def columns(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in COLUMNS}

    def digest(self) -> str:
        """A mark of the cells and of the choices."""
        text = json.dumps([self.cells.as_json(), self.columns])
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    def act(self, *, by: int | None, now: dt.datetime) -> int:
        return actions.bring_in_goals(
            by=by, trainee_id=self.trainee.pk, table=self.cells, columns=self.columns, now=now
        )


def first_goal_columns(trainee: Trainee, table: Table) -> GoalColumnsForm:
    """The form as it is first shown for a file: columns guessed by their headings."""
    data = {**guessed_columns(table.headings), "table": json.dumps(table.as_json())}
    return GoalColumnsForm(data, trainee=trainee, table=table)
