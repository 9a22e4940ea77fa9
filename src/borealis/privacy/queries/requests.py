"""What stands in the way of a request about a person, what it would do, and what is past its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from borealis.privacy.models import LegalHold
from borealis.privacy.queries.registry import model_of, personal_rules, terms
from borealis.privacy.rules import Hold, ModelRule, erasure_refusals, is_held, is_open, kept_from
from borealis.shell.language import text_in


@dataclass(frozen=True)
class Planned:
    """What erasure does with the rows of one model: how many, and the fields by what becomes of them."""

    rule: ModelRule
    rows: int

    @property
    def title(self) -> str:
        return text_in(self.rule.title)

    def fields(self, erase: str) -> list[str]:
        """What the fields that become this are called."""
        return [text_in(field.label) for field in self.rule.fields if field.erase == erase]


@dataclass(frozen=True)
class Past:
    """Rows of one model, about one person (None: nobody in particular), that are past their time."""

    label: str
    title: str
    person_id: int | None
    keys: tuple[Any, ...]


def rows_about(rule: ModelRule, person_id: int) -> QuerySet[Any]:
    """The rows of a model that are about a person, in stored order."""
    return model_of(rule)._base_manager.filter(**{rule.person: person_id}).order_by("pk")


def refusals(person_id: int, on: dt.date) -> tuple[str, ...]:
    """Why a person cannot be erased on a day, as codes; empty when nothing stands in the way."""
    still_open = [
        rule.label
        for rule in personal_rules()
        if rule.open_until
        and any(is_open(days, on) for days in rows_about(rule, person_id).values_list(*rule.open_until))
    ]
    return erasure_refusals(held=person_id in held_ids(on), still_open=still_open)


def held_ids(on: dt.date) -> frozenset[int]:
    """The persons of whom nothing may be erased on a day."""
    rows = LegalHold.objects.filter(released_at=None).values_list("person_id", "from_day", "to_day")
    return frozenset(person for person, first, last in rows if is_held([Hold(first, last)], on))


def erasure_plan(person_id: int) -> list[Planned]:
    """What erasure would do, model by model; models without a row are left out."""
    planned = [Planned(rule, rows_about(rule, person_id).count()) for rule in personal_rules()]
    return [one for one in planned if one.rows]


def past_their_time(now: dt.datetime) -> list[Past]:
    """Everything that is past its time and not held, in a stable order; expired sessions last."""
    held = held_ids(timezone.localdate(now))
    found = [past for rule in personal_rules() for past in _past(rule, now, held)]
    expired = apps.get_model("sessions.Session")._base_manager.filter(expire_date__lt=now)
    keys = tuple(expired.order_by("pk").values_list("pk", flat=True))
    return [*found, Past("sessions.Session", "", None, keys)] if keys else found


def _past(rule: ModelRule, now: dt.datetime, held: Iterable[int]) -> list[Past]:
    months = terms().retentions[rule.retention].months
    if months is None:
        return []
    rows = model_of(rule)._base_manager.filter(**{f"{rule.after}__lt": kept_from(months, now)})
    by_person: dict[int | None, list[Any]] = {}
    for person, key in (
        rows.exclude(**{f"{rule.person}__in": held})
        .order_by(rule.person, "pk")
        .values_list(rule.person, "pk")
    ):
        by_person.setdefault(person, []).append(key)
    title = text_in(rule.title)
    return [Past(rule.label, title, person, tuple(keys)) for person, keys in by_person.items()]
