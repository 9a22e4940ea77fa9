"""What the plans of a programme could be when something happens: computed, chosen among, and stored nowhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

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
from borealis.plans.rules.frontier import SECONDS, Option, is_for_many, options, unsettled
from borealis.plans.rules.months import first_day, last_day, later, month_of
from borealis.plans.rules.nearby import nearby
from borealis.programmes.queries import CurrentProgramme
from borealis.trainees.queries import TrainingRecord
from borealis.trainees.rules import AbsencePeriod


@dataclass(frozen=True)
class Replanned:
    """What happens, the material with it in, and the plans to choose among.

    ``anyway`` are the trainees whose plans in force no longer fit what is registered, event or not.
    """

    event: Event
    material: Material
    anyway: frozenset[int]
    options: tuple[Option, ...]

    @property
    def for_many(self) -> bool:
        """Whether there was time for one plan alone."""
        return is_for_many(self.material.problem)


def replan(programme: CurrentProgramme, event: Event, today: dt.date, seconds: float = SECONDS) -> Replanned:
    """The plans to choose among from next month on, against the plans in force; writes nothing.

    Whoever goes over to another share of full time keeps the order of the phases (``in_order``). Raises NotInPlans
    when nothing is planned for the one it happens to, and FormatError when the stored facts contradict each other.
    """
    before = _gathered(programme, event, today)
    material = material_with(programme, event, before)
    anyway = unsettled(_those_in(material.problem, before.problem)) - {subject_of(event)}
    found = options(material.problem, event, anyway, seconds)
    return Replanned(event, material, frozenset(int(pk) for pk in anyway), tuple(found))


def _gathered(programme: CurrentProgramme, event: Event, today: dt.date) -> Material:
    """What is stored, with what the event makes of one trainee's record."""

    def change(record: TrainingRecord) -> TrainingRecord:
        return changed_record(record, event) if str(record.trainee_id) == subject_of(event) else record

    return gather(programme.code, later(month_of(today), 1), today, change)


def material_with(programme: CurrentProgramme, event: Event, before: Material) -> Material:
    """The material of a programme as the event makes it, for those whom it can reach; ``standing`` in its facts is
    how many others keep their plans. Raises NotInPlans as ``replan``."""
    if takes_nothing(before.problem, event):
        raise NotInPlans(subject_of(event))
    problem = in_order(before.problem, {event.trainee} if isinstance(event, Doctorate) else ())
    changed = changed_problem(problem, event, phases_of(programme.document), before.courses)
    problem = nearby(before.problem, changed, event)
    standing = len(changed["trainees"]) - len(problem["trainees"])
    return replace(before, problem=problem, facts={**before.facts, "standing": standing})


def _those_in(problem: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The problem before, with those trainees alone who are in another."""
    ids = {row["id"] for row in problem["trainees"]}
    return {**before, "trainees": [row for row in before["trainees"] if row["id"] in ids]}


def rebuilt(programme: CurrentProgramme, event: Event, today: dt.date) -> Material:
    """The material of ``replan`` again, for keeping one of its plans."""
    return material_with(programme, event, _gathered(programme, event, today))


def changed_record(record: TrainingRecord, event: Event) -> TrainingRecord:
    """What is known of a trainee, with the leave or the doctorate in it."""
    if isinstance(event, Doctorate):
        study = Study(first_day(event.first), last_day(event.through), event.percent)
        return with_study(record, study)
    if isinstance(event, Leave):
        away = AbsencePeriod(event.reason, first_day(event.first), last_day(event.through))
        return replace(record, absences=(*record.absences, away))
    return record
