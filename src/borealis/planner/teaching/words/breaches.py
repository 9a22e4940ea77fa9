"""Broken rules in words."""

from borealis.planner.teaching.rules.breach import Breach, BreachCode
from borealis.planner.words import Language

NB: dict[BreachCode, str] = {
    "unit_cannot": "kan ikke være vert den dagen",
    "unit_too_soon": "var vert {days} dager før, minst {least} kreves",
    "topic_not_mastered": "har ikke emnet {topic}",
    "presenter_cannot": "er ikke på jobb, eller ikke kommet langt nok for emnet",
    "presenter_elsewhere": "hører ikke til verten",
    "presenter_too_soon": "underviste {days} dager før, minst {least} kreves",
    "agreement_not_kept": "det som er avtalt, holdes ikke",
    "past_changed": "det som har vært, er endret",
    "wrong_value": "oppgitt {criterion} {claimed}, funnet {found}",
    "bound_over_value": "grensen er over det planen er verdt",
    "not_optimal": "oppgitt som optimal, men grensen når ikke det planen er verdt",
}

EN: dict[BreachCode, str] = {
    "unit_cannot": "cannot host that day",
    "unit_too_soon": "hosted {days} days before, at least {least} are required",
    "topic_not_mastered": "does not master the topic {topic}",
    "presenter_cannot": "is not at work, or not far enough for the topic",
    "presenter_elsewhere": "does not belong to the host",
    "presenter_too_soon": "presented {days} days before, at least {least} are required",
    "agreement_not_kept": "what is agreed is not kept",
    "past_changed": "what has been is changed",
    "wrong_value": "claimed {criterion} {claimed}, found {found}",
    "bound_over_value": "the bound is over what the rota is worth",
    "not_optimal": "claimed optimal, but the bound does not reach what the rota is worth",
}


def breach_in_words(breach: Breach, language: Language) -> str:
    """One line: which rule, which session, who, and what is wrong."""
    where = [part for part in (breach.session, breach.who) if part is not None]
    claim = "påstand" if language == "nb" else "claim"
    rule = claim if breach.rule == "claim" else breach.rule
    text = (NB if language == "nb" else EN)[breach.code].format(**breach.params)
    return f"{rule}: {', '.join(where)}: {text}" if where else f"{rule}: {text}"
