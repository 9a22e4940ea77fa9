"""What is done with rosters, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "preview_roster": _("leste inn en tjenesteplan for å se hva den endrer"),
    "decide_roster_mapping": _("bestemte hvordan en tjenesteplan leses"),
    "confirm_roster_person": _("bekreftet hvem et navn i tjenesteplanen gjelder"),
    "apply_roster": _("tok en tjenesteplan i bruk"),
    "undo_roster": _("angret en tjenesteplan"),
    "discard_roster": _("la bort en tjenesteplan som ikke var tatt i bruk"),
}
