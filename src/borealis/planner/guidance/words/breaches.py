"""Broken rules in words."""

from borealis.planner.guidance.formats.clock import moment_text
from borealis.planner.guidance.rules.breach import Breach, BreachCode
from borealis.planner.words import Language

NB: dict[BreachCode, str] = {
    "two_at_once": "er i to samtaler på én gang, også en i {other}",
    "not_at_work": "er ikke i en vakt som kan avbrytes",
    "blocked": "tiden er satt av til annet",
    "wrong_guide": "er ikke veileder den dagen",
    "not_a_member": "er ikke med i gruppen",
    "counted_twice": "noen er talt to ganger",
    "below_quorum": "{present} til stede, men minst {quorum} trengs",
    "left_out": "kan komme, men er ikke regnet med",
    "too_close": "{days} dager etter den forrige, minst {least} kreves",
    "outside_period": "utenfor tiden som planlegges",
    "off_grid": "begynner ikke på et helt antall ganger {grid} minutter",
    "over_norm": "{found} samtaler, men bare {most} gjenstår",
    "agreement_not_kept": "avtalt samtale holdes ikke",
    "wrong_value": "oppgitt {what} {claimed}, funnet {found}",
    "bound_over_value": "grensen er over det planen er verdt",
    "not_optimal": "oppgitt som optimal, men grensen når ikke det planen er verdt",
    "wrong_missing": "oppgitt {claimed} samtaler uten plass for {what}, funnet {found}",
}

EN: dict[BreachCode, str] = {
    "two_at_once": "is in two sessions at once, one also of {other}",
    "not_at_work": "is not in a duty that may be interrupted",
    "blocked": "the time is set aside for something else",
    "wrong_guide": "is not the guide on that day",
    "not_a_member": "is not a member",
    "counted_twice": "somebody is counted twice",
    "below_quorum": "{present} present, but at least {quorum} are needed",
    "left_out": "can come, but is not counted",
    "too_close": "{days} days after the one before, at least {least} are required",
    "outside_period": "outside the time that is planned",
    "off_grid": "does not begin on a whole number of times {grid} minutes",
    "over_norm": "{found} sessions, but only {most} are left of the norm",
    "agreement_not_kept": "an agreed session is not kept",
    "wrong_value": "claimed {what} {claimed}, found {found}",
    "bound_over_value": "the bound is above what the placing is worth",
    "not_optimal": "claimed optimal, but the bound does not reach what the placing is worth",
    "wrong_missing": "claimed {claimed} sessions without a place for {what}, found {found}",
}


def breach_in_words(breach: Breach, language: Language) -> str:
    """One line: which rule, whose session, when, who, and what is wrong."""
    start = None if breach.start is None else moment_text(breach.start)
    where = [part for part in (breach.of, start, breach.person) if part is not None]
    claim = "påstand" if language == "nb" else "claim"
    rule = claim if breach.rule == "claim" else breach.rule
    text = (NB if language == "nb" else EN)[breach.code].format(**breach.params)
    return f"{rule}: {', '.join(where)}: {text}" if where else f"{rule}: {text}"
