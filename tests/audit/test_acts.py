"""Every act that is recorded is said by its room, and every act that is said is recorded."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from borealis.audit import registry
from borealis.audit.actions import record_event
from borealis.audit.models import Event
from borealis.people import acts as acts_of_people

SOURCE = Path(__file__).resolve().parents[2] / "src" / "borealis"
FILES = sorted(
    path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts and path.name != "acts.py"
)
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def patterns_of(value: ast.expr) -> Iterator[str]:
    """What an expression for an act can say: literals, either branch of a choice, and f-strings as patterns."""
    match value:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.IfExp(body=body, orelse=orelse):
            yield from patterns_of(body)
            yield from patterns_of(orelse)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
                for part in parts
            )


def recorded_acts(tree: ast.AST) -> list[str]:
    """The acts said outright where the record is written, as patterns."""
    return [
        pattern
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) == "record_event"
        for keyword in node.keywords
        if keyword.arg == "act"
        for pattern in patterns_of(keyword.value)
    ]


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def acts_by_room() -> dict[str, dict[str, Promise]]:
    """What each room says, by the room's name."""
    return {
        room.label: import_module(f"{room.name}.acts").ACTS
        for room in apps.get_app_configs()
        if room.module is not None and module_has_submodule(room.module, "acts")
    }


def test_every_act_recorded_by_a_literal_is_said() -> None:
    said = registry.acts()
    unsaid = {
        f"{path.relative_to(SOURCE)}: {pattern}"
        for path, tree in trees().items()
        for pattern in recorded_acts(tree)
        if not any(re.fullmatch(pattern, act) for act in said)
    }
    assert not unsaid, f"Say these acts in the room's acts.py: {sorted(unsaid)}"


def test_every_act_that_is_said_is_recorded_by_its_own_room() -> None:
    written: dict[str, set[str]] = {}
    for path, tree in trees().items():
        texts = {
            re.escape(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        written.setdefault(path.relative_to(SOURCE).parts[0], set()).update(texts, recorded_acts(tree))
    unused = {
        act
        for room, said in acts_by_room().items()
        for act in said
        if not any(re.fullmatch(text, act) for text in written[room])
    }
    assert not unused, f"Said and never used: {sorted(unused)}"


def test_words_are_in_the_past_tense_of_bokmal_and_fit_in_a_log() -> None:
    for act, words in registry.acts().items():
        with translation.override("nb"):
            text = str(words)
        assert re.fullmatch(r"[a-zæøå][^.!]{3,90}", text), f"{act}: {text!r}"
        assert len(act) <= 60


def test_the_check_would_see_an_unsaid_act_in_every_form() -> None:
    source = """record_event(act="a"); actions.record_event(act="b" if x else "c"); record_event(act=f"undo_{d}")"""
    patterns = recorded_acts(ast.parse(source))
    assert patterns[:3] == ["a", "b", "c"]
    assert re.fullmatch(patterns[3], "undo_goal")
    assert not re.fullmatch(patterns[3], "undo_")


@pytest.mark.django_db
def test_an_act_that_no_room_says_is_refused_and_nothing_is_recorded() -> None:
    with pytest.raises(registry.UnsaidAct, match="fly_away"):
        record_event(by=None, act="fly_away", subject="people.Person:1", now=NOW)
    assert not Event.objects.exists()


def test_words_of_an_act_that_is_no_longer_said_are_its_code() -> None:
    assert registry.words_of("fly_away") == "fly_away"
    assert registry.words_of("choose_language") == "valgte språk"


def test_two_rooms_cannot_say_the_same_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(acts_of_people.ACTS, "sign_plan", acts_of_people.ACTS["add_person"])
    registry.acts.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match="sign_plan"):
            registry.acts()
    finally:
        monkeypatch.undo()
        registry.acts.cache_clear()
