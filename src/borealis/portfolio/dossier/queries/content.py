"""The content of a package: everything about one trainee's training, in words that any system can read.

No key of a row stands in it. What it points at inside itself has an id that follows from what it says, so
that the same training gives the same content wherever it is stored.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from borealis.curriculum.queries import goals_of
from borealis.plans.queries import version_contents
from borealis.plans.rules.content import digest as plan_digest
from borealis.portfolio.dossier.queries.judged import (
    assessments,
    conversions,
    feedback,
    forms,
    panels,
    submissions,
)
from borealis.portfolio.dossier.queries.parts import BroughtIn, day, figure, in_order, joined, moment, who
from borealis.portfolio.dossier.queries.work import activities
from borealis.portfolio.models import Dossier
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import training_record
from borealis.trainees.rules import counted_time, parameters_on

REGIME_FACTS = (
    *("kind", "base_days", "counting_absence_days", "other_absence_days", "allowance_days", "deducted_days"),
    *("capped_days", "counted_days", "counted_months", "required_months"),
)


def content_of(trainee: Trainee, on: dt.date, now: dt.datetime) -> dict[str, Any]:
    """Everything about the training: counted time as of a day, and rounds of feedback that are over by now."""
    _fetch(trainee)
    brought = BroughtIn(brought_in(trainee.pk))
    found = assessments(trainee, brought)
    met = panels(trainee, brought)
    return {
        "person": _person(trainee),
        "training": _training(trainee),
        "enrolments": _enrolments(trainee, brought),
        "guides": _guides(trainee, brought),
        "posts": _posts(trainee, brought),
        "service": _services(trainee),
        "absence": _absences(trainee),
        "phase_credits": _credits(trainee, brought),
        "certificates": _certificates(trainee, brought),
        "counted_time": _counted(trainee.pk, on),
        "goal_sets": _goal_sets(trainee, brought),
        "activities": activities(trainee, brought),
        "assessments": found.entries,
        "forms": forms(found.entries, brought),
        "feedback": feedback(trainee, brought, now),
        "submissions": submissions(trainee, brought, found.ids, met.ids),
        "panels": met.entries,
        "conversions": conversions(trainee, brought),
        "plans": _plans(trainee.pk, brought),
    }


def brought_in(trainee_id: int) -> dict[str, Any] | None:
    """What was brought in for a trainee from another place, or None."""
    rows = Dossier.objects.filter(trainee_id=trainee_id, direction="in").exclude(content=None)
    return rows.order_by("-at", "-pk").values_list("content", flat=True).first()


def _fetch(trainee: Trainee) -> None:
    """Read what hangs on the trainee's row in one query for each kind."""
    prefetch_related_objects(
        [trainee],
        "person",
        "programme__specialty",
        "programme__department",
        "goal_sets",
        "earlier_goal_sets",
        "enrolments__programme",
        "guide_appointments__guide",
        "employments__department",
        "services__arena",
        "absences",
        "phase_credits__decided_by",
        Prefetch("goal_statuses", _statuses(trainee)),
    )


def _statuses(trainee: Trainee) -> Any:
    return trainee.goal_statuses.select_related("by", "goal__goal_set").order_by("pk")


def _person(trainee: Trainee) -> dict[str, Any]:
    person = trainee.person
    return {
        "name": person.name,
        "hpr_number": person.hpr_number,
        "email": person.email,
        "language": person.language,
    }


def _training(trainee: Trainee) -> dict[str, Any]:
    programme = trainee.programme
    return {
        "programme": programme.code,
        "department": programme.department.code,
        "department_name": programme.department.name_nb,
        "specialty": programme.specialty.code,
        "specialty_name": programme.specialty.name_nb.lower(),
        "started_on": day(trainee.started_on),
        "finished_on": day(trainee.finished_on),
        "home_town": trainee.home_town,
        "licensed_on": day(trainee.licensed_on),
        "part1_completed_on": day(trainee.part1_completed_on),
        "part1_exception": trainee.part1_exception,
        "goal_sets": sorted(row.code for row in trainee.goal_sets.all()),
        "earlier_goal_sets": sorted(row.code for row in trainee.earlier_goal_sets.all()),
    }


