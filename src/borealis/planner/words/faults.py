"""Faults of a file in words: what is wrong, and how to mend it."""

from borealis.planner.formats.faults import Fault, FaultCode
from borealis.planner.words import Language

_KINDS_NB = {
    "object": "et objekt",
    "array": "en liste",
    "string": "en tekst",
    "boolean": "sann/usann",
    "null": "null",
    "number": "et tall",
    "whole number": "et helt tall",
}

NB: dict[FaultCode, str] = {
    "malformed_json": "Filen er ikke gyldig JSON ({detail}). Rett skrivefeilen her.",
    "duplicate_key": "Nøkkelen «{key}» står to ganger i samme objekt. Fjern den ene.",
    "wrong_format": 'Formatet er «{found}», ventet «{wanted}». Sett "format" til «{wanted}».',
    "wrong_type": "Ventet {expected}, fant {found}. Skriv verdien som {expected}.",
    "missing_key": "Nøkkelen «{key}» mangler. Legg den til.",
    "misspelt_key": "Nøkkelen «{key}» er ukjent; mente du «{meant}»? Rett navnet.",
    "bad_month": "«{found}» er ikke en måned. Skriv den som ÅÅÅÅ-MM, for eksempel 2026-09.",
    "empty_id": "«{key}» kan ikke være tom. Gi den en verdi.",
    "out_of_range": "{found} er utenfor det tillatte, {least} til {most}. Velg en verdi innenfor.",
    "percent_out_of_range": "Stillingsandelen er {found} prosent. Velg et helt tall fra 1 til 100;"
    ' måneder uten tjeneste hører hjemme i "away".',
    "from_after_through": "Perioden begynner {first}, etter at den slutter {last}. Bytt om eller rett månedene.",
    "unknown_arena": 'Læringsarenaen «{id}» finnes ikke i "arenas".{hint} Rett navnet eller legg arenaen til.',
    "unknown_block": "Blokken «{id}» finnes ikke hos denne legen.{hint} Rett navnet eller legg blokken til.",
    "unknown_trainee": "Legen «{id}» finnes ikke i problemet. Rett navnet.",
    "duplicate_id": "«{id}» er brukt før. Gi hver sin egen id.",
    "after_cycle": 'Blokkene {blocks} venter på hverandre i ring. Fjern en av dem fra "after".',
    "min_over_max_stint": "Korteste opphold ({least} måneder) er lengre enn det lengste ({most})."
    " Senk min_stint eller hev max_stint.",
    "periods_overlap": "Perioden fra {first} overlapper en annen. La hver måned stå i høyst én periode.",
    "minimum_over_places": "Minst {minimum} er krevd i {month}, men der er bare {places} plasser."
    " Senk minimum eller øk plassene.",
    "current_overlap": "Gjeldende plan har to opphold samtidig fra {first}. Rett månedene.",
    "fixed_overlap": "Avtalt opphold fra {first} overlapper et avtalt opphold i «{block}». Flytt det ene.",
    "fixed_outside_calendar": "Avtalt opphold ligger utenfor kalenderen {first}–{last}."
    " Flytt det eller utvid kalenderen.",
    "fixed_before_start": "Avtalt opphold begynner før legen begynner ({start}). Flytt det eller starten.",
    "fixed_outside_block": "Avtalt opphold ligger utenfor fra/til for blokken «{block}»."
    " Flytt det eller utvid blokken.",
    "fixed_arena_not_listed": "Avtalt læringsarena «{id}» er ikke blant arenaene til blokken «{block}». Legg den til.",
    "fixed_while_away": "Legen er borte i hele det avtalte oppholdet. Flytt oppholdet eller fraværet.",
    "fixed_over_max_stint": "Avtalt opphold er {months} måneder, lengre enn max_stint {most}. Forkort det.",
    "fixed_more_than_block": "Avtalte opphold er lengre enn blokken «{block}» ({months} måneder). Forkort dem.",
    "fixed_before_predecessor": "Blokken «{block}» er avtalt før det er tid til blokkene den skal komme etter"
    ' ({months} måneder). Flytt avtalen eller endre "after".',
    "fixed_over_places": "Avtalene gir {agreed} leger i «{arena}» i {month}, men der er {places} plasser."
    " Øk plassene eller flytt en avtale.",
}

