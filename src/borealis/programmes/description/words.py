"""Small turns of phrase in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def joined(words: Iterable[str]) -> str:
    """A list in a sentence: "Tromsø, Harstad og Narvik"."""
    *first, last = [*words] or [""]
    return _("%(first)s og %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def day_words(day: dt.date) -> str:
    """A day in a sentence: "1. mars 2026"."""
    return formats.date_format(day, "DATE_FORMAT")


def small(name: str) -> str:
    """A name as it stands inside a sentence: "Nukleærmedisin" becomes "nukleærmedisin"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def goals_counted(count: int) -> str:
    """ "1 læringsmål", "74 læringsmål"."""
    return ngettext("%(count)d læringsmål", "%(count)d læringsmål", count) % {"count": count}


def places_counted(count: int) -> str:
    """ "1 plass", "3 plasser"."""
    return ngettext("%(count)d plass", "%(count)d plasser", count) % {"count": count}


def individual_sessions(count: int) -> str:
    """ "8 individuelle veiledninger"."""
    return ngettext("%(count)d individuell veiledning", "%(count)d individuelle veiledninger", count) % {
        "count": count
    }


def group_sessions(count: int) -> str:
    """ "2 gruppeveiledninger"."""
    return ngettext("%(count)d gruppeveiledning", "%(count)d gruppeveiledninger", count) % {"count": count}


def role_at(role: str, place: str) -> str:
    """A role at a place: "leder av PET-senteret"."""
    words = {
        "head": _("leder av %(place)s"),
        "training_lead": _("utdanningsansvarlig overlege ved %(place)s"),
        "training_coordinator": _("utdanningskoordinator ved %(place)s"),
    }
    return words[role] % {"place": place}
