"""Why changes go together, and what was taken of a choice, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from borealis.plans.rules.months import first_day, last_day, month_text
from borealis.plans.rules.parts import Part, Tie
from borealis.plans.rules.positions import is_position
from borealis.plans.words import place_word
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.words import month_span


def part_words(part: Part, names: Mapping[str, str], document: ProgrammeDocument | None) -> str:
    """Why those of a part go together, who must come along, or for whom they go; "" for one who goes alone."""
    said = []
    if len(part.members) > 1:
        where = ties_words(part.ties, document)
        said.append(_("Hører sammen. Hver for seg: %(where)s.") % {"where": where})
    if part.needs:
        facts = {"names": names_of(part.needs, names), "where": ties_words(part.because, document)}
        said.append(_("Tar også med %(names)s. Ellers: %(where)s.") % facts)
    if part.for_whom:
        facts = {"names": names_of(part.for_whom, names), "where": ties_words(part.because, document)}
        said.append(_("Gir plass til %(names)s. Ellers: %(where)s.") % facts)
    return " ".join(said)


def ties_words(ties: Iterable[Tie], document: ProgrammeDocument | None) -> str:
    """What would go wrong where, for each arena the first time."""
    first: dict[str, Tie] = {}
    for tie in ties:
        first.setdefault(tie.arena, tie)
    return ", ".join(_tie_words(tie, document) for tie in first.values())


def _tie_words(tie: Tie, document: ProgrammeDocument | None) -> str:
    words = _("for mange på %(arena)s %(months)s") if tie.is_over else _("for få på %(arena)s %(months)s")
    months = month_span(first_day(month_text(tie.first)), last_day(month_text(tie.last)))
    return words % {"arena": place_word(tie.arena, document), "months": months}


def must_words(found: Sequence[Part], names: Mapping[str, str]) -> str:
    """Whose changes are taken in any case; "" for nobody. Whoever is not engaged yet has no plan to change."""
    must = names_of((pk for part in found if part.must for pk in part.members if not is_position(pk)), names)
    if not must:
        return ""
    return _("Alltid med: %(names)s. Uten de endringene holder ikke planene alle regler.") % {"names": must}


def in_parts_words(facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What was left out of a proposal that is a part of a choice, and who came along; "" for a whole one."""
    said = []
    if came := names_of(facts.get("came_along", ()), names):
        said.append(
            _("Også tatt med, fordi en arena ellers ville fått for mange eller for få: %(names)s.")
            % {"names": came}
        )
    if left := names_of(facts.get("left_out", ()), names):
        said.append(_("Ikke tatt med, planen i kraft står: %(names)s.") % {"names": left})
    return " ".join(said)


def names_of(ids: Iterable[str], names: Mapping[str, str]) -> str:
    """The names of those who are known, in the order given."""
    return ", ".join(names[pk] for pk in ids if pk in names)
