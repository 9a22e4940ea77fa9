"""What panels, their reasons and conclusions are called on screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

KIND_WORDS: Words = {"half_year": _("Halvårlig vurdering"), "panel": _("Vurderingskollegium")}
REASON_WORDS: Words = {
    "submitted": _("sendt til godkjenning"),
    "in_doubt": _("i tvil"),
    "stagnant": _("står stille"),
    "chosen": _("satt opp av den som kalte sammen"),
}
CONCLUSION_WORDS: Words = {
    "ready": _("Klart for avgjørelse"),
    "on_track": _("I rute"),
    "needs_more": _("Trenger mer"),
    "in_doubt": _("I tvil"),
}
SEAT_WORDS: Words = {
    "head": _("leder"),
    "guide": _("veileder"),
    "supervisor": _("supervisør"),
    "training_lead": _("utdanningsansvarlig"),
}
MISSING_WORDS: Words = {
    "not_held": _("møtet er ikke holdt ennå"),
    "present": _("om legen var til stede"),
    "informed_before": _("når veilederen informerte legen før møtet"),
    "summary": _("et sammendrag"),
    "conclusion": _("konklusjon for %(goal)s"),
    "text": _("hva som mangler for %(goal)s"),
}
