"""What happens, and what each choice of plans comes to, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.plans.rules.changes import AgreementEnds, Doctorate, Event, Leave, Leaver, Places, Starter
from borealis.plans.rules.frontier import Option
from borealis.plans.rules.months import first_day, last_day
from borealis.shell.words import month_span, month_year, months_long

MANY, FEW = 10, 4
"""Lists longer than ``MANY`` show ``FEW`` names until they are opened."""


def event_words(event: Event, name: str) -> str:
    """One sentence that says what happens. ``name`` is the doctor's, the arena's or the agreement's."""
    first = month_year(first_day(event.first))
    if isinstance(event, Leave | Doctorate):
        words = (
            leave_words(event.reason)
            if isinstance(event, Leave)
            else _("%(name)s tar doktorgrad på halv tid %(months)s.")
        )
        return words % {"name": name, "months": month_span(first_day(event.first), last_day(event.through))}
    if isinstance(event, Leaver):
        return _("%(name)s slutter før %(month)s.") % {"name": name, "month": first}
    if isinstance(event, Starter):
        return _("En ny lege begynner i %(month)s.") % {"month": first}
    if isinstance(event, AgreementEnds):
        return _("Avtalen om %(name)s gjelder ikke fra %(month)s.") % {"name": name, "month": first}
    return _places(event, name)


def leave_words(reason: str) -> str:
    """That somebody is away, and why, with room for the name and the months."""
    return {
        "parental_leave": _("%(name)s har foreldrepermisjon %(months)s."),
        "sick_leave": _("%(name)s har sykefravær %(months)s."),
        "transferred_holiday": _("%(name)s tar ut overført ferie %(months)s."),
        "other_leave": _("%(name)s har permisjon %(months)s."),
    }[reason]


def _places(event: Places, name: str) -> str:
    more = ngettext("%(name)s får %(n)s plass mer", "%(name)s får %(n)s plasser mer", event.by)
    fewer = ngettext("%(name)s får %(n)s plass mindre", "%(name)s får %(n)s plasser færre", -event.by)
    words = (more if event.by > 0 else fewer) % {"name": name, "n": abs(event.by)}
    if event.through is None:
        return _("%(what)s fra %(month)s.") % {"what": words, "month": month_year(first_day(event.first))}
    span = month_span(first_day(event.first), last_day(event.through))
    return _("%(what)s %(months)s.") % {"what": words, "months": span}


def register_words(event: Event) -> str:
    """What must be registered for the plans to hold, when somebody has decided."""
    if isinstance(event, Leave) and event.reason in ("sick_leave", "transferred_holiday"):
        return _("Husk å registrere fraværet. Planene her regner med det.")
    if isinstance(event, Leave):
        return _("Husk å registrere permisjonen når den er avtalt. Planene her regner med den.")
    if isinstance(event, Doctorate):
        return _(
            "Husk å registrere ny stilling og doktorgrad når de er avtalt. Planene her regner med dem, og med at "
            "legen beholder rekkefølgen på fasene."
        )
    if isinstance(event, Leaver):
        return _("Husk å avslutte utdanningen her når den er slutt. Planene her regner med det.")
    if isinstance(event, Starter):
        return _("Den nye legen får sin egen plan når hen er registrert. Planene her holder av plass.")
    return _("Husk å rette plassene når det er bestemt. Planene her regner med det.")


def option_name(place: int, of: int, *, for_many: bool = False) -> str:
    """What a choice is called: the first disturbs least, the last ends earliest; see ``choice_words``."""
    if for_many:
        return _("En mulig plan")
    if of == 1:
        return _("Færrest endringer og tidligst ferdig")
    if place == 0:
        return _("Færrest endringer")
    if place == of - 1:
        return _("Tidligst ferdig")
    return _("Midt imellom") if of == 3 else _("Midt imellom, nr. %(n)s") % {"n": place}


def option_words(option: Option) -> str:
    """One sentence that says what a choice comes to: how many are moved, and how much later all are."""
    if not option.changed_months and not option.waits:
        return _("Ingen planer endres.")
    moved = len(option.moved)
    who = (
        ngettext("%(n)s kollega flyttes", "%(n)s kolleger flyttes", moved) % {"n": moved}
        if moved
        else _("Ingen kolleger flyttes")
    )
    if option.missing:
        return _("%(who)s.") % {"who": who}
    return _("%(who)s, og %(end)s.") % {"who": who, "end": later_words(option.months_later)}


