"""Plans in words: places, states, delay and reasons, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from borealis.plans.rules.comparison import agreed_delay, beyond_norm, waiting
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.forecast import Assumptions
from borealis.plans.rules.months import first_day, later
from borealis.plans.rules.outcome import Wait
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.language import text_in
from borealis.shell.words import month_span, month_year, months_difference, months_long, number

OTHER_PLACES = {
    "part1_hospital": gettext_lazy("LIS1 sykehus"),
    "part1_municipality": gettext_lazy("LIS1 kommune"),
    "other_specialty": gettext_lazy("Annen spesialitet"),
    "specialty": gettext_lazy("Annet sted"),
    "parental_leave": gettext_lazy("Permisjon"),
    "sick_leave": gettext_lazy("Sykefravær"),
    "other_leave": gettext_lazy("Permisjon"),
    "transferred_holiday": gettext_lazy("Overført ferie"),
    "covid": gettext_lazy("Fravær"),
    "holiday": gettext_lazy("Ferie"),
    "course": gettext_lazy("Kurs"),
    "research": gettext_lazy("Forskning"),
    "waiting": gettext_lazy("Venter på plass"),
    "free": gettext_lazy("Ikke planlagt"),
}


def place_word(place: str, document: ProgrammeDocument | None, *, short: bool = False) -> str:
    """The name of an arena, or of what stands in its place (part 1, leave, research)."""
    arena = document.arena(place) if document else None
    if arena is not None:
        return text_in(arena.short if short else arena.name)
    return str(OTHER_PLACES.get(place, place))


def phase_word(phase: str, document: ProgrammeDocument | None) -> str:
    """The name of a phase."""
    found = document.phase(phase) if document else None
    return text_in(found.name) if found else phase


STATES: Mapping[str, Any] = {
    "agreed": gettext_lazy("Avtalt"),
    "waits_for_trainee": gettext_lazy("Venter på LIS"),
    "waits_for_head": gettext_lazy("Venter på leder"),
    "waits_for_both": gettext_lazy("Ikke signert"),
    "missing": gettext_lazy("Ingen plan"),
}


def state_word(state: str) -> str:
    """How far the agreement on a plan has come, in a few words."""
    return str(STATES[state])


def proposal_word(state: str) -> str:
    """What became of a proposal."""
    return {
        "open": _("Venter på beslutning"),
        "accepted": _("Godtatt"),
        "rejected": _("Ikke brukt"),
        "replaced": _("Erstattet av et nyere"),
    }[state]


def delay_words(content: PlanContent) -> str:
    """The end against the norm: "+16 md: 14 avtalt, 2 venting"."""
    beyond, agreed, waits = beyond_norm(content), agreed_delay(content), waiting(content)
    if beyond <= 0:
        return _("i rute")
    parts = []
    if agreed:
        parts.append(_("%(months)s avtalt") % {"months": number(agreed)})
    if waits:
        parts.append(_("%(months)s venting") % {"months": number(waits)})
    words = ", ".join(parts)
    difference = months_difference(beyond)
    return (
        _("%(difference)s: %(parts)s") % {"difference": difference, "parts": words} if words else difference
    )


def end_sentence(content: PlanContent) -> str:
    """One sentence that splits the way from the norm to the planned end."""
    norm = month_year(first_day(content.norm_end))
    end = month_year(first_day(content.planned_end))
    agreed, waits = agreed_delay(content), waiting(content)
    if beyond_norm(content) <= 0:
        return _("Normert løp ender %(norm)s. Planen ender %(end)s, i rute.") % {"norm": norm, "end": end}
    facts = {"norm": norm, "end": end, "agreed": months_long(agreed), "waiting": months_long(waits)}
    if agreed and waits:
        return (
            _(
                "Normert løp ender %(norm)s, planen %(end)s. Avtalt deltid, permisjon og faser som gjenstår, "
                "gir %(agreed)s til, og ventetid på plass %(waiting)s."
            )
            % facts
        )
    if agreed:
        return (
            _(
                "Normert løp ender %(norm)s, planen %(end)s. Avtalt deltid, permisjon og faser som gjenstår, "
                "gir %(agreed)s til. Ingen ventetid."
            )
            % facts
        )
    return _("Normert løp ender %(norm)s, planen %(end)s. Ventetid på plass gir %(waiting)s til.") % facts


def unplaced_word(reason: str) -> str:
    """Why months of a phase found no place, and what would help."""
    return {
        "no_arena": _("Ingen arena tilbyr fasen. Legg til en arena i programmet."),
        "no_places": _("Ingen ledig plass før planen er slutt. En plass til, eller en avtale, løser det."),
        "after_calendar": _("Fasen rekker ikke å bli ferdig så langt fram som planen ser."),
        "predecessor_unplaced": _("En fase som må være ferdig først, fikk ikke plass."),
        "window": _("Ønskene om tid gir ikke rom for fasen. Endre ønsket om tidligst eller senest."),
        "course": _("Fasen får ikke plass rundt kursene. Velg en annen måned for et kurs."),
        "stints": _("Fasen lar seg ikke dele slik programmet krever. Endre korteste eller lengste opphold."),
        "price": _("Det koster de andre mer å gi plass enn det gir her."),
    }.get(reason, reason)


def proof_words(solution: Mapping[str, Any], delay_price: float) -> str:
    """How good the plans are proven to be. ``delay_price`` turns cost into months of waiting."""
    if solution["status"] == "optimal":
        return _("Nei. Det er bevist at ingen plan kan bli bedre enn denne.")
    months = (solution["cost"] - solution["bound"]) / delay_price
    return _(
        "Ingen plan kan bli bedre enn denne med mer enn det som svarer til %(months)s ventetid for en lege."
    ) % {"months": months_long(months)}


def waiting_words(months: int) -> str:
    """Waiting for one trainee."""
    return ngettext("%(n)s måned venting", "%(n)s måneder venting", months) % {"n": months}


def wait_words(wait: Wait, document: ProgrammeDocument | None) -> str:
    """Months before one stay, and why."""
    texts = {
        "waiting_for_place": _("%(arena)s er fullt %(months)s."),
        "waiting_for_window": _("%(phase)s kan etter ønsket ikke begynne før %(after)s."),
        "waiting_for_course": _("%(phase)s kan ikke begynne før kurset, tidligst %(after)s."),
        "waiting_for_agreement": _("%(phase)s er avtalt fra %(after)s."),
        "waiting_for_start": _("Utdanningen begynner %(after)s."),
        "waiting_by_choice": _("Ledig %(months)s før %(phase)s, for at andre skal komme fram."),
    }
    return texts[wait.code] % {
        "arena": place_word(wait.arena, document),
        "phase": phase_word(wait.phase, document),
        "months": month_span(first_day(wait.first), first_day(wait.last)),
        "after": month_year(first_day(later(wait.last, 1))),
    }


def assumption_words() -> str:
    """What the range of a forecast rests on."""
    assumed = Assumptions()
    words = _(
        "Intervallet regner med %(chance)s prosent sjanse i året for uventet fravær på %(shortest)s til "
        "%(longest)s måneder, og at de siste godkjenningene kan ta opptil %(approval)s måneder. Det er "
        "antakelser, ikke målinger."
    )
    return words % {
        "chance": number(100 * assumed.leave_a_year, 0),
        "shortest": assumed.leave_months[0],
        "longest": assumed.leave_months[1],
        "approval": assumed.approval_months[1],
    }
