"""Positions that are not filled, in the reader's language."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.plans.rules.months import first_day, last_day
from borealis.plans.rules.positions import HeldMinimum, Position
from borealis.plans.words import place_word
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.words import month_span, month_year, months_long


def position_word(found: Position) -> str:
    """What one position is called: by its month, and by number where several have it."""
    month = month_year(first_day(found.first))
    if found.of == 1:
        return _("Stilling fra %(month)s") % {"month": month}
    return _("Stilling %(number)s av %(of)s fra %(month)s") % {
        "number": found.number,
        "of": found.of,
        "month": month,
    }


def should_have_begun(name: str) -> str:
    """A position whose month is over."""
    return _("%(name)s (skulle ha begynt)") % {"name": name}


def expected_sentence(positions: int) -> str:
    """How many are expected in all."""
    if not positions:
        return _("Ingen ventede startere er ført opp.")
    words = ngettext(
        "%(n)s stilling er ikke besatt. Nye forslag til planer holder av plass.",
        "%(n)s stillinger er ikke besatt. Nye forslag til planer holder av plass.",
        positions,
    )
    return words % {"n": positions}


def overdue_words(planned_from: dt.date) -> str:
    """That somebody should have begun, and what the plans do then."""
    return _("Skulle ha begynt. Planene regner med stillingen fra %(month)s.") % {
        "month": month_year(planned_from)
    }


def room_words(positions: int) -> str:
    """What the plans of a proposal count with."""
    words = ngettext(
        "Planene holder av plass til %(n)s stilling som ikke er besatt. Den får ingen plan når forslaget godtas.",
        "Planene holder av plass til %(n)s stillinger som ikke er besatt. De får ingen plan når forslaget godtas.",
        positions,
    )
    return words % {"n": positions}


def counted_words(positions: int) -> str:
    """That what is computed counts with positions; "" where there are none."""
    if not positions:
        return ""
    words = ngettext(
        "Regnet med %(n)s stilling som ikke er besatt.",
        "Regnet med %(n)s stillinger som ikke er besatt.",
        positions,
    )
    return words % {"n": positions}


def positions_left_out(positions: int) -> str:
    """That a computation of plans in force has no positions in it; "" where there are none."""
    if not positions:
        return ""
    words = ngettext(
        "%(n)s stilling som ikke er besatt, er ikke med: den har ingen plan i bruk.",
        "%(n)s stillinger som ikke er besatt, er ikke med: de har ingen plan i bruk.",
        positions,
    )
    return words % {"n": positions}


def given_up_words(months: int | None) -> str:
    """How much later the doctors finish because of the positions; "" where nobody has found that out."""
    if months is None:
        return ""
    if not months:
        return _("Uten dem fant vi heller ingen plan som gjør legene tidligere ferdige.")
    return _("Uten dem kunne legene til sammen vært ferdige %(months)s tidligere.") % {
        "months": months_long(months)
    }


def minimum_words(found: HeldMinimum, document: ProgrammeDocument | None) -> str:
    """Where an arena has enough only with somebody who is not there yet."""
    return _("%(arena)s har nok leger %(months)s bare hvis en slik stilling er besatt.") % {
        "arena": place_word(found.arena, document),
        "months": month_span(first_day(found.first), last_day(found.last)),
    }
