"""What every room declares of its stored models, and what it has forgotten to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models

from borealis.privacy.rules import ModelRule, Terms, read_rooms_file, read_terms

HERE = Path(__file__).resolve().parents[1]
PERSON = "people.Person"


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


@cache
def terms() -> Terms:
    """The codes of purposes, legal bases and retention, with their words."""
    return read_terms(_read(HERE / "data" / "terms.yaml"))


@cache
def rules() -> dict[str, ModelRule]:
    """What is declared, by model, in the order of the rooms. Raises NotDeclared."""
    found: dict[str, ModelRule] = {}
    for app in apps.get_app_configs():
        path = Path(app.path) / "privacy.yaml"
        if app.name.startswith("borealis.") and path.exists():
            found |= {rule.label: rule for rule in read_rooms_file(app.label, _read(path), terms())}
    for rule in read_rooms_file("libraries", _read(HERE / "libraries.yaml"), terms()):
        if _installed(rule):
            found[rule.label] = rule
    return found


def _installed(rule: ModelRule) -> bool:
    return rule.label.split(".")[0] in apps.app_configs


def model_of(rule: ModelRule) -> type[models.Model]:
    """The stored model of a declaration. Raises LookupError."""
    return apps.get_model(rule.label)


def personal_rules() -> list[ModelRule]:
    """The declarations of models that hold something about persons, the person's own first."""
    found = [rule for rule in rules().values() if rule.person]
    return sorted(found, key=lambda rule: rule.label != PERSON)


def stored_fields(model: type[models.Model]) -> dict[str, Any]:
    """The fields that a model stores, by name, with its many-to-many fields."""
    return {field.name: field for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


def implied(rule: ModelRule, model: type[models.Model]) -> set[str]:
    """Fields that need no words: a row's number, and the first step towards the person."""
    number = model._meta.pk
    automatic = {number.name} if isinstance(number, models.AutoField) else set()
    return automatic | {rule.person.split("__")[0]}


def faults() -> list[str]:
    """What the declarations lack, or say of things that are not there; empty when all is told."""
    return [*_model_faults(), *(fault for rule in rules().values() for fault in _rule_faults(rule))]


def _model_faults() -> Iterator[str]:
    there = {model._meta.label: model for model in apps.get_models() if not model._meta.proxy}
    yield from (f"{label}: not declared in any privacy.yaml" for label in there if label not in rules())
    yield from (f"{label}: declared, but there is no such model" for label in rules() if label not in there)


def _rule_faults(rule: ModelRule) -> Iterator[str]:
    try:
        model = model_of(rule)
    except LookupError:
        return
    if rule.nobody:
        yield from (f"{rule.label}.{name}: leads to a person, yet personal: none" for name in _led(model))
        return
    there, declared = stored_fields(model), {field.name for field in rule.fields}
    known = declared | rule.other
    yield from (
        f"{rule.label}.{name}: not declared" for name in there if name not in known | implied(rule, model)
    )
    yield from (f"{rule.label}.{name}: declared, but there is no such field" for name in known - set(there))
    yield from (f"{rule.label}.{name}: both personal and not" for name in declared & rule.other)
    yield from (
        f"{rule.label}.{name}: leads to a person, and is said to be other"
        for name in _led(model)
        if name in rule.other
    )
    for path in (rule.person, *rule.also):
        if not leads_to_person(model, path):
            yield f"{rule.label}: {path} does not lead to a person"
    for path, names in rule.also.items():
        yield from (
            f"{rule.label}.{name}: shown by {path}, but not declared"
            for name in names
            if name not in declared
        )
    ends = {terms().retentions[field.retention].months is not None for field in rule.fields}
    if len(ends) > 1 or (True in ends) != bool(rule.after):
        yield f"{rule.label}: what ends by itself, ends for the whole row, so long after a moment"
    if rule.after and rule.after not in there:
        yield f"{rule.label}: after names {rule.after}, which is not there"


def _led(model: type[models.Model]) -> list[str]:
    """The foreign keys of a model that point at a person, or at a row about one."""
    about = {rule.label for rule in personal_rules()}
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label in about  # type: ignore[union-attr]
    ]


def leads_to_person(model: type[models.Model], path: str) -> bool:
    """Whether a path of foreign keys ends at the person; "pk" for the person's own row."""
    if path == "pk":
        return model._meta.label == PERSON
    for step in path.split("__"):
        field = stored_fields(model).get(step)
        if field is None or not field.is_relation:
            return False
        model = field.related_model
    return bool(model._meta.label == PERSON)
