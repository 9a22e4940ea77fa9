"""A form as data: what it asks, on which scale, and which answers it takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

USES = ("assessment", "feedback")
LONGEST = 4000  # signs in a narrative
SHORT_TEXT = 300  # signs in a short text

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """A step of a scale."""

    value: int
    name: Texts


@dataclass(frozen=True)
class Scale:
    """Levels in order, the lowest first."""

    code: str
    name: Texts
    steps: tuple[Step, ...]

    @property
    def top(self) -> int:
        return self.steps[-1].value

    def step(self, value: int | None) -> Step | None:
        return next((step for step in self.steps if step.value == value), None)


@dataclass(frozen=True)
class Choice:
    """One of a question's alternatives. ``agrees`` counts it as agreement."""

    code: str
    text: Texts
    agrees: bool


@dataclass(frozen=True)
class Question:
    """A question. ``kind`` is level, choice, text or yes_no; ``scale`` belongs to level, ``choices`` to choice."""

    code: str
    kind: str
    text: Texts
    help: Texts
    scale: Scale | None
    choices: tuple[Choice, ...]

    def choice(self, code: object) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class Group:
    """Those among whom feedback is asked for."""

    code: str
    name: Texts


@dataclass(frozen=True)
class Form:
    """A form. ``assesses`` are the kinds of activity that it fits; empty: any.

    ``narrative`` is the question that comes first. ``level`` is the overall question, and ``scale`` what it
    is answered on; without a scale nothing is graded. ``agreement`` names the question that tells whether two
    readings agree.
    """

    code: str
    version: int
    use: str
    name: Texts
    purpose: Texts
    assesses: tuple[str, ...]
    narrative: Texts
    narrative_help: Texts
    level: Texts
    scale: Scale | None
    questions: tuple[Question, ...]
    groups: tuple[Group, ...]
    agreement: str

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.code == code), None)


def resolved(content: Mapping[str, Any], scales: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The form with its scales written out, so that its digest covers every word that was read.

    Raises KeyError for a scale that is neither written out nor known.
    """

    def whole(part: Mapping[str, Any]) -> dict[str, Any]:
        scale = part.get("scale")
        return {**part, "scale": scales[scale]} if isinstance(scale, str) else dict(part)

    return {**whole(content), "questions": [whole(question) for question in content.get("questions") or ()]}


def canonical(content: Mapping[str, Any]) -> bytes:
    """The same bytes for the same content, however it was written."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a form with its scales written out."""
    return hashlib.sha256(canonical(content)).hexdigest()


def form_of(content: Mapping[str, Any]) -> Form:
    """The form of checked content with its scales written out."""
    narrative = content.get("narrative") or {}
    return Form(
        code=content["code"],
        version=content["version"],
        use=content.get("use", USES[0]),
        name=content["name"],
        purpose=content["purpose"],
        assesses=tuple(content.get("assesses") or ()),
        narrative=narrative.get("text") or {},
        narrative_help=narrative.get("help") or {},
        level=content.get("level") or {},
        scale=_scale(content.get("scale")),
        questions=tuple(_question(question) for question in content.get("questions") or ()),
        groups=tuple(Group(group["code"], group["name"]) for group in content.get("groups") or ()),
        agreement=content.get("agreement", ""),
    )


def _scale(content: Mapping[str, Any] | None) -> Scale | None:
    if not content:
        return None
    steps = tuple(Step(step["value"], step["name"]) for step in content["steps"])
    return Scale(content["code"], content["name"], steps)


def _question(content: Mapping[str, Any]) -> Question:
    return Question(
        code=content["code"],
        kind=content["kind"],
        text=content["text"],
        help=content.get("help") or {},
        scale=_scale(content.get("scale")),
        choices=tuple(
            Choice(choice["code"], choice["text"], bool(choice.get("agrees")))
            for choice in content.get("choices") or ()
        ),
    )


def answer_faults(form: Form, level: int | None, answers: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with some answers: a code for each question ("level" is the overall one), or nothing.

    No question must be answered. "unknown": not a question of the form; "not_a_choice": not one of its
    answers; "too_long": more than ``SHORT_TEXT`` signs.
    """
    faults = {}
    if level is not None and (form.scale is None or form.scale.step(level) is None):
        faults["level"] = "not_a_choice"
    for code, value in answers.items():
        question = form.question(code)
        if question is None:
            faults[code] = "unknown"
        elif fault := _fault(question, value):
            faults[code] = fault
    return faults


def _fault(question: Question, value: object) -> str:
    if question.kind == "text":
        if not isinstance(value, str):
            return "not_a_choice"
        return "too_long" if len(value) > SHORT_TEXT else ""
    if question.kind == "yes_no":
        fits = isinstance(value, bool)
    elif question.kind == "choice":
        fits = question.choice(value) is not None
    else:
        scale = question.scale
        fits = type(value) is int and scale is not None and scale.step(value) is not None
    return "" if fits else "not_a_choice"
