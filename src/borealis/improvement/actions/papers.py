"""Project papers: a topic, a supervisor, delivered, approved; then an activity in the portfolio."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.improvement.actions.held import check_note
from borealis.improvement.actions.to_portfolio import into_portfolio
from borealis.improvement.models import Member, Paper, PaperStep
from borealis.improvement.queries.choices import leaders_in, paper_goals
from borealis.improvement.rules import paper_step
from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.trainees.actions.refusals import locked_trainee


@transaction.atomic
def open_paper(
    *, by: int | None, trainee_id: int, topic: str, now: dt.datetime, project_id: int | None = None
) -> Paper:
    """Choose a topic. A trainee writes one paper at a time; it may grow out of improvement work of the own."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    topic = check_text(refusals, "topic", topic, 200, needed=_("Skriv temaet for oppgaven."))
    if trainee.project_papers.exclude(state="approved").exists():
        refusals.add("topic", _("Du har alt en oppgave i gang."))
    if project_id is not None and not Member.objects.filter(project=project_id, trainee=trainee).exists():
        refusals.add("project_id", _("Velg et forbedringsarbeid du er med i."))
    refusals.stop()
    row = Paper.objects.create(trainee=trainee, topic=topic, project_id=project_id, made_at=now)
    PaperStep.objects.create(paper=row, to_state=row.state, by_id=by, at=now)
    _record(row, "open_paper", by, now)
    return row


@transaction.atomic
def step_paper(
    *,
    by: int | None,
    paper_id: int,
    act: str,
    now: dt.datetime,
    supervisor_id: int | None = None,
    words: str = "",
) -> Paper:
    """Take a step of ``rules.PAPER_STEPS``; the caller has checked who acts. Nobody approves an own paper.

    An approved paper becomes an activity in the portfolio, for the goals that project papers serve in the
    programme.
    """
    rows = Paper.objects.select_for_update(of=("self",)).select_related("trainee__programme")
    row = rows.filter(pk=paper_id).first()
    step = paper_step(row.state, act) if row else None
    if row is None or step is None:
        raise refuse("state", _("Oppgaven er kommet lenger siden du så den. Last siden på nytt."))
    refusals = Refusals()
    words = check_note(refusals, "words", words)
    if act == "supervise":
        _check_supervisor(refusals, row, supervisor_id, now)
        row.supervisor_id = supervisor_id
    if act in ("approve", "return") and by == row.trainee.person_id:
        refusals.add("state", _("Ingen vurderer sin egen oppgave."))
    refusals.stop()
    row.state = step.to_state
    row.save()
    PaperStep.objects.create(paper=row, to_state=row.state, by_id=by, at=now, words=words)
    _record(row, "step_paper", by, now, step=act)
    if row.state == "approved":
        _to_portfolio(row, by, now)
    return row


def _check_supervisor(refusals: Refusals, row: Paper, supervisor_id: int | None, now: dt.datetime) -> None:
    known = dict(leaders_in(row.trainee.programme.department_id, timezone.localdate(now)))
    if supervisor_id not in known or supervisor_id == row.trainee.person_id:
        refusals.add("supervisor_id", _("Velg en fra listen."))


def _to_portfolio(row: Paper, by: int | None, now: dt.datetime) -> None:
    goals: Iterable[int] = paper_goals(row.trainee)
    into_portfolio(
        by=by,
        trainee=row.trainee,
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"improvement.Paper:{row.pk}"),
        title=(_("Prosjektoppgave: %(topic)s") % {"topic": row.topic})[:200],
        first=timezone.localdate(row.made_at),
        goals=goals,
        now=now,
    )


def _record(row: Paper, act: str, by: int | None, now: dt.datetime, **detail: str) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"improvement.Paper:{row.pk}",
        now=now,
        about=row.trainee.person_id,
        detail={**detail, "state": row.state},
    )
