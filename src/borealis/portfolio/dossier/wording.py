"""What requirements, faults and parts of a package are called on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

REQUIREMENT_WORDS: Words = {
    "goals": _("Alle læringsmål som gjelder, er godkjent"),
    "part1": _("Læringsmålene i del 1 er nådd"),
    "time": _("Tiden er nådd"),
    "confirmed": _("All tjeneste er bekreftet"),
    "certified": _("Hver tjeneste har signert attest"),
    "authorised": _("Autorisasjon er registrert"),
    "essential": _("Det vesentlige er gjort ved en godkjent virksomhet"),
}

# One plain sentence for each thing that does not hold. «name» is the file, or what the file says.
FAULT_WORDS: Words = {
    "not_zip": _("Filen kan ikke leses. Den er skadet, eller den er ikke en pakke fra Borealis."),
    "huge": _("Filen pakker ut mer enn vi leser. Den er ikke en pakke fra Borealis."),
    "twice": _("%(name)s ligger to ganger i pakken."),
    "damaged": _("%(name)s er skadet og kan ikke leses."),
    "not_json": _("%(name)s er ikke hel JSON."),
    "not_ours": _("Filen er verken en pakke, en mappe eller et bevis fra Borealis."),
    "missing": _("%(name)s mangler."),
    "changed": _("%(name)s er endret etter at den ble utstedt."),
    "added": _("%(name)s er lagt til etter at pakken ble utstedt."),
    "rewritten": _("%(name)s er skrevet om etter at den ble utstedt."),
    "no_digests": _("Beviset sier ikke hvilke filer det gjelder."),
    "no_proof": _("%(name)s er ikke signert."),
    "other_suite": _("%(name)s er signert på en måte vi ikke kjenner."),
    "other_key": _("%(name)s er ikke signert med nøkkelen til den som sier at den har utstedt den."),
    "broken": _("%(name)s er endret etter signeringen: signaturen holder ikke."),
    "two_issuers": _("Beviset og mappen er signert med hver sin nøkkel."),
    "other_issuer": _("Pakken er signert med en annen nøkkel enn den du oppga: %(name)s"),
}
THE_FILE = _("Filen")

KIND_WORDS: Words = {
    "package": _("Pakke med alle filer"),
    "dossier": _("Mappen som data"),
    "credential": _("Beviset alene"),
}

GOAL_LIST_WORDS: Words = {
    "no_column": _("Filen har ingen kolonne for %(what)s. Velg den i listen."),
    "no_code": _("Linjen har ingen målkode."),
    "unknown_goal": _("%(what)s er ikke blant målene legen følger."),
    "twice": _("%(what)s står også på linje %(line)s."),
    "already": _("%(what)s er allerede godkjent her."),
    "decided_here": _("%(what)s er på vei til en avgjørelse her, og må avgjøres her."),
    "before": _("%(what)s fikk en ny tilstand her etter den dagen."),
    "not_a_day": _("«%(what)s» er ikke en dato. Skriv 2026-12-03, 3.12.2026 eller 03.12.26."),
    "no_day": _("Linjen har ingen dato."),
    "ahead": _("%(what)s har ikke vært ennå."),
    "other_state": _("«%(what)s» er ikke godkjent, og tas ikke inn."),
}
COLUMN_WORDS: Mapping[str, Any] = {
    "code": _("Målkode"),
    "state": _("Status"),
    "on": _("Dato"),
    "approver": _("Godkjent av"),
}


def fault_words(code: str, name: str) -> str:
    """A fault in one sentence."""
    return str(FAULT_WORDS[code]) % {"name": name or str(THE_FILE)}
