"""Whether a file has the shape that the schema describes; each fault in words, at its line."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import jsonschema
from django.utils.translation import gettext as _

from borealis.programmes.reading.words import problem
from borealis.shell.located import Located, Path, Problem

_LONGEST_SHOWN = 60


@functools.cache
def schema() -> dict[str, Any]:
    """The JSON Schema of the format borealis/programme/1."""
    file = resources.files("borealis.programmes") / "data" / "programme.schema.json"
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


def shape_problems(located: Located) -> list[Problem]:
    """Missing and unknown words, wrong kinds of values, numbers out of range."""
    if not isinstance(located.content, dict):
        return [
            problem(located, (), "wrong_type", wanted=_type_words("object"), found=_kind(located.content))
        ]
    errors = _validator().iter_errors(located.content)
    return [words for error in errors for words in _in_words(located, error)]


def did_you_mean(word: str, choices: list[str]) -> str:
    """A sentence that names the nearest choice, or nothing."""
    near = difflib.get_close_matches(str(word), choices, n=1, cutoff=0.6)
    return _("Mente du «%(word)s»?") % {"word": near[0]} if near else ""


def _in_words(located: Located, error: jsonschema.ValidationError) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    words = _BY_KEYWORD.get(str(error.validator))
    if words is None:
        yield problem(located, path, "wrong_value", value=_shown(error.instance))
        return
    yield from words(located, path, error)


def _required(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    known = error.schema["properties"]
    for key in error.validator_value:
        if key in error.instance:
            continue
        misspelt = [word for word in error.instance if word not in known]
        near = difflib.get_close_matches(key, misspelt, n=1, cutoff=0.6)
        if near:
            continue  # said as an unknown word, with the right one
        if path == ("headings",):
            yield problem(located, path, "missing_heading", key=key)
        elif path[-1:] != () and key == "nb":
            yield problem(located, path, "missing_bokmal")
        else:
            where = path_words(path)
            yield problem(located, path, "missing_key", key=key, where=where)


def path_words(path: Path) -> str:
    """Where something is missing, as a person would say it."""
    if not path:
        return _("filen")
    named = [str(step) for step in path if isinstance(step, str)]
    return f"«{named[-1]}»" if named else _("filen")


def _unknown(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    known = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key in known:
            continue
        hint = did_you_mean(key, [word for word in known if word not in error.instance])
        yield problem(
            located,
            (*path, key),
            "unknown_key",
            at_key=True,
            key=_shown(key),
            hint=hint,
            choices=", ".join(known),
        )


def _type(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    wanted = error.validator_value
    words = _type_words(wanted if isinstance(wanted, str) else wanted[0])
    yield problem(located, path, "wrong_type", wanted=words, found=_kind(error.instance))


def _choice(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    choices = error.validator_value if error.validator == "enum" else [error.validator_value]
    hint = did_you_mean(error.instance, choices)
    yield problem(
        located, path, "not_a_choice", value=_shown(error.instance), choices=", ".join(choices), hint=hint
    )


def _pattern(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    pattern = error.validator_value
    code = (
        "not_a_day"
        if pattern.endswith("-[0-9]{2}$")
        else "not_a_month"
        if pattern.startswith("^(19|20)")
        else "not_a_prefix"
        if "A-Z" in pattern
        else "not_a_code"
    )
    yield problem(located, path, code, value=_shown(error.instance))


def _bound(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    code = {"minimum": "too_small", "exclusiveMinimum": "not_above", "maximum": "too_large"}[error.validator]
    yield problem(located, path, code, value=error.instance, bound=error.validator_value)


def _length(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    code = {
        "minItems": "too_few",
        "maxItems": "too_many",
        "minLength": "empty_text",
        "maxLength": "too_long",
    }[error.validator]
    yield problem(located, path, code, bound=error.validator_value, found=len(error.instance))


def _repeated(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    seen = []
    for index, value in enumerate(error.instance):
        if value in seen:
            yield problem(located, (*path, index), "said_twice", value=_shown(value))
        seen.append(value)


def _halves(located: Located, path: Path, error: Any) -> Iterator[Problem]:
    yield problem(located, path, "not_half_months", value=error.instance)


_BY_KEYWORD: dict[str, Callable[[Located, Path, Any], Iterator[Problem]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    "minimum": _bound,
    "exclusiveMinimum": _bound,
    "maximum": _bound,
    "minItems": _length,
    "maxItems": _length,
    "minLength": _length,
    "maxLength": _length,
    "uniqueItems": _repeated,
    "multipleOf": _halves,
}


def _type_words(kind: str) -> str:
    return {
        "string": _("en tekst"),
        "integer": _("et helt tall"),
        "number": _("et tall"),
        "boolean": _("true eller false"),
        "array": _("en liste"),
        "object": _("en samling av nøkkelord"),
        "null": _("null"),
    }[kind]


def _kind(value: Any) -> str:
    """What kind of value stands there, in words."""
    if value is None:
        return _("ingenting")
    for kinds, word in (
        (bool, "boolean"),
        (int, "integer"),
        (float, "number"),
        (str, "string"),
        (list, "array"),
    ):
        if isinstance(value, kinds):
            return _type_words(word)
    return _type_words("object")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
