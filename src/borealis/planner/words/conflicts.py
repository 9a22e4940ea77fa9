"""What is impossible, what makes it so, and what a month is worth, in words."""

from __future__ import annotations

from collections.abc import Sequence

from borealis.planner.explain.reasons import Conflict, Fact, FactKind, Shift, ShiftKind
from borealis.planner.formats.months import month_text
from borealis.planner.words import Language

FACTS_NB: dict[FactKind, str] = {
    "window": "{block} må tas {span}",
    "agreement": "{block} er avtalt ved {arena} {span}",
    "leave": "legen er borte {span}",
    "order": "{block} må komme etter {other}",
    "places": "{arena} er fullt {span}",
    "others_agreement": "{other} har avtalt plass ved {arena} {span}",
    "calendar": "planen ikke går lenger fram",
    "stints": "reglene for hvor korte og lange opphold i {block} kan være",
}
FACTS_EN: dict[FactKind, str] = {
    "window": "{block} must be taken {span}",
    "agreement": "{block} is agreed at {arena} {span}",
    "leave": "the trainee is away {span}",
    "order": "{block} must come after {other}",
    "places": "{arena} is full {span}",
    "others_agreement": "{other} has an agreed place at {arena} {span}",
    "calendar": "the plan looks no further ahead",
    "stints": "the rules of how short and long stints in {block} may be",
}
NB = {
    "unplaced": "{trainee}: {block} kan ikke plasseres fordi {facts}{help}.",
    "agreement": "{trainee}: avtalen om {block} kan ikke holdes fordi {facts}{help}.",
    "possible": "{trainee}: {block} kan plasseres, men det koster mer enn å la være.",
    "unknown": "{trainee}: {block} kan ikke plasseres, og ingen endring som er prøvd, hjelper.",
    "any": "; det holder å endre én av dem",
    "one": "; det holder å endre det",
    "some": "; det holder å endre én av disse: {enough}",
    "only": "; det holder å endre dette: {enough}",
    "together": "; dette må endres samtidig: {together}",
    "and": " og ",
    "between": "{first}–{last}",
    "from": "fra {first}",
    "until": "til {last}",
}
EN = {
    "unplaced": "{trainee}: {block} cannot be placed because {facts}{help}.",
    "agreement": "{trainee}: the agreement on {block} cannot be kept because {facts}{help}.",
    "possible": "{trainee}: {block} can be placed, but it costs more than leaving it.",
    "unknown": "{trainee}: {block} cannot be placed, and no change that was tried helps.",
    "any": "; changing any one of them is enough",
    "one": "; changing it is enough",
    "some": "; changing one of these is enough: {enough}",
    "only": "; changing this is enough: {enough}",
    "together": "; these must be changed together: {together}",
    "and": " and ",
    "between": "{first} to {last}",
    "from": "from {first}",
    "until": "until {last}",
}
SHIFTS_NB: dict[ShiftKind, str] = {
    "norm": "{trainee}: en måned senere norm",
    "leave_shorter": "{trainee}: en måned kortere permisjon ({span})",
    "window_from": "{trainee}: at {block} kan begynne en måned før ({span})",
    "agreement_moved": "{trainee}: avtalen om {block} ved {arena} ({span}) en måned {way}",
}
SHIFTS_EN: dict[ShiftKind, str] = {
    "norm": "{trainee}: a norm one month later",
    "leave_shorter": "{trainee}: leave one month shorter ({span})",
    "window_from": "{trainee}: letting {block} begin one month earlier ({span})",
    "agreement_moved": "{trainee}: the agreement on {block} at {arena} ({span}) one month {way}",
}


def conflict_in_words(conflict: Conflict, language: Language) -> str:
    """One sentence: what cannot be, why, and what to change."""
    lines = _lines(language)
    who = {"trainee": conflict.trainee, "block": conflict.block}
    if conflict.possible:
        return lines["possible"].format(**who)
    if not conflict.facts:
        return lines["unknown"].format(**who)
    return lines[conflict.about].format(
        **who, facts=_list(conflict.facts, language), help=_help(conflict, language)
    )


def _help(conflict: Conflict, language: Language) -> str:
    lines = _lines(language)
    if not conflict.enough:
        return lines["together"].format(together=_list(conflict.together, language))
    if conflict.enough == conflict.facts:
        return lines["any" if len(conflict.facts) > 1 else "one"]
    which = "some" if len(conflict.enough) > 1 else "only"
    return lines[which].format(enough=_list(conflict.enough, language))


def shift_in_words(shift: Shift, language: Language) -> str:
    """One sentence: what a month is worth."""
    lines = _lines(language)
    nb = language == "nb"
    earlier, later = ("før", "senere") if nb else ("earlier", "later")
    head = (SHIFTS_NB if nb else SHIFTS_EN)[shift.kind].format(
        trainee=shift.trainee,
        block=shift.block,
        arena=shift.arena,
        span=_span(shift.first, shift.last, lines),
        way=earlier if shift.by < 0 else later,
    )
    if not shift.saves:
        return f"{head} {'sparer ikke noe' if nb else 'saves nothing'}."
    saves, least = ("sparer", "minst ") if nb else ("saves", "at least ")
    return f"{head} {saves} {least if shift.at_least else ''}{shift.saves:.10g}."


def _lines(language: Language) -> dict[str, str]:
    return NB if language == "nb" else EN


def _span(first: int | None, last: int | None, lines: dict[str, str]) -> str:
    if first is None:
        return "" if last is None else lines["until"].format(last=month_text(last))
    if last is None:
        return lines["from"].format(first=month_text(first))
    if first == last:
        return month_text(first)
    return lines["between"].format(first=month_text(first), last=month_text(last))


def _list(facts: Sequence[Fact], language: Language) -> str:
    words = [_fact(fact, language) for fact in facts]
    head, last = words[:-1], words[-1]
    return f"{', '.join(head)}{_lines(language)['and']}{last}" if head else last


def _fact(fact: Fact, language: Language) -> str:
    text = (FACTS_NB if language == "nb" else FACTS_EN)[fact.kind]
    span = _span(fact.first, fact.last, _lines(language))
    return text.format(block=fact.block, arena=fact.arena, other=fact.other, span=span)
