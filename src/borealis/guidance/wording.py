"""Words of states, of what a talk was lost to, and of help."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATE_WORDS: dict[str, Promise] = {
    "proposed": _("Foreslått"),
    "agreed": _("Avtalt"),
    "finalised": _("Holdt"),
    "lost": _("Falt bort"),
}
OVER_WORDS = _("Venter på å ferdigstilles")
KIND_WORDS: dict[str, Promise] = {"individual": _("Veiledning"), "group": _("Gruppeveiledning")}
LOST_WORDS: dict[str, Promise] = {
    "duty": _("Vakt eller klinikk"),
    "leave": _("Permisjon eller ferie"),
    "guide_away": _("Veilederen borte"),
    "illness": _("Sykdom"),
    "other": _("Annet"),
}
HELP: tuple[tuple[Promise, Promise], ...] = (
    (
        _("Bedriftshelsetjenesten"),
        _("Har taushetsplikt også overfor lederen. Du kan ta kontakt selv, uten å gå veien om noen."),
    ),
    (
        _("Verneombud og tillitsvalgt"),
        _("Hjelper når det gjelder arbeidsmiljøet, vaktene eller måten noen blir behandlet på."),
    ),
    (
        _("Støttekolleger i Legeforeningen"),
        _("Leger som møter leger i en vanskelig tid. Gratis, uten journal og uten ventetid."),
    ),
    (
        _("Fastlegen din, eller 113 når det haster"),
        _("Du trenger ikke ha det på plass hva det er, før du ber om hjelp."),
    ),
)
