"""Reading a file of organisations: what it says, or every problem with its line and how to mend it."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import jsonschema
from django.utils.translation import gettext as _

from borealis.organisations.rules import Fault, faults_in
from borealis.shell.located import Located, Path, Problem, path_text, read_located


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    file = resources.files("borealis.organisations") / "data" / "organisations.schema.json"
    return jsonschema.Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


def read_organisations(
    data: bytes | str, stored: Mapping[str, str | None]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The checked content of a file, or None and its problems. ``stored``: parents of stored bodies."""
    located, problems = read_located(data)
    if located is None:
        return None, problems
    problems = [*problems, *(_shape(located, error) for error in _validator().iter_errors(located.content))]
    if not problems:
        content = located.content
        faults = faults_in(content["organisations"], content.get("relations") or (), stored)
        problems = [_sense(located, fault) for fault in faults]
    if problems:
        return None, sorted(problems, key=lambda p: (p.line, p.column))
    return located.content, []


def _shape(located: Located, error: Any) -> Problem:
    path: Path = tuple(error.absolute_path)
    properties = error.schema.get("properties", {})
    if error.validator == "required":
        missing = [key for key in error.schema["required"] if key not in error.instance]
        message = _("Her mangler: %(keys)s.") % {"keys": ", ".join(missing)}
        return _problem(located, path, "missing_key", message, _("Legg til det som mangler."))
    if error.validator == "additionalProperties":
        unknown = [key for key in error.instance if key not in properties]
        message = _("Ukjent nøkkelord: %(keys)s.") % {"keys": ", ".join(map(str, unknown))}
        choices = ", ".join(properties)
        return _problem(
            located,
            (*path, unknown[0]),
            "unknown_key",
            message,
            _("Her kan stå: %(choices)s.") % {"choices": choices},
        )
    if error.validator in ("enum", "const"):
        given = error.validator_value
        choices = ", ".join(given if isinstance(given, list) else [given])
        message = _("«%(value)s» er ikke et av valgene.") % {"value": str(error.instance)[:60]}
        how = _("Velg mellom: %(choices)s.") % {"choices": choices}
        return _problem(located, path, "not_a_choice", message, how)
    message = _("«%(value)s» kan ikke stå her.") % {"value": str(error.instance)[:60]}
    return _problem(located, path, "wrong_value", message, _("Se beskrivelsen av formatet."))


def _sense(located: Located, fault: Fault) -> Problem:
    message, how = {
        "said_twice": (
            _("Koden «%(value)s» står to ganger."),
            _("Gi hver organisasjon sin egen kode."),
        ),
        "unknown_organisation": (
            _("Organisasjonen «%(value)s» finnes ikke her og står ikke i filen."),
            _("Legg den til i filen, eller rett koden."),
        ),
        "inside_itself": (
            _("«%(value)s» ligger inne i seg selv."),
            _("Følg «parent» oppover, og rett den som peker tilbake."),
        ),
    }[fault.code]
    return _problem(located, (*fault.entry, fault.key), fault.code, message % {"value": fault.value}, how)


def _problem(located: Located, path: Path, code: str, message: str, how: str) -> Problem:
    line, column = located.place(path)
    return Problem(line, column, path_text(path), code, message, how)
