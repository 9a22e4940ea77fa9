"""What codes are called on screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

FAULT_WORDS: Words = {
    "unknown": _("Spørsmålet hører ikke til skjemaet. Åpne skjemaet på nytt."),
    "not_a_choice": _("Velg ett av svarene."),
    "too_long": _("Teksten er for lang. Forkort den til høyst 300 tegn."),
}
CALL_WORDS: Words = {
    "higher": _("Du gir høyere nivå enn andre gir de samme legene"),
    "lower": _("Du gir lavere nivå enn andre gir de samme legene"),
    "alike": _("Ingen forskjell er vist mellom nivåene du gir og andres"),
    "too_few": _("For få nivåer til å si noe"),
}
YES_NO: Words = {"True": _("Ja"), "False": _("Nei")}
JOINED = _("Alle grupper samlet")
REST = _("De andre, samlet")
