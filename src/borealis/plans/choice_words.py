"""What a plan takes of what the programme lets one choose, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from borealis.plans.rules.content import PlanContent
from borealis.plans.words import phase_word
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.language import text_in


def chosen_of(solution: Mapping[str, Any], trainee: int) -> Mapping[str, Sequence[str]]:
    """For each choice that a trainee had left, by its id, the phases that the planner took."""
    row: Mapping[str, Any] = next((row for row in solution["trainees"] if row["id"] == str(trainee)), {})
    chosen: Mapping[str, Sequence[str]] = row.get("chosen") or {}
    return chosen


def planned_of(content: PlanContent, document: ProgrammeDocument) -> dict[str, list[str]]:
    """For each choice, by its id, the phases of it that a plan takes."""
    return {
        choice.id: [code for code in choice.phases if code in content.phases] for choice in document.choices
    }


def chosen_words(chosen: Mapping[str, Sequence[str]], document: ProgrammeDocument | None) -> list[str]:
    """One line for each choice of which something is taken: "Fordypning: PET og CT"."""
    lines = []
    for choice in document.choices if document else ():
        names = [phase_word(code, document) for code in chosen.get(choice.id, ())]
        if names:
            lines.append(f"{text_in(choice.name)}: {_listed(names)}")
    return lines


def _listed(names: Sequence[str]) -> str:
    *head, last = names
    return _("%(first)s og %(last)s") % {"first": ", ".join(head), "last": last} if head else last
