"""The content of an activity: checked before it is stored, compared when it is sent again."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.organisations.queries import arenas
from borealis.people.actions.refusals import Refusals, check_days, check_text
from borealis.portfolio.activities.rules import LONGEST_NOTE, LONGEST_PLACE, LONGEST_TITLE, MOST_AT_ONCE
from borealis.portfolio.activities.terms import Terms
from borealis.portfolio.activities.wording import FIELD_WORDS
from borealis.portfolio.models import Activity
from borealis.programmes.rules import ACTIVITY_KINDS

_SAY_WHAT = gettext_lazy("Skriv hva du gjorde, med noen få ord.")


@dataclass(frozen=True)
class Content:
    """What an activity says. ``goals`` None: those that its template names; () is none at all."""

    kind: str = ""
    template: str = ""
    title: str = ""
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    arena: str = ""
    place: str = ""
    count: int = 1
    note: str = ""
    goals: Sequence[int] | None = None


@dataclass(frozen=True)
class Checked:
    """Sound content, as columns of the row and keys of goals."""

    columns: dict[str, Any]
    goals: frozenset[int]


def check(content: Content, terms: Terms, now: dt.datetime, *, kept_template: str = "") -> Checked:
    """The content as it can be stored, or a ValidationError with a message for each field.

    A template gives kind, title and goals where they are not said. ``kept_template`` may stay although the
    programme has dropped it since.
    """
    refusals = Refusals()
    template = terms.template(content.template)
    unknown = template is None and content.template not in ("", kept_template)
    if unknown:
        refusals.add("template", _("Aktiviteten finnes ikke i programmet lenger. Velg en annen."))
    kind = template.kind if template else content.kind
    if kind not in ACTIVITY_KINDS and not unknown:
        refusals.add("kind", _("Velg hva slags aktivitet det er."))
    title = content.title.strip() or (template.name if template else "")
    goals = content.goals if content.goals is not None else (template.goals if template else ())
    columns = {
        "kind": kind,
        "template": content.template,
        "title": check_text(
            refusals, "title", title, LONGEST_TITLE, needed="" if unknown else str(_SAY_WHAT)
        ),
        "from_day": _day(refusals, content, now),
        "to_day": content.to_day if content.to_day != content.from_day else None,
        "arena_id": _arena(refusals, content.arena),
        "place": check_text(refusals, "place", content.place, LONGEST_PLACE),
        "count": _count(refusals, content.count),
        "note": _note(refusals, content.note),
    }
    checked = Checked(columns, _goals(refusals, goals, terms))
    refusals.stop()
    return checked


def _day(refusals: Refusals, content: Content, now: dt.datetime) -> dt.date | None:
    """The first day, which has been; a plan for later belongs in the individual plan."""
    if content.from_day is None:
        refusals.add("from_day", _("Skriv en dato, for eksempel 3.12.2026."))
        return None
    check_days(refusals, ("from_day", content.from_day), ("to_day", content.to_day), now)
    today = timezone.localdate(now)
    for field, day in (("from_day", content.from_day), ("to_day", content.to_day)):
        if day is not None and day > today and field not in refusals.found:
            refusals.add(
                field, _("Skriv en dag som har vært. Det som ikke er gjort ennå, kan ikke føres opp.")
            )
    return content.from_day


def _arena(refusals: Refusals, code: str) -> int | None:
    if not code:
        return None
    found = arenas([code]).get(code)
    if found is None:
        refusals.add("arena", _("Velg en læringsarena fra listen."))
    return found.pk if found else None


def _count(refusals: Refusals, count: int) -> int:
    if not 1 <= count <= MOST_AT_ONCE:
        refusals.add("count", _("Skriv et helt tall fra 1 til %(most)d.") % {"most": MOST_AT_ONCE})
    return count


def _note(refusals: Refusals, note: str) -> str:
    """A text of several lines; other signs that cannot be seen are refused."""
    note = unicodedata.normalize("NFC", note.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in note if sign not in "\n\t"):
        refusals.add("note", _("Teksten har et usynlig styretegn. Skriv den på nytt."))
    if len(note) > LONGEST_NOTE:
        words = {"length": len(note), "longest": LONGEST_NOTE}
        refusals.add("note", _("Teksten er på %(length)d tegn. Forkort den til høyst %(longest)d.") % words)
    return note


def _goals(refusals: Refusals, goals: Iterable[int], terms: Terms) -> frozenset[int]:
    chosen, followed = frozenset(goals), {goal.pk for goal in terms.goals}
    if not chosen <= followed:
        refusals.add("goals", _("Velg bare mål blant læringsmålene som legen følger."))
    return chosen


def says_the_same(row: Activity, checked: Checked) -> bool:
    """Whether a stored activity says exactly this."""
    columns = all(getattr(row, name) == value for name, value in checked.columns.items())
    return columns and frozenset(row.goals.values_list("pk", flat=True)) == checked.goals


def as_it_stands(row: Activity) -> dict[str, Any]:
    """What is stored now, by the names of the fields of the form."""
    return {
        "kind": row.kind,
        "template": row.template,
        "title": row.title,
        "from_day": row.from_day,
        "to_day": row.to_day,
        "arena": row.arena.code if row.arena else "",
        "place": row.place,
        "count": row.count,
        "note": row.note,
        "goals": sorted(row.goals.values_list("pk", flat=True)),
        "state": row.state,
        "version": row.version,
    }


def changed_fields(row: Activity, checked: Checked) -> list[str]:
    """Which fields a new content changes, by name; for the record."""
    names = [
        name.removesuffix("_id") for name, value in checked.columns.items() if getattr(row, name) != value
    ]
    goals = frozenset(row.goals.values_list("pk", flat=True)) != checked.goals
    return [*names, *(["goals"] if goals else [])]


def named(refused: ValidationError, what: str) -> ValidationError:
    """Messages of one of many activities, with its name before each, and the name of its field."""
    texts = [
        f"{what}: {text}"
        if field in ("count", "template")
        else f"{what}, {FIELD_WORDS.get(field, field)}: {text}"
        for field, found in refused.message_dict.items()
        for text in found
    ]
    return ValidationError({"entries": texts})
