"""A privacy.yaml is read exactly as it is written: what each word in it becomes, and what is refused in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from borealis.privacy.rules import FieldRule, ModelRule, NotDeclared, Terms, read_rooms_file, read_terms
from borealis.privacy.rules.declared import Term


def words(of: str) -> dict[str, str]:
    return {"nb": f"{of} nb", "nn": f"{of} nn", "en": f"{of} en"}


TABLES: dict[str, Any] = {
    "format": "borealis/privacy-terms/1",
    "purposes": {"training": words("training"), "guidance": words("guidance")},
    "bases": {"plan": words("plan"), "guide": words("guide")},
    "retentions": {"account": words("account"), "log": {**words("log"), "months": 24}},
    "labels": {"name": words("name"), "a.B.email": words("email here"), "email": words("email anywhere")},
}
TERMS = read_terms(TABLES)
FIELD = {"purpose": "training", "basis": "plan", "retention": "account", "erase": "blank"}
MODEL: dict[str, Any] = {"title": words("B"), "person": "person", **FIELD, "fields": {"name": {}}}


def read(**row: Any) -> ModelRule:
    (rule,) = read_rooms_file("a", {"format": "borealis/privacy/1", "models": {"a.B": row}}, TERMS)
    return rule


def read_field(name: str = "name", **said: Any) -> FieldRule:
    (rule,) = read(**{**MODEL, "fields": {name: said}}).fields
    return rule


def test_the_tables_of_codes_are_read_with_their_words_and_months() -> None:
    assert (
        Terms(
            purposes={code: Term(code, words(code)) for code in ("training", "guidance")},
            bases={code: Term(code, words(code)) for code in ("plan", "guide")},
            retentions={"account": Term("account", words("account")), "log": Term("log", words("log"), 24)},
            labels={
                "name": words("name"),
                "a.B.email": words("email here"),
                "email": words("email anywhere"),
            },
        )
        == TERMS
    )


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("purposes", "purposes x"),
        ("bases", "bases x"),
        ("retentions", "retentions x"),
        ("labels", "label x"),
    ],
)
@pytest.mark.parametrize("missing", ["nb", "nn", "en"])
def test_a_code_without_words_in_every_language_is_refused_by_name(
    table: str, where: str, missing: str
) -> None:
    with pytest.raises(NotDeclared, match=rf"^{where}: needs words in nb, nn and en$"):
        read_terms({**TABLES, table: {"x": {**words("x"), missing: ""}}})


def test_a_model_without_persons_holds_nothing_but_why() -> None:
    rule = read(personal="none", why="Numbers alone.")
    assert rule == ModelRule("a.B", "a", {}, "", "Numbers alone.", (), frozenset(), {})
    assert (rule.purpose, rule.retention, rule.erase, rule.exported) == ("", "", "keep", ())


EVERY_WORD: dict[str, Any] = {
    "label": words("own label"),
    "purpose": "guidance",
    "basis": "guide",
    "retention": "log",
    "erase": "replace",
    "with": "deleted_mail",
    "why": "Another why.",
    "words": "people.words.mail",
    "shown": "name",
    "free_text": True,
    "export": False,
}


def test_every_word_of_a_field_stands_where_it_belongs_and_the_model_says_the_rest() -> None:
    """given one field that says nothing and one that says all, when read, then the first is as its model"""
    more = {
        "why": "Documents the training.",
        "after": "to_day",
        "other": ["id", "version"],
        "also": {"made_by": ["made_at", "reason"]},
        "open_until": ["to_day", "post__to_day"],
        "fields": {"name": None, "email": EVERY_WORD},
    }
    as_model = FieldRule(
        "name",
        "training",
        "plan",
        "account",
        True,
        "blank",
        why="Documents the training.",
        label=words("name"),
    )
    own_mind = FieldRule(
        name="email",
        purpose="guidance",
        basis="guide",
        retention="log",
        export=False,
        erase="replace",
        replacement="deleted_mail",
        why="Another why.",
        words="people.words.mail",
        shown="name",
        free_text=True,
        label=words("own label"),
    )
    rule = read(**{**MODEL, **more})
    assert rule == ModelRule(
        label="a.B",
        room="a",
        title=words("B"),
        person="person",
        nobody="",
        fields=(as_model, own_mind),
        other=frozenset({"id", "version"}),
        also={"made_by": ("made_at", "reason")},
        after="to_day",
        open_until=("to_day", "post__to_day"),
    )
    assert rule.exported == (as_model,)


def test_what_a_file_does_not_say_is_nothing_and_a_person_gets_the_field_as_a_colleague() -> None:
    rule = read(**MODEL)
    plain = FieldRule("name", "training", "plan", "account", True, "blank", label=words("name"))
    assert rule == ModelRule("a.B", "a", words("B"), "person", "", (plain,), frozenset(), {}, "", ())
    assert (plain.replacement, plain.why, plain.words, plain.shown, plain.free_text) == (
        "",
        "",
        "",
        "colleague",
        False,
    )
    assert (rule.purpose, rule.retention) == ("training", "account")


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ({"name": {"erase": "delete"}, "email": {"erase": "delete"}}, "delete"),
        ({"name": {"erase": "delete"}, "email": {}}, "keep"),
        ({"name": {}}, "keep"),
    ],
)
def test_rows_are_deleted_when_every_field_is(fields: dict[str, Any], rows: str) -> None:
    assert read(**{**MODEL, "fields": fields}).erase == rows


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({"label": words("own")}, "own"),
        ({}, "email here"),  # this field of this model
    ],
)
def test_a_field_is_called_by_its_own_label_before_that_of_its_model(
    said: dict[str, Any], label: str
) -> None:
    assert read_field("email", **said).label == words(label)


def test_a_field_that_many_rooms_have_is_called_the_same_in_all_of_them() -> None:
    rows = {"c.D": {**MODEL, "fields": {"email": {}}}}
    (rule,) = read_rooms_file("c", {"format": "borealis/privacy/1", "models": rows}, TERMS)
    assert rule.fields[0].label == words("email anywhere")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"purpose": "fun"}, "purpose is 'fun', not one of training, guidance"),
        ({"basis": "mine"}, "basis is 'mine', not one of plan, guide"),
        ({"retention": "ever"}, "retention is 'ever', not one of account, log"),
        ({"erase": "burn"}, "erase is 'burn', not one of keep, blank, replace, delete"),
        ({"shown": "loud"}, "shown is 'loud', not one of name, colleague"),
        ({"erase": "keep"}, "says no why, though it is kept or left out of the export"),
        ({"export": False}, "says no why, though it is kept or left out of the export"),
        ({"with": "no"}, "replace and with belong together"),
        ({"erase": "replace"}, "replace and with belong together"),
        ({"colour": "red", "big": 1}, "unknown big, colour"),
    ],
)
def test_a_field_that_is_wrong_is_named_with_what_it_should_say(said: dict[str, Any], fault: str) -> None:
    with pytest.raises(NotDeclared, match=f"^a.B.name: {re.escape(fault)}$"):
        read_field(**said)


@pytest.mark.parametrize("said", [{"erase": "keep"}, {"export": False}, {"erase": "keep", "export": False}])
def test_what_is_kept_or_not_given_out_needs_only_to_say_why(said: dict[str, Any]) -> None:
    rule = read_field(**said, why="Since the law says so.")
    assert (rule.why, rule.export, rule.erase) == (
        "Since the law says so.",
        said.get("export", True),
        said.get("erase", "blank"),
    )


@pytest.mark.parametrize("missing", ["purpose", "basis", "retention", "erase"])
def test_what_neither_the_field_nor_its_model_says_is_missed(missing: str) -> None:
    with pytest.raises(NotDeclared, match=f"^a.B.name: {missing} is '', not one of "):
        read(**{key: value for key, value in MODEL.items() if key != missing})


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"personal": "none"}, "personal: none needs a why"),
        ({**MODEL, "person": ""}, "needs person and fields, or personal: none with a why"),
        ({**MODEL, "fields": {}}, "needs person and fields, or personal: none with a why"),
        ({"why": "Numbers."}, "needs person and fields, or personal: none with a why"),
        ({**MODEL, "title": {**words("B"), "nn": ""}}, "needs words in nb, nn and en"),
        ({**MODEL, "title": "B"}, "needs words in nb, nn and en"),
        ({**MODEL, "colour": "red"}, "unknown colour"),
    ],
)
def test_a_model_that_is_wrong_is_named_with_what_it_should_say(row: dict[str, Any], fault: str) -> None:
    with pytest.raises(NotDeclared, match=f"^a.B: {re.escape(fault)}$"):
        read(**row)


def test_every_fault_of_a_file_is_told_at_once() -> None:
    models = {"a.A": {"personal": "none"}, "a.B": MODEL, "a.C": {}}
    with pytest.raises(NotDeclared) as refused:
        read_rooms_file("a", {"format": "borealis/privacy/1", "models": models}, TERMS)
    assert str(refused.value).splitlines() == [
        "a.A: personal: none needs a why",
        "a.C: needs person and fields, or personal: none with a why",
    ]


def test_a_file_of_another_format_is_refused_by_its_room() -> None:
    for said, shown in (({"format": "borealis/privacy/2"}, "'borealis/privacy/2'"), ({}, "None")):
        with pytest.raises(NotDeclared, match=f"^a: not borealis/privacy/1: {shown}$"):
            read_rooms_file("a", {**said, "models": {}}, TERMS)
        with pytest.raises(NotDeclared, match=f"^not borealis/privacy-terms/1: {shown}$"):
            read_terms({**TABLES, "format": said.get("format")})
