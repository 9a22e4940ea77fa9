"""Rounds of feedback. Who is asked is agreed and known; who answered is nobody's to know.

A link carries the group and a word of 256 bits, and only the SHA-256 of both is stored, under a random key
that no invitee is tied to. An answer takes its ticket away and leaves no event in the record, since an event
has a time and a place; opening the round is recorded, with how many were asked. At each answer every row of
the round is written anew in a random order under new keys, so that neither keys nor the order in which the
database keeps rows tell which answer came last.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import SystemRandom
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people import mail
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, refuse
from borealis.people.rules import LANGUAGES, word_digest
from borealis.portfolio.assessment.actions.record import check_narrative, keep_wording
from borealis.portfolio.assessment.actions.whom import checked_whom
from borealis.portfolio.assessment.library import form_in_use
from borealis.portfolio.assessment.queries.wordings import wordings
from borealis.portfolio.assessment.rules import FEWEST, answer_faults, is_closed, kept_group, may_go
from borealis.portfolio.assessment.wording import FAULT_WORDS
from borealis.portfolio.models import (
    FeedbackAnswer,
    FeedbackInvitee,
    FeedbackRound,
    FeedbackText,
    FeedbackTicket,
)
from borealis.trainees.actions.refusals import locked_trainee

SHORTEST, FURTHEST = dt.timedelta(days=3), dt.timedelta(days=90)
MOST_ASKED = 40
NO_GROUP = "0"  # in a link
SHUFFLE = SystemRandom()


@transaction.atomic
def propose_round(
    *, by: int | None, trainee_id: int, form: str, closes_on: dt.date, now: dt.datetime
) -> FeedbackRound:
    """Propose a round, with nobody on its list yet. A trainee has one proposal at a time."""
    trainee = locked_trainee(trainee_id)
    listed = form_in_use(form, "feedback")
    if listed is None:
        raise refuse("form", _("Skjemaet er ikke i bruk lenger. Velg et annet."))
    if trainee.feedback_rounds.filter(state="proposed").exists():
        raise refuse("form", _("Det er alt foreslått en runde. Gjør den ferdig, eller legg den bort."))
    _check_last_day(closes_on, now)
    row = FeedbackRound.objects.create(
        trainee=trainee,
        form=form,
        form_digest=keep_wording(listed, now),
        proposed_at=now,
        by_id=by,
        closes_on=closes_on,
    )
    _record(row, by, "propose_feedback_round", now, {"form": form, "closes_on": closes_on.isoformat()})
    return row


def _check_last_day(closes_on: dt.date, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    if not today + SHORTEST <= closes_on <= today + FURTHEST:
        raise refuse("closes_on", _("Velg en dag mellom tre dager og tre måneder fram i tid."))


@transaction.atomic
def add_invitee(
    *,
    by: int | None,
    round_id: int,
    group: str,
    now: dt.datetime,
    person_id: int | None = None,
    name: str = "",
    email: str = "",
) -> FeedbackInvitee:
    """Put somebody on the list. The list is agreed anew after every change."""
    row, refusals = _locked(round_id, "change"), Refusals()
    form = wordings([row.form_digest])[row.form_digest]
    if group not in {known.code for known in form.groups}:
        refusals.add("group", _("Velg en gruppe fra listen."))
    receiver = checked_whom(refusals, row.trainee, person_id, name, email)
    if receiver is not None and row.invitees.filter(email__iexact=receiver.email).exists():
        said = _("%(name)s står alt på listen.") % {"name": receiver.name}
        refusals.add("person" if person_id else "email", said)
    if row.invitees.count() >= MOST_ASKED:
        refusals.add("name", _("Listen kan ha høyst %(most)d.") % {"most": MOST_ASKED})
    refusals.stop()
    if receiver is None:
        raise LookupError("refused without a message")
    found = FeedbackInvitee.objects.create(
        feedback_round=row,
        person_id=receiver.person_id,
        name=receiver.name,
        email=receiver.email,
        group=group,
    )
    _changed(row, by, now, {"added": found.pk, "group": group})
    return found


@transaction.atomic
def remove_invitee(*, by: int | None, round_id: int, invitee_id: int, now: dt.datetime) -> None:
    """Take somebody off the list."""
    row = _locked(round_id, "change")
    if not row.invitees.filter(pk=invitee_id).delete()[0]:
        raise refuse("person", _("Navnet står ikke på listen lenger."))
    _changed(row, by, now, {"removed": invitee_id})


def _changed(row: FeedbackRound, by: int | None, now: dt.datetime, detail: dict[str, Any]) -> None:
    """The list now reads as ``by`` left it, so the other one has to agree."""
    row.version, row.by_id = row.version + 1, by
    row.save(update_fields=["version", "by_id"])
    _record(row, by, "change_feedback_round", now, detail)


@transaction.atomic
def agree_round(*, by: int, round_id: int, version: int, now: dt.datetime) -> list[str]:
    """Agree to the list as it reads, and mail everyone on it a link; give the links' words, in no order.

    Only who did not change the list last agrees to it: the trainee and the guide both stand behind it.
    Raises ChangedMeanwhile when the list is another than the one that was read.
    """
    row = _locked(round_id, "agree")
    if row.version != version:
        raise ChangedMeanwhile({"version": row.version})
    if row.by_id == by:
        raise refuse("version", _("Du endret listen sist. Den andre må si seg enig."))
    invitees = list(row.invitees.all())
    if len(invitees) < FEWEST:
        raise refuse("version", _("Minst fem må spørres, ellers kan svarene aldri vises."))
    _check_last_day(row.closes_on, now)
    row.state, row.agreed_by_id, row.opened_at, row.asked = "open", by, now, len(invitees)
    row.save(update_fields=["state", "agreed_by_id", "opened_at", "asked"])
    asked = Counter(invitee.group for invitee in invitees)
    SHUFFLE.shuffle(invitees)
    words = [_invite(row, invitee, kept_group(invitee.group, asked)) for invitee in invitees]
    row.invitees.update(email="")
    _record(row, by, "open_feedback_round", now, {"asked": len(invitees)})
    return words


def _invite(row: FeedbackRound, invitee: FeedbackInvitee, group: str) -> str:
    """A ticket that names nobody, and the mail that carries its word; gives the word."""
    word = f"{group or NO_GROUP}.{secrets.token_urlsafe(32)}"
    FeedbackTicket.objects.create(feedback_round=row, digest=word_digest(word))
    language = invitee.person.language if invitee.person else LANGUAGES[0]
    facts = {
        "name": invitee.name,
        "trainee": row.trainee.person.name,
        "link": f"{settings.SITE_ADDRESS}{reverse('feedback_answer', args=[word])}",
        "last": row.closes_on,
    }
    email, path = invitee.email, "portfolio/assessment/mail/feedback.txt"
    transaction.on_commit(lambda: mail.write_to_address(email, language, path, facts))
    return word


@transaction.atomic
def drop_round(*, by: int | None, round_id: int, now: dt.datetime) -> None:
    """Lay a proposal away."""
    row = _locked(round_id, "drop")
    row.state = "dropped"
    row.save(update_fields=["state"])
    row.invitees.all().delete()
    _record(row, by, "drop_feedback_round", now, {})


@dataclass(frozen=True)
class Ticket:
    """A right to answer, as its link opens it."""

    feedback_round: FeedbackRound
    digest: str
    group: str


def round_behind(word: str, now: dt.datetime) -> Ticket | None:
    """What a link opens: None when it is used, unknown, or the round is over."""
    digest = word_digest(word)
    row = FeedbackRound.objects.filter(tickets__digest=digest).select_related("trainee__person").first()
    if row is None or is_closed(row.state, row.closes_on, 1, timezone.localdate(now)):
        return None
    group = word.partition(".")[0]
    return Ticket(row, digest, "" if group == NO_GROUP else group)


@transaction.atomic
def answer_round(*, word: str, answers: Mapping[str, Any], narrative: str, now: dt.datetime) -> None:
    """Take one answer. Nothing is stored of who gave it, or when; the ticket is gone."""
    ticket = round_behind(word, now)
    if ticket is None:
        raise refuse("word", _("Lenken er brukt, eller runden er over."))
    row, refusals = FeedbackRound.objects.select_for_update().get(pk=ticket.feedback_round.pk), Refusals()
    narrative = check_narrative(refusals, narrative, needed=False)
    form = wordings([row.form_digest])[row.form_digest]
    for name, fault in answer_faults(form, None, answers).items():
        refusals.add(f"q_{name}", str(FAULT_WORDS[fault]))
    if not answers and not narrative:
        refusals.add("narrative", _("Svar på minst ett spørsmål, eller skriv en setning."))
    refusals.stop()
    if not row.tickets.filter(digest=ticket.digest).delete()[0]:
        raise refuse("word", _("Lenken er brukt, eller runden er over."))
    _shaken(row, {"group": ticket.group, "answers": dict(answers)}, narrative)


def _shaken(row: FeedbackRound, answer: dict[str, Any], narrative: str) -> None:
    """Every answer and every text of the round, written anew in a random order under new keys."""
    every = [*row.answers.values("group", "answers"), answer]
    texts = [*row.texts.values_list("narrative", flat=True), *([narrative] if narrative else [])]
    row.answers.all().delete()
    row.texts.all().delete()
    SHUFFLE.shuffle(every)
    SHUFFLE.shuffle(texts)
    for one in every:
        FeedbackAnswer.objects.create(feedback_round=row, **one)
    for text in texts:
        FeedbackText.objects.create(feedback_round=row, narrative=text)


def _locked(round_id: int, act: str) -> FeedbackRound:
    """The round, held until the transaction ends, if the act is possible in its state."""
    rows = FeedbackRound.objects.select_for_update(of=("self",)).select_related("trainee__person")
    row = rows.filter(pk=round_id).first()
    if row is None or not may_go(row.state, act):
        raise refuse("version", _("Runden er alt satt i gang eller lagt bort."))
    return row


def _record(row: FeedbackRound, by: int | None, act: str, now: dt.datetime, detail: dict[str, Any]) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"portfolio.FeedbackRound:{row.pk}",
        now=now,
        about=row.trainee.person_id,
        detail=detail,
    )
