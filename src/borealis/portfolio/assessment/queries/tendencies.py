"""How assessors differ, among the programmes of some departments."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from django.db.models import Q, QuerySet

from borealis.portfolio.assessment.queries.wordings import wordings
from borealis.portfolio.assessment.rules import Form, Rated, Tendency, tendencies
from borealis.portfolio.models import Assessment
from borealis.trainees.directory import Trainee


def graded(trainees: QuerySet[Trainee] | None = None) -> QuerySet[Assessment]:
    """Assessments that stand, with a level, by somebody with an account."""
    rows = Assessment.objects.filter(corrected_by=None).exclude(level=None).exclude(assessor=None)
    return rows if trainees is None else rows.filter(trainee__in=trainees)


def beside(person_id: int) -> QuerySet[Assessment]:
    """What anyone gave at the departments where a person has assessed: what that person is compared with."""
    departments = graded().filter(assessor_id=person_id).values("trainee__programme__department_id")
    return graded().filter(Q(trainee__programme__department_id__in=departments))


def tendencies_in(rows: QuerySet[Assessment]) -> dict[Hashable, Tendency]:
    """The tendency of each assessor among some assessments."""
    return tendencies(
        Rated(assessor, (trainee, form, on.year), float(level or 0))
        for assessor, trainee, form, on, level in rows.values_list(
            "assessor_id", "trainee_id", "form", "on", "level"
        )
    )


def tops(rows: Iterable[tuple[str, int | None]]) -> dict[str, tuple[int, int, Form]]:
    """For each form, how many of how many levels are its scale's highest; from (digest, level)."""
    found = list(rows)
    kept = wordings(digest for digest, _level in found)
    counted: dict[str, tuple[int, int, Form]] = {}
    for digest, level in found:
        form = kept[digest]
        hits, total, _form = counted.get(form.code, (0, 0, form))
        top = form.scale is not None and level == form.scale.top
        counted[form.code] = (hits + top, total + 1, form)
    return counted
