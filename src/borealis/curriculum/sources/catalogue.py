"""Reading goal sets and specialties from our own YAML files, with the line of whatever is wrong."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from django.utils.translation import gettext as _

from borealis.curriculum.rules import (
    GoalText,
    GroupText,
    Names,
    ReplacementText,
    SetText,
    SpecialtyText,
)
from borealis.curriculum.sources.problem import SourceProblem
from borealis.shell.located import LOADER

DATA = Path(__file__).parent.parent / "data"
SCHEMAS = {
    "borealis/specialties/1": DATA / "schema" / "specialties.json",
    "borealis/goal-set/1": DATA / "schema" / "goal-set.json",
}
DEEPEST = 20
Lines = dict[tuple[str | int, ...], int]


def shipped_files() -> list[Path]:
    """The files that come with Borealis, the specialties first."""
    return sorted(DATA.glob("*.yaml"), key=lambda path: (path.stem != "specialties", path.name))


@functools.cache
def shipped_digest() -> str:
    """SHA-256 over the shipped files, to see cheaply whether the stored ones are older."""
    digest = hashlib.sha256()
    for path in shipped_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_shipped() -> tuple[list[SpecialtyText], list[SetText]]:
    """Everything that comes with Borealis."""
    specialties: list[SpecialtyText] = []
    sets: list[SetText] = []
    for path in shipped_files():
        content = read(path.read_text(encoding="utf-8"), path.name)
        if isinstance(content, SetText):
            sets.append(content)
        else:
            specialties.extend(content)
    return specialties, sets


def read(text: str, file: str) -> SetText | list[SpecialtyText]:
    """One catalogue file. Raises ``SourceProblem`` for anything that is not as the schema says."""
    value, lines = _located(text, file)

    def fail(path: tuple[str | int, ...], message: str) -> SourceProblem:
        at = path
        while at not in lines:
            at = at[:-1]
        return SourceProblem(file, lines[at], message)

    form = value.get("format") if isinstance(value, dict) else None
    if form not in SCHEMAS:
        raise fail((), _("Filen må begynne med «format: %(formats)s».") % {"formats": _or(SCHEMAS)})
    errors = sorted(_validator(form).iter_errors(value), key=_order)
    if errors:
        path = (*errors[0].absolute_path, *_unknown(errors[0])[:1])
        where = ".".join(str(step) for step in errors[0].absolute_path)
        raise fail(path, f"{where}: {_expected(errors[0])}" if where else _expected(errors[0]))
    try:
        return _goal_set(value, fail) if form == "borealis/goal-set/1" else _specialties(value, fail)
    except _NotADay as wrong:
        line = next((n for n, row in enumerate(text.splitlines(), 1) if str(wrong) in row), 1)
        raise SourceProblem(file, line, _("«%(text)s» er ikke en dato.") % {"text": wrong}) from None


def _twice(what: str) -> str:
    return _("«%(what)s» står to ganger.") % {"what": what}


def _or(words: Iterable[str]) -> str:
    return _(" eller ").join(words)


def _order(error: Any) -> tuple[bool, str]:
    """Unknown keys first: a misspelt key is also a missing one."""
    return error.validator != "additionalProperties", str(error.absolute_path)


def _known(error: Any) -> list[str]:
    languages = ("nb", "nn", "en") if "patternProperties" in error.schema else ()
    return [*error.schema.get("properties", {}), *languages]


def _unknown(error: Any) -> list[str]:
    """The keys that the schema does not know, when that is the error."""
    if error.validator != "additionalProperties":
        return []
    return [key for key in error.instance if key not in _known(error)]


def _expected(error: Any) -> str:
    """What the schema asks for, in words."""
    match error.validator:
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            return _("Mangler «%(keys)s».") % {"keys": ", ".join(missing)}
        case "additionalProperties":
            return _("Ukjent nøkkel «%(keys)s». Kjente: %(known)s.") % {
                "keys": ", ".join(_unknown(error)),
                "known": ", ".join(_known(error)),
            }
        case "const" | "enum":
            allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
            return _("Verdien skal være %(allowed)s.") % {"allowed": _or(str(value) for value in allowed)}
        case "maxLength":
            return _("Teksten er for lang; høyst %(limit)s tegn.") % {"limit": error.validator_value}
        case "minLength" | "minItems":
            return _("Kan ikke være tom.")
        case _:
            return _("«%(value)s» har ikke riktig form.") % {"value": str(error.instance)[:60]}


class _NotADay(ValueError):
    pass


@functools.cache
def _validator(form: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMAS[form].read_text(encoding="utf-8")))


def _located(text: str, file: str) -> tuple[Any, Lines]:
    """The value of a YAML text, and the line of everything in it. Days stay text; no aliases, so that a
    short file cannot unfold into a huge one."""
    lines: Lines = {(): 1}
    try:
        depth = 0
        for event in yaml.parse(text, Loader=LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise SourceProblem(file, line, _("Henvisninger (*navn) er ikke tillatt."))
            if depth > DEEPEST:
                raise SourceProblem(file, line, _("Filen er nøstet for dypt."))
        node = yaml.compose(text, Loader=LOADER)
        return (_value(node, (), lines, file) if node is not None else None), lines
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or ""
        raise SourceProblem(
            file, mark.line + 1 if mark else 1, _("Ikke gyldig YAML: %(problem)s.") % {"problem": problem}
        ) from None


def _value(node: yaml.Node, path: tuple[str | int, ...], lines: Lines, file: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key, child in node.value:
            if key.value in result:
                raise SourceProblem(file, key.start_mark.line + 1, _twice(key.value))
            result[key.value] = _value(child, (*path, key.value), lines, file)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in ("true", "yes", "on")
    return node.value


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _NotADay(text) from None


def _day_or_unknown(text: str | None) -> dt.date | None:
    return None if text is None else _day(text)


def _names(texts: dict[str, str] | None) -> Names:
    return Names(**{key: text.strip() for key, text in (texts or {"nb": ""}).items()})


Fail = Callable[[tuple[str | int, ...], str], SourceProblem]


def _specialties(value: dict[str, Any], fail: Fail) -> list[SpecialtyText]:
    rows = value["specialties"]
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row["code"] in seen:
            raise fail(("specialties", index, "code"), _twice(row["code"]))
        seen.add(row["code"])
    return [
        SpecialtyText(
            code=row["code"],
            chapter=row["chapter"],
            name=_names(row["name"]),
            part2=row.get("part2", ""),
            in_force_from=_day_or_unknown(row.get("in_force_from")),
            in_force_to=_day_or_unknown(row.get("in_force_to")),
            verified=row.get("verified", True),
            note=_names(row.get("note")),
            earlier_names=tuple(
                (_names(name["name"]), _day(name["in_force_to"])) for name in row.get("earlier_names", [])
            ),
        )
        for row in rows
    ]


def _goal_set(value: dict[str, Any], fail: Fail) -> SetText:
    first, last = _day_or_unknown(value["in_force_from"]), _day_or_unknown(value["in_force_to"])
    if first and last and last < first:
        raise fail(("in_force_to",), _("Siste dag står før første dag."))
    seen: set[str] = set()
    for g, group in enumerate(value["groups"]):
        for n, goal in enumerate(group["goals"]):
            if goal["id"] in seen:
                raise fail(("groups", g, "goals", n, "id"), _twice(goal["id"]))
            if not goal["id"].startswith(value["prefix"] + "-"):
                raise fail(
                    ("groups", g, "goals", n, "id"),
                    _("%(id)s har et annet prefiks enn settet.") % {"id": goal["id"]},
                )
            seen.add(goal["id"])
    for n, row in enumerate(value.get("replaces", [])):
        if row["newer"] not in seen:
            raise fail(
                ("replaces", n, "newer"),
                _("%(id)s er ikke et læringsmål i dette settet.") % {"id": row["newer"]},
            )
    return SetText(
        code=value["code"],
        prefix=value["prefix"],
        specialty=value["specialty"] or "",
        name=_names(value["name"]),
        part=value["part"],
        common=value["common"],
        in_force_from=first,
        in_force_to=last,
        act=value.get("act") or "",
        source=value["source"],
        author=value["author"],
        reviewed_on=_day(value["reviewed_on"]),
        note=_names(value.get("note")),
        replaces=tuple(
            ReplacementText(
                older_set=row["older"].partition("/")[0],
                older=row["older"].partition("/")[2],
                newer=row["newer"],
                source=row["source"],
            )
            for row in value.get("replaces", [])
        ),
        groups=tuple(
            GroupText(group["code"], _names(group["name"]), tuple(_goal(goal) for goal in group["goals"]))
            for group in value["groups"]
        ),
    )


def _goal(value: dict[str, Any]) -> GoalText:
    parts = (part.split(" ") for part in value["requirements"])
    return GoalText(
        code=value["id"],
        title=_names(value["title"]),
        levels=tuple((kind, int(level)) for kind, level in parts),
        stage=value.get("stage", ""),
    )
