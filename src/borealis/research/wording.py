"""Words of states, kinds and steps."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Promise]

PROJECT_STATES: Words = {
    "proposed": _("Venter på svar"),
    "declined": _("Fikk nei"),
    "withdrawn": _("Trukket"),
    "idea": _("Idé"),
    "open": _("Åpent for LIS"),
    "ongoing": _("Pågår"),
    "ended": _("Avsluttet"),
}
PROJECT_STEPS: Words = {
    "accept_idea": _("Ja, jeg tar den på meg"),
    "decline_idea": _("Nei"),
    "withdraw_idea": _("Trekk ideen"),
    "open": _("Åpne for LIS"),
    "start": _("Sett i gang"),
    "end": _("Avslutt"),
}
PARTICIPANT_ROLES: Words = {"supervisor": _("Veileder i prosjektet"), "member": _("Deltaker")}
APPROVAL_KINDS: Words = {
    "ethics": _("Etikk (REK)"),
    "data_protection": _("Personvern"),
    "other": _("Annen godkjenning"),
}
APPROVAL_STATES: Words = {
    "applied": _("Søkt"),
    "approved": _("Godkjent"),
    "refused": _("Avslått"),
}
TRACK_STATES: Words = {
    "considered": _("Vurderes"),
    "applied": _("Søkt om opptak"),
    "admitted": _("Tatt opp"),
    "completed": _("Disputert"),
    "ended": _("Avsluttet"),
}
TRACK_STEPS: Words = {
    "apply": _("Søknaden om opptak er sendt"),
    "admit": _("Tatt opp"),
    "reconsider": _("Søknaden er trukket eller avslått"),
    "complete": _("Disputert"),
    "stop": _("Avslutt løpet"),
}
DUE_STATES: Words = {
    "done": _("Oppfylt"),
    "late": _("Over fristen"),
    "close": _("Snart"),
    "later": _("Senere"),
}
COURSE_STATES: Words = {"planned": _("Planlagt"), "passed": _("Bestått")}
CALL_PHASES: Words = {
    "coming": _("Åpner senere"),
    "open": _("Åpen"),
    "near": _("Fristen nærmer seg"),
    "closed": _("Stengt"),
}
APPLICATION_STATES: Words = {
    "begun": _("Under arbeid"),
    "sent": _("Sendt"),
    "granted": _("Innvilget"),
    "refused": _("Avslag"),
    "withdrawn": _("Trukket"),
}
APPLICATION_STEPS: Words = {
    "send": _("Søknaden er sendt"),
    "withdraw": _("Trekk søknaden"),
    "grant": _("Innvilget"),
    "refuse": _("Avslag"),
}
FAULTS: Words = {
    "no_work": _("er ikke en publikasjon"),
    "no_doi": _("har ingen DOI"),
    "no_title": _("har ingen tittel"),
    "no_year": _("har ikke noe årstall"),
}
COLOURS: Mapping[str, str] = {
    "open": "success",
    "admitted": "success",
    "completed": "success",
    "granted": "success",
    "done": "success",
    "passed": "success",
    "approved": "success",
    "near": "warning",
    "late": "warning",
    "close": "warning",
    "proposed": "warning",
}


def colour(state: str) -> str:
    """The colour of a state's tag; never alone: the words stand in it."""
    return COLOURS.get(state, "neutral")
