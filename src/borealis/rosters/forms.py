"""Forms for bringing rosters in: the file, how it is read, and whom its names mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.rosters import actions
from borealis.rosters.models import RosterImport
from borealis.rosters.queries.imports import Preview
from borealis.rosters.reading.unreadable import LARGEST
from borealis.rosters.rules import mapping as rules
from borealis.rosters.rules.codes import MEANINGS, MOST_CODES, DutyCode
from borealis.rosters.rules.names import Candidate
from borealis.rosters.wording import (
    COLUMN_WORDS,
    LAYOUT_WORDS,
    MATCH_WORDS,
    MEANING_WORDS,
    ORDER_WORDS,
    SUMMARY_WORDS,
)
from borealis.shell.forms import ActingForm, choice_field
from borealis.shell.uploads import checked_upload

ASK = "vet-ikke"
NOBODY = "ingen"


class RosterFileForm(ActingForm):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("Excel (XLSX), CSV eller kalender (ICS), høyst 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.ics", "data-longest": LARGEST}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "empty", "missing"), gettext_lazy("Velg en fil.")
        ),
    )

    def __init__(self, *arguments: Any, department_id: int, **more: Any) -> None:
        self.department_id = department_id
        super().__init__(*arguments, **more)

    def clean_file(self) -> Any:
        """A workbook is held against the rules for all files: no programs in it, and not too large unpacked."""
        file = self.cleaned_data["file"]
        if file.read(2) == b"PK":
            checked_upload(file, kinds=("xlsx",), longest=LARGEST)
        file.seek(0)
        return file

    def act(self, *, by: int | None, now: dt.datetime) -> RosterImport:
        file = self.cleaned_data["file"]
        return actions.keep_preview(
            by=by,
            department_id=self.department_id,
            data=file.read(LARGEST + 1),
            file_name=str(file.name or ""),
            now=now,
        )


class MappingForm(ActingForm):
    """How a file is read. Each code has a row of its own; one without a meaning is unknown still."""

    def __init__(self, *arguments: Any, import_id: int, preview: Preview, **more: Any) -> None:
        self.import_id, self.preview = import_id, preview
        super().__init__(*arguments, **more)
        mapping = preview.mapping
        self.rows = _code_rows(preview)
        self.fields["layout"] = _choice(_("Oppsett"), LAYOUT_WORDS, mapping.layout)
        self._add_columns(mapping)
        if mapping.layout == "calendar":
            self.fields["summary"] = _choice(
                _("Overskriften på en hendelse er"), SUMMARY_WORDS, mapping.summary
            )
        else:
            self.fields["order"] = _choice(_("Datoer skrives"), ORDER_WORDS, mapping.order)
        self.fields["complete"] = forms.BooleanField(
            label=_("Filen har alle ved avdelingen"),
            required=False,
            initial=mapping.complete,
            help_text=_("Da er den som mangler i filen, uten vakter i tiden filen gjelder."),
        )
        for place, (shown, code) in enumerate(self.rows):
            self._add_code(place, shown, code)

    def _add_columns(self, mapping: rules.Mapping) -> None:
        headings = self.preview.content.headings(mapping.layout)
        uses = rules.COLUMNS if mapping.layout == "list" else rules.GRID_COLUMNS
        self.column_uses = uses if mapping.layout != "calendar" else ()
        for use in self.column_uses:
            chosen = mapping.columns.get(use, "")
            listed = [*headings, *([chosen] if chosen and chosen not in headings else [])]
            field = choice_field(COLUMN_WORDS[use], required=False)
            field.choices = [("", _("Ingen")), *((text, _column_words(text)) for text in listed)]
            field.initial = chosen
            self.fields[f"column-{use}"] = field

    def _add_code(self, place: int, shown: str, code: DutyCode | None) -> None:
        field = choice_field(_("Betydning av %(code)s") % {"code": shown}, required=False)
        field.choices = [("", _("Ukjent")), *((m, MEANING_WORDS[m]) for m in MEANINGS)]
        field.initial = code.meaning if code else ""
        field.widget.attrs["class"] = "ds-input"
        self.fields[f"meaning-{place}"] = field
        for name, words, minute in (
            ("start", _("Fra, for %(code)s"), code.start if code else None),
            ("end", _("Til, for %(code)s"), code.end if code else None),
        ):
            self.fields[f"{name}-{place}"] = forms.TimeField(
                label=words % {"code": shown},
                required=False,
                initial=_time(minute),
                widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "ds-input"}),
                error_messages={"invalid": _("Skriv et klokkeslett, for eksempel 08:00.")},
            )
        for name, words, ticked in (
            ("interruptible", _("Kan avbrytes for veiledning, %(code)s"), bool(code and code.interruptible)),
            ("supervises", _("Superviserer, %(code)s"), bool(code and code.supervises)),
        ):
            self.fields[f"{name}-{place}"] = forms.BooleanField(
                label=words % {"code": shown}, required=False, initial=ticked
            )

    @property
    def column_fields(self) -> list[Any]:
        return [self[f"column-{use}"] for use in self.column_uses]

    @property
    def code_rows(self) -> list[dict[str, Any]]:
        """Each code with its fields, and how often it stands unknown in the file."""
        unknown = self.preview.reading.unknown
        return [
            {
                "code": shown,
                "words": code.words if code else "",
                "unknown": unknown.get(shown, 0),
                "fields": [
                    self[f"{n}-{p}"] for n in ("meaning", "start", "end", "interruptible", "supervises")
                ],
            }
            for p, (shown, code) in enumerate(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        for place in range(len(self.rows)):
            if (told.get(f"start-{place}") is None) != (told.get(f"end-{place}") is None):
                self.add_error(f"end-{place}", _("Skriv både fra og til, eller ingen av dem."))
        return told

    def mapping(self) -> rules.Mapping:
        """What is chosen."""
        told, before = self.cleaned_data, self.preview.mapping
        layout = told["layout"]
        columns = {use: told[f"column-{use}"] for use in self.column_uses if told[f"column-{use}"]}
        return rules.Mapping(
            layout=layout,
            columns=columns if layout == before.layout else self.preview.content.columns(layout),
            codes=tuple(code for place, row in enumerate(self.rows) if (code := self._code(place, *row))),
            order=told.get("order") or before.order,
            summary=told.get("summary") or before.summary,
            complete=told["complete"],
        )

    def _code(self, place: int, shown: str, code: DutyCode | None) -> DutyCode | None:
        told = self.cleaned_data
        if not told[f"meaning-{place}"]:
            return None
        return DutyCode(
            code=code.code if code else shown,
            meaning=told[f"meaning-{place}"],
            start=_minute(told[f"start-{place}"]),
            end=_minute(told[f"end-{place}"]),
            interruptible=told[f"interruptible-{place}"],
            supervises=told[f"supervises-{place}"],
            words=code.words if code else "",
        )

    def act(self, *, by: int | None, now: dt.datetime) -> RosterImport:
        try:
            mapping = self.mapping()
        except ValueError:
            raise ValidationError(
                {"layout": [_("Valgene henger ikke sammen. Last siden på nytt.")]}
            ) from None
        return actions.choose_mapping(by=by, import_id=self.import_id, mapping=mapping, now=now)


class PeopleForm(ActingForm):
    """Whom the names mean of which nobody is sure."""

    def __init__(
        self,
        *arguments: Any,
        department_id: int,
        preview: Preview,
        candidates: Iterable[Candidate],
        **more: Any,
    ) -> None:
        self.department_id, self.matches = department_id, preview.doubts
        super().__init__(*arguments, **more)
        people = [(str(row.person_id), row.name) for row in candidates]
        for place, match in enumerate(self.matches):
            name = match.named.name or match.named.number
            field = choice_field(name, required=False)
            field.choices = [(ASK, _("Vet ikke ennå")), (NOBODY, _("Hører ikke til her")), *people]
            field.initial = str(match.person_id) if match.person_id else ASK
            field.widget.attrs["class"] = "ds-input"
            self.fields[f"person-{place}"] = field

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Each name, what is known of it, and its field."""
        return [(m, MATCH_WORDS[m.how], self[f"person-{place}"]) for place, m in enumerate(self.matches)]

    def act(self, *, by: int | None, now: dt.datetime) -> None:
        said: dict[str, int | None] = {}
        for place, match in enumerate(self.matches):
            chosen = self.cleaned_data[f"person-{place}"]
            if chosen and chosen != ASK:
                said[match.named.who] = None if chosen == NOBODY else int(chosen)
        names = {match.named.who: match.named.name for match in self.matches}
        actions.confirm_people(by=by, department_id=self.department_id, said=said, names=names, now=now)


def _choice(label: Any, words: Mapping[str, Any], initial: str) -> forms.ChoiceField:
    field = choice_field(label)
    field.choices = list(words.items())
    field.initial = initial
    return field


def _code_rows(preview: Preview) -> list[tuple[str, DutyCode | None]]:
    """The codes of the mapping, those that are unknown first."""
    unknown: list[tuple[str, DutyCode | None]] = [(code, None) for code in preview.reading.unknown if code]
    room = MOST_CODES - len(preview.mapping.codes)
    return [*unknown[:room], *((row.code, row) for row in preview.mapping.codes)]


def _column_words(text: str) -> str:
    return _("Kolonne %(number)s") % {"number": text[1:]} if text.startswith("#") else text


def _time(minute: int | None) -> dt.time | None:
    return None if minute is None else dt.time(minute // 60 % 24, minute % 60)


def _minute(time: dt.time | None) -> int | None:
    return None if time is None else time.hour * 60 + time.minute
