"""Plans as they are stored: working plans, signatures, frozen versions, proposals."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from borealis.plans.models import PlanSignature, PlanVersion, Proposal, WorkingPlan
from borealis.plans.rules.content import PlanContent, content_from


@dataclass(frozen=True)
class Signed:
    """Who said yes to the working plan as it is now, and when."""

    role: str
    name: str
    at: dt.datetime


@dataclass(frozen=True)
class StoredPlan:
    """A trainee's working plan with what is agreed. ``agreed`` means that the latest frozen version
    is exactly this content."""

    trainee_id: int
    content: PlanContent
    digest: str
    changed_at: dt.datetime
    signatures: tuple[Signed, ...]
    latest_version: int | None
    agreed: bool

    def signed_by(self, role: str) -> Signed | None:
        return next((signed for signed in self.signatures if signed.role == role), None)

    @property
    def state(self) -> str:
        """agreed, waits_for_trainee, waits_for_head or waits_for_both."""
        if self.agreed:
            return "agreed"
        missing = [role for role in ("trainee", "head") if self.signed_by(role) is None]
        return f"waits_for_{missing[0]}" if len(missing) == 1 else "waits_for_both"


def signatures_of(plan: WorkingPlan) -> QuerySet[PlanSignature]:
    """The signatures that hold for the plan as it is now."""
    return PlanSignature.objects.filter(
        trainee_id=plan.trainee_id, digest=plan.digest, at__gte=plan.changed_at
    )


def stored_plans(trainee_ids: Iterable[int]) -> dict[int, StoredPlan]:
    """The working plans of many trainees, in three queries however many they are."""
    ids = list(trainee_ids)
    rows = WorkingPlan.objects.filter(trainee_id__in=ids).defer("content")
    plans = rows.annotate(written=Cast("content", TextField()))
    signed: dict[int, list[PlanSignature]] = {}
    for signature in PlanSignature.objects.filter(trainee_id__in=ids).select_related("by"):
        signed.setdefault(signature.trainee_id, []).append(signature)
    latest: dict[int, tuple[int, str]] = {}
    for trainee_id, number, digest in (
        PlanVersion.objects.filter(trainee_id__in=ids)
        .order_by("number")
        .values_list("trainee_id", "number", "digest")
    ):
        latest[trainee_id] = (number, digest)
    return {
        plan.trainee_id: _stored(
            plan, _content(plan.written), signed.get(plan.trainee_id, []), latest.get(plan.trainee_id)
        )
        for plan in plans
    }


@lru_cache(maxsize=4096)
def _content(written: str) -> PlanContent:
    """The content that a text of JSON says: read once, since nearly every page asks for it."""
    return content_from(json.loads(written))


def _stored(
    plan: WorkingPlan, content: PlanContent, signed: list[PlanSignature], latest: tuple[int, str] | None
) -> StoredPlan:
    holding = [s for s in signed if s.digest == plan.digest and s.at >= plan.changed_at]
    return StoredPlan(
        trainee_id=plan.trainee_id,
        content=content,
        digest=plan.digest,
        changed_at=plan.changed_at,
        signatures=tuple(Signed(s.role, s.by.name, s.at) for s in holding),
        latest_version=latest[0] if latest else None,
        agreed=latest is not None and latest[1] == plan.digest,
    )


def stored_plan(trainee_id: int) -> StoredPlan | None:
    """A trainee's working plan, or None before one is computed."""
    return stored_plans([trainee_id]).get(trainee_id)


def version_contents(trainee_id: int) -> dict[int, tuple[PlanContent, dt.datetime]]:
    """The frozen versions of a trainee's plan by number: content, and when it was frozen."""
    rows = PlanVersion.objects.filter(trainee_id=trainee_id).order_by("number")
    return {row.number: (content_from(row.content), row.frozen_at) for row in rows}


def open_proposal(programme_id: int) -> Proposal | None:
    """The proposal that waits for a decision, or None."""
    return Proposal.objects.filter(programme_id=programme_id, state="open").first()


def accepted_proposal(programme_id: int) -> Proposal | None:
    """The proposal behind the plans in force: the latest that was accepted."""
    rows = Proposal.objects.filter(programme_id=programme_id, state="accepted").order_by("-closed_at")
    return rows.defer("problem").first()
