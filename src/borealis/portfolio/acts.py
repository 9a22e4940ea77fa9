"""What is done with a portfolio, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    # activities
    "record_activity": _("førte opp en læringsaktivitet"),
    "record_activities": _("førte opp flere læringsaktiviteter"),
    "change_activity": _("endret en læringsaktivitet"),
    "withdraw_activity": _("trakk tilbake en læringsaktivitet"),
    "add_activity_file": _("la en fil til en læringsaktivitet"),
    "read_activity_file": _("åpnet en fil til en læringsaktivitet"),
    "import_activities": _("hentet inn en liste over læringsaktiviteter"),
    "undo_activity_import": _("angret innhentingen av en liste over læringsaktiviteter"),
    # signing
    "ask_signature": _("ba om signatur"),
    "recall_ask": _("trakk tilbake en forespørsel"),
    "sign_activity": _("signerte en læringsaktivitet"),
    "return_activity": _("returnerte en læringsaktivitet"),
    "decline_ask": _("avslo en forespørsel"),
    "pass_on_ask": _("ga en forespørsel videre"),
    "undo_signature": _("angret en signatur"),
    "comment_signature": _("la til en kommentar til en signatur"),
    "remind_asked": _("minnet om en forespørsel"),
    "expire_ask": _("lot en forespørsel gå ut"),
    # goals
    "recommend_goal": _("ga anbefaling om et læringsmål"),
    "withdraw_recommendation": _("trakk tilbake en anbefaling"),
    # assessment
    "ask_assessment": _("ba om en vurdering"),
    "record_assessment": _("ga en vurdering"),
    "correct_assessment": _("rettet en vurdering"),
    "propose_feedback_round": _("foreslo en runde med tilbakemeldinger"),
    "change_feedback_round": _("endret hvem som spørres om tilbakemelding"),
    "open_feedback_round": _("satte i gang en runde med tilbakemeldinger"),
    "drop_feedback_round": _("la bort et forslag om tilbakemeldinger"),
    # panels and conversions
    "call_panel": _("kalte sammen et vurderingskollegium"),
    "change_panel": _("endret et vurderingskollegium"),
    "conclude_panel": _("konkluderte i et vurderingskollegium"),
    "inform_after_panel": _("førte at legen er informert etter et vurderingskollegium"),
    "propose_conversion": _("foreslo å gå over til nye læringsmål"),
    "judge_conversion": _("vurderte et nytt læringsmål mot tidligere mål"),
    "decide_conversion": _("avgjorde overgangen til nye læringsmål"),
    "drop_conversion": _("la bort et forslag om overgang til nye læringsmål"),
    # dossier
    "make_dossier": _("tok ut en søknadspakke"),
    "import_portfolio": _("hentet inn en mappe fra et annet sted"),
    "undo_portfolio_import": _("angret innhentingen av en mappe fra et annet sted"),
}
