"""The forms that can be used now: those that come with Borealis, and the hospital's own.

A hospital's own lie in ``BOREALIS_HOME/forms/*.yaml``. One with the code of a shipped form takes its place;
one that does not read is left out, and ``borealis form list`` tells why. A form in use may be changed or taken
away at any time: what has been answered is shown in its own wording, kept by digest (``FormWording``).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

from borealis.portfolio.assessment.reading import DATA, read_form
from borealis.portfolio.assessment.rules import Form, digest_of, form_of
from borealis.shell.located import Problem

NOT_FORMS = ("scales.yaml",)


@dataclass(frozen=True)
class Listed:
    """A form with its digest and where it comes from ("" when it came with Borealis)."""

    form: Form
    digest: str
    content: Mapping[str, Any]
    file: str = ""


@dataclass(frozen=True)
class Broken:
    """A file that does not read as a form."""

    file: str
    problems: tuple[Problem, ...]


@functools.cache
def shipped_forms() -> Mapping[str, Listed]:
    """The forms that come with Borealis, by code."""
    found = {}
    folder = resources.files(DATA) / "data"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml") or file.name in NOT_FORMS:
            continue
        content, problems = read_form(file.read_bytes())
        if content is None:
            raise ValueError(f"{file.name}: {problems}")
        found[content["code"]] = Listed(form_of(content), digest_of(content), content)
    return found


def own_folder() -> Path:
    """Where a hospital's own forms lie."""
    return Path(settings.HOME) / "forms"


def own_forms() -> tuple[dict[str, Listed], list[Broken]]:
    """The hospital's own forms by code, and the files that do not read."""
    found: dict[str, Listed] = {}
    broken = []
    for path in sorted(own_folder().glob("*.yaml")):
        stamp = path.stat()
        read = _own(path, stamp.st_mtime_ns, stamp.st_size)
        if isinstance(read, Broken):
            broken.append(read)
        else:
            found[read.form.code] = read
    return found, broken


@functools.lru_cache(maxsize=200)
def _own(path: Path, changed: int, size: int) -> Listed | Broken:
    """A file, read again only when it has changed."""
    content, problems = read_form(path.read_bytes())
    if content is None:
        return Broken(path.name, tuple(problems))
    return Listed(form_of(content), digest_of(content), content, path.name)


def forms(use: str = "assessment") -> dict[str, Listed]:
    """The forms in use, by code: the shortest first, then by name."""
    every = {**shipped_forms(), **own_forms()[0]}
    chosen = [listed for listed in every.values() if listed.form.use == use]
    chosen.sort(key=lambda listed: (bool(listed.form.questions), listed.form.name["nb"]))
    return {listed.form.code: listed for listed in chosen}


def form_in_use(code: str, use: str = "assessment") -> Listed | None:
    """The form with a code as it is now, or None."""
    return forms(use).get(code)
