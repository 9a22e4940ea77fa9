"""What is due: a half-yearly review, a panel that was held and has not concluded, a trainee not yet informed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.portfolio.models import Panel
from borealis.portfolio.panels.rules import HALF_YEAR, review_due
from borealis.programmes.queries import programme
from borealis.programmes.rules import PortfolioTerms
from borealis.shell.findings import Finding
from borealis.shell.words import day_short
from borealis.trainees.queries import TrainingRecord, training_record


def panel_findings_of(trainee_id: int, today: dt.date, *, may_call: bool) -> list[Finding]:
    """The findings of one trainee."""
    record = training_record(trainee_id)
    found = programme(record.programme_code)
    terms = found.document.portfolio if found else PortfolioTerms()
    return panel_findings([record], terms.review_months, today, may_call=may_call)[trainee_id]


def panel_findings(
    records: Iterable[TrainingRecord], months: int, today: dt.date, *, may_call: bool
) -> dict[int, list[Finding]]:
    """The findings of many trainees in one query. ``months`` is the programme's rule for half-yearly reviews."""
    wanted = {record.trainee_id: record for record in records if record.finished_on is None}
    panels: dict[int, list[Panel]] = defaultdict(list)
    for panel in Panel.objects.filter(trainee_id__in=wanted).order_by("on", "pk"):
        panels[panel.trainee_id].append(panel)
    found: dict[int, list[Finding]] = defaultdict(list)
    for pk, record in wanted.items():
        found[pk] += _review(record, panels[pk], months, today, may_call)
        found[pk] += [row for panel in panels[pk] for row in _panel(panel, today, may_call)]
    return found


def _review(
    record: TrainingRecord, panels: list[Panel], months: int, today: dt.date, may_call: bool
) -> list[Finding]:
    reviews = [panel for panel in panels if panel.kind == HALF_YEAR]
    if any(panel.concluded_at is None for panel in reviews):
        return []
    last = max((panel.on for panel in reviews), default=None)
    if review_due(last, record.started_on, months) >= today:
        return []
    return [
        Finding(
            "review_due",
            "attention" if may_call else "information",
            f"trainees.Trainee:{record.trainee_id}",
            _("Halvårlig vurdering er ikke holdt siden %(day)s.") % {"day": day_short(last)}
            if last
            else _("Ingen halvårlig vurdering er holdt."),
            _("Programmet sier høyst %(months)s måneder mellom hver.") % {"months": months},
            _("Kall sammen") if may_call else "",
            f"{reverse('panels', args=[record.trainee_id])}#kall-sammen" if may_call else "",
            _("lokal norm"),
        )
    ]


def _panel(panel: Panel, today: dt.date, may_call: bool) -> list[Finding]:
    address = reverse("panel", args=[panel.trainee_id, panel.pk])
    about = f"portfolio.Panel:{panel.pk}"
    if panel.concluded_at is None and panel.on < today:
        return [
            Finding(
                "panel_not_concluded",
                "attention" if may_call else "information",
                about,
                _("Møtet %(day)s har ikke konkludert.") % {"day": day_short(panel.on)},
                _("Legen leser konklusjonen først når den er ferdig."),
                _("Skriv og konkluder") if may_call else "",
                address if may_call else "",
            )
        ]
    if panel.concluded_at and panel.trainee_present is False and panel.informed_after is None:
        return [
            Finding(
                "not_informed_after_panel",
                "attention" if may_call else "information",
                about,
                _("Legen var ikke til stede %(day)s og er ikke informert etter møtet.")
                % {"day": day_short(panel.on)},
                _("Veilederen informerer før og etter."),
                _("Før når det ble gjort") if may_call else "",
                address if may_call else "",
            )
        ]
    return []
