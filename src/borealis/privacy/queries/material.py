"""Everything that is stored about one person, found by walking the models as the rooms declare them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.privacy.queries.registry import PERSON, model_of, personal_rules, rules, stored_fields
from borealis.privacy.queries.words import coded_words, text_words
from borealis.privacy.rules import FieldRule, ModelRule
from borealis.shell.language import localised, text_in
from borealis.shell.words import day_short, number

CHUNK = 500


@dataclass(frozen=True)
class Told:
    """One field of a row: its value as JSON, and as a person reads it."""

    name: str
    label: str
    value: Any
    text: str


@dataclass(frozen=True)
class Section:
    """The rows of one model that are about the person, or (``path``) in which the person only stands."""

    rule: ModelRule
    path: str
    rows: tuple[tuple[Told, ...], ...]

    @property
    def purpose(self) -> str:
        return self.rule.purpose

    @property
    def title(self) -> str:
        title = text_in(self.rule.title)
        return (
            title
            if self.path == self.rule.person
            else _("%(what)s om andre, der du er med") % {"what": title}
        )


def sections(person_id: int) -> list[Section]:
    """What is stored about a person, in a stable order; models without a row are left out."""
    found = (section for rule in personal_rules() for section in _sections(rule, person_id))
    return [section for section in found if section.rows]


def _sections(rule: ModelRule, person_id: int) -> Iterator[Section]:
    yield Section(rule, rule.person, _rows(rule, rule.person, rule.exported, person_id))
    for path, names in rule.also.items():
        shown = tuple(field for field in rule.exported if field.name in names)
        yield Section(rule, path, _rows(rule, path, shown, person_id))


def _rows(
    rule: ModelRule, path: str, shown: tuple[FieldRule, ...], person_id: int
) -> tuple[tuple[Told, ...], ...]:
    """The rows that a path leads to the person from. Of those where the person is only the other one,
    the rows about the person are left out: they stand in full elsewhere."""
    model = model_of(rule)
    rows = model._base_manager.filter(**{path: person_id}).order_by("pk")
    if path != rule.person:
        rows = rows.exclude(**{rule.person: person_id})
    fields = stored_fields(model)
    single = [f.name for f in shown if isinstance(fields[f.name], models.ForeignKey)]
    rows = rows.select_related(*single) if single else rows
    columns = [(said, fields[said.name], text_in(said.label)) for said in shown]
    return tuple(
        tuple(_told(row, field, said, label, person_id) for said, field, label in columns)
        for row in rows.iterator(chunk_size=CHUNK)
    )


def _told(row: models.Model, field: Any, said: FieldRule, label: str, person_id: int) -> Told:
    stored = getattr(row, said.name)
    if field.many_to_many:
        others = list(stored.order_by("pk"))
        value: Any = [_key(other) for other in others]
        text = ", ".join(describe(other) for other in others)
    elif field.is_relation:
        value, text = _related(stored, said, person_id)
    else:
        value = plain(stored)
        text = coded_words(said.words, stored) if said.words and stored is not None else readable(stored)
    return Told(said.name, label, value, text)


def _related(other: models.Model | None, said: FieldRule, person_id: int) -> tuple[Any, str]:
    """A row that is pointed at. Another person is a colleague, unless the name is part of the training."""
    if other is None:
        return None, ""
    rule = rules().get(other._meta.label)
    if rule is None or not rule.person or belongs_to(other, rule, person_id):
        return _key(other), _("deg selv") if other._meta.label == PERSON else describe(other)
    if said.shown == "name":
        return str(other), str(other)
    if other._meta.label == PERSON:
        return "colleague", _("en kollega")
    return "other", _("gjelder en annen")


def belongs_to(row: models.Model, rule: ModelRule, person_id: int) -> bool:
    """Whether a row is about the person."""
    if rule.person == "pk":
        return bool(row.pk == person_id)
    return type(row)._base_manager.filter(pk=row.pk, **{rule.person: person_id}).exists()


def _key(row: models.Model) -> Any:
    """What a row is known by outside: its code, otherwise its number."""
    return getattr(row, "code", row.pk)


def describe(row: models.Model) -> str:
    """A row in words, in the reader's language."""
    if hasattr(row, "name_nb"):
        return localised(row, "name")
    if hasattr(row, "title_nb"):
        return f"{_key(row)} {localised(row, 'title')}".strip()
    return str(row)


def plain(value: Any) -> Any:
    """A stored value as JSON. Moments are UTC; decimals are text, so that nothing is rounded."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def readable(value: Any) -> str:
    """A stored value for reading, in the reader's language and in Norwegian time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day_short(value)
    if isinstance(value, float | Decimal):
        return number(value, 2)
    if isinstance(value, dict | list):
        return "; ".join(_flat(value))
    return str(value)


def moment(value: dt.datetime) -> str:
    """A day and the time of day: "22.11.2026 14:05"."""
    local = timezone.localtime(value)
    return f"{day_short(local)} {local:%H:%M}"


def _flat(value: Any, name: str = "") -> Iterator[str]:
    """Nested data as "name: value" parts; names of lists are not numbered."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name} {key}".strip())
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(inner, name)
    else:
        text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
        yield f"{text_words(name)}: {text}" if name else text
