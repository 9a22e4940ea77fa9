"""Words of calendars: what an entry is called, and what a person can choose."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from borealis.calendars.rules import CANCELLED, CONFIRMED, TENTATIVE
from borealis.guidance.queries import Booked

CONTENTS_WORDS: dict[str, Promise] = {
    "talks": gettext_lazy("Bare veiledninger"),
    "protected": gettext_lazy("Veiledninger og fredet tid"),
    "duties": gettext_lazy("Veiledninger, fredet tid og vakter"),
}
STATUS_WORDS: dict[str, Promise] = {
    TENTATIVE: gettext_lazy("Tiden er foreslått. Godta eller flytt den i Borealis."),
    CONFIRMED: gettext_lazy("Tiden er avtalt."),
    CANCELLED: gettext_lazy("Veiledningen falt bort."),
}

LEFT_WORDS: dict[str, Promise] = {
    "no_code": gettext_lazy("Ingen vaktkode betyr dette."),
    "no_hours": gettext_lazy("Ingen vaktkode har disse klokkeslettene, og planen skriver ikke tider."),
    "two_codes": gettext_lazy("Det står alt en annen kode den dagen."),
    "no_form": gettext_lazy("Det lar seg ikke skrive slik planen leses."),
}
LEFT_KIND_WORDS: dict[str, Promise] = {
    "guidance": gettext_lazy("Veiledning"),
    "teaching": gettext_lazy("Undervisning"),
    "study": gettext_lazy("Fordypning"),
}


def title_for(talk: Booked, person_id: int) -> str:
    """What a talk is called in a person's calendar: what it is and with whom, never what it is about."""
    leads = person_id == talk.leader.person_id
    if talk.kind == "group" and leads:
        number = len(talk.trainees)
        return ngettext("Gruppeveiledning, %(n)s lege", "Gruppeveiledning, %(n)s leger", number) % {
            "n": number
        }
    if talk.kind == "group":
        return _("Gruppeveiledning med %(name)s") % {"name": talk.leader.name}
    other = talk.trainees[0].name if leads and talk.trainees else talk.leader.name
    return _("Veiledning med %(name)s") % {"name": other}
