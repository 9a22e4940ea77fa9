"""Every stored model and field is declared in its room's privacy.yaml, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from borealis.privacy.queries import registry
from borealis.privacy.rules import (
    FieldRule,
    ModelRule,
    NotDeclared,
    names_a_patient,
    read_rooms_file,
    read_terms,
)

TERMS = registry.terms()
FIELD = {"purpose": "training", "basis": "plan", "retention": "account", "erase": "blank"}
TITLE = {"nb": "A", "nn": "B", "en": "C"}


def test_every_stored_model_and_field_is_declared() -> None:
    assert registry.faults() == []


def test_no_stored_field_is_named_like_data_about_patients() -> None:
    named = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if names_a_patient(field.name)
    ]
    assert named == []


@pytest.mark.parametrize("name", ["patient_id", "pasient", "fodselsnummer", "diagnosis", "journal_number"])
def test_a_field_for_patients_is_seen(name: str) -> None:
    assert names_a_patient(name)


def _file(row: dict[str, Any]) -> dict[str, Any]:
    return {"format": "borealis/privacy/1", "models": {"a.B": row}}


def _model(**more: Any) -> dict[str, Any]:
    return {"title": TITLE, "person": "person", **FIELD, "fields": {"name": {}}, **more}


def test_what_is_said_at_the_model_holds_until_a_field_says_otherwise() -> None:
    """given a model with one field of its own mind, when it is read, then only that field differs"""
    row = _model(fields={"name": {}, "email": {"erase": "delete"}})
    (rule,) = read_rooms_file("a", _file(row), TERMS)
    assert [(field.name, field.erase) for field in rule.fields] == [("name", "blank"), ("email", "delete")]
    assert (rule.erase, rule.purpose, rule.retention) == ("keep", "training", "account")
    assert [field.name for field in rule.exported] == ["name", "email"]


def test_a_model_without_persons_says_why() -> None:
    (rule,) = read_rooms_file("a", _file({"personal": "none", "why": "Numbers."}), TERMS)
    assert (rule.nobody, rule.person, rule.purpose, rule.retention, rule.erase) == (
        "Numbers.",
        "",
        "",
        "",
        "keep",
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"personal": "none"}, "needs a why"),
        ({"person": "person"}, "needs person and fields"),
        ({"fields": {"name": {}}}, "needs person and fields"),
        (_model(colour="red"), "unknown colour"),
        (_model(title={"nb": "A"}), "needs words"),
        (_model(title="A"), "needs words"),
        (_model(purpose="fun"), "purpose is 'fun'"),
        (_model(basis="mine"), "basis is 'mine'"),
        (_model(retention="ever"), "retention is 'ever'"),
        (_model(erase="burn"), "erase is 'burn'"),
        (_model(erase="keep"), "says no why"),
        (_model(fields={"name": {"export": False}}), "says no why"),
        (_model(fields={"name": {"shown": "loud"}}), "shown is 'loud'"),
        (_model(fields={"name": {"with": "no"}}), "belong together"),
        (_model(fields={"name": {"erase": "replace"}}), "belong together"),
        (_model(fields={"name": {"colour": "red"}}), "unknown colour"),
        (_model(fields={"nameless": {}}), "needs words"),
    ],
)
def test_a_wrong_declaration_is_refused(row: dict[str, Any], fault: str) -> None:
    with pytest.raises(NotDeclared, match=fault):
        read_rooms_file("a", _file(row), TERMS)


def test_other_formats_are_refused() -> None:
    with pytest.raises(NotDeclared, match="borealis/privacy/1"):
        read_rooms_file("a", {"format": "x", "models": {}}, TERMS)
    with pytest.raises(NotDeclared, match="borealis/privacy-terms/1"):
        read_terms({"format": "x"})


def _rule(label: str, person: str, *fields: str, **more: Any) -> ModelRule:
    told = tuple(FieldRule(name, "training", "plan", "account", True, "blank") for name in fields)
    return ModelRule(label, "x", TITLE, person, more.pop("nobody", ""), told, frozenset(), {}, **more)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (_rule("people.Identity", "person", "issuer", "linked_at"), "people.Identity.subject: not declared"),
        (_rule("people.Identity", "person", "colour"), "people.Identity.colour: declared, but there is no"),
        (_rule("people.Identity", "issuer", "issuer"), "issuer does not lead to a person"),
        (_rule("people.Identity", "", nobody="None."), "people.Identity.person: leads to a person"),
        (_rule("people.Identity", "person", after="x"), "after names x"),
        (_rule("people.Identity", "person", "issuer", after="linked_at"), "ends by itself"),
    ],
)
def test_a_forgotten_field_or_a_wrong_path_is_found(rule: ModelRule, fault: str) -> None:
    assert any(fault in found for found in registry._rule_faults(rule))


def test_a_forgotten_model_and_one_that_is_gone_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    left = {label: rule for label, rule in registry.rules().items() if label != "people.Post"}
    left["people.Ghost"] = _rule("people.Ghost", "person", "name")
    monkeypatch.setattr(registry, "rules", lambda: left)
    assert [fault.split(":")[0] for fault in registry._model_faults()] == ["people.Post", "people.Ghost"]
    assert list(registry._rule_faults(left["people.Ghost"])) == []


def test_a_path_must_go_through_foreign_keys() -> None:
    trainee: type[models.Model] = apps.get_model("trainees.Wish")
    assert registry.leads_to_person(trainee, "trainee__person")
    assert not registry.leads_to_person(trainee, "trainee")
    assert not registry.leads_to_person(trainee, "kind__person")
    assert not registry.leads_to_person(trainee, "pk")


def test_another_person_is_shown_as_a_colleague_unless_declared_part_of_the_training() -> None:
    """the only names of others that an archive may hold are of those who guide, write in talks, certify, sign, assess,
    recommend and decide in the doctor's own training, which the doctor sees on its pages"""
    named = [
        f"{rule.label}.{f.name}"
        for rule in registry.personal_rules()
        for f in rule.fields
        if f.shown == "name"
    ]
    assert named == [
        "trainees.GuideAppointment.guide",
        "trainees.ServiceCertificate.head",
        "trainees.ServiceCertificate.consultant",
        "guidance.Note.author",
        "guidance.Point.author",
        "portfolio.Ask.asked",
        "portfolio.SignatureAnswer.by",
        "portfolio.Assessment.assessor",
        "portfolio.FeedbackRound.by",
        "portfolio.FeedbackRound.agreed_by",
        "portfolio.FeedbackInvitee.person",
        "portfolio.Recommendation.by",
        "portfolio.Decision.by",
        "portfolio.PanelMember.person",
    ]
