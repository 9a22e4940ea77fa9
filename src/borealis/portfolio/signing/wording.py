"""What levels, states and refusals of signing are called on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Level:
    """A level as a button: its words, what it means, and the mark of the regulation's scale."""

    value: int
    words: str | Promise
    means: str | Promise
    mark: str


# As the buttons stand: the weakest first, and the refusal as easy as praise.
LEVELS: tuple[Level, ...] = (
    Level(1, gettext_lazy("Så på"), gettext_lazy("Var med uten å gjøre det selv"), "S1"),
    Level(2, gettext_lazy("Under supervisjon"), gettext_lazy("Gjorde det med deg i nærheten"), "S2"),
    Level(3, gettext_lazy("Selvstendig"), gettext_lazy("Trengte deg ikke"), "S3"),
    Level(0, gettext_lazy("Ikke ennå"), gettext_lazy("Trenger mer øving"), ""),
)
LEVEL_WORDS: Mapping[int, str | Promise] = {level.value: level.words for level in LEVELS}

ASK_WORDS: Words = {
    "open": gettext_lazy("Venter"),
    "answered": gettext_lazy("Signert"),
    "returned": gettext_lazy("Returnert"),
    "declined": gettext_lazy("Avslått"),
    "passed_on": gettext_lazy("Gitt videre"),
    "recalled": gettext_lazy("Trukket tilbake"),
    "expired": gettext_lazy("Gått ut"),
}
ROLE_WORDS: Words = {"supervisor": gettext_lazy("supervisør"), "guide": gettext_lazy("veileder")}

SKILL_NEEDED: Mapping[int, str | Promise] = {
    1: gettext_lazy("krever at du har sett det"),
    2: gettext_lazy("krever under supervisjon"),
    3: gettext_lazy("krever selvstendig"),
}
KNOWLEDGE_NEEDED: Mapping[int, str | Promise] = {
    1: gettext_lazy("krever kjennskap"),
    2: gettext_lazy("krever kunnskap"),
    3: gettext_lazy("krever god kunnskap"),
}


def level_words(level: int | None) -> str:
    """A level in words; "" for none."""
    return str(LEVEL_WORDS[level]) if level is not None else ""


def needed_words(requirements: tuple[tuple[str, int], ...]) -> str:
    """What a goal asks for: its level of skill, else of knowledge; "" when the regulation names none."""
    found = dict(requirements)
    if "skill" in found:
        return str(SKILL_NEEDED.get(found["skill"], ""))
    return str(KNOWLEDGE_NEEDED.get(found.get("knowledge", 0), ""))


def refusal_words(reason: str, name: str) -> str:
    """Why somebody cannot be asked, or cannot sign, and the way out."""
    return {
        "own": _("Ingen signerer eget arbeid. Velg en annen."),
        "left": _("%(name)s har ikke stilling her lenger. Velg en annen."),
        "not_guide": _("I dette programmet signerer veilederen, og %(name)s er ikke veilederen nå."),
        "guide_later": _("%(name)s er veileder og signerer etter supervisøren. Velg en som så deg arbeide."),
    }[reason] % {"name": name}


@dataclass(frozen=True)
class Over:
    """A page where nothing can be signed: what stands, and what to do."""

    heading: str | Promise
    text: str | Promise


OVER: Mapping[str, Over] = {
    "unknown": Over(
        gettext_lazy("Lenken virker ikke"),
        gettext_lazy("Den er ikke hel. Åpne den fra e-posten igjen, eller kopier hele lenken."),
    ),
    "too_old": Over(
        gettext_lazy("Lenken er for gammel"),
        gettext_lazy("Forespørselen venter fortsatt. Vi sender gjerne en ny lenke til samme adresse."),
    ),
    "sent": Over(
        gettext_lazy("En ny lenke er på vei"),
        gettext_lazy("Se etter en e-post fra Borealis. Denne siden kan du lukke."),
    ),
    "used": Over(
        gettext_lazy("Forespørselen er besvart"),
        gettext_lazy("Lenken virker én gang, og svaret er lagret. Du trenger ikke gjøre noe mer."),
    ),
    "passed_on": Over(
        gettext_lazy("Forespørselen er gitt videre"),
        gettext_lazy("En annen har fått den. Du trenger ikke gjøre noe mer."),
    ),
    "recalled": Over(
        gettext_lazy("Forespørselen er trukket tilbake"),
        gettext_lazy("Den som ba om signatur, trenger den ikke fra deg lenger. Du trenger ikke gjøre noe."),
    ),
    "expired": Over(
        gettext_lazy("Forespørselen har gått ut"),
        gettext_lazy("Den ventet for lenge. Den som ba om signatur, kan sende den på nytt."),
    ),
    "left": Over(
        gettext_lazy("Du kan ikke signere nå"),
        gettext_lazy(
            "Vi finner ingen stilling for deg i dag. Den som ba om signatur, får beskjed om å spørre en annen."
        ),
    ),
    "own": Over(
        gettext_lazy("Ingen signerer eget arbeid"),
        gettext_lazy(
            "Du er logget inn som den som ba om signatur. Send forespørselen til en som så deg arbeide."
        ),
    ),
    "other": Over(
        gettext_lazy("Lenken er til en annen"),
        gettext_lazy("Du kan fortsette som den lenken er til, hvis det er deg. Ellers lukker du siden."),
    ),
}
