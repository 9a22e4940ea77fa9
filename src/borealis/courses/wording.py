"""Words of courses that several pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from borealis.shell.words import day_month

STATE_WORDS: Mapping[str, Promise] = {
    "wished": gettext_lazy("Ønsket, venter på fri"),
    "approved": gettext_lazy("Fri er godkjent, ikke søkt"),
    "applied": gettext_lazy("Søkt"),
    "placed": gettext_lazy("Har plass"),
    "waiting": gettext_lazy("På venteliste"),
    "completed": gettext_lazy("Fullført"),
    "declined": gettext_lazy("Fikk ikke fri"),
    "withdrawn": gettext_lazy("Trukket"),
}
SHORT_WORDS: Mapping[str, Promise] = {
    "wished": gettext_lazy("Ønsket"),
    "approved": gettext_lazy("Fri godkjent"),
    "applied": gettext_lazy("Søkt"),
    "placed": gettext_lazy("Fikk plass"),
    "waiting": gettext_lazy("Venteliste"),
    "completed": gettext_lazy("Fullført"),
    "declined": gettext_lazy("Fikk ikke fri"),
    "withdrawn": gettext_lazy("Trukket"),
}
STATE_COLOURS: Mapping[str, str] = {
    "placed": "accent",
    "completed": "success",
    "declined": "neutral",
    "withdrawn": "neutral",
}
STATE_ICONS: Mapping[str, str] = {
    "wished": "clock",
    "approved": "arrow",
    "applied": "clock",
    "placed": "check",
    "waiting": "clock",
    "completed": "check",
    "declined": "cross",
    "withdrawn": "cross",
}
FIELD_WORDS: Mapping[str, Promise] = {
    "name": gettext_lazy("navn"),
    "provider": gettext_lazy("arrangør"),
    "specialties": gettext_lazy("spesialiteter"),
    "goals": gettext_lazy("læringsmål"),
    "hours": gettext_lazy("timer"),
    "recurrence_months": gettext_lazy("hvor ofte"),
    "address": gettext_lazy("nettadresse"),
}


def span_words(first: dt.date, last: dt.date) -> str:
    """Days of a course: "14. mars 2027", "14.–16. mars 2027", "30. mars – 2. april 2027"."""
    if first == last:
        return f"{day_month(first)} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        dot = "" if (get_language() or "nb").startswith("en") else "."
        return f"{first.day}{dot}–{day_month(last)} {last.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{day_month(first)}{year} – {day_month(last)} {last.year}"


def recurrence_words(months: int) -> str:
    """How often a course comes."""
    if months <= 0:
        return ""
    if months % 12:
        return _("hver måned") if months == 1 else _("hver %(n)s. måned") % {"n": months}
    years = months // 12
    if years == 1:
        return _("hvert år")
    return _("annethvert år") if years == 2 else _("hvert %(n)s. år") % {"n": years}


def fault_words(code: str) -> tuple[str, str]:
    """What is wrong, and how to mend it; both may name %(value)s."""
    return {
        "said_twice": (_("«%(value)s» står to ganger."), _("Slett den ene, eller slå dem sammen.")),
        "kept_elsewhere": (
            _("Kurset «%(value)s» holdes av et annet sted."),
            _("Gi kurset en annen kode, eller ta det ut av listen."),
        ),
        "unknown_specialties": (
            _("Spesialiteten «%(value)s» finnes ikke."),
            _("Skriv forkortelsen til spesialiteten, for eksempel NUK."),
        ),
        "unknown_goals": (
            _("Læringsmålet «%(value)s» finnes ikke."),
            _("Skriv koden til målet, for eksempel NUK-103."),
        ),
        "no_day": (_("«%(value)s» er ikke en dag."), _("Skriv datoen slik: 2027-03-14.")),
        "unlikely_year": (_("Året i «%(value)s» kan ikke stemme."), _("Rett året.")),
        "ends_before": (_("Siste dag er før første dag."), _("Bytt om datoene, eller rett den ene.")),
        "too_long": (_("Kurset varer for lenge."), _("Rett siste dag. Et kurs varer høyst 60 dager.")),
        "closes_after": (_("Fristen er etter at kurset begynner."), _("Rett fristen, eller ta den bort.")),
        "announced_late": (
            _("Kurset er kunngjort etter fristen."),
            _("Rett dagen det kunngjøres, eller ta den bort."),
        ),
    }[code]
