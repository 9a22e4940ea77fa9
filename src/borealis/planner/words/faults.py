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
    "after_cycle": '{blocks} venter på hverandre i ring. Fjern en av dem fra "after" eller "before".',
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
    "choice_unclear": 'Valget «{id}» sier ikke hva som kan velges. Skriv enten "options" med minst ett alternativ,'
    ' eller "choose" og "of".',
    "block_in_two_choices": "Blokken «{block}» står i valget «{other}» også. La hver blokk stå i høyst ett valg.",
    "fixed_in_no_option": "Ikke noe alternativ i valget «{id}» har alle blokkene det er avtalt opphold i ({blocks})."
    " Fjern en avtale eller legg til et alternativ.",
    "too_many_variants": "Legen kan velge på {found} måter, flere enn {most}. Fjern alternativer som ikke er aktuelle.",
    "unknown_choice": "Valget «{id}» finnes ikke hos denne legen.{hint} Rett navnet.",
    "no_dates": "Kurset har ingen måneder. Skriv minst én måned det holdes i.",
    "unknown_course": "Kurset «{id}» finnes ikke hos denne legen.{hint} Rett navnet.",
    "together_with_self": "«{id}» kan ikke ønske å være samme sted som seg selv. Skriv den andres id, eller fjern den.",
    "unknown_partner": 'Legen «{id}» finnes ikke i "trainees".{hint} Rett navnet eller legg legen til.',
    "fixed_over_share": "Avtalene bruker {agreed:g} plasser i «{arena}» i {month}, men der er {places}."
    " Øk plassene eller flytt en avtale.",
    "bad_day": "«{found}» er ikke en dag. Skriv den som ÅÅÅÅ-MM-DD, for eksempel 2027-11-30.",
    "bad_time": "«{found}» er ikke et tidspunkt. Skriv det som ÅÅÅÅ-MM-DDTTT:MM, for eksempel 2027-11-30T08:15.",
    "bad_clock": "«{found}» er ikke et klokkeslett. Skriv det som TT:MM, fra 00:00 til 24:00.",
    "no_such_time": "Klokken er aldri «{found}» i Norge, for da stilles den. Skriv et tidspunkt før eller etter.",
    "ends_before_start": "Slutten ({end}) kommer ikke etter begynnelsen ({start}). Rett en av dem.",
    "too_many": "Listen har {found} ledd, flere enn {most}. Del opp problemet.",
    "too_large": "Filen er på {found} byte, mer enn {most}. Del opp problemet.",
    "not_one_of": "«{found}» er ikke blant {known}. Velg et av dem.",
    "bad_grid": "{found} minutter går ikke opp i en time. Velg 5, 10, 15, 20, 30 eller 60.",
    "not_on_grid": '{found} minutter er ikke et helt antall ganger {grid}. Endre varigheten eller "grid".',
    "period_too_long": "Perioden er på {found} dager, mer enn {most}. Forkort den.",
    "unknown_person": 'Personen «{id}» finnes ikke i "people".{hint} Rett navnet eller legg personen til.',
    "unknown_series": "Verken en lege eller en gruppe heter «{id}».{hint} Rett navnet.",
    "unknown_session": "Ingen undervisning heter «{id}».{hint} Rett navnet.",
    "unknown_unit": 'Enheten «{id}» finnes ikke i "units".{hint} Rett navnet eller legg enheten til.',
    "unknown_topic": 'Emnet «{id}» finnes ikke i "topics".{hint} Rett navnet eller legg emnet til.',
    "unknown_goal": 'Læringsmålet «{id}» finnes ikke i "goals".{hint} Rett navnet eller legg målet til.',
    "unknown_presenter": 'Ingen i "presenters" heter «{id}».{hint} Rett navnet eller legg personen til.',
    "duties_overlap": "Vakten som begynner {start}, overlapper en annen vakt for samme person. Rett tidene.",
    "leaders_overlap": "To veiledere gjelder samtidig fra {start}. Rett datoene.",
    "member_leads": "«{id}» kan ikke både lede samtalen og være med i den. Velg en annen.",
    "quorum_over_members": "Minst {found} må være til stede, men gruppen har {most} medlemmer. Senk tallet.",
    "held_later": '{found} er ikke før {start}, så samtalen kan ikke være holdt. Rett dagen eller "place_from".',
    "place_from_outside": "{found} er ikke i perioden. Velg en dag i den.",
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
    "after_cycle": '{blocks} wait for one another in a circle. Remove one of them from "after" or "before".',
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
    "choice_unclear": 'The choice "{id}" does not say what there is to choose. Write either "options" with at least'
    ' one option, or "choose" and "of".',
    "block_in_two_choices": 'The block "{block}" stands in the choice "{other}" too.'
    " Let each block stand in one choice at most.",
    "fixed_in_no_option": 'No option of the choice "{id}" has all the blocks with agreed stints ({blocks}).'
    " Remove an agreement or add an option.",
    "too_many_variants": "The trainee can choose in {found} ways, more than {most}."
    " Remove options that are out of the question.",
    "unknown_choice": 'The trainee has no choice "{id}".{hint} Correct the name.',
    "no_dates": "The course has no months. Write at least one month in which it is held.",
    "unknown_course": 'The trainee has no course "{id}".{hint} Correct the name.',
    "together_with_self": '"{id}" cannot wish to be where "{id}" is. Write the other\'s id, or remove it.',
    "unknown_partner": 'There is no trainee "{id}" in "trainees".{hint} Correct the name or add the trainee.',
    "fixed_over_share": 'The agreements take {agreed:g} places in "{arena}" in {month}, but there are {places}.'
    " Add places or move an agreement.",
    "bad_day": '"{found}" is not a day. Write it as YYYY-MM-DD, such as 2027-11-30.',
    "bad_time": '"{found}" is not a time. Write it as YYYY-MM-DDTHH:MM, such as 2027-11-30T08:15.',
    "bad_clock": '"{found}" is not a time of day. Write it as HH:MM, from 00:00 to 24:00.',
    "no_such_time": 'The clock in Norway never shows "{found}", for it is turned then. Write a time before or after.',
    "ends_before_start": "The end ({end}) does not come after the start ({start}). Correct one of them.",
    "too_many": "The list has {found} items, more than {most}. Divide the problem.",
    "too_large": "The file has {found} bytes, more than {most}. Divide the problem.",
    "not_one_of": '"{found}" is not one of {known}. Choose one of them.',
    "bad_grid": "{found} minutes do not divide the hour. Choose 5, 10, 15, 20, 30 or 60.",
    "not_on_grid": '{found} minutes are not a whole number of times {grid}. Change the length or "grid".',
    "period_too_long": "The period has {found} days, more than {most}. Shorten it.",
    "unknown_person": 'There is no person "{id}" in "people".{hint} Correct the name or add the person.',
    "unknown_series": 'Neither a trainee nor a group is called "{id}".{hint} Correct the name.',
    "unknown_session": 'No session is called "{id}".{hint} Correct the name.',
    "unknown_unit": 'There is no unit "{id}" in "units".{hint} Correct the name or add the unit.',
    "unknown_topic": 'There is no topic "{id}" in "topics".{hint} Correct the name or add the topic.',
    "unknown_goal": 'There is no goal "{id}" in "goals".{hint} Correct the name or add the goal.',
    "unknown_presenter": 'Nobody in "presenters" is called "{id}".{hint} Correct the name or add the person.',
    "duties_overlap": "The duty that begins {start} overlaps another of the same person. Correct the times.",
    "leaders_overlap": "Two guides hold at once from {start}. Correct the days.",
    "member_leads": '"{id}" cannot both lead a session and take part in it. Choose somebody else.',
    "quorum_over_members": "At least {found} must be present, but the group has {most} members. Lower the number.",
    "held_later": '{found} is not before {start}, so the session cannot be held. Correct the day or "place_from".',
    "place_from_outside": "{found} is not in the period. Choose a day in it.",
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
