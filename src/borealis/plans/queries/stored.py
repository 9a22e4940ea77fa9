"""Plans as they are stored: working plans, signatures, frozen versions, proposals."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from borealis.plans.models import PlanSignature, PlanVersion, Proposal, WorkingPlan
from borealis.plans.rules.content import PlanContent, content_from
from borealis.shell.once import read_once
from borealis.shell.prepared import KEYS, prepared


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
    return dict(_stored_plans(tuple(trainee_ids)))


_SIGNATURES = prepared(
    lambda ids: PlanSignature.objects.filter(trainee_id__in=ids).values_list(
        "trainee_id", "digest", "role", "by__name", "at"
    ),
    ids=KEYS,
)
_VERSIONS = prepared(
    lambda ids: (
        PlanVersion.objects.filter(trainee_id__in=ids)
        .order_by("number")
        .values_list("trainee_id", "number", "digest")
    ),
    ids=KEYS,
)
_WORKING = prepared(
    lambda ids: WorkingPlan.objects.filter(trainee_id__in=ids).values_list(
        "trainee_id", Cast("content", TextField()), "digest", "changed_at"
    ),
    ids=KEYS,
)


@read_once
def _stored_plans(ids: tuple[int, ...]) -> dict[int, StoredPlan]:
    signed: dict[int, list[tuple[str, Signed]]] = defaultdict(list)
    for pk, digest, role, name, at in _SIGNATURES(ids=ids):
        signed[pk].append((digest, Signed(role, name, at)))
    latest = {pk: (number, digest) for pk, number, digest in _VERSIONS(ids=ids)}
    found = {}
    for pk, written, digest, changed_at in _WORKING(ids=ids):
        number, agreed_digest = latest.get(pk, (None, None))
        holding = tuple(one for of, one in signed[pk] if of == digest and one.at >= changed_at)
        agreed = agreed_digest == digest
        found[pk] = StoredPlan(pk, _content(written), digest, changed_at, holding, number, agreed)
    return found


@lru_cache(maxsize=4096)
def _content(written: str) -> PlanContent:
    """The content that a text of JSON says: read once, since nearly every page asks for it."""
    return content_from(json.loads(written))


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
