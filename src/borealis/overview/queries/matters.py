"""What needs somebody in a department as a whole: supervision, time lost, research, teaching, common goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.courses.queries import department_findings as course_findings
from borealis.courses.queries import leave_findings
from borealis.improvement.queries import improvement_findings
from borealis.organisations.queries import organisation_code
from borealis.people.queries import Viewer
from borealis.programmes.queries import CurrentProgramme
from borealis.research.queries import research_findings
from borealis.rosters.permissions import may_keep
from borealis.rosters.queries import lost_findings, supervision_findings
from borealis.shell.findings import Finding
from borealis.teaching.queries import presenting_findings
from borealis.trainees.permissions import registers_in
from borealis.trainees.queries import trainees_of

MOST = 3
"""Findings of a kind, and names in a finding, that are shown."""
TOGETHER = {
    "course_leave_asked": (gettext_lazy("Ber om fri til kurs"), "course_leave"),
    "course_missed": (gettext_lazy("Et sjeldent kurs går ikke før planen slutter"), "course_demand"),
    "course_last_chance": (
        gettext_lazy("Et sjeldent kurs går for siste gang før planen slutter"),
        "course_demand",
    ),
    "course_deadline": (gettext_lazy("Et sjeldent kurs har snart frist"), "course_demand"),
    "no_improvement_work": (gettext_lazy("Ikke med i noe forbedringsarbeid"), "common_goals_department"),
    "no_communication_assessment": (
        gettext_lazy("Ingen observert konsultasjon er vurdert"),
        "common_goals_department",
    ),
    "has_not_presented": (gettext_lazy("Har ikke undervist det siste året"), "teaching"),
}
"""What is told of all trainees together, by rule: the words, and where it is mended."""


def roster_matters(current: CurrentProgramme, viewer: Viewer, now: dt.datetime) -> list[Finding]:
    """Days without a specialist, learning time that goes to duties, and duties in the way of courses.

    For who can have the roster changed; each kind with the nearest first.
    """
    today, department = timezone.localdate(now), current.department_id
    if not may_keep(viewer, department):
        return []
    people = {row.person_id: row.person.name for row in trainees_of(current.code, viewer)}
    return [
        *supervision_findings(department, organisation_code(department), today)[:MOST],
        *lost_findings(people, department, today)[:MOST],
        *leave_findings(department, today)[:MOST],
    ]


def training_matters(current: CurrentProgramme, viewer: Viewer, now: dt.datetime) -> list[Finding]:
    """Courses, research, improvement work, communication and teaching, with all trainees of one kind told together.

    For who keeps the facts of trainees here.
    """
    today, department = timezone.localdate(now), current.department_id
    if not registers_in(viewer, department):
        return []
    trainees = list(trainees_of(current.code, viewer))
    each = (
        course_findings(trainees, viewer, today),
        improvement_findings(trainees, today),
        presenting_findings(trainees, now),
    )
    names = {row.pk: row.person.name for row in trainees}
    together = [
        _together(rule, concerned) for part in each for rule, concerned in _by_rule(part, names).items()
    ]
    return [*together, *research_findings(department, today)[:MOST]]


def _by_rule(part: Mapping[int, Iterable[Finding]], names: Mapping[int, str]) -> dict[str, list[str]]:
    """The names of those whom somebody must act on, by rule."""
    found: dict[str, list[str]] = {}
    for pk, name in names.items():
        for one in part.get(pk, ()):
            if one.severity == "attention":
                found.setdefault(one.rule, []).append(name)
    return found


def _together(rule: str, concerned: list[str]) -> Finding:
    title, where = TOGETHER[rule]
    shown, more = ", ".join(concerned[:MOST]), len(concerned) - MOST
    return Finding(
        rule,
        "attention",
        "department",
        _("%(title)s: %(n)s av legene.") % {"title": title, "n": len(concerned)},
        _("%(names)s og %(n)s til.") % {"names": shown, "n": more} if more > 0 else f"{shown}.",
        _("Se hvem"),
        reverse(where),
        _("lokal norm"),
    )
