"""A row in every model that is about one person, with a canary in every text, made by walking the models."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from borealis.audit.actions import record_event
from borealis.privacy.queries.registry import model_of, personal_rules, stored_fields
from borealis.privacy.rules import FieldRule, ModelRule

NOW = dt.datetime(2026, 11, 1, 12, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 1)
BY_ACTION = ("people.Person", "audit.Event", "audit.EventText")


FEWEST_LETTERS = 6


def canary(owner: int, rule: ModelRule, name: str) -> str:
    return f"CANARY-{owner}-{rule.label}-{name}"


def _is_text(field: Any, said: FieldRule) -> bool:
    """A field in which words can stand: not a code, be it listed or of a few letters, and not a number."""
    texts = isinstance(field, models.CharField | models.TextField | models.JSONField)
    short = (getattr(field, "max_length", None) or FEWEST_LETTERS) < FEWEST_LETTERS
    return texts and not field.choices and not said.words and not short


def canaries(owner: int, *, erased: bool = False) -> list[str]:
    """Every canary that the owner's archive should hold; with ``erased``, those that erasure takes away."""
    return [
        _fitted(canary(owner, rule, said.name), stored_fields(model_of(rule))[said.name])
        for rule in personal_rules()
        for said in rule.exported
        if rule.label not in BY_ACTION
        and _is_text(stored_fields(model_of(rule))[said.name], said)
        and (not erased or said.erase in ("blank", "delete"))
    ] + [f"CANARY-{owner}-audit.EventText-text"]


def _fitted(text: str, field: Any) -> str:
    """A canary no longer than its field; short fields get their end, which is what differs."""
    longest = getattr(field, "max_length", None)
    return text if longest is None or len(text) <= longest else f"{text[-longest:]}"


def fill_everything(owner: int, other: int) -> None:
    """One row about the owner in each declared model; ``other`` is whoever else a row asks for."""
    record_event(
        by=other,
        act="read_archive",
        subject="people.Person:1",
        now=NOW,
        about=owner,
        private={"why": f"CANARY-{owner}-audit.EventText-text"},
    )
    made: dict[str, models.Model] = {}
    waiting = [rule for rule in personal_rules() if rule.label not in BY_ACTION]
    while waiting:
        ready = [rule for rule in waiting if _needs(rule) <= set(made)]
        assert ready, f"these wait for each other: {[rule.label for rule in waiting]}"
        for rule in ready:
            made[rule.label] = _make(rule, owner, other, made)
            waiting.remove(rule)


def _needs(rule: ModelRule) -> set[str]:
    """The personal models that a row must point at."""
    ours = {r.label for r in personal_rules()} - set(BY_ACTION)
    model = model_of(rule)
    return {
        field.related_model._meta.label
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null and field.related_model._meta.label in ours
    }


def _make(rule: ModelRule, owner: int, other: int, made: dict[str, models.Model]) -> models.Model:
    model = model_of(rule)
    said = {field.name: field for field in rule.fields}
    values = {
        field.attname: _value(rule, field, said.get(field.name), owner, other, made)
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField)
    }
    for field in model._meta.concrete_fields:
        if isinstance(field, models.OneToOneField):  # what another room wrote when it heard of the row before
            model._base_manager.filter(**{field.attname: values[field.attname]}).delete()
    return model._base_manager.create(**values)


def _value(
    rule: ModelRule, field: Any, said: FieldRule | None, owner: int, other: int, made: dict[str, models.Model]
) -> Any:
    if field.is_relation:
        return _pointed(rule, field, owner, other, made)
    if said is not None and not said.export and isinstance(field, models.CharField):
        return f"SECRET-{owner}-{field.name}"[: field.max_length]
    if said is not None and not said.export and isinstance(field, models.JSONField):
        return {"secret": f"SECRET-{owner}-{field.name}"}
    if said is not None and _is_text(field, said):
        text = _fitted(canary(owner, rule, field.name), field)
        return {"text": text} if isinstance(field, models.JSONField) else text
    return _plain(field)


def _pointed(rule: ModelRule, field: Any, owner: int, other: int, made: dict[str, models.Model]) -> Any:
    label = field.related_model._meta.label
    if rule.label == "trainees.ServiceCertificate" and field.name == "head":
        return None  # two persons sign, and there is only one other here
    if label == "people.Person":
        return owner if rule.person.split("__")[0] == field.name else other
    if rule.label == "people.RoleAssignment" and field.name in ("trainee", "post"):
        return None  # held at a place
    if label in made:
        return made[label].pk
    found = field.related_model._base_manager.order_by("pk").first()
    return None if field.null and found is None else found.pk


def _plain(field: Any) -> Any:
    """Something that fits a field which holds no words."""
    if isinstance(field, models.DateTimeField):
        return None if field.null else NOW + dt.timedelta(hours=field.name == "end_at")
    if isinstance(field, models.DateField):
        return None if field.null else TODAY
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.BinaryField):
        return b"file"
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.GenericIPAddressField):
        return "192.0.2.7"
    if isinstance(field, models.CharField | models.TextField):
        return "x"
    return 40 if "percent" in field.name else 940
