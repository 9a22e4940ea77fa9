"""What life may do to plans, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from borealis.planner.robust import Rates, TraineeOutlook
from borealis.planner.robust.rates import ASSUMED, Leave
from borealis.plans.rules.months import first_day, month_text
from borealis.shell.words import month_year, number

SMALLEST = 0.01


def share_words(share: float) -> str:
    """A share in per cent; what is rare is not called never."""
    if 0 < share < SMALLEST:
        return _("under 1 prosent")
    return _("%(number)s prosent") % {"number": number(100 * share, 0)}


def likely_words(found: TraineeOutlook) -> str:
    """The months between which four of five futures end."""
    if found.early is None:
        return _("sannsynlig ikke ferdig så langt fram som planene ser")
    early = month_year(first_day(month_text(found.early)))
    if found.late is None:
        return _("sannsynlig etter %(month)s, kanskje lenger fram enn planene ser") % {"month": early}
    if found.early == found.late:
        return _("sannsynlig %(month)s") % {"month": early}
    late = month_year(first_day(month_text(found.late)))
    return _("sannsynlig mellom %(earliest)s og %(latest)s") % {"earliest": early, "latest": late}


def rate_rows(rates: Rates) -> list[dict[str, str]]:
    """What was taken to happen: name, rate, and where the rate comes from."""
    months = sum(step * share for step, share in enumerate(rates.sign_off.shares))
    rows = [
        (_("Foreldrepermisjon ingen vet om ennå"), _leave(rates.parental_leave), rates.parental_leave.source),
        (_("Langt sykefravær"), _leave(rates.sick_leave), rates.sick_leave.source),
        (
            _("Slutter"),
            _("%(chance)s i året") % {"chance": share_words(rates.resignation.a_year)},
            rates.resignation.source,
        ),
        (
            _("Siste godkjenning"),
            _("%(months)s md i snitt etter siste måned i fasen") % {"months": number(months)},
            rates.sign_off.source,
        ),
        (
            _("Fravær som ikke må tas igjen"),
            _("%(share)s av tjenesten som gjenstår") % {"share": share_words(rates.allowance.share)},
            rates.allowance.source,
        ),
    ]
    return [{"name": name, "rate": rate, "source": _source(source)} for name, rate, source in rows]


def _leave(leave: Leave) -> str:
    words = _("%(chance)s i året, %(shortest)s til %(longest)s måneder")
    return words % {
        "chance": share_words(leave.a_year),
        "shortest": leave.shortest,
        "longest": leave.longest,
    }


def _source(source: str) -> str:
    if source == ASSUMED:
        return _("Antatt")
    return _("§ 31, forenklet") if "§ 31" in source else source
