"""Values from a file: the file first, then which column holds what, with what it would add."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.improvement import actions
from borealis.improvement.models import Measure
from borealis.improvement.reading.lines import Reading, guessed, read_values
from borealis.improvement.rules import needs_size
from borealis.portfolio.activities.reading.tables import Table
from borealis.shell.forms import ActingForm

COLUMN_WORDS = {
    "date": gettext_lazy("Dag"),
    "number": gettext_lazy("Verdi eller antall"),
    "size": gettext_lazy("Av hvor mange"),
}


class ValuesForm(ActingForm):
    """Which column holds what. ``table`` carries the cells; ``seen`` is the digest of what the reader looked over."""

    table = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, measure: Measure, table: Table, **more: Any) -> None:
        self.measure, self.cells = measure, table
        super().__init__(*arguments, **more)
        names = ("date", "number", "size") if needs_size(measure.kind) else ("date", "number")
        headings = [(heading, heading) for heading in table.headings]
        for name in names:
            self.fields[name] = forms.ChoiceField(label=COLUMN_WORDS[name], choices=headings)
        self.names = names

    @property
    def column_fields(self) -> list[Any]:
        return [self[name] for name in self.names]

    def reading(self) -> Reading:
        """What the lines say under these choices."""
        columns = {name: self.cleaned_data[name] for name in self.names}
        twice = _("Dagen står på en annen linje også.")
        return read_values(self.cells, columns, self.measure.kind, timezone.localdate(), twice)

    def digest(self) -> str:
        """A mark of the cells and of the choices."""
        text = json.dumps([self.cells.as_json(), [self.cleaned_data[name] for name in self.names]])
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    def act(self, *, by: int | None, now: dt.datetime) -> int:
        reading = self.reading()
        if reading.faults:
            raise ValidationError({"table": [_("Rett linjene i filen, og hent den på nytt.")]})
        return actions.import_values(
            by=by, measure_id=self.measure.pk, observations=reading.observations, now=now
        )


def first_columns(measure: Measure, table: Table) -> ValuesForm:
    """The form as it is first shown for a file, columns guessed by their headings."""
    data = {name: guessed(table.headings, name) for name in COLUMN_WORDS}
    return ValuesForm({**data, "table": json.dumps(table.as_json())}, measure=measure, table=table)


def preview_of(form: ValuesForm) -> dict[str, Any]:
    """What the file would add, before anything is stored."""
    if not form.is_valid():
        return {"ready": False, "digest": ""}
    reading = form.reading()
    return {
        "ready": bool(reading.observations) and not reading.faults,
        "faults": reading.faults,
        "number": len(reading.observations),
        "shown": reading.observations[:30],
        "digest": form.digest(),
    }
