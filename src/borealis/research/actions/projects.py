"""Writes on projects: make, change, step by step, and who is in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.people.queries import employed_among
from borealis.research.actions.held import check_order, check_version, held_project, tell
from borealis.research.models import Participant, Project
from borealis.research.rules.projects import LIVE, PRIVATE, ROLES, step

LENGTHS = {"title": 200, "question": 1000, "partners": 1000}
WRITTEN = ("title", "question", "partners", "leader_id", "started_on", "ended_on")


def _checked(refusals: Refusals, facts: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    """Texts without space around, an employed leader, days in order."""
    for name, longest in LENGTHS.items():
        lines = [
            check_text(refusals, name, line, longest, needed=_("Skriv en tittel.") if name == "title" else "")
            for line in str(facts.get(name, "")).replace("\r\n", "\n").split("\n")
        ]
        facts[name] = "\n".join(line for line in lines if line)
    if facts["leader_id"] not in employed_among([facts["leader_id"]], timezone.localdate(now)):
        refusals.add("leader", _("Personen har ikke stilling her nå. Velg en annen."))
    check_order(refusals, "ended_on", facts.get("started_on"), facts.get("ended_on"))
    refusals.stop()
    return facts


@transaction.atomic
def make_project(
    *,
    by: int | None,
    department_id: int,
    leader_id: int,
    title: str,
    now: dt.datetime,
    question: str = "",
    partners: str = "",
    started_on: dt.date | None = None,
) -> Project:
    """Add a project, as an idea, to a department."""
    facts = _checked(
        Refusals(),
        {"title": title, "question": question, "partners": partners, "leader_id": leader_id},
        now,
    )
    row = Project.objects.create(
        department_id=department_id, state="idea", started_on=started_on, made_at=now, **facts
    )
    tell(row, by, "make_project", now)
    return row


@transaction.atomic
def change_project(
    *, by: int | None, project_id: int, version: int | None, now: dt.datetime, **facts: Any
) -> Project:
    """Change what is said of a project. Raises ChangedMeanwhile when somebody else has."""
    row = held_project(project_id)
    check_version(row, version, WRITTEN)
    stands = {name: getattr(row, name) for name in WRITTEN}
    new = _checked(Refusals(), {**stands, **facts}, now)
    changed = [name for name in WRITTEN if new[name] != stands[name]]
    if changed:
        for name in changed:
            setattr(row, name, new[name])
        row.version += 1
        row.save()
        tell(row, by, "change_project", now, fields=changed)
    return row


@transaction.atomic
def propose_idea(
    *, by: int, department_id: int, asked_id: int, title: str, question: str, now: dt.datetime
) -> Project:
    """Put an own idea before somebody who may take it on. Until then the two alone see it."""
    refusals = Refusals()
    if asked_id == by:
        refusals.add("asked", _("Spør en annen enn deg selv."))
    if not question.strip():
        refusals.add("question", _("Skriv spørsmålet du vil ha svar på."))
    facts = _checked(refusals, {"title": title, "question": question, "leader_id": asked_id}, now)
    row = Project.objects.create(
        department_id=department_id, proposed_by_id=by, state="proposed", made_at=now, **facts
    )
    tell(row, by, "propose_idea", now, about=asked_id)
    return row


@transaction.atomic
def move_project(*, by: int | None, project_id: int, act: str, now: dt.datetime) -> Project:
    """Take a step of the table (``rules.projects.TRANSITIONS``). An idea taken on has its proposer in it."""
    row = held_project(project_id)
    known = step(row.state, act)
    if known is None:
        raise refuse("act", _("Prosjektet er kommet videre siden du så det. Last siden på nytt."))
    today = timezone.localdate(now)
    row.state = known.target
    row.version += 1
    if act == "accept_idea" and row.proposed_by_id is not None:
        Participant.objects.create(
            project=row,
            person_id=row.proposed_by_id,
            role="member",
            state="joined",
            asked_at=row.made_at,
            answered_at=now,
        )
    if known.target == "ongoing":
        row.started_on, row.ended_on = row.started_on or today, None
    if known.target == "ended":
        row.ended_on = max(today, row.started_on or today)
    row.save()
    tell(row, by, known.event, now, about=row.proposed_by_id)
    return row


@transaction.atomic
def ask_to_join(*, by: int, project_id: int, message: str, now: dt.datetime) -> Participant:
    """Ask to join a project that is open."""
    project, refusals = held_project(project_id), Refusals()
    if project.state != "open":
        raise refuse("message", _("Prosjektet er ikke åpent for flere nå. Spør lederen av prosjektet."))
    message = check_text(refusals, "message", message, 500)
    refusals.stop()
    return _joined(project, by, "member", "asked", "ask_to_join", by, now, message=message)


@transaction.atomic
def add_participant(
    *, by: int | None, project_id: int, person_id: int, role: str, now: dt.datetime
) -> Participant:
    """Add somebody to a project, as supervisor or member."""
    project = held_project(project_id)
    if role not in ROLES:
        raise refuse("role", _("Velg ett av alternativene i listen."))
    if project.state not in LIVE:
        raise refuse("person", _("Prosjektet er ikke i gang. Sett det i gang først."))
    return _joined(project, person_id, role, "joined", "add_participant", by, now)


def _joined(
    project: Project,
    person_id: int,
    role: str,
    state: str,
    act: str,
    by: int | None,
    now: dt.datetime,
    message: str = "",
) -> Participant:
    """A place in a project, of somebody who has none."""
    taken = project.participants.filter(person_id=person_id, state__in=("asked", "joined"))
    if person_id == project.leader_id or taken.exists():
        raise refuse("person", _("Personen er med i prosjektet, eller har spurt allerede."))
    row = Participant.objects.create(
        project=project,
        person_id=person_id,
        role=role,
        state=state,
        message=message,
        asked_at=now,
        answered_at=now if state == "joined" else None,
    )
    tell(row, by, act, now, about=person_id, project=project.pk)
    return row


@transaction.atomic
def answer_participant(
    *, by: int, participant_id: int, joins: bool, answer: str, now: dt.datetime
) -> Participant:
    """Say yes or no to somebody who asks to join."""
    row, refusals = _place(participant_id, "asked"), Refusals()
    if by == row.person_id:
        raise refuse("answer", _("Lederen av prosjektet svarer, ikke den som spør."))
    row.answer = check_text(refusals, "answer", answer, 500)
    refusals.stop()
    row.state, row.answered_at = ("joined" if joins else "declined"), now
    row.save()
    act = "accept_participant" if joins else "decline_participant"
    tell(row, by, act, now, about=row.person_id, project=row.project_id)
    return row


@transaction.atomic
def leave_project(*, by: int, participant_id: int, now: dt.datetime) -> Participant:
    """Somebody is no longer in a project, or does not ask any more."""
    row = _place(participant_id, "asked", "joined")
    row.state, row.answered_at = "left", now
    row.save()
    tell(row, by, "leave_project", now, about=row.person_id, project=row.project_id)
    return row


def _place(participant_id: int, *states: str) -> Participant:
    """A place in one of these states, held until the transaction ends."""
    rows = Participant.objects.select_for_update(of=("self",)).select_related("project")
    row = rows.filter(pk=participant_id, state__in=states).exclude(project__state__in=PRIVATE).first()
    if row is None:
        raise refuse("answer", _("Det er svart på dette allerede. Last siden på nytt."))
    return row
