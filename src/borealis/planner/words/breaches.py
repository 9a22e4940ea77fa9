"""Broken rules in words."""

from borealis.planner.formats.months import month_text
from borealis.planner.rules.breach import Breach, BreachCode
from borealis.planner.words import Language

NB: dict[BreachCode, str] = {
    "two_places_at_once": "er to steder på én gang",
    "over_places": "{present} leger, men {places} plasser",
    "under_minimum": "{present} leger, men minst {minimum} trengs",
    "over_share": "{present:g} plasser brukt, men {places} finnes",
    "under_share": "{present:g} plasser brukt, men minst {minimum} trengs",
    "more_than_block": "blokken {block} fortsetter etter at månedene er nådd",
    "nothing_served": "et opphold uten en eneste måned i tjeneste",
    "arena_not_listed": "læringsarenaen er ikke blant dem blokken {block} kan tas ved",
    "outside_window": "utenfor fra/til for blokken {block}",
    "before_predecessor": "blokken {block} begynner før {after} er ferdig",
    "stint_too_long": "oppholdet i {block} er {months} måneder, lengst tillatt er {most}",
    "stint_too_short": "oppholdet i {block} er {months} måneder, kortest tillatt er {least}",
    "stints_too_close": "to opphold i {block} med bare {between} måneder imellom",
    "agreement_not_kept": "avtalt opphold i {block} holdes ikke ({months} måneder mangler)",
    "before_start": "før legen begynner",
    "outside_calendar": "utenfor kalenderen",
    "no_option_taken": "valget {choice}: {blocks} er ikke et av alternativene",
    "block_not_taken": "blokken {block} er ikke valgt i {choice}",
    "no_such_date": "kurset {course} holdes ikke da",
    "away_from_course": "legen er ikke i tjeneste da kurset {course} holdes",
    "block_after_course": "blokken {block} skal være ferdig før kurset {course}",
    "block_before_course": "blokken {block} begynner før kurset {course} er tatt",
    "not_directly_after": "blokken {block} følger ikke rett etter {after}",
    "trainee_missing": "legen har ingen plan",
    "trainee_twice": "legen har flere planer",
    "wrong_cost": "oppgitt kostnad {claimed}, funnet {found}",
    "wrong_end": "oppgitt slutt {claimed}, funnet {found}",
    "wrong_delay": "oppgitt forsinkelse {claimed}, funnet {found}",
    "wrong_moves": "oppgitt antall flyttinger {claimed}, funnet {found}",
    "wrong_changes": "oppgitt antall endrede måneder {claimed}, funnet {found}",
    "wrong_unplaced": "oppgitt uten plass i {block}: {claimed} måneder, funnet {found}",
    "wrong_apart": "oppgitt {claimed} måneder fra hverandre med {other}, funnet {found}",
    "wrong_group": "oppgitt forsinkelse/antall i gruppen {group}: {claimed}, funnet {found}",
    "wrong_total": "oppgitt samlet kostnad {claimed}, funnet {found}",
    "bound_over_cost": "grensen {claimed} er over kostnaden {found}",
    "wrong_gap": "oppgitt avstand (gap) {claimed}, funnet {found}",
    "wrong_gap_total": "oppgitt avstand (gap_total) {claimed}, funnet {found}",
    "not_optimal": "oppgitt som optimal, men grensen {claimed} når ikke kostnaden {found}",
}

EN: dict[BreachCode, str] = {
    "two_places_at_once": "in two places at once",
    "over_places": "{present} trainees, but {places} places",
    "under_minimum": "{present} trainees, but at least {minimum} are needed",
    "over_share": "{present:g} places taken, but there are {places}",
    "under_share": "{present:g} places taken, but at least {minimum} are needed",
    "more_than_block": "the block {block} goes on after its months are reached",
    "nothing_served": "a stint without a single month of service",
    "arena_not_listed": "the arena is not among those of the block {block}",
    "outside_window": "outside from/through of the block {block}",
    "before_predecessor": "the block {block} begins before {after} is finished",
    "stint_too_long": "the stint in {block} is {months} months, at most {most} are allowed",
    "stint_too_short": "the stint in {block} is {months} months, at least {least} are required",
    "stints_too_close": "two stints in {block} with only {between} months between them",
    "agreement_not_kept": "the agreed stint in {block} is not kept ({months} months missing)",
    "before_start": "before the trainee begins",
    "outside_calendar": "outside the calendar",
    "no_option_taken": "the choice {choice}: {blocks} is none of the options",
    "block_not_taken": "the block {block} is not chosen in {choice}",
    "no_such_date": "the course {course} is not held then",
    "away_from_course": "the trainee does not serve when the course {course} is held",
    "block_after_course": "the block {block} is to be over before the course {course}",
    "block_before_course": "the block {block} begins before the course {course} is attended",
    "not_directly_after": "the block {block} does not follow directly after {after}",
    "trainee_missing": "the trainee has no plan",
    "trainee_twice": "the trainee has several plans",
    "wrong_cost": "claimed cost {claimed}, found {found}",
    "wrong_end": "claimed end {claimed}, found {found}",
    "wrong_delay": "claimed delay {claimed}, found {found}",
    "wrong_moves": "claimed moves {claimed}, found {found}",
    "wrong_changes": "claimed changed months {claimed}, found {found}",
    "wrong_unplaced": "claimed without a place in {block}: {claimed} months, found {found}",
    "wrong_apart": "claimed {claimed} months apart from {other}, found {found}",
    "wrong_group": "claimed delay/members of the group {group}: {claimed}, found {found}",
    "wrong_total": "claimed total cost {claimed}, found {found}",
    "bound_over_cost": "the bound {claimed} is above the cost {found}",
    "wrong_gap": "claimed gap {claimed}, found {found}",
    "wrong_gap_total": "claimed gap_total {claimed}, found {found}",
    "not_optimal": "claimed optimal, but the bound {claimed} does not reach the cost {found}",
}


def breach_in_words(breach: Breach, language: Language) -> str:
    """One line: which rule, who, when, where, and what is wrong."""
    where = [part for part in (breach.trainee, breach.arena) if part is not None]
    if breach.month is not None:
        where.insert(1 if breach.trainee is not None else 0, month_text(breach.month))
    claim = "påstand" if language == "nb" else "claim"
    rule = claim if breach.rule == "claim" else breach.rule
    text = (NB if language == "nb" else EN)[breach.code].format(**breach.params)
    return f"{rule}: {', '.join(where)}: {text}" if where else f"{rule}: {text}"
