"""Reading a file with a form: the form with its scales written out, or every problem with its line."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from typing import Any

import jsonschema
from django.utils.translation import gettext as _

from borealis.portfolio.assessment.rules import resolved
from borealis.shell.located import Located, Path, Problem, path_text, read_located

DATA = "borealis.portfolio.assessment"


@functools.cache
def schema() -> dict[str, Any]:
    """The JSON Schema of the format borealis/form/1."""
    file = resources.files(DATA) / "data" / "form.schema.json"
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


@functools.cache
def shipped_scales() -> Mapping[str, Mapping[str, Any]]:
    """The scales that come with Borealis, by code."""
    file = resources.files(DATA) / "data" / "scales.yaml"
    located, problems = read_located(file.read_bytes())
    if located is None or problems:
        raise ValueError(problems)
    return {scale["code"]: scale for scale in located.content["scales"]}


def read_form(data: bytes | str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The checked content of a file with its scales written out, or None and what is wrong, by line."""
    located, problems = read_located(data)
    if located is None:
        return None, problems
    shape = (_shape(located, error) for error in _validator().iter_errors(located.content))
    problems = [*problems, *dict.fromkeys(shape)]
    if not problems:
        problems = list(_sense(located))
    if problems:
        return None, sorted(problems, key=lambda p: (p.line, p.column))
    return resolved(located.content, shipped_scales()), []


def _problem(
    located: Located, path: Path, code: str, message: str, how: str, *, at_key: bool = False
) -> Problem:
    line, column = located.place(path, key=at_key)
    return Problem(line, column, path_text(path), code, message, how)


def _shape(located: Located, error: Any) -> Problem:
    """What the schema found, in words and at its place."""
    path: Path = tuple(error.absolute_path)
    words = _SHAPES.get(str(error.validator), _wrong)
    return words(located, path, error)


def _missing(located: Located, path: Path, error: Any) -> Problem:
    missing = ", ".join(key for key in error.validator_value if key not in error.instance)
    return _problem(
        located,
        path,
        "missing_key",
        _("Her mangler: %(keys)s.") % {"keys": missing},
        _("Legg til det som mangler."),
    )


def _unknown(located: Located, path: Path, error: Any) -> Problem:
    known = list(error.schema["properties"])
    key = next(key for key in error.instance if key not in known)
    near = difflib.get_close_matches(str(key), known, n=1)
    hint = _("Mente du «%(word)s»?") % {"word": near[0]} if near else ""
    return _problem(
        located,
        (*path, key),
        "unknown_key",
        _("«%(key)s» er ikke et kjent nøkkelord her.") % {"key": str(key)[:60]},
        f"{hint} " * bool(hint) + _("Her kan stå: %(choices)s.") % {"choices": ", ".join(known)},
        at_key=True,
    )


def _choice(located: Located, path: Path, error: Any) -> Problem:
    given = error.validator_value
    choices = ", ".join(given if isinstance(given, list) else [given])
    return _problem(
        located,
        path,
        "not_a_choice",
        _("«%(value)s» er ikke et av valgene.") % {"value": str(error.instance)[:60]},
        _("Velg mellom: %(choices)s.") % {"choices": choices},
    )


def _length(located: Located, path: Path, error: Any) -> Problem:
    return _problem(
        located,
        path,
        "wrong_length",
        _("Lengden er %(found)d.") % {"found": len(error.instance)},
        {
            "minLength": _("Skriv minst %(bound)d tegn."),
            "maxLength": _("Skriv høyst %(bound)d tegn."),
            "minItems": _("Listen må ha minst %(bound)d ledd."),
            "maxItems": _("Listen kan ha høyst %(bound)d ledd."),
        }[error.validator]
        % {"bound": error.validator_value},
    )


def _pattern(located: Located, path: Path, error: Any) -> Problem:
    return _problem(
        located,
        path,
        "not_a_code",
        _("«%(value)s» kan ikke brukes som kode.") % {"value": str(error.instance)[:60]},
        _("Bruk små bokstaver a–z, tall og bindestrek, og i spørsmål og grupper understrek."),
    )


def _wrong(located: Located, path: Path, error: Any) -> Problem:
    return _problem(
        located,
        path,
        "wrong_value",
        _("«%(value)s» kan ikke stå her.") % {"value": str(error.instance)[:60]},
        _("Se et skjema som følger med: borealis form show mini-cex."),
    )


_SHAPES: Mapping[str, Callable[[Located, Path, Any], Problem]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _length),
}


def _sense(located: Located) -> Iterator[Problem]:
    """What a schema cannot see: scales that do not exist, codes said twice, questions without answers."""
    content = located.content
    feedback = content.get("use") == "feedback"
    yield from _scale_problems(located, (), content)
    yield from _twice(located, ("questions",), content.get("questions") or [])
    for at, question in enumerate(content.get("questions") or []):
        yield from _question_problems(located, ("questions", at), question)
    if feedback and not content.get("groups"):
        yield _problem(
            located,
            ("use",),
            "no_groups",
            _("En tilbakemelding fra flere må si hvem som spørres."),
            _("Legg til «groups:» med en kode og et navn for hver gruppe."),
        )
    yield from _twice(located, ("groups",), content.get("groups") or [])
    yield from _agreement_problems(located, content)


def _question_problems(located: Located, path: Path, question: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _scale_problems(located, path, question)
    yield from _twice(located, (*path, "choices"), question.get("choices") or [])
    needed = {"level": "scale", "choice": "choices"}.get(question["kind"])
    if needed and not question.get(needed):
        yield _problem(
            located,
            path,
            "no_answers",
            _("Spørsmålet «%(code)s» sier ikke hva det kan svares.") % {"code": question["code"]},
            _("Legg til «%(key)s:».") % {"key": needed},
        )


def _scale_problems(located: Located, path: Path, part: Mapping[str, Any]) -> Iterator[Problem]:
    scale = part.get("scale")
    if isinstance(scale, str) and scale not in shipped_scales():
        yield _problem(
            located,
            (*path, "scale"),
            "unknown_scale",
            _("Skalaen «%(code)s» finnes ikke.") % {"code": scale[:60]},
            _("Skriv skalaen ut her, eller velg mellom: %(choices)s.")
            % {"choices": ", ".join(shipped_scales())},
        )
    if isinstance(scale, dict):
        values = [step["value"] for step in scale["steps"]]
        if values != sorted(set(values)):
            yield _problem(
                located,
                (*path, "scale", "steps"),
                "not_in_order",
                _("Trinnene står ikke i rekkefølge, eller to har samme verdi."),
                _("Sett det laveste trinnet først, og gi hvert sin egen verdi."),
            )


def _agreement_problems(located: Located, content: Mapping[str, Any]) -> Iterator[Problem]:
    named = content.get("agreement")
    if named is None:
        return
    questions = {question["code"]: question for question in content.get("questions") or []}
    found = questions.get(named)
    if not (found and any(choice.get("agrees") for choice in found.get("choices") or [])):
        yield _problem(
            located,
            ("agreement",),
            "no_agreement",
            _("«%(code)s» er ikke et spørsmål der minst ett svar teller som enighet.") % {"code": named[:60]},
            _("Skriv koden til et spørsmål med valg, og sett «agrees: true» på dem som teller."),
        )


def _twice(located: Located, path: Path, parts: list[Mapping[str, Any]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, part in enumerate(parts):
        if part["code"] in seen:
            yield _problem(
                located,
                (*path, at, "code"),
                "said_twice",
                _("Koden «%(code)s» står to ganger.") % {"code": part["code"]},
                _("Gi hver sin egen kode."),
            )
        seen.add(part["code"])
