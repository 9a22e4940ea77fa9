"""What kinds and states are called on screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from borealis.shell.wording import NO_PATIENTS

__all__ = ["NO_PATIENTS"]

Words = Mapping[str, str | Promise]

SERVICE_WORDS: Words = {
    "part1_hospital": _("Del 1, sykehus"),
    "part1_municipality": _("Del 1, kommune"),
    "specialty": _("Denne spesialiteten"),
    "other_specialty": _("En annen spesialitet"),
}
ABSENCE_WORDS: Words = {
    "holiday": _("Ferie etter lov eller avtale"),
    "transferred_holiday": _("Overført ferie eller forskuddsferie"),
    "course": _("Kurs eller annet i utdanningen"),
    "parental_leave": _("Foreldrepermisjon"),
    "sick_leave": _("Sykefravær"),
    "covid": _("Fravær på grunn av covid-19"),
    "other_leave": _("Annen permisjon"),
}
SHOWN_WORDS: Words = {
    "approved": _("Godkjent"),
    "submitted": _("Venter på godkjenning"),
    "in_progress": _("I gang"),
    "not_begun": _("Ikke begynt"),
}
STATE_WORDS: Words = {
    "in_progress": _("I gang"),
    "submitted": _("Sendt til godkjenning"),
    "approved": _("Godkjent"),
    "returned": _("Returnert"),
}
WISH_WORDS: Words = {
    "prefer_arena": _("Helst på ett bestemt sted"),
    "not_before": _("Ikke før en måned"),
    "not_after": _("Ikke etter en måned"),
}
