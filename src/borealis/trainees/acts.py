"""What is done with a doctor's training, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "enrol_trainee": _("tok inn en lege i spesialisering"),
    "move_trainee": _("flyttet en lege i spesialisering"),
    "finish_training": _("avsluttet en utdanning"),
    "read_archive": _("leste utdanningen slik den sto før"),
    "appoint_guide": _("oppnevnte en veileder"),
    "register_employment": _("registrerte en stilling"),
    "end_employment": _("avsluttet en stilling"),
    "register_service": _("registrerte tjeneste"),
    "confirm_service": _("bekreftet tjeneste"),
    "withdraw_confirmation": _("trakk tilbake en bekreftelse av tjeneste"),
    "prepare_certificate": _("laget en attest for tjeneste"),
    "write_certificate": _("skrev i en attest for tjeneste"),
    "sign_certificate": _("signerte en attest for tjeneste"),
    "reopen_certificate": _("tok tilbake signaturen på en attest for tjeneste"),
    "drop_certificate": _("la bort et utkast til attest for tjeneste"),
    "register_absence": _("registrerte fravær"),
    "credit_phase": _("trakk fra måneder i en fase"),
    "add_wish": _("la til et ønske for planen"),
    "remove_wish": _("fjernet et ønske for planen"),
    "follow_goal_set": _("lot en lege følge nyere læringsmål"),
    "begin_goal": _("satte i gang et læringsmål"),
    "submit_goal": _("sendte inn et læringsmål"),
    "resume_goal": _("tok opp igjen et læringsmål"),
    "recall_goal": _("trakk tilbake et innsendt læringsmål"),
    "approve_goal": _("godkjente et læringsmål"),
    "return_goal": _("returnerte et læringsmål"),
    "decide_not_reached": _("avgjorde at et læringsmål ikke er nådd"),
    "ask_new_assessment": _("ba om ny vurdering av et læringsmål"),
    "ask_assessment_elsewhere": _("ba om ny vurdering av et læringsmål fra en annen virksomhet"),
    "revoke_goal": _("trakk tilbake godkjenningen av et læringsmål"),
    "transfer_goal": _("førte over et læringsmål som var nådd før"),
    "undo_guide": _("angret oppnevningen av en veileder"),
    "undo_employment": _("angret registreringen av en stilling"),
    "undo_service": _("angret registreringen av tjeneste"),
    "undo_absence": _("angret registreringen av fravær"),
    "undo_goal": _("angret en tilstand for et læringsmål"),
    "undo_credit": _("angret et fratrekk av måneder"),
}
