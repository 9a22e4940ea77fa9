"""Recording an assessment. Rows never change: a correction is a new row that says what it corrects."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import EARLIEST, Refusals, refuse
from borealis.people.directory import person_with_key
from borealis.portfolio.activities.terms import terms_of
from borealis.portfolio.assessment.library import Listed, form_in_use
from borealis.portfolio.assessment.rules import LONGEST, answer_faults
from borealis.portfolio.assessment.wording import FAULT_WORDS
from borealis.portfolio.models import Ask, Assessment, FormWording
from borealis.portfolio.signing.actions import ACCOUNT
from borealis.portfolio.signing.rules import step
from borealis.trainees.actions.refusals import locked_trainee
from borealis.trainees.directory import Trainee

SENT_AGAIN = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Given:
    """What an assessor says. The narrative comes first and is enough alone; ``answers`` are by question."""

    on: dt.date
    narrative: str
    level: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    goal_ids: Sequence[int] = ()


def keep_wording(listed: Listed, now: dt.datetime) -> str:
    """Keep a form as it reads now, so that what is answered on it is always shown in these words."""
    FormWording.objects.get_or_create(
        digest=listed.digest,
        defaults={"code": listed.form.code, "content": listed.content, "kept_at": now},
    )
    return listed.digest


@transaction.atomic
def record_assessment(
    *,
    by: int | None,
    trainee_id: int,
    form: str,
    given: Given,
    now: dt.datetime,
    ask_id: int | None = None,
    activity_id: int | None = None,
    corrects_id: int | None = None,
    way: str = ACCOUNT,
) -> Assessment:
    """Record what somebody says of a trainee's work on a form (§ 26: running assessment; never of oneself).

    ``by`` None: whoever has no account and was asked by a mailed link, named in the ask. The same, sent
    twice within ten minutes, is stored once.
    """
    trainee = locked_trainee(trainee_id)
    if by is not None and by == trainee.person_id:
        raise refuse("assessor", _("Ingen vurderer sin egen utdanning (§ 26)."))
    ask = _ask(trainee, ask_id, by, now)
    if by is None and ask is None:
        raise refuse("assessor", _("En vurdering må ha en avsender."))
    listed = form_in_use(form)
    if listed is None:
        raise refuse("form", _("Skjemaet er ikke i bruk lenger. Velg et annet."))
    columns = _checked(trainee, listed, given, now)
    corrected = _corrected(trainee, corrects_id, by, form)
    key = activity_id or (ask.activity_id if ask else None)
    activity = trainee.activities.filter(pk=key).first() if key else None
    columns |= {
        "trainee": trainee,
        "form": form,
        "form_digest": listed.digest,
        "activity": activity or (corrected.activity if corrected else None),
        "ask": ask or (corrected.ask if corrected else None),
        "corrects": corrected,
        **_assessor(by, ask),
    }
    again = Assessment.objects.filter(recorded_at__gt=now - SENT_AGAIN, **columns).first()
    if again is not None:
        return again
    keep_wording(listed, now)
    row = Assessment.objects.create(recorded_at=now, **columns)
    row.goals.set(given.goal_ids)
    if ask is not None:
        _answered(ask, now)
    record_event(
        by=by,
        act="correct_assessment" if corrected else "record_assessment",
        subject=f"portfolio.Assessment:{row.pk}",
        now=now,
        about=trainee.person_id,
        version=listed.digest,
        detail={
            "form": form,
            "level": row.level,
            "on": row.on.isoformat(),
            "goals": sorted(given.goal_ids),
            "ask": row.ask_id,
            "corrects": corrects_id,
            "way": way,
        },
        private={"why": row.narrative},
    )
    return row


def _checked(trainee: Trainee, listed: Listed, given: Given, now: dt.datetime) -> dict[str, Any]:
    """The columns of what was said, or a message at each field that must be mended."""
    refusals = Refusals()
    narrative = check_narrative(refusals, given.narrative, needed=True)
    for name, fault in answer_faults(listed.form, given.level, given.answers).items():
        refusals.add(name if name == "level" else f"q_{name}", str(FAULT_WORDS[fault]))
    if not EARLIEST <= given.on <= timezone.localdate(now):
        refusals.add("on", _("Skriv en dag som har vært."))
    if not set(given.goal_ids) <= {goal.pk for goal in terms_of(trainee).goals}:
        refusals.add("goals", _("Velg bare mål blant læringsmålene som legen følger."))
    refusals.stop()
    return {
        "on": given.on,
        "narrative": narrative,
        "level": given.level,
        "answers": {code: value for code, value in given.answers.items() if value != ""},
    }


def check_narrative(refusals: Refusals, text: str, *, needed: bool) -> str:
    """Sentences on one or more lines, without signs that cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if needed and not text:
        refusals.add("narrative", _("Skriv én setning om det du så. Den er nok alene."))
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text if sign not in "\n\t"):
        refusals.add("narrative", _("Teksten har et usynlig styretegn. Skriv den på nytt."))
    if len(text) > LONGEST:
        words = {"length": len(text), "longest": LONGEST}
        refusals.add(
            "narrative", _("Teksten er på %(length)d tegn. Forkort den til høyst %(longest)d.") % words
        )
    return text


def _ask(trainee: Trainee, ask_id: int | None, by: int | None, now: dt.datetime) -> Ask | None:
    """The open ask that is answered, held until the transaction ends."""
    if ask_id is None:
        return None
    ask = Ask.objects.select_for_update().filter(pk=ask_id, trainee=trainee, kind="assessment").first()
    if ask is None or ask.asked_id != by:
        raise refuse("ask", _("Forespørselen finnes ikke lenger."))
    if step(ask.state, "sign", ask.closed_at, now) is None or now > ask.expires_at:
        raise refuse("ask", _("Forespørselen er besvart, trukket tilbake eller gått ut."))
    return ask


def _answered(ask: Ask, now: dt.datetime) -> None:
    ask.state, ask.closed_at = "answered", now
    ask.save(update_fields=["state", "closed_at"])


def _corrected(trainee: Trainee, pk: int | None, by: int | None, form: str) -> Assessment | None:
    """The row that is put right: one's own, on the same form, and not corrected before."""
    if pk is None:
        return None
    row = Assessment.objects.filter(pk=pk, trainee=trainee, form=form, assessor_id=by).first()
    if row is None or by is None:
        raise refuse("corrects", _("Du kan bare rette en vurdering som du selv har gitt."))
    if Assessment.objects.filter(corrects=row).exists():
        raise refuse("corrects", _("Vurderingen er alt rettet. Rett den nyeste."))
    return row


def _assessor(by: int | None, ask: Ask | None) -> dict[str, Any]:
    """Who assesses: a person with an account, or who was named in the ask."""
    if by is not None:
        return {"assessor_id": by, "name": person_with_key(by).name, "email": ""}
    return {"assessor_id": None, "name": ask.name, "email": ask.email} if ask else {}
