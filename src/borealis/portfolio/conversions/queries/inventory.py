"""Everything approved and recorded of a trainee, each row with the digest of what it says."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from borealis.audit.rules import canonical
from borealis.portfolio.models import (
    Activity,
    ActivityFile,
    Assessment,
    Decision,
    PanelConclusion,
    Recommendation,
    SignatureAnswer,
    Submission,
)
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goal_states

MANY = ("goals", "activities", "assessments")


def inventory_of(trainee: Trainee) -> dict[str, dict[str, str]]:
    """By kind and key. Approved goals hold their decision and its evidence; the other kinds every stored field."""
    decisions = Decision.objects.filter(submission__trainee=trainee)
    return {
        "approved": _approved(trainee),
        "states": _rows(trainee.goal_statuses.order_by("pk")),
        "submissions": _rows(Submission.objects.filter(trainee=trainee)),
        "recommendations": _rows(Recommendation.objects.filter(submission__trainee=trainee)),
        "decisions": _rows(decisions),
        "activities": _rows(Activity.objects.filter(trainee=trainee)),
        "files": _rows(ActivityFile.objects.filter(activity__trainee=trainee).defer("data")),
        "signatures": _rows(SignatureAnswer.objects.filter(ask__trainee=trainee)),
        "assessments": _rows(Assessment.objects.filter(trainee=trainee)),
        "conclusions": _rows(PanelConclusion.objects.filter(panel__trainee=trainee)),
    }


def _approved(trainee: Trainee) -> dict[str, str]:
    """Each approved goal with the row that says so, its decision, and what that rests on."""
    found = {}
    latest = {row.goal_id: row for row in trainee.goal_statuses.order_by("pk")}
    decided = {
        row.status_id: row
        for row in Decision.objects.filter(submission__trainee=trainee).select_related("submission")
    }
    for goal_id, state in goal_states(trainee.pk).items():
        if state.state != "approved":
            continue
        status = latest[goal_id]
        decision = decided.get(status.pk)
        submission = decision.submission if decision else None
        found[str(goal_id)] = _digest(
            {
                "status": status.pk,
                "on": status.on.isoformat(),
                "decision": decision.pk if decision else None,
                "submission": submission.pk if submission else None,
                "activities": _keys(submission, "activities"),
                "assessments": _keys(submission, "assessments"),
            }
        )
    return found


def _keys(row: Any, name: str) -> list[int]:
    return sorted(getattr(row, name).values_list("pk", flat=True)) if row is not None else []


def _rows(rows: Iterable[Any]) -> dict[str, str]:
    return {str(row.pk): _digest(_said(row)) for row in rows}


def _said(row: Any) -> dict[str, Any]:
    """Every stored field of a row but large files, and the keys that it points at."""
    left_out = row.get_deferred_fields()
    said = {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }
    many = {field.name: _keys(row, field.name) for field in row._meta.many_to_many if field.name in MANY}
    return {**said, **many}


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict | list | str | bool | int) or value is None:
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