EN: dict[FaultCode, str] = {
    "malformed_json": "The file is not valid JSON ({detail}). Correct the slip here.",
    "duplicate_key": 'The key "{key}" stands twice in the same object. Remove one.',
    "wrong_format": 'The format is "{found}", expected "{wanted}". Set "format" to "{wanted}".',
    "wrong_type": "Expected {expected}, found {found}. Write the value as {expected}.",
    "missing_key": 'The key "{key}" is missing. Add it.',
    "misspelt_key": 'The key "{key}" is unknown; did you mean "{meant}"? Correct the name.',
    "bad_month": '"{found}" is not a month. Write it as YYYY-MM, such as 2026-09.',
    "empty_id": '"{key}" must not be empty. Give it a value.',
    "out_of_range": "{found} is outside what is allowed, {least} to {most}. Choose a value within.",
    "percent_out_of_range": "The fraction is {found} per cent. Choose a whole number from 1 to 100;"
    ' months without service belong in "away".',
    "from_after_through": "The period begins {first}, after it ends {last}. Swap or correct the months.",
    "unknown_arena": 'There is no arena "{id}" in "arenas".{hint} Correct the name or add the arena.',
    "unknown_block": 'The trainee has no block "{id}".{hint} Correct the name or add the block.',
    "unknown_trainee": 'There is no trainee "{id}" in the problem. Correct the name.',
    "duplicate_id": '"{id}" is used before. Give each its own id.',
    "after_cycle": 'The blocks {blocks} wait for one another in a circle. Remove one of them from "after".',
    "min_over_max_stint": "The shortest stint ({least} months) is longer than the longest ({most})."
    " Lower min_stint or raise max_stint.",
    "periods_overlap": "The period from {first} overlaps another. Let each month stand in one period at most.",
    "minimum_over_places": "At least {minimum} are required in {month}, but there are {places} places."
    " Lower the minimum or add places.",
    "current_overlap": "The plan in force has two stints at once from {first}. Correct the months.",
    "fixed_overlap": 'The agreed stint from {first} overlaps one agreed for "{block}". Move one of them.',
    "fixed_outside_calendar": "The agreed stint is outside the calendar {first}-{last}."
    " Move it or widen the calendar.",
    "fixed_before_start": "The agreed stint begins before the trainee does ({start}). Move it or the start.",
    "fixed_outside_block": 'The agreed stint is outside from/through of the block "{block}".'
    " Move it or widen the block.",
    "fixed_arena_not_listed": 'The agreed arena "{id}" is not among the arenas of the block "{block}". Add it.',
    "fixed_while_away": "The trainee is away in all of the agreed stint. Move the stint or the leave.",
    "fixed_over_max_stint": "The agreed stint is {months} months, longer than max_stint {most}. Shorten it.",
    "fixed_more_than_block": 'The agreed stints are longer than the block "{block}" ({months} months). Shorten them.',
    "fixed_before_predecessor": 'The block "{block}" is agreed before there is time for the blocks it comes after'
    ' ({months} months). Move the agreement or change "after".',
    "fixed_over_places": 'The agreements put {agreed} trainees in "{arena}" in {month}, but there are {places} places.'
    " Add places or move an agreement.",
}


def fault_in_words(fault: Fault, language: Language) -> str:
    """One line: where, what, and how to mend it."""
    params: dict[str, object] = dict(fault.params)
    if fault.code == "wrong_type" and language == "nb":
        params = {name: _KINDS_NB.get(str(value), value) for name, value in params.items()}
    meant = params.get("meant")
    asked = f" Mente du «{meant}»?" if language == "nb" else f' Did you mean "{meant}"?'
    params["hint"] = asked if meant else ""
    text = (NB if language == "nb" else EN)[fault.code].format(**params)
    line = "linje" if language == "nb" else "line"
    column = "kolonne" if language == "nb" else "column"
    where = f"{line} {fault.line}, {column} {fault.column}, " if fault.line is not None else ""
    return f"{where}{fault.path_text}: {text}"
