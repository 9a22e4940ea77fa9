"""What is done with research, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "make_project": _("opprettet et forskningsprosjekt"),
    "change_project": _("endret et forskningsprosjekt"),
    "propose_idea": _("la fram en egen idé til forskning"),
    "accept_idea": _("tok på seg en idé til forskning"),
    "decline_idea": _("sa nei til en idé til forskning"),
    "withdraw_idea": _("trakk en idé til forskning"),
    "open_project": _("åpnet et forskningsprosjekt for LIS"),
    "start_project": _("satte i gang et forskningsprosjekt"),
    "end_project": _("avsluttet et forskningsprosjekt"),
    "ask_to_join": _("ba om å bli med i et forskningsprosjekt"),
    "add_participant": _("la til en deltaker i et forskningsprosjekt"),
    "accept_participant": _("sa ja til en deltaker i et forskningsprosjekt"),
    "decline_participant": _("sa nei til en deltaker i et forskningsprosjekt"),
    "leave_project": _("gikk ut av et forskningsprosjekt"),
    "add_milestone": _("la til en milepæl i et forskningsprosjekt"),
    "reach_milestone": _("meldte en milepæl nådd"),
    "record_approval": _("førte en godkjenning av et forskningsprosjekt"),
    "add_funding": _("førte midler til et forskningsprosjekt"),
    "add_publication": _("førte en publikasjon"),
    "import_publications": _("hentet inn publikasjoner fra en fil"),
    "undo_publications": _("angret en innhenting av publikasjoner"),
    "make_track": _("la inn et doktorgradsløp"),
    "change_track": _("endret et doktorgradsløp"),
    "move_track": _("flyttet et doktorgradsløp til et nytt trinn"),
    "meet_demand": _("meldte et krav i doktorgradsløpet oppfylt"),
    "take_back_demand": _("tok tilbake et krav i doktorgradsløpet"),
    "add_track_course": _("førte et kurs i doktorgradsløpet"),
    "confirm_time": _("bekreftet avsatt tid til doktorgrad"),
    "withdraw_confirmation_of_time": _("trakk en bekreftelse på avsatt tid"),
    "make_call": _("la inn en utlysning"),
    "change_call": _("endret en utlysning"),
    "import_calls": _("hentet inn utlysninger fra en fil"),
    "begin_application": _("begynte på en søknad om midler"),
    "prepare_application": _("oppdaterte en søknad om midler"),
    "send_application": _("meldte en søknad om midler sendt"),
    "withdraw_application": _("trakk en søknad om midler"),
    "grant_application": _("førte at en søknad om midler ble innvilget"),
    "refuse_application": _("førte at en søknad om midler fikk avslag"),
}
