"""Measures of a project and their values: added one by one, or read from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import isfinite

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.improvement.actions.held import open_measure, open_project, record
from borealis.improvement.models import DIRECTIONS, Measure, Value
from borealis.improvement.rules import CHART_KINDS, Observation, needs_size
from borealis.people.actions.refusals import Refusals, check_text, refuse

MOST_MEASURES, MOST_VALUES = 8, 1000
LARGEST = 1e9


@transaction.atomic
def add_measure(
    *, by: int | None, project_id: int, name: str, unit: str, direction: str, kind: str, now: dt.datetime
) -> Measure:
    """Something to count or measure. Its kind of chart follows from what the values are, and stays."""
    project, refusals = open_project(project_id), Refusals()
    name = check_text(refusals, "name", name, 120, needed=_("Skriv hva dere måler."))
    unit = check_text(refusals, "unit", unit, 60, needed=_("Skriv hva tallet teller, for eksempel minutter."))
    if direction not in DIRECTIONS:
        refusals.add("direction", _("Velg ett av alternativene i listen."))
    if kind not in CHART_KINDS:
        refusals.add("kind", _("Velg ett av alternativene i listen."))
    if project.measures.filter(name=name).exists():
        refusals.add("name", _("En måling heter dette alt. Velg et annet navn."))
    if project.measures.count() >= MOST_MEASURES:
        refusals.add("name", _("Et arbeid har høyst %(most)d målinger.") % {"most": MOST_MEASURES})
    refusals.stop()
    row = Measure.objects.create(
        project=project, name=name, unit=unit, direction=direction, kind=kind, made_at=now
    )
    record(by, "add_measure", project, now, measure=row.pk, kind=kind)
    return row


@transaction.atomic
def freeze_measure(
    *, by: int | None, measure_id: int, baseline_to: dt.date | None, now: dt.datetime
) -> Measure:
    """Let centre and limits come from the values up to a day; None: from all of a phase."""
    row = open_measure(measure_id)
    row.baseline_to = baseline_to
    row.save(update_fields=["baseline_to"])
    until = baseline_to.isoformat() if baseline_to else None
    record(by, "freeze_measure", row.project, now, measure=row.pk, baseline_to=until)
    return row


@transaction.atomic
def record_value(
    *,
    by: int | None,
    measure_id: int,
    on: dt.date,
    number: float,
    now: dt.datetime,
    size: float | None = None,
) -> Value:
    """A value on a day; one that stands there already is put right."""
    row, refusals = open_measure(measure_id), Refusals()
    size = size if needs_size(row.kind) else None
    for field, words in faults_of(row.kind, on, number, size, timezone.localdate(now)).items():
        refusals.add(field, words)
    if row.values.count() >= MOST_VALUES:
        refusals.add("on", _("En måling har høyst %(most)d verdier.") % {"most": MOST_VALUES})
    refusals.stop()
    value, _made = Value.objects.update_or_create(
        measure=row, on=on, defaults={"number": number, "size": size}
    )
    record(by, "record_value", row.project, now, measure=row.pk, on=on.isoformat())
    return value


def faults_of(
    kind: str, on: dt.date | None, number: float | None, size: float | None, today: dt.date
) -> dict[str, str]:
    """What is wrong with a value, in words, by field."""
    found: dict[str, str] = {}
    if on is None or not dt.date(1990, 1, 1) <= on <= today:
        found["on"] = _("Skriv en dag som har vært.")
    if number is None or not isfinite(number) or abs(number) > LARGEST:
        found["number"] = _("Skriv et tall.")
    elif kind in ("p", "u", "c") and (number < 0 or (kind != "u" and number != int(number))):
        found["number"] = _("Skriv et helt antall, null eller mer.")
    if needs_size(kind):
        if size is None or not isfinite(size) or not 0 < size <= LARGEST:
            found["size"] = _("Skriv hvor mange det er av, mer enn null.")
        elif kind == "p" and number is not None and number > size:
            found["number"] = _("Antallet kan ikke være større enn hvor mange det er av.")
    return found


@transaction.atomic
def drop_value(*, by: int | None, measure_id: int, value_id: int, now: dt.datetime) -> None:
    """Take a value out."""
    row = open_measure(measure_id)
    if not row.values.filter(pk=value_id).delete()[0]:
        raise refuse("on", _("Verdien er alt tatt bort."))
    record(by, "drop_value", row.project, now, measure=row.pk, value=value_id)


@transaction.atomic
def import_values(
    *, by: int | None, measure_id: int, observations: Sequence[Observation], now: dt.datetime
) -> int:
    """Take in values from a file, all or none; those that stand on the same days are put right. Gives how many."""
    row, today = open_measure(measure_id), timezone.localdate(now)
    days = {seen.on for seen in observations}
    bad = any(faults_of(row.kind, seen.on, seen.number, seen.size, today) for seen in observations)
    if not observations or bad or len(days) < len(observations):
        raise refuse("table", _("Rett linjene i filen, og hent den på nytt."))
    if row.values.exclude(on__in=days).count() + len(days) > MOST_VALUES:
        raise refuse("table", _("En måling har høyst %(most)d verdier.") % {"most": MOST_VALUES})
    row.values.filter(on__in=days).delete()
    Value.objects.bulk_create(
        Value(measure=row, on=seen.on, number=seen.number, size=seen.size if needs_size(row.kind) else None)
        for seen in observations
    )
    record(by, "import_values", row.project, now, measure=row.pk, values=len(days))
    return len(days)
