"""Words of states, kinds of charts, directions, rules and fields."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROJECT_WORDS: dict[str, Promise] = {
    "idea": _("Idé"),
    "running": _("I gang"),
    "finished": _("Ferdig"),
    "handed_over": _("Overlevert"),
    "dropped": _("Lagt bort"),
}
PROJECT_ACTS: dict[str, Promise] = {
    "start": _("Sett i gang"),
    "drop": _("Legg bort"),
    "finish": _("Si at det er ferdig"),
    "hand_over": _("Overlever"),
    "go_on": _("Arbeid videre"),
}
PAPER_WORDS: dict[str, Promise] = {
    "topic": _("Tema valgt"),
    "supervised": _("Har veileder"),
    "submitted": _("Levert"),
    "approved": _("Godkjent"),
    "returned": _("Sendt tilbake"),
}
PAPER_ACTS: dict[str, Promise] = {
    "supervise": _("Sett veileder"),
    "submit": _("Lever oppgaven"),
    "return": _("Send tilbake"),
    "approve": _("Godkjenn oppgaven"),
}
KIND_WORDS: dict[str, Promise] = {
    "run": _("Seriediagram (median)"),
    "xmr": _("Enkeltverdier (XmR)"),
    "p": _("Andel (p)"),
    "u": _("Rate (u)"),
    "c": _("Antall (c)"),
}
DIRECTION_WORDS: dict[str, Promise] = {
    "up": _("Høyere er bedre"),
    "down": _("Lavere er bedre"),
    "steady": _("Jevnt er bedre"),
}
VERDICT_WORDS: dict[str, Promise] = {
    "": _("Ikke avgjort"),
    "adopt": _("Tas i bruk"),
    "adapt": _("Justeres"),
    "abandon": _("Droppes"),
}
RULE_WORDS: dict[str, Promise] = {
    "shift": _("Skift: seks eller flere på rad på samme side av medianen"),
    "trend": _("Trend: fem eller flere på rad samme vei"),
    "few_runs": _("For få serier: verdiene krysser medianen sjeldnere enn tilfeldig"),
    "many_runs": _("For mange serier: verdiene krysser medianen oftere enn tilfeldig"),
    "astronomical": _("Langt fra de andre: se på hva som skjedde den dagen"),
    "beyond": _("Utenfor grensene (tre standardavvik)"),
    "two_of_three": _("To av tre lenger ut enn to standardavvik på samme side"),
    "four_of_five": _("Fire av fem lenger ut enn ett standardavvik på samme side"),
    "eight": _("Åtte på rad på samme side av midtlinjen"),
}
STAGE_WORDS: dict[str, Promise] = {
    "plan": _("Planlegg: hva prøver dere, og hva venter dere at skjer?"),
    "do": _("Prøv: hva ble gjort?"),
    "study": _("Lær: hva viste målingene?"),
    "act": _("Gjør: hva blir neste skritt?"),
}
