"""Rosters in words: meanings of duties, kinds of columns, what is wrong in a file and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.rosters.rules.faults import Fault

Words = Mapping[str, Promise]

MEANING_WORDS: Words = {
    "on_site": gettext_lazy("Arbeid på avdelingen"),
    "night": gettext_lazy("Nattevakt på avdelingen"),
    "on_call": gettext_lazy("Hjemmevakt"),
    "teaching": gettext_lazy("Undervisning"),
    "study": gettext_lazy("Fordypning"),
    "course": gettext_lazy("Kurs"),
    "research": gettext_lazy("Forskning"),
    "holiday": gettext_lazy("Ferie"),
    "sick_leave": gettext_lazy("Sykefravær"),
    "parental_leave": gettext_lazy("Foreldrepermisjon"),
    "other_leave": gettext_lazy("Annen permisjon"),
    "off": gettext_lazy("Fridag"),
}
SHORT_WORDS: Words = {
    "on_site": gettext_lazy("Klinikk"),
    "night": gettext_lazy("Natt"),
    "on_call": gettext_lazy("Hjemmevakt"),
    "teaching": gettext_lazy("Undervisning"),
    "study": gettext_lazy("Fordypning"),
    "course": gettext_lazy("Kurs"),
    "research": gettext_lazy("Forskning"),
    "holiday": gettext_lazy("Ferie"),
    "sick_leave": gettext_lazy("Syk"),
    "parental_leave": gettext_lazy("Permisjon"),
    "other_leave": gettext_lazy("Permisjon"),
    "off": gettext_lazy("Fridag"),
}
AWAY_WORD = gettext_lazy("Borte")
LAYOUT_WORDS: Words = {
    "grid": gettext_lazy("Personer nedover, dager bortover"),
    "grid_down": gettext_lazy("Dager nedover, personer bortover"),
    "list": gettext_lazy("En linje for hver vakt"),
    "calendar": gettext_lazy("Kalender"),
}
COLUMN_WORDS: Words = {
    "number": gettext_lazy("Ansattnummer"),
    "name": gettext_lazy("Navn eller etternavn"),
    "given_name": gettext_lazy("Fornavn, når det står for seg"),
    "title": gettext_lazy("Stilling"),
    "date": gettext_lazy("Dato"),
    "code": gettext_lazy("Vaktkode"),
    "start": gettext_lazy("Fra (tid, eller dato og tid)"),
    "end": gettext_lazy("Til (tid, eller dato og tid)"),
    "end_date": gettext_lazy("Siste dag"),
}
SUMMARY_WORDS: Words = {
    "code": gettext_lazy("Bare vaktkoden"),
    "name_code": gettext_lazy("Navn, så vaktkode"),
    "code_name": gettext_lazy("Vaktkode, så navn"),
}
ORDER_WORDS: Words = {
    "dmy": gettext_lazy("Dag først: 3.12.2026"),
    "mdy": gettext_lazy("Måned først: 12/3/2026"),
}
STATE_WORDS: Words = {
    "previewed": gettext_lazy("Ikke tatt i bruk"),
    "waiting": gettext_lazy("Venter på deg"),
    "applied": gettext_lazy("I bruk"),
    "undone": gettext_lazy("Angret"),
}
MATCH_WORDS: Words = {
    "confirmed": gettext_lazy("Bekreftet"),
    "number_and_name": gettext_lazy("Ansattnummer og navn stemmer"),
    "number": gettext_lazy("Ansattnummeret stemmer"),
    "name": gettext_lazy("Bare navnet stemmer"),
    "number_other_name": gettext_lazy("Ansattnummeret stemmer, men navnet er et annet"),
    "part_of_name": gettext_lazy("Navnet ligner"),
    "several": gettext_lazy("Flere kan være ment"),
    "none": gettext_lazy("Ingen ved avdelingen heter dette"),
    "nobody": gettext_lazy("Hører ikke til her"),
}


def unreadable_words(reason: str) -> str:
    """Why a whole file is refused, and what to do."""
    return {
        "empty": _("Filen er tom. Velg en fil med innhold."),
        "too_big": _("Filen er større enn 10 MB. Del den i kortere perioder."),
        "bomb": _("Filen pakker ut mer enn vi tar imot. Ta bort bilder og ark som ikke hører til."),
        "broken": _("Filen er ikke hel. Lagre den på nytt fra programmet den kommer fra."),
        "not_text": _("Filen er verken arbeidsbok, tekst eller kalender. Lagre planen som XLSX eller CSV."),
        "program": _("Filen er et program. Velg tjenesteplanen."),
        "not_a_table": _("Filen har ingen kolonner. Lagre planen som XLSX, eller som CSV med ; mellom."),
        "too_many_cells": _("Filen har flere celler enn vi tar imot. Del den i kortere perioder."),
        "old_workbook": _("Filen er i et gammelt arbeidsbokformat (XLS). Lagre den som XLSX."),
    }[reason]


def fault_words(fault: Fault) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    words = {"text": fault.text, "other": fault.other}
    message, how = _FAULTS[fault.code]
    return str(message) % words, str(how) % words


_FAULTS: Mapping[str, tuple[Promise, Promise]] = {
    "bad_day": (
        gettext_lazy("«%(text)s» er ikke en dag."),
        gettext_lazy("Skriv den som 3.12.2026 eller 2026-12-03."),
    ),
    "bad_event": (
        gettext_lazy("Hendelsen «%(text)s» har tider som ikke henger sammen."),
        gettext_lazy("Rett den i kalenderen, og hent filen på nytt."),
    ),
    "bad_time": (gettext_lazy("«%(text)s» er ikke et klokkeslett."), gettext_lazy("Skriv det som 08:00.")),
    "duplicate_person": (
        gettext_lazy("«%(text)s» står på flere linjer i samme ark."),
        gettext_lazy("Behold én linje. Til da står dagene som før."),
    ),
    "far_day": (
        gettext_lazy("«%(text)s» kan ikke være i en tjenesteplan."),
        gettext_lazy("Rett årstallet."),
    ),
    "formula_without_value": (
        gettext_lazy("Cellen har en formel uten verdi."),
        gettext_lazy("Skriv koden i cellen i stedet for formelen."),
    ),
    "month_unknown": (
        gettext_lazy("Arket «%(text)s» sier ikke hvilken måned og hvilket år det gjelder."),
        gettext_lazy("Kall arket for eksempel 12-2026, eller skriv måneden i tittelen."),
    ),
    "no_duties": (
        gettext_lazy("Ingen vakter ble funnet i filen."),
        gettext_lazy("Se over oppsett og kolonner under."),
    ),
    "no_name": (gettext_lazy("Linjen har vakter, men ikke noe navn."), gettext_lazy("Skriv navnet.")),
    "no_such_day": (
        gettext_lazy("%(text)s finnes ikke."),
        gettext_lazy("Ta bort kolonnen, eller rett dagen. Resten av arket er lest."),
    ),
    "no_times": (
        gettext_lazy("Koden «%(text)s» har ingen tider."),
        gettext_lazy("Skriv fra og til for koden under."),
    ),
    "text_in_cell": (
        gettext_lazy("«%(text)s» er tekst og ikke en kode."),
        gettext_lazy("Skriv en kode. Dagen står som før."),
    ),
    "too_long": (
        gettext_lazy("Vakten «%(text)s» varer lenger enn en vakt kan."),
        gettext_lazy("Rett tidene."),
    ),
    "two_names": (
        gettext_lazy("Ansattnummer %(text)s står med to navn: %(other)s."),
        gettext_lazy("Rett nummeret på den ene."),
    ),
    "unknown_code": (
        gettext_lazy("Koden «%(text)s» er ukjent."),
        gettext_lazy("Si hva den betyr under. Dagen står som før til da."),
    ),
    "unknown_zone": (
        gettext_lazy("Tidssonen «%(text)s» er ukjent."),
        gettext_lazy("Bruk Europe/Oslo i kalenderen."),
    ),
    "unsupported_rule": (
        gettext_lazy("Gjentakelsen av «%(other)s» kan ikke følges (%(text)s)."),
        gettext_lazy("Skriv ut hver gang for seg, eller gjenta hver dag, uke, måned eller hvert år."),
    ),
    "formula_value": (
        gettext_lazy("Cellen har en formel. Verdien «%(text)s» som står i filen, er brukt."),
        gettext_lazy("Se etter at den er riktig."),
    ),
    "merged": (
        gettext_lazy("«%(text)s» står i en sammenslått celle, og er lest for hver dag i den."),
        gettext_lazy("Se etter at det er ment slik."),
    ),
    "overlap": (
        gettext_lazy("%(other)s har to vakter samtidig: %(text)s."),
        gettext_lazy("Rett den ene hvis det er feil. Begge er tatt med."),
    ),
    "repeated": (
        gettext_lazy("%(other)s har «%(text)s» to ganger på samme tid."),
        gettext_lazy("Den er tatt med én gang."),
    ),
    "sheet_skipped": (
        gettext_lazy("Arket er ikke lest, for det har verken dager eller overskrifter vi kjenner."),
        gettext_lazy("Det er i orden hvis det ikke er en del av planen."),
    ),
    "cut": (
        gettext_lazy("Filen er lest hit; resten er mer enn vi tar imot."),
        gettext_lazy("Del den i kortere perioder."),
    ),
}
