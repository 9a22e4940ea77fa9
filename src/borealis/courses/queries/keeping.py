"""What those who keep the catalogue see of a list before it is taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.courses.queries.preview import Preview
from borealis.courses.wording import FIELD_WORDS
from borealis.organisations.queries import name_of, organisations
from borealis.people.queries import Viewer


def owners_of(viewer: Viewer) -> dict[int, str]:
    """The bodies for which the viewer adds courses, by name: those where the role is held."""
    own = viewer.places_with("edit_courses")
    rows = [row for row in organisations().values() if row.pk in own]
    return {row.pk: name_of(row) for row in sorted(rows, key=name_of)}


def list_text(text: str) -> str:
    """A text without the one line break that a form puts first or drops."""
    return text.replace("\r\n", "\n").strip("\n") + "\n"


def preview_rows(preview: Preview, text: str) -> dict[str, Any]:
    """Problems with their lines, or what each course would change, in words."""
    lines = text.splitlines()
    return {
        "problems": [
            (problem, lines[problem.line - 1].strip()[:120] if problem.line <= len(lines) else "")
            for problem in preview.problems
        ],
        "changes": [
            {
                "name": after["name"]["nb"],
                "new": preview.before[code] is None,
                "words": _changes(preview.before[code], after),
            }
            for code, after in preview.after.items()
        ],
        "same": preview.same,
        "ready": preview.ready,
    }


def _changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """What changes in one course: its fields by name, and how many dates."""
    old = before["dates"] if before else {}
    new = [first for first in after["dates"] if first not in old]
    moved = [first for first, said in after["dates"].items() if first in old and old[first] != said]
    parts = [str(FIELD_WORDS[key]) for key in FIELD_WORDS if before and before[key] != after[key]]
    if before and before["retired"]:
        parts.append(_("i katalogen igjen"))
    if new:
        parts.append(ngettext("%(n)s ny dato", "%(n)s nye datoer", len(new)) % {"n": len(new)})
    if moved:
        parts.append(ngettext("%(n)s endret dato", "%(n)s endrede datoer", len(moved)) % {"n": len(moved)})
    return ", ".join(parts)
