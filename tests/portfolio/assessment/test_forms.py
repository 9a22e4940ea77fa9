"""Forms as data: the shipped ones read, faults are told at line and column, digests follow the words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from django.conf import LazySettings

from borealis.config.cli.form import form as form_group
from borealis.portfolio.assessment.library import (
    form_in_use,
    forms,
    own_forms,
    shipped_forms,
)
from borealis.portfolio.assessment.reading import read_form, shipped_scales
from borealis.portfolio.assessment.rules import SHORT_TEXT, answer_faults, digest_of, form_of

SMALL: dict[str, Any] = {
    "format": "borealis/form/1",
    "code": "eget",
    "version": 1,
    "name": {"nb": "Eget skjema"},
    "purpose": {"nb": "Til prøve."},
    "scale": "supervision",
    "agreement": "same",
    "questions": [
        {"code": "grip", "kind": "level", "scale": "expected", "text": {"nb": "Grep"}},
        {
            "code": "same",
            "kind": "choice",
            "text": {"nb": "Like?"},
            "choices": [
                {"code": "yes", "agrees": True, "text": {"nb": "Like"}},
                {"code": "no", "text": {"nb": "Ulike"}},
            ],
        },
        {"code": "more", "kind": "text", "text": {"nb": "Mer"}},
        {"code": "calm", "kind": "yes_no", "text": {"nb": "Rolig?"}},
    ],
}


def small(**more: Any) -> str:
    return yaml.safe_dump({**SMALL, **more}, allow_unicode=True, sort_keys=False)


def problems(text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in read_form(text)[1]]


# What comes with Borealis


def test_the_shipped_forms_cover_what_a_department_needs() -> None:
    assert set(shipped_forms()) == {
        "kort-tilbakemelding",
        "mini-cex",
        "dops",
        "kasusdrofting",
        "dobbelttydning",
        "observert-samtale",
        "tilbakemelding-fra-flere",
    }


def _texts(content: Any) -> list[dict[str, str]]:
    if isinstance(content, list):
        return [text for part in content for text in _texts(part)]
    if not isinstance(content, dict):
        return []
    own = [content] if "nb" in content else []
    return own + [text for part in content.values() for text in _texts(part)]


@pytest.mark.parametrize("code", sorted(shipped_forms()))
def test_a_shipped_form_says_everything_in_three_languages(code: str) -> None:
    texts = _texts(shipped_forms()[code].content)
    assert texts
    assert [text for text in texts if set(text) != {"nb", "nn", "en"} or not all(text.values())] == []


def test_the_regulations_levels_and_supervision_are_scales() -> None:
    def values(code: str) -> list[int]:
        return [step["value"] for step in shipped_scales()[code]["steps"]]

    assert (values("knowledge"), values("skill"), values("supervision")) == (
        [1, 2, 3],
        [1, 2, 3],
        [0, 1, 2, 3, 4],
    )


def test_double_reading_counts_two_of_its_answers_as_agreement() -> None:
    form = shipped_forms()["dobbelttydning"].form
    question = form.question(form.agreement)
    assert question is not None
    assert [choice.code for choice in question.choices if choice.agrees] == ["full", "wording"]


def test_the_shortest_form_comes_first_and_feedback_stands_apart() -> None:
    assert next(iter(forms())) == "kort-tilbakemelding"
    assert "tilbakemelding-fra-flere" not in forms()
    assert list(forms("feedback")) == ["tilbakemelding-fra-flere"]


# Reading


def test_a_form_is_read_with_its_scales_written_out() -> None:
    content, found = read_form(small())
    assert found == []
    assert content is not None
    assert content["scale"]["steps"][4]["name"]["nb"] == "Kan lære bort"
    form = form_of(content)
    assert form.scale is not None
    assert (form.scale.top, form.use, form.groups) == (4, "assessment", ())


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"scale": "foo"}, "unknown_scale", "scale"),
        ({"agreement": "grip"}, "no_agreement", "agreement"),
        ({"agreement": "gone"}, "no_agreement", "agreement"),
        ({"use": "feedback"}, "no_groups", "use"),
        ({"use": "exam"}, "not_a_choice", "use"),
        ({"code": "Stor"}, "not_a_code", "code"),
        ({"version": 0}, "wrong_value", "version"),
        ({"version": "1"}, "wrong_value", "version"),
        ({"name": {"nn": "Berre nynorsk"}}, "missing_key", "name"),
        ({"name": {"nb": ""}}, "wrong_length", "name.nb"),
        ({"groups": []}, "wrong_length", "groups"),
        ({"colour": "red"}, "unknown_key", "colour"),
        ({"format": "borealis/form/2"}, "not_a_choice", "format"),
        (
            {"groups": [{"code": "a", "name": {"nb": "A"}}, {"code": "a", "name": {"nb": "B"}}]},
            "said_twice",
            "groups[1].code",
        ),
        (
            {"scale": {"code": "x", "name": {"nb": "X"}, "steps": [
                {"value": 2, "name": {"nb": "To"}}, {"value": 1, "name": {"nb": "En"}}]}},
            "not_in_order",
            "scale.steps",
        ),
        (
            {"agreement": "q", "questions": [{"code": "q", "kind": "choice", "text": {"nb": "Q"}}]},
            "no_answers",
            "questions[0]",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(more: dict[str, Any], code: str, path: str) -> None:
    found = problems(small(**more))
    assert (code, path) in found
    assert read_form(small(**more))[0] is None


def test_a_problem_says_line_column_and_what_to_do() -> None:
    text = "format: borealis/form/1\ncode: eget\nversion: 1\nname: {nb: A}\nprupose: {nb: B}\n"
    unknown = next(p for p in read_form(text)[1] if p.code == "unknown_key")
    assert (unknown.line, unknown.column) == (5, 1)
    assert "purpose" in unknown.how


def test_several_missing_words_are_said_once() -> None:
    assert problems("format: borealis/form/1\n") == [("missing_key", "")]


def test_what_is_not_a_form_at_all_is_refused() -> None:
    assert problems("a: [") == [("not_yaml", "")]
    assert problems("- a\n") == [("wrong_value", "")]


# Digests


def test_the_digest_follows_the_words_and_the_scale_and_not_how_the_file_is_written() -> None:
    first, again = read_form(small())[0], read_form("# a remark\n" + small())[0]
    other, scale = read_form(small(version=2))[0], read_form(small(scale="skill"))[0]
    assert None not in (first, again, other, scale)
    digests = [digest_of(content) for content in (first, again, other, scale) if content]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


# Answers


@pytest.mark.parametrize(
    ("level", "answers", "faults"),
    [
        (None, {}, {}),
        (0, {"grip": 3, "same": "no", "more": "x" * SHORT_TEXT, "calm": False}, {}),
        (5, {}, {"level": "not_a_choice"}),
        (None, {"grip": 9}, {"grip": "not_a_choice"}),
        (None, {"grip": True}, {"grip": "not_a_choice"}),
        (None, {"grip": "3"}, {"grip": "not_a_choice"}),
        (None, {"same": "maybe"}, {"same": "not_a_choice"}),
        (None, {"more": "x" * (SHORT_TEXT + 1)}, {"more": "too_long"}),
        (None, {"more": 3}, {"more": "not_a_choice"}),
        (None, {"calm": 1}, {"calm": "not_a_choice"}),
        (None, {"gone": 1}, {"gone": "unknown"}),
    ],
)
def test_answers_are_held_to_the_form(
    level: int | None, answers: dict[str, Any], faults: dict[str, str]
) -> None:
    content = read_form(small())[0]
    assert content is not None
    assert answer_faults(form_of(content), level, answers) == faults


def test_a_form_without_a_scale_takes_no_level() -> None:
    more = {key: value for key, value in SMALL.items() if key != "scale"}
    content = read_form(yaml.safe_dump(more, allow_unicode=True))[0]
    assert content is not None
    assert answer_faults(form_of(content), 1, {}) == {"level": "not_a_choice"}


# A hospital's own, and the command line


@pytest.fixture
def own(settings: LazySettings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    (tmp_path / "forms").mkdir()
    return tmp_path / "forms"


def test_a_hospitals_own_form_is_used_and_takes_the_place_of_a_shipped_one(own: Path) -> None:
    (own / "eget.yaml").write_text(small(), encoding="utf-8")
    (own / "dops.yaml").write_text(small(code="dops", name={"nb": "Vår DOPS"}), encoding="utf-8")
    ours, dops = form_in_use("eget"), form_in_use("dops")
    assert ours is not None
    assert dops is not None
    assert (ours.file, dops.form.name["nb"]) == ("eget.yaml", "Vår DOPS")
    (own / "eget.yaml").write_text(small(version=22), encoding="utf-8")
    changed = form_in_use("eget")
    assert changed is not None
    assert changed.form.version == 22
    (own / "eget.yaml").unlink()
    assert form_in_use("eget") is None


def test_a_form_that_does_not_read_is_left_out_and_listed_with_its_faults(own: Path) -> None:
    (own / "eget.yaml").write_text(small(scale="foo"), encoding="utf-8")
    assert form_in_use("eget") is None
    assert [broken.file for broken in own_forms()[1]] == ["eget.yaml"]
    listed = CliRunner().invoke(form_group, ["list"])
    assert listed.exit_code == 1
    assert "eget.yaml:8:8: feil: Skalaen «foo» finnes ikke." in listed.output
    assert "mini-cex  v1  Observert klinisk møte (mini-CEX)  (følger med)" in listed.output


def test_the_command_checks_a_file_by_line_and_column(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(small(), encoding="utf-8")
    bad.write_text(small(scale="foo"), encoding="utf-8")
    fine = CliRunner().invoke(form_group, ["check", str(good)])
    assert (fine.exit_code, "eget versjon 1" in fine.output) == (0, True)
    wrong = CliRunner().invoke(form_group, ["check", str(bad)])
    assert wrong.exit_code == 1
    assert f"{bad}:8:8: feil: Skalaen «foo» finnes ikke." in wrong.output


def test_the_command_shows_a_form_or_says_that_there_is_none() -> None:
    shown = CliRunner().invoke(form_group, ["show", "dops"])
    assert '"code": "supervision"' in shown.output
    missing = CliRunner().invoke(form_group, ["show", "gone"])
    assert (missing.exit_code, "finnes ikke" in missing.output) == (1, True)
