"""What kinds and states of activities are called on screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]
Labels = Mapping[str, Any]  # of form fields

KIND_WORDS: Words = {
    "procedure": _("Prosedyre"),
    "reading": _("Tolkning"),
    "course": _("Kurs"),
    "e_learning": _("E-læring"),
    "teaching": _("Undervisning og møter"),
    "simulation": _("Simulering"),
    "project": _("Prosjekt"),
    "reflection": _("Refleksjon"),
}
STATE_WORDS: Words = {
    "recorded": _("Ført opp"),
    "sent": _("Sendt til signering"),
    "signed": _("Signert"),
    "returned": _("Returnert"),
    "declined": _("Avslått"),
    "withdrawn": _("Trukket tilbake"),
}
STATE_ICONS: Mapping[str, str] = {
    "recorded": "edit",
    "sent": "clock",
    "signed": "check",
    "returned": "undo",
    "declined": "cross",
    "withdrawn": "cross",
}
STATE_COLOURS: Mapping[str, str] = {"signed": "accent", "returned": "warning", "declined": "warning"}
FIELD_WORDS: Labels = {
    "kind": _("Slag"),
    "template": _("Aktivitet"),
    "title": _("Hva"),
    "from_day": _("Dag"),
    "to_day": _("Siste dag"),
    "arena": _("Læringsarena"),
    "place": _("Annet sted"),
    "count": _("Antall"),
    "note": _("Notat"),
    "goals": _("Læringsmål"),
}
COLUMN_WORDS: Labels = {
    "date": _("Dato"),
    "title": _("Hva"),
    "activity": _("Aktivitet eller slag"),
    "count": _("Antall"),
    "goals": _("Læringsmål, med koder"),
    "place": _("Sted"),
    "note": _("Notat"),
}
