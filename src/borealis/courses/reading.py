"""Reading a list of courses: what it says, or every problem with its line and how to mend it."""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Iterator, Mapping
from importlib import resources
from typing import Any

import jsonschema
from django.utils.translation import gettext as _

from borealis.courses.rules.faults import Fault, faults_in
from borealis.courses.wording import fault_words
from borealis.shell.located import Located, Path, Problem, path_text, read_located


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    file = resources.files("borealis.courses") / "data" / "courses.schema.json"
    return jsonschema.Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


def read_shape(data: bytes | str) -> tuple[Located | None, list[Problem]]:
    """The content of a list that has the right shape, or None and what is wrong with it."""
    located, problems = read_located(data)
    if located is None:
        return None, problems
    problems = [
        *problems,
        *(p for error in _validator().iter_errors(located.content) for p in _shape(located, error)),
    ]
    if problems:
        return None, sorted(problems, key=lambda p: (p.line, p.column))
    return located, []


def sense_problems(
    located: Located, specialties: Collection[str], goals: Collection[str], elsewhere: Collection[str]
) -> list[Problem]:
    """What is wrong with the sense of a list that has the right shape, by line."""
    found = faults_in(located.content["courses"], specialties, goals, elsewhere)
    problems = [_sense(located, fault) for fault in found]
    return sorted(problems, key=lambda p: (p.line, p.column))


def _shape(located: Located, error: Any) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "required":
        missing = ", ".join(key for key in error.validator_value if key not in error.instance)
        yield _problem(
            located,
            path,
            "missing_key",
            _("Her mangler: %(keys)s.") % {"keys": missing},
            _("Legg til det som mangler."),
        )
    elif error.validator == "additionalProperties":
        choices = ", ".join(error.schema["properties"])
        how = _("Her kan stå: %(choices)s.") % {"choices": choices}
        for key in error.instance:
            if key not in error.schema["properties"]:
                message = _("Ukjent nøkkelord: %(keys)s.") % {"keys": str(key)[:60]}
                yield _problem(located, (*path, key), "unknown_key", message, how, at_key=True)
    else:
        message = _("«%(value)s» kan ikke stå her.") % {"value": _short(error.instance)}
        yield _problem(located, path, "wrong_value", message, _how(error))


def _how(error: Any) -> str:
    """How a value of the wrong shape is mended."""
    value = error.validator_value
    if error.validator == "const":
        return _("Skriv %(value)s.") % {"value": value}
    words: Mapping[str, str] = {
        "type": _("Skriv det som %(kind)s.") % {"kind": _kind(value)} if error.validator == "type" else "",
        "minimum": _("Skriv minst %(value)s.") % {"value": value},
        "maximum": _("Skriv høyst %(value)s.") % {"value": value},
        "maxLength": _("Forkort til høyst %(value)s tegn.") % {"value": value},
        "maxItems": _("Ta med høyst %(value)s.") % {"value": value},
        "uniqueItems": _("Skriv hver bare én gang."),
    }
    return words.get(error.validator) or _("Se eksempelet under, og skriv det slik.")


def _kind(kind: str) -> str:
    return {
        "string": _("tekst"),
        "integer": _("et helt tall"),
        "array": _("en liste, med en strek foran hver"),
        "object": _("nøkkelord med innrykk"),
    }.get(kind, kind)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _sense(located: Located, fault: Fault) -> Problem:
    message, how = fault_words(fault.code)
    value = {"value": fault.value[:60]}
    return _problem(located, fault.path, fault.code, message % value, how % value)


def _problem(
    located: Located, path: Path, code: str, message: str, how: str, *, at_key: bool = False
) -> Problem:
    line, column = located.place(path, key=at_key)
    return Problem(line, column, path_text(path), code, message, how)
