"""What the guide and those who took part in supervision recommend (§ 26 first paragraph)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import Refusals, refuse
from borealis.portfolio.goals.actions.checks import LONGEST, LONGEST_WHY, acting_on, check_open
from borealis.portfolio.goals.rules import VERDICTS
from borealis.portfolio.models import Decision, Recommendation
from borealis.portfolio.permissions import recommends_as
from borealis.trainees.actions.refusals import check_text


@transaction.atomic
def recommend_goal(
    *, by: int, submission_id: int, verdict: str, text: str, now: dt.datetime
) -> Recommendation:
    """Recommend on what is sent in: one recommendation in force for each person, never on own training."""
    who, submission = acting_on(by, submission_id, now)
    given_as = recommends_as(who.viewer, who.trainee, who.today)
    if given_as is None:
        raise PermissionDenied("recommend_goal")
    check_open(submission)
    refusals = Refusals()
    if verdict not in VERDICTS:
        refusals.add("verdict", _("Velg om du anbefaler godkjenning eller ikke ennå."))
    text = check_text(
        refusals, "text", text, LONGEST, needed=_("Skriv med en setning hva anbefalingen bygger på.")
    )
    if submission.recommendations.filter(by_id=by, withdrawn_at=None).exists():
        refusals.add(
            "verdict", _("Du har alt gitt en anbefaling. Trekk den tilbake før du gir en ny, så begge står.")
        )
    refusals.stop()
    row = Recommendation.objects.create(
        submission=submission, by_id=by, given_as=given_as, verdict=verdict, text=text, at=now
    )
    record_event(
        by=by,
        act="recommend_goal",
        subject=f"portfolio.Submission:{submission.pk}",
        now=now,
        about=who.trainee.person_id,
        detail={"goal": submission.goal.code, "as": given_as, "verdict": verdict, "recommendation": row.pk},
        private={"why": text},
    )
    return row


@transaction.atomic
def withdraw_recommendation(*, by: int, recommendation_id: int, why: str, now: dt.datetime) -> Recommendation:
    """Withdraw one's own recommendation, with the reason. It stays stored, and a decision that rests on it
    stands until it is revoked."""
    row = Recommendation.objects.filter(pk=recommendation_id, by_id=by).first()
    if row is None:
        raise PermissionDenied("withdraw_recommendation")
    who, submission = acting_on(by, row.submission_id, now)
    row.refresh_from_db()
    if row.withdrawn_at is not None:
        raise refuse("why", _("Anbefalingen er alt trukket tilbake."))
    if submission.closed_at is not None and not Decision.objects.filter(submission=submission).exists():
        raise refuse("why", _("Legen har trukket målet tilbake. Anbefalingen gjelder ikke lenger."))
    refusals = Refusals()
    why = check_text(refusals, "why", why, LONGEST_WHY, needed=_("Skriv hvorfor du trekker den tilbake."))
    refusals.stop()
    row.withdrawn_at, row.withdrawn_why = now, why
    row.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record_event(
        by=by,
        act="withdraw_recommendation",
        subject=f"portfolio.Submission:{submission.pk}",
        now=now,
        about=who.trainee.person_id,
        detail={"goal": submission.goal.code, "recommendation": row.pk},
        private={"why": why},
    )
    return row
