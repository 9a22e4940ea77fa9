"""What verdicts, outcomes and hindrances are called on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.portfolio.goals.around import Around
from borealis.portfolio.goals.rules import GUIDE, NO_STEP, SUPERVISOR, FurtherAssessment
from borealis.portfolio.models import Submission
from borealis.shell.words import day_month
from borealis.trainees.actions.goals import no_step
from borealis.trainees.rules import ANOTHER, ENTERPRISE, GROUNDS, SIX_MONTHS, STATEMENT

Words = Mapping[str, str | Promise]

VERDICT_WORDS: Words = {
    "recommends": gettext_lazy("Anbefaler godkjenning"),
    "not_yet": gettext_lazy("Ikke ennå"),
}
GIVEN_AS_WORDS: Words = {
    "guide": gettext_lazy("veileder"),
    "supervisor": gettext_lazy("har deltatt i supervisjonen"),
}
OUTCOME_WORDS: Words = {
    "approved": gettext_lazy("Godkjent"),
    "returned": gettext_lazy("Returnert"),
    "not_reached": gettext_lazy("Ikke nådd"),
}
KIND_WORDS: Words = {
    "ordinary": gettext_lazy("Sendt inn"),
    "new_assessment": gettext_lazy("Ba om ny vurdering"),
    "elsewhere": gettext_lazy("Ba om ny vurdering fra en annen virksomhet"),
    "further": gettext_lazy("Ba om en vurdering til"),
}
LEVEL_WORDS: Words = {
    "0": gettext_lazy("ikke ennå"),
    "1": gettext_lazy("så på"),
    "2": gettext_lazy("under supervisjon"),
    "3": gettext_lazy("selvstendig"),
}


def level_words(level: int | None) -> str:
    """A level of the regulation in words, or the number of another scale."""
    if level is None:
        return ""
    return str(LEVEL_WORDS.get(str(level), level))


def names(people: Sequence[str]) -> str:
    """«Kari Nordlys», «Kari Nordlys eller Per Alke», «Kari Nordlys, Per Alke eller 3 andre»."""
    if len(people) > 3:
        shown = ", ".join(people[:2])
        return _("%(names)s eller %(n)s andre") % {"names": shown, "n": len(people) - 2}
    if len(people) < 2:
        return "".join(people)
    return _("%(names)s eller %(last)s") % {"names": ", ".join(people[:-1]), "last": people[-1]}


def missing_words(role: str, around: Around) -> str:
    """Whose recommendation is missing, and who can give it."""
    if role == GUIDE:
        if not around.guide:
            return _("Legen har ingen veileder nå. Lederen oppnevner en, og veilederen gir sin anbefaling.")
        return _("Anbefalingen fra veilederen mangler. %(name)s kan gi den.") % {"name": around.guide}
    if not around.supervisors:
        return _(
            "Anbefaling fra en som har deltatt i supervisjonen mangler. Lederen kan gi en kollega rollen "
            "supervisør."
        )
    return _("Anbefaling fra en som har deltatt i supervisjonen mangler. %(names)s kan gi den.") % {
        "names": names(around.supervisors)
    }


def further_words(further: FurtherAssessment | None) -> str:
    """Why a further assessment cannot be asked for yet, and from when it can."""
    if further is None:
        return _("En vurdering til kan du be om når målet ikke er nådd etter ny vurdering (§ 26).")
    return _(
        "%(done)s av %(needed)s måneder har en læringsaktivitet for målet etter avgjørelsen %(day)s. "
        "Du kan tidligst be om en vurdering til %(earliest)s (§ 26)."
    ) % {
        "done": min(len(further.months), further.needed),
        "needed": further.needed,
        "day": full_day(further.refused_on),
        "earliest": full_day(further.earliest),
    }


def closed_words(submission: Submission) -> str:
    """What stands, when somebody acts on what is already decided or recalled."""
    decision = getattr(submission, "decision", None)
    if decision is None:
        return _("Legen har trukket %(code)s tilbake. Det er ikke noe å avgjøre nå.") % {
            "code": submission.goal.code
        }
    return _("%(name)s har alt avgjort %(code)s: %(outcome)s. Avgjørelsen står.") % {
        "name": decision.by.name,
        "code": submission.goal.code,
        "outcome": str(OUTCOME_WORDS[decision.outcome]).lower(),
    }


def full_day(day: object) -> str:
    """A day with its year: "3. desember 2026"."""
    return f"{day_month(day)} {day.year}"  # type: ignore[arg-type, attr-defined]


def hindrance_words(
    code: str, goal_code: str, state: str | None, around: Around, further: FurtherAssessment | None
) -> tuple[str, str]:
    """The field that a hindrance belongs to and its message: what is missing, and who can do it."""
    if code == NO_STEP:
        return "state", no_step(goal_code, state)
    if code in (GUIDE, SUPERVISOR):
        return "recommendations", missing_words(code, around)
    if code == SIX_MONTHS:
        return "state", further_words(further)
    messages = {
        STATEMENT: ("text", _("Skriv med en setning hvorfor målet er nådd.")),
        GROUNDS: ("text", _("Skriv hva avgjørelsen bygger på.")),
        ENTERPRISE: ("enterprise", _("Skriv hvilken virksomhet som har vurdert.")),
        ANOTHER: (
            "state",
            _(
                "En annen virksomhet vurderer, og den som avgjorde sist, avgjør ikke på nytt. Lederen kan gi "
                "en kollega der rollen delegert godkjenner for denne legen."
            ),
        ),
    }
    return messages[code]
