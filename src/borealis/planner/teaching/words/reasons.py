"""Reasons and swaps in words."""

from borealis.planner.teaching.explain import Reason, ReasonCode, Swap
from borealis.planner.teaching.formats.solution import CRITERIA, Value
from borealis.planner.words import Language

NB: dict[ReasonCode, str] = {
    "open_away": "{of}: ingen vert, for ingen enhet kan den dagen.",
    "open_spacing": "{of}: ingen vert, for {names} er vert for kort tid før eller etter.",
    "open_kept": "{of}: ingen vert, enda {names} kan: det som er avtalt, står i veien.",
    "goal_without_topic": "{of}: undervises ikke i tide, for ingen emner dekker målet. Legg til et emne.",
    "goal_without_unit": "{of}: undervises ikke i tide, for ingen enhet har emnet {names}.",
    "goal_no_room": "{of}: undervises ikke i tide, for det er ikke plass hos {names} før fristen.",
}
EN: dict[ReasonCode, str] = {
    "open_away": "{of}: no host, since no unit can that day.",
    "open_spacing": "{of}: no host, since {names} host too short a time before or after.",
    "open_kept": "{of}: no host, though {names} could: what is agreed stands in the way.",
    "goal_without_topic": "{of}: not taught in time, since no topic covers the goal. Add a topic.",
    "goal_without_unit": "{of}: not taught in time, since no unit masters the topic {names}.",
    "goal_no_room": "{of}: not taught in time, since there is no room at {names} before it is due.",
}
NONE = {
    "nb": "Hver undervisning har en vert, og hvert mål undervises i tide.",
    "en": "Every session has a host, and every goal is taught in time.",
}
OVER, FOR = (
    {"nb": "{unit} tar over {session}", "en": "{unit} takes over {session}"},
    {
        "nb": "{unit} bytter {other} mot {session}",
        "en": "{unit} exchanges {other} for {session}",
    },
)
NO_SWAP = {
    "nb": "Ingen kan ta over uten å bryte en regel.",
    "en": "Nobody can take over without breaking a rule.",
}


def reasons_in_words(reasons: tuple[Reason, ...], language: Language) -> list[str]:
    """A line for each reason."""
    words = NB if language == "nb" else EN
    lines = [words[reason.code].format(of=reason.of, names=", ".join(reason.names)) for reason in reasons]
    return lines or [NONE[language]]


def swaps_in_words(swaps: tuple[Swap, ...], now: Value, language: Language) -> list[str]:
    """A line for each swap, with what gets worse or better."""
    return [_swap(swap, now, language) for swap in swaps] or [NO_SWAP[language]]


def _swap(swap: Swap, now: Value, language: Language) -> str:
    words = (FOR if swap.other else OVER)[language].format(
        unit=swap.unit, session=swap.session, other=swap.other
    )
    changed = [f"{c} {now.of(c)} → {swap.value.of(c)}" for c in CRITERIA if swap.value.of(c) != now.of(c)]
    return f"{words}: {', '.join(changed)}" if changed else words
