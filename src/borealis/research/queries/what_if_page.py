"""The page that shows what a doctorate would do to the plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.plans.queries.charts import lanes_of
from borealis.plans.queries.pages import change_rows, end_change
from borealis.plans.queries.what_if import Study, WhatIf, what_if
from borealis.plans.rules.comparison import Comparison, waiting
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.months import first_day, last_day
from borealis.programmes.queries import programme
from borealis.shell.words import month_year, months_long
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import TrainingRecord, training_records


def what_if_page(trainee: Trainee, study: Study, today: dt.date, *, names_all: bool) -> dict[str, Any]:
    """What changes for the trainee and for colleagues. ``names_all``: colleagues' plans are shown, not only how
    much of them moves. Raises NotInPlans as ``what_if``."""
    found = what_if(trainee.programme.code, trainee.pk, study, today)
    current = programme(trainee.programme.code)
    document = current.document if current else None
    records = training_records(found.without)
    changes = found.changes()
    others = {pk: change for pk, change in changes.items() if pk != trainee.pk}
    mine = found.with_study[trainee.pk]
    first = first_day(mine.first)
    ends = [plan.planned_end for plans in (found.without, found.with_study) for plan in plans.values()]
    shown = [trainee.pk, *(others if names_all else ())]
    return {
        "sentence": _sentence(found, trainee.pk, others),
        "facts": _facts(found, trainee.pk, others),
        "first": first,
        "last": last_day(max(ends)) + dt.timedelta(days=60),
        "rows": [
            {
                "name": records[pk].name,
                "end": _end(found.with_study[pk]),
                "difference": _difference(found, pk),
                "lanes": lanes_of(records[pk], found.without[pk], found.with_study[pk], document, first),
            }
            for pk in shown
        ],
        "changes": [
            row
            for pk in shown
            for row in change_rows(records[pk], found.without[pk], found.with_study[pk], document)
        ],
        "others": [_colleague(records[pk], change, _change(found, pk)) for pk, change in others.items()],
        "proven": found.proven,
    }


def _end(plan: PlanContent) -> str:
    return _("Ikke ferdig") if plan.missing else month_year(first_day(plan.planned_end))


def _difference(found: WhatIf, pk: int) -> str:
    return end_change(found.without[pk], found.with_study[pk], same=_("uendret"))


def _change(found: WhatIf, pk: int) -> str:
    return end_change(found.without[pk], found.with_study[pk], same=_("samme sluttmåned"))


def _sentence(found: WhatIf, pk: int, others: Mapping[int, Comparison]) -> str:
    """The answer first: when finished, and whether anyone else is touched."""
    before, after = found.without[pk].planned_end, found.with_study[pk].planned_end
    words = {"end": month_year(first_day(after)), "before": month_year(first_day(before))}
    mine = _("Ferdig spesialist %(end)s i stedet for %(before)s.") % words
    if before == after:
        mine = _("Ferdig spesialist %(end)s, som uten doktorgrad.") % words
    if found.with_study[pk].missing:
        mine = _("Ikke ferdig: %(difference)s.") % {"difference": _difference(found, pk)}
    if not others:
        return f"{mine} {_('Ingen kolleger får endret plan.')}"
    colleagues = ngettext(
        "Planen til %(n)s kollega endres.", "Planene til %(n)s kolleger endres.", len(others)
    )
    return f"{mine} {colleagues % {'n': len(others)}}"


def _facts(found: WhatIf, pk: int, others: Mapping[int, Comparison]) -> list[dict[str, str]]:
    before, after = found.without[pk], found.with_study[pk]
    later = [change for change in others.values() if change.months_later > 0]
    wait = waiting(after) - waiting(before)
    return [
        {
            "term": _("Ferdig spesialist"),
            "was": _end(before) if _end(before) != _end(after) else "",
            "value": _end(after),
            "why": _difference(found, pk),
        },
        {
            "term": _("Mer venting mellom opphold"),
            "value": months_long(max(0, wait)),
            "why": _("på plass, eller fordi et opphold har en lengste tid; resten er tid du velger"),
        },
        {
            "term": _("Opphold som flyttes for kolleger"),
            "value": str(sum(len(change.new) for change in others.values())),
            "why": ngettext("hos %(n)s lege", "hos %(n)s leger", len(others)) % {"n": len(others)}
            if others
            else "",
        },
        {
            "term": _("Kolleger ferdig senere"),
            "value": str(len(later)) if later else _("Ingen"),
            "why": "",
        },
    ]


def _colleague(record: TrainingRecord, change: Comparison, end: str) -> dict[str, str]:
    """Who moves, and how much; not where to."""
    moved = ngettext("%(n)s opphold flyttes", "%(n)s opphold flyttes", len(change.new)) % {
        "n": len(change.new)
    }
    return {"name": record.name, "text": f"{moved}, {end}"}
