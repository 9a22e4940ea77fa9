"""The form for taking in a list: a file first, then which column holds what, with what it would add."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from borealis.portfolio.activities import actions
from borealis.portfolio.activities.queries import remembered_columns, stored_marks
from borealis.portfolio.activities.reading.lines import COLUMNS, Reading, guessed_columns, read_lines
from borealis.portfolio.activities.reading.tables import (
    LONGEST_TABLE,
    TABLE_KINDS,
    Table,
    table_from_json,
    table_of,
)
from borealis.portfolio.activities.terms import Terms
from borealis.portfolio.activities.wording import COLUMN_WORDS, KIND_WORDS
from borealis.portfolio.models import ActivityImport
from borealis.shell.forms import ActingForm
from borealis.shell.uploads import checked_upload
from borealis.trainees.directory import Trainee


class ListFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV eller Excel (XLSX) med overskrifter på første linje, høyst 5 MB og 2000 linjer."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx", "data-longest": LONGEST_TABLE}),
        error_messages=dict.fromkeys(("required", "invalid", "empty", "missing"), _("Velg en fil.")),
    )

    def clean_file(self) -> Table:
        self.upload = checked_upload(
            self.cleaned_data["file"], kinds=TABLE_KINDS[::-1], longest=LONGEST_TABLE
        )
        return table_of(self.upload)


class ColumnsForm(ActingForm):
    """Which column holds what. ``table`` carries the cells from page to page; ``seen`` is the digest of the
    cells and the choices that the reader saw the preview of."""

    table = forms.CharField(widget=forms.HiddenInput)
    source = forms.CharField(widget=forms.HiddenInput, max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    with_same = forms.BooleanField(label=_("Ta med linjer som er like"), required=False)

    def __init__(self, *arguments: Any, trainee: Trainee, terms: Terms, table: Table, **more: Any) -> None:
        self.trainee, self.terms, self.cells = trainee, terms, table
        super().__init__(*arguments, **more)
        headings = [("", _("Ingen")), *((heading, heading) for heading in table.headings)]
        for column in COLUMNS:
            choices = headings[1:] if column == "date" else headings
            self.fields[column] = forms.ChoiceField(
                label=COLUMN_WORDS[column], required=column == "date", choices=choices
            )
        self.fields["default_kind"] = forms.ChoiceField(
            label=_("Slag når linjen ikke sier det"), choices=list(KIND_WORDS.items())
        )

    @property
    def column_fields(self) -> list[Any]:
        return [self[name] for name in (*COLUMNS, "default_kind")]

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        if not told.get("title") and not told.get("activity"):
            self.add_error("title", _("Velg kolonnen som sier hva som er gjort."))
        return told

    def reading(self) -> Reading:
        """What the lines say under these choices."""
        told, stored = self.cleaned_data, stored_marks(self.trainee.pk)
        return read_lines(self.cells, told, told["default_kind"], self.terms, stored)

    def digest(self) -> str:
        """A mark of the cells and of the choices."""
        choices = [self.cleaned_data[name] for name in (*COLUMNS, "default_kind", "with_same")]
        text = json.dumps([self.cells.as_json(), choices])
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    def act(self, *, by: int | None, now: dt.datetime) -> ActivityImport:
        reading = self.reading()
        if reading.faults:
            raise ValidationError({"table": [_("Rett linjene under i filen, og hent den på nytt.")]})
        lines = reading.lines if self.cleaned_data["with_same"] else reading.new
        return actions.import_activities(
            by=by,
            trainee_id=self.trainee.pk,
            key=self.cleaned_data["key"],
            lines=[(line.number, line.content) for line in lines],
            source=self.cleaned_data["source"],
            digest=self.digest(),
            columns={name: self.cleaned_data[name] for name in (*COLUMNS, "default_kind")},
            now=now,
        )


def first_columns(trainee: Trainee, terms: Terms, table: Table, source: str) -> ColumnsForm:
    """The form as it is first shown for a file: columns as the last time, or guessed by their headings."""
    remembered = remembered_columns(trainee.pk)
    data = {
        **guessed_columns(table.headings, remembered),
        "default_kind": remembered.get("default_kind", "procedure"),
        "table": json.dumps(table.as_json()),
        "source": source,
        "key": str(uuid.uuid4()),
    }
    return ColumnsForm(data, trainee=trainee, terms=terms, table=table)


def sent_table(text: str) -> Table | None:
    """The cells that an earlier page carried, or None."""
    try:
        return table_from_json(json.loads(text))
    except (ValueError, RecursionError):
        return None
