"""What the plans of a programme could be when something happens: computed, chosen among, and stored nowhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from borealis.plans.queries.material import Material, gather, phases_of
from borealis.plans.queries.what_if import NotInPlans, Study, in_order, with_study
from borealis.plans.rules.changes import (
    Doctorate,
    Event,
    Leave,
    changed_problem,
    subject_of,
    takes_nothing,
)
from borealis.plans.rules.frontier import SECONDS, Option, options
from borealis.plans.rules.months import first_day, last_day, later, month_of
from borealis.programmes.queries import CurrentProgramme
from borealis.trainees.queries import TrainingRecord
from borealis.trainees.rules import AbsencePeriod

LEAVE = "parental_leave"


@dataclass(frozen=True)
class Replanned:
    """What happens, the material with it in, and the plans to choose among."""

    event: Event
    material: Material
    options: tuple[Option, ...]


def replan(
    programme: CurrentProgramme, event: Event, today: dt.date, seconds: float = SECONDS
) -> Replanned:
    """The plans to choose among from next month on, against the plans in force; writes nothing.

    Whoever goes over to another share of full time keeps the order of the phases (``in_order``). Raises NotInPlans
    when nothing is planned for the one it happens to, and FormatError when the stored facts contradict each other.
    """
    material = material_with(programme, event, today)
    return Replanned(event, material, tuple(options(material.problem, event, seconds)))


def material_with(programme: CurrentProgramme, event: Event, today: dt.date) -> Material:
    """The material of a programme as the event makes it. Raises NotInPlans as ``replan``."""

    def change(record: TrainingRecord) -> TrainingRecord:
        return changed_record(record, event) if str(record.trainee_id) == subject_of(event) else record

    found = gather(programme.code, later(month_of(today), 1), today, change)
    if takes_nothing(found.problem, event):
        raise NotInPlans(subject_of(event))
    ordered = {event.trainee} if isinstance(event, Doctorate) else set()
    problem = changed_problem(in_order(found.problem, ordered), event, phases_of(programme.document))
    return replace(found, problem=problem)


def changed_record(record: TrainingRecord, event: Event) -> TrainingRecord:
    """What is known of a trainee, with the leave or the doctorate in it."""
    if isinstance(event, Doctorate):
        study = Study(first_day(event.first), last_day(event.through), event.percent)
        return with_study(record, study)
    if isinstance(event, Leave):
        away = AbsencePeriod(LEAVE, first_day(event.first), last_day(event.through))
        return replace(record, absences=(*record.absences, away))
    return record
