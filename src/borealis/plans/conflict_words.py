"""What makes a phase impossible, and what a head can change, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from borealis.plans.rules.content import Unplaced
from borealis.plans.rules.months import first_day, last_day
from borealis.plans.rules.outcome import Impossible, Obstacle
from borealis.plans.words import phase_word, place_word, unplaced_word
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.words import month_span, month_year


def why_unplaced(part: Unplaced, found: Sequence[Impossible], document: ProgrammeDocument | None) -> str:
    """Why months of a phase have no place: the facts where they are known, otherwise the planner's own reason."""
    known = next((one for one in found if one.phase == part.phase), None)
    return (impossible_words(known, document) if known else "") or unplaced_word(part.reason)


def impossible_words(found: Impossible, document: ProgrammeDocument | None) -> str:
    """What cannot be, why, and what to change; "" where it is possible, or nobody knows why not."""
    if not found.facts:
        return ""
    why = _("Kan ikke plasseres fordi %(facts)s.") % {"facts": _listed(found.facts, document)}
    return f"{why} {_help(found, document)}"


def _help(found: Impossible, document: ProgrammeDocument | None) -> str:
    if not found.enough:
        return _("Dette må endres samtidig: %(facts)s.") % {"facts": _listed(found.together, document)}
    if found.enough == found.facts:
        return _("Det holder å endre det.") if len(found.facts) == 1 else _("Det holder å endre én av dem.")
    if len(found.enough) == 1:
        return _("Det holder å endre dette: %(facts)s.") % {"facts": _listed(found.enough, document)}
    return _("Det holder å endre én av disse: %(facts)s.") % {"facts": _listed(found.enough, document)}


def _listed(facts: Sequence[Obstacle], document: ProgrammeDocument | None) -> str:
    *head, last = [obstacle_words(fact, document) for fact in facts]
    return _("%(first)s og %(last)s") % {"first": ", ".join(head), "last": last} if head else last


def obstacle_words(fact: Obstacle, document: ProgrammeDocument | None) -> str:
    """One fact as a part of a sentence. A colleague is not named: the trainee reads this too."""
    texts = {
        "window": _("%(phase)s er ønsket %(months)s"),
        "agreement": _("%(phase)s er avtalt ved %(arena)s %(months)s"),
        "leave": _("legen er borte %(months)s"),
        "order": _("%(phase)s kommer etter %(after)s"),
        "places": _("%(arena)s er fullt %(months)s"),
        "others_agreement": _("en kollega har avtalt plass ved %(arena)s %(months)s"),
        "calendar": _("planene ikke regnes ut lenger fram"),
        "stints": _("opphold i %(phase)s har en korteste og en lengste tid"),
    }
    return texts[fact.kind] % {
        "phase": phase_word(fact.phase or "", document),
        "arena": place_word(fact.arena or "", document),
        "after": phase_word(fact.after or "", document),
        "months": _months(fact),
    }


def _months(fact: Obstacle) -> str:
    if fact.first and fact.last:
        return month_span(first_day(fact.first), last_day(fact.last))
    if fact.first:
        return _("fra %(month)s") % {"month": month_year(first_day(fact.first))}
    return _("til %(month)s") % {"month": month_year(first_day(fact.last))} if fact.last else ""