def missing_words(doctors: int, months: float) -> str:
    """How many get no place for all that they have left, and for how much of it."""
    words = ngettext(
        "%(n)s lege blir ikke ferdig: %(months)s får ikke plass.",
        "%(n)s leger blir ikke ferdige: %(months)s får ikke plass.",
        doctors,
    )
    return words % {"n": doctors, "months": months_long(months)}


def folded(names: Sequence[str]) -> dict[str, str]:
    """A list in one line: ``all`` of it and, where it is long, the ``few`` that stand for it until it is opened."""
    few = _("%(names)s og %(n)s til")
    shown = {"names": ", ".join(names[:FEW]), "n": len(names) - FEW}
    return {"all": ", ".join(names), "few": few % shown if len(names) > MANY else ""}


def point_words(number: int, name: str, months: int, later: int) -> str:
    """What a point of the chart says to those who do not see where it stands."""
    words = ngettext("%(n)s måned endres for kolleger", "%(n)s måneder endres for kolleger", months)
    changed = words % {"n": months}
    words = _("%(number)s. %(name)s: %(changed)s, og %(end)s")
    end = later_words(later)
    return words % {"number": number, "name": name, "changed": changed, "end": end}


def later_words(months: int) -> str:
    """How much later all of them finish, added up."""
    if months == 0:
        return _("legene blir til sammen ferdige som i dag")
    words = (
        _("legene blir til sammen ferdige %(months)s senere")
        if months > 0
        else _("legene blir til sammen ferdige %(months)s tidligere")
    )
    return words % {"months": months_long(abs(months))}


def choice_words(options: int, *, for_many: bool = False) -> str:
    """How many plans there are to choose among; one ``for_many`` is the only one that there was time for."""
    if options == 0:
        return _("Ingen plan holder alle regler når dette skjer.")
    if for_many:
        return _(
            "Så mange må få ny plan at bare én er regnet ut. Et forslag bruker lengre tid, og blir bedre."
        )
    if options == 1:
        return _("Én plan både endrer minst og blir tidligst ferdig.")
    return _("%(n)s planer å velge mellom.") % {"n": options}


def asked_words(doctors: Sequence[str], arenas: Sequence[str]) -> list[str]:
    """Who must be asked before the plans can be agreed on: departments of arenas, each doctor with another plan."""
    departments = [_("avdelingen som har %(arena)s") % {"arena": arena} for arena in arenas]
    return [*departments, *doctors] or [_("Ingen")]


def standing_words(standing: int) -> str:
    """That not everybody is planned again, and how many keep their plans; "" where everybody is."""
    if not standing:
        return ""
    words = ngettext(
        "Regnet ut for dem det gjelder, og dem de deler mest plass med. %(n)s annen lege beholder planen sin.",
        "Regnet ut for dem det gjelder, og dem de deler mest plass med. %(n)s andre leger beholder planene sine.",
        standing,
    )
    return words % {"n": standing}


def measure_words(solution: Mapping[str, Any], delay_price: float, standing: int = 0) -> str:
    """How good a choice is proven to be, at its own price of a change. ``delay_price`` turns cost into waiting.

    Nothing is said of plans in which those ``standing`` move too, nor of a bound below half the cost.
    """
    says_little = 2 * solution["bound"] < solution["cost"] or solution["bound"] <= 0
    if standing and not says_little:
        proven = measure_words(solution, delay_price)
        return _("%(proven)s Det gjelder planer der de andre legene beholder sine.") % {"proven": proven}
    if solution["status"] == "optimal":
        return _("Bevist: ingen plan er bedre når ro i planene veier så mye som her.")
    if says_little:
        return _("Regnet ut på under ett sekund. En lengre utregning kan finne en bedre plan.")
    months = max(0.0, solution["cost"] - solution["bound"]) / delay_price
    words = _(
        "Regnet ut på under ett sekund. En lengre utregning kan ikke finne noe som er mer enn %(months)s ventetid "
        "for en lege bedre."
    )
    return words % {"months": months_long(months)}
