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
    "not_reached": _("Ikke nådd"),
    "new_assessment": _("Ny vurdering"),
    "new_assessment_elsewhere": _("Ny vurdering fra en annen virksomhet"),
    "not_reached_again": _("Ikke nådd etter ny vurdering"),
    "further_assessment": _("Vurdering etter seks måneder"),
}
REGISTERED_WORDS: Words = {
    "in_progress": _("I gang"),
    "approved": _("Nådd før, et annet sted"),
}
ACT_WORDS: Words = {
    "begin": _("sette i gang"),
    "submit": _("sende inn"),
    "resume": _("ta opp igjen"),
    "recall": _("trekke tilbake"),
    "approve": _("godkjenne"),
    "return": _("returnere"),
    "refuse": _("avgjøre at målet ikke er nådd"),
    "ask_again": _("be om ny vurdering"),
    "ask_elsewhere": _("be om ny vurdering fra en annen virksomhet"),
    "ask_further": _("be om en vurdering til"),
    "transfer": _("føre over fra et annet sted"),
    "revoke": _("trekke godkjenningen tilbake"),
}
ACTOR_WORDS: Words = {
    "trainee": _("legen"),
    "registrar": _("den som registrerer for avdelingen"),
    "decider": _("lederen, stedfortrederen eller den delegerte godkjenneren"),
}
NEED_WORDS: Words = {
    "statement": _("egne ord og dokumentasjon"),
    "grounds": _("skriftlig grunn"),
    "recommendations": _("anbefaling fra veilederen og fra én til som har deltatt i supervisjonen"),
    "enterprise": _("hvilken annen virksomhet som har vurdert"),
    "another": _("en annen enn den som avgjorde at målet ikke var nådd"),
    "six_months": _("relevante aktiviteter i minst seks måneder etter siste avgjørelse"),
}
WISH_WORDS: Words = {
    "prefer_arena": _("Helst på ett bestemt sted"),
    "not_before": _("Ikke før en måned"),
    "not_after": _("Ikke etter en måned"),
}