def _enrolments(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    own = [
        {
            "programme": row.programme.code,
            "from_day": day(row.from_day),
            "to_day": day(row.to_day),
            "recorded_at": moment(row.recorded_at),
        }
        for row in trainee.enrolments.all()
    ]
    return joined(own, brought.section("enrolments"), ("from_day", "recorded_at", "programme"))


def _guides(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    own = [
        {
            "guide": who(row.guide),
            "from_day": day(row.from_day),
            "to_day": day(row.to_day),
            "exception": row.exception,
            "recorded_at": moment(row.recorded_at),
        }
        for row in trainee.guide_appointments.all()
    ]
    return joined(own, brought.section("guides"), ("from_day", "recorded_at"))


def _posts(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    own = [
        {
            "department": row.department.code,
            "department_name": row.department.name_nb,
            "from_day": day(row.from_day),
            "to_day": day(row.to_day),
            "percent": row.percent,
            "research_percent": row.research_percent,
            "recorded_at": moment(row.recorded_at),
        }
        for row in trainee.employments.all()
    ]
    return joined(own, brought.section("posts"), ("from_day", "recorded_at", "department"))


def _services(trainee: Trainee) -> list[dict[str, Any]]:
    return in_order(
        (
            {
                "kind": row.kind,
                "arena": row.arena.code if row.arena else "",
                "arena_name": row.arena.name_nb if row.arena else "",
                "place": row.place,
                "from_day": day(row.from_day),
                "to_day": day(row.to_day),
                "percent": row.percent,
                "confirmed_on": day(row.confirmed_on),
                "recorded_at": moment(row.recorded_at),
            }
            for row in trainee.services.all()
        ),
        "from_day",
    )


def _absences(trainee: Trainee) -> list[dict[str, Any]]:
    return in_order(
        (
            {
                "kind": row.kind,
                "from_day": day(row.from_day),
                "to_day": day(row.to_day),
                "percent": row.percent,
                "recorded_at": moment(row.recorded_at),
            }
            for row in trainee.absences.all()
        ),
        "from_day",
    )


def _credits(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    return in_order(
        (
            {
                "phase": row.phase,
                "months": str(row.months),
                "reason": row.reason,
                "decided_on": day(row.decided_on),
                "decided_by": who(row.decided_by)
                or brought.decider_of_credit(row.phase, moment(row.recorded_at) or ""),
                "recorded_at": moment(row.recorded_at),
            }
            for row in trainee.phase_credits.all()
        ),
        "decided_on",
    )


def _certificates(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    """Certificates that both have signed, in the words that they signed (§ 25 e)."""
    rows = trainee.certificates.exclude(completed_at=None).select_related("service", "head", "consultant")
    own = [
        {
            "from_day": day(row.service.from_day),
            "to_day": day(row.service.to_day),
            "content": row.content,
            "digest": row.digest,
            "head": who(row.head),
            "head_at": moment(row.head_at),
            "consultant": who(row.consultant),
            "consultant_at": moment(row.consultant_at),
            "completed_at": moment(row.completed_at),
        }
        for row in rows
    ]
    return joined(own, brought.section("certificates"), ("from_day", "digest"))


def _counted(trainee_id: int, on: dt.date) -> list[dict[str, Any]]:
    """Counted time by each reading of what the text leaves open, with its § (§ 2, § 31)."""
    record, found = training_record(trainee_id), []
    for base in ("served", "required"):
        counted = counted_time(record.services, record.absences, on, parameters_on(on).read_as(base))
        found.append(
            {
                "reading": counted.reading,
                "total_days": figure(counted.total_days),
                "total_months": figure(counted.total_months),
                "required_months": figure(counted.required_months),
                "left_months": figure(counted.left_months),
                "claimed_months": figure(counted.claimed_months),
                "section": "§ 2 (1)",
                "regimes": [_regime(regime) for regime in counted.regimes],
            }
        )
    return found


def _regime(regime: Any) -> dict[str, Any]:
    told = {name: getattr(regime, name) for name in REGIME_FACTS}
    figures = {name: figure(value) if isinstance(value, float) else value for name, value in told.items()}
    return {**figures, "sections": list(regime.sections)}


def _goal_sets(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    """Every goal of the sets that the trainee follows or followed, with each state that it had."""
    sets = sorted({*trainee.goal_sets.all(), *trainee.earlier_goal_sets.all()}, key=lambda row: row.code)
    followed = {row.code for row in trainee.goal_sets.all()}
    states: dict[int, list[dict[str, Any]]] = {}
    for row in trainee.goal_statuses.all():
        code, recorded_at = row.goal.code, moment(row.recorded_at) or ""
        by = who(row.by) or brought.by_of_state(row.goal.goal_set.code, code, row.state, recorded_at)
        states.setdefault(row.goal_id, []).append(
            {
                "state": row.state,
                "on": day(row.on),
                "recorded_at": recorded_at,
                "by": by,
                "grounds": row.grounds,
            }
        )
    goals = goals_of(row.code for row in sets)
    return [
        {
            "code": row.code,
            "name": row.name_nb,
            "act": row.act,
            "followed": row.code in followed,
            "goals": [_goal(goal, states.get(goal.pk, [])) for goal in goals if goal.set_code == row.code],
        }
        for row in sets
    ]


def _goal(goal: Any, states: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "set": goal.set_code,
        "code": goal.code,
        "group": f"{goal.group_code} {goal.group_name}".strip(),
        "title": goal.title,
        "requirements": [{"kind": kind, "level": level} for kind, level in goal.requirements],
        "state": states[-1]["state"] if states else None,
        "states": states,
    }


def _plans(trainee_id: int, brought: BroughtIn) -> list[dict[str, Any]]:
    """The versions that trainee and head agreed on (§ 25 a), by their digests."""
    own = [
        {"number": number, "digest": plan_digest(content), "frozen_at": moment(frozen_at)}
        for number, (content, frozen_at) in version_contents(trainee_id).items()
    ]
    return joined(own, brought.section("plans"), ("frozen_at", "digest"))
