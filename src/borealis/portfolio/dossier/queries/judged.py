"""What was judged: assessments, feedback, submissions with recommendations and decisions, panels, conversions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from borealis.portfolio.assessment.queries import round_page
from borealis.portfolio.dossier.queries.parts import BroughtIn, day, joined, moment, named, who
from borealis.portfolio.models import (
    Assessment,
    Conversion,
    Decision,
    FeedbackRound,
    FormWording,
    Panel,
    Submission,
)
from borealis.trainees.directory import Trainee


@dataclass(frozen=True)
class Found:
    """Entries, and the id of each by the key of its row."""

    entries: list[dict[str, Any]]
    ids: dict[int, str]


def _goal(goal: Any) -> str:
    return f"{goal.goal_set.code}/{goal.code}"


def _goals(row: Any) -> list[str]:
    return sorted(_goal(goal) for goal in row.goals.all())


def assessments(trainee: Trainee, brought: BroughtIn) -> Found:
    """Every assessment, also those that a newer one corrects."""
    rows = (
        Assessment.objects.filter(trainee=trainee)
        .select_related("activity", "assessor", "corrects")
        .prefetch_related("goals__goal_set")
    )
    by_row = {row.pk: named(_assessment(row, brought)) for row in rows}
    ids = {key: entry["id"] for key, entry in by_row.items()}
    return Found(joined(by_row.values(), (), ("on", "recorded_at", "id")), ids)


def _assessment(row: Assessment, brought: BroughtIn) -> dict[str, Any]:
    recorded_at = moment(row.recorded_at) or ""
    return {
        "form": row.form,
        "form_digest": row.form_digest,
        "activity": str(row.activity.key) if row.activity else None,
        "on": day(row.on),
        "assessor": who(row.assessor)
        or brought.assessor(row.form, recorded_at)
        or {"name": row.name, "hpr_number": ""},
        "level": row.level,
        "narrative": row.narrative,
        "answers": row.answers,
        "goals": _goals(row),
        "corrects": moment(row.corrects.recorded_at) if row.corrects else None,
        "recorded_at": recorded_at,
    }


def forms(entries: list[dict[str, Any]], brought: BroughtIn) -> list[dict[str, Any]]:
    """Each form in the wording that was answered, so that the answers can be read."""
    used = {entry["form_digest"] for entry in entries}
    own = [
        {"digest": row.digest, "form": row.code, "content": row.content}
        for row in FormWording.objects.filter(digest__in=used)
    ]
    return joined(own, brought.section("forms"), ("digest",))


def feedback(trainee: Trainee, brought: BroughtIn, now: dt.datetime) -> list[dict[str, Any]]:
    """Rounds of feedback as the trainee may read them, and never a single answer: who answered stays unknown."""
    rows = FeedbackRound.objects.filter(trainee=trainee, state="open")
    own = [_released(row, page) for row in rows if (page := round_page(row, now))["shown"]]
    return joined(own, brought.section("feedback"), ("form", "opened_at"))


def _released(row: FeedbackRound, page: dict[str, Any]) -> dict[str, Any]:
    return {
        "form": row.form,
        "name": page["form"],
        "opened_at": moment(row.opened_at),
        "closes_on": day(row.closes_on),
        "answers": page["answered"],
        "groups": [
            {
                "name": pack.name,
                "answers": pack.number,
                "questions": [
                    {"text": line.text, "counts": [{"step": s, "number": n} for s, n in line.counts]}
                    for line in pack.lines
                ],
            }
            for pack in page["packs"]
        ],
        "texts": sorted(page["texts"]),
    }


def submissions(
    trainee: Trainee, brought: BroughtIn, assessment_ids: dict[int, str], panel_ids: dict[int, str]
) -> list[dict[str, Any]]:
    """Each time a goal was sent in, with what it rested on, who recommended it and what was decided (§ 26)."""
    rows = (
        Submission.objects.filter(trainee=trainee)
        .select_related("goal__goal_set", "by", "decision__by")
        .prefetch_related("activities", "assessments", "recommendations__by")
    )
    own = [_submission(row, assessment_ids, panel_ids) for row in rows]
    return joined(own, brought.section("submissions"), ("submitted_at", "goal"))


def _submission(row: Submission, assessment_ids: dict[int, str], panel_ids: dict[int, str]) -> dict[str, Any]:
    return {
        "goal": _goal(row.goal),
        "kind": row.kind,
        "enterprise": row.enterprise,
        "grounds": row.grounds,
        "activities": sorted(str(activity.key) for activity in row.activities.all()),
        "assessments": sorted(assessment_ids[one.pk] for one in row.assessments.all()),
        "submitted_at": moment(row.submitted_at),
        "by": who(row.by),
        "closed_at": moment(row.closed_at),
        "recommendations": [
            {
                "by": who(one.by),
                "given_as": one.given_as,
                "verdict": one.verdict,
                "text": one.text,
                "at": moment(one.at),
                "withdrawn_at": moment(one.withdrawn_at),
                "withdrawn_why": one.withdrawn_why,
            }
            for one in row.recommendations.all()
        ],
        "decision": _decision(getattr(row, "decision", None), panel_ids),
    }


def _decision(row: Decision | None, panel_ids: dict[int, str]) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "outcome": row.outcome,
        "text": row.text,
        "panel": panel_ids.get(row.panel_id or 0),
        "at": moment(row.at),
        "by": who(row.by),
    }


def panels(trainee: Trainee, brought: BroughtIn) -> Found:
    """Assessment panels and half-yearly reviews that were concluded."""
    rows = (
        Panel.objects.filter(trainee=trainee)
        .exclude(concluded_at=None)
        .select_related("by")
        .prefetch_related("members__person", "conclusions__goal__goal_set")
    )
    by_row = {row.pk: named(_panel(row)) for row in rows}
    ids = {key: entry["id"] for key, entry in by_row.items()}
    return Found(joined(by_row.values(), brought.section("panels"), ("on", "id")), ids)


def _panel(row: Panel) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "on": day(row.on),
        "agenda": row.agenda,
        "trainee_invited": row.trainee_invited,
        "trainee_present": row.trainee_present,
        "informed_before": day(row.informed_before),
        "informed_after": day(row.informed_after),
        "members": [{"person": who(one.person), "given_as": one.given_as} for one in row.members.all()],
        "summary": row.summary,
        "agreed": row.agreed,
        "conclusions": sorted(
            (
                {"goal": _goal(one.goal), "why": one.why, "conclusion": one.conclusion, "text": one.text}
                for one in row.conclusions.all()
            ),
            key=lambda told: str(told["goal"]),
        ),
        "by": who(row.by),
        "concluded_at": moment(row.concluded_at),
        "digest": row.digest,
    }


def conversions(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    """Moves from one goal set to the next that were decided, with the proof that nothing was lost."""
    rows = (
        Conversion.objects.filter(trainee=trainee)
        .exclude(decided_at=None)
        .select_related("from_set", "to_set", "decided_by")
        .prefetch_related("items__older__goal_set", "items__newer__goal_set")
    )
    own = [_conversion(row) for row in rows]
    return joined(own, brought.section("conversions"), ("decided_at", "from_set"))


def _conversion(row: Conversion) -> dict[str, Any]:
    return {
        "from_set": row.from_set.code,
        "to_set": row.to_set.code,
        "outcome": row.outcome,
        "proposed_at": moment(row.proposed_at),
        "decided_at": moment(row.decided_at),
        "decided_by": who(row.decided_by),
        "grounds": row.grounds,
        "items": [
            {
                "older": _goal(item.older),
                "newer": _goal(item.newer) if item.newer else None,
                "verdict": item.verdict,
                "text": item.text,
            }
            for item in row.items.all()
        ],
        "proof": row.proof,
    }
