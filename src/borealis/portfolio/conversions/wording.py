"""What verdicts and the kinds of a proof are called on screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

VERDICT_WORDS: Words = {
    "covers": _("Tidligere mål dekker hele det nye"),
    "partly": _("Tidligere mål dekker en del"),
    "alone": _("Det nye målet står alene"),
}
SHORT_WORDS: Words = {
    "covers": _("Dekket"),
    "partly": _("Dekket delvis"),
    "alone": _("Står alene"),
}
KIND_WORDS: Words = {
    "approved": _("Godkjente læringsmål"),
    "states": _("Tilstander for læringsmål"),
    "submissions": _("Innsendinger"),
    "recommendations": _("Anbefalinger"),
    "decisions": _("Avgjørelser"),
    "activities": _("Læringsaktiviteter"),
    "files": _("Filer"),
    "signatures": _("Signaturer"),
    "assessments": _("Vurderinger"),
    "conclusions": _("Konklusjoner i kollegier"),
}
