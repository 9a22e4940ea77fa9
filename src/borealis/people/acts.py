"""What is done with persons and roles, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "add_person": _("la til en person"),
    "choose_language": _("valgte språk"),
    "assign_role": _("ga en rolle"),
    "change_role_end": _("endret siste dag for en rolle"),
    "end_role": _("avsluttet en rolle"),
    "restore_role_end": _("satte tilbake siste dag for en rolle"),
    "change_person": _("endret opplysninger om en person"),
    "deactivate_person": _("stengte en konto"),
    "reactivate_person": _("åpnet en konto igjen"),
    "approve_specialist": _("førte opp en spesialistgodkjenning"),
    "withdraw_approval": _("fjernet en spesialistgodkjenning"),
    "add_post": _("førte opp en stilling"),
    "end_post": _("avsluttet en stilling"),
    "restore_post": _("satte tilbake en stilling"),
    "withdraw_post": _("fjernet en stilling"),
    "sign_in": _("logget inn"),
    "sign_in_refused": _("ble nektet innlogging"),
    "sign_out": _("logget ut"),
    "session_ended": _("ble logget ut fordi tiden var ute"),
    "end_own_sessions": _("avsluttet egne økter på andre enheter"),
    "end_sessions": _("avsluttet alle øktene til en person"),
    "change_password": _("byttet passord"),
    "ask_for_new_password": _("ba om å lage nytt passord"),
    "reset_password": _("laget nytt passord etter lenke på e-post"),
    "add_passkey": _("la til en passnøkkel"),
    "rename_passkey": _("ga en passnøkkel nytt navn"),
    "remove_passkey": _("fjernet en passnøkkel"),
    "turn_on_code": _("slo på engangskode"),
    "turn_off_code": _("slo av engangskode"),
    "make_recovery_codes": _("laget reservekoder"),
    "remove_recovery_codes": _("fjernet reservekoder"),
    "invite_person": _("inviterte en person"),
    "withdraw_invitation": _("trakk tilbake en invitasjon"),
    "accept_invitation": _("tok imot en invitasjon"),
    "link_identity": _("knyttet en konto hos en annen til innloggingen"),
    "unlink_identity": _("fjernet en konto hos en annen fra innloggingen"),
}
