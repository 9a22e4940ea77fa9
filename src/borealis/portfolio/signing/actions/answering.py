"""What whoever is asked does: sign, return, decline, undo, add a comment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import refuse
from borealis.portfolio.activities.actions import move_activity
from borealis.portfolio.models import Ask, SignatureAnswer
from borealis.portfolio.permissions import GUIDE
from borealis.portfolio.signing.actions.asking import activity_key, open_ask
from borealis.portfolio.signing.actions.held import (
    ACCOUNT,
    check_answers,
    checked_comment,
    held_ask,
    move,
    record,
    standing,
)
from borealis.portfolio.signing.chain import guide_of, receiver_of, role_now, terms_for
from borealis.portfolio.signing.content import digest_of
from borealis.portfolio.signing.links import send_news
from borealis.portfolio.signing.rules import LEVELS
from borealis.portfolio.signing.showing import activity_of

MOST_COMMENTS = 20


@transaction.atomic
def sign(*, by: int | None, ask_id: int, level: int, now: dt.datetime, way: str = ACCOUNT) -> SignatureAnswer:
    """Sign at a level. The same answer twice is one answer; another answer is refused.

    In a chain of two the activity is signed once both have, and the guide is asked when the supervisor has.
    """
    ask = held_ask(ask_id)
    check_answers(ask, by, way, now)
    if level not in LEVELS:
        raise refuse("level", _("Velg ett av de fire nivåene."))
    stands = standing(ask)
    if stands is not None and (stands.outcome, stands.level) == ("signed", level):
        return stands
    move(ask, "sign", now)
    answer = _answer(ask, "signed", by, way, now, level=level)
    activity = activity_of(ask)
    waits_for = role_now(activity, terms_for(ask.trainee))
    record(by, "sign_activity", ask, now, level=level, way=way, role=ask.role, content=answer.content)
    if waits_for is None:
        move_activity(activity_id=activity.pk, to="signed", now=now)
    elif waits_for == GUIDE:
        _ask_guide(by, ask, now)
    return answer


def _ask_guide(by: int | None, ask: Ask, now: dt.datetime) -> None:
    """Put the activity to the guide, who signs after the supervisor; without one the trainee asks later."""
    guide = guide_of(ask.trainee, timezone.localdate(now))
    if guide is not None:
        activity = activity_of(ask)
        open_ask(by=by, trainee=ask.trainee, activity=activity, receiver=receiver_of(guide), now=now)


def sign_many(
    *, by: int | None, ask_ids: Sequence[int], level: int, now: dt.datetime, way: str = ACCOUNT
) -> tuple[list[SignatureAnswer], list[int]]:
    """Sign a batch at one level. What was answered or taken back meanwhile is left, and told of by its key."""
    signed, left = [], []
    for ask_id in dict.fromkeys(ask_ids):
        try:
            signed.append(sign(by=by, ask_id=ask_id, level=level, now=now, way=way))
        except ValidationError:
            left.append(ask_id)
    return signed, left


@transaction.atomic
def return_activity(
    *, by: int | None, ask_id: int, comment: str, now: dt.datetime, way: str = ACCOUNT
) -> SignatureAnswer:
    """Send an activity back with what is to be put right. The trainee is told."""
    ask = held_ask(ask_id)
    check_answers(ask, by, way, now)
    stands = standing(ask)
    if stands is not None and stands.outcome == "returned":
        return stands
    text = checked_comment(comment, needed=_("Skriv hva som skal rettes."))
    move(ask, "return", now)
    answer = _answer(ask, "returned", by, way, now, comment=text)
    move_activity(activity_id=activity_key(ask), to="returned", now=now)
    record(by, "return_activity", ask, now, comment=text, way=way)
    send_news(ask, "returned", text)
    return answer


@transaction.atomic
def decline_ask(
    *,
    by: int | None,
    ask_id: int,
    now: dt.datetime,
    way: str = ACCOUNT,
    comment: str = "",
    not_me: bool = False,
) -> SignatureAnswer:
    """Say no, or that it is somebody else who should be asked. The trainee is told to ask another."""
    ask = held_ask(ask_id)
    check_answers(ask, by, way, now)
    outcome = "not_me" if not_me else "declined"
    stands = standing(ask)
    if stands is not None and stands.outcome == outcome:
        return stands
    text = checked_comment(comment)
    move(ask, "decline", now)
    answer = _answer(ask, outcome, by, way, now, comment=text)
    move_activity(activity_id=activity_key(ask), to="declined", now=now)
    record(by, "decline_ask", ask, now, comment=text, way=way, outcome=outcome)
    send_news(ask, outcome, text)
    return answer


@transaction.atomic
def undo_signature(*, by: int | None, ask_id: int, now: dt.datetime, way: str = ACCOUNT) -> Ask:
    """Take a signature back within ten minutes: the ask waits again."""
    ask = held_ask(ask_id)
    check_answers(ask, by, way, now)
    stands = standing(ask)
    if stands is None:
        raise refuse("state", _("Det er ingen signatur å angre."))
    _take_back_from_guide(by, ask, now)
    move(ask, "undo", now)
    ask.answers.filter(undone_at=None).update(undone_at=now)
    activity = activity_of(ask)
    if activity.state == "signed":
        move_activity(activity_id=activity.pk, to="sent", now=now, since=stands.at)
    record(by, "undo_signature", ask, now, way=way)
    return ask


def _take_back_from_guide(by: int | None, ask: Ask, now: dt.datetime) -> None:
    """The ask that followed from a signature goes with it, unless the guide has answered already."""
    later = Ask.objects.select_for_update().filter(activity_id=activity_key(ask), pk__gt=ask.pk)
    for follower in later.filter(kind="signature").exclude(role=ask.role):
        if follower.state == "answered":
            raise refuse("state", _("Veilederen har alt signert. Da kan ikke din signatur angres."))
        if follower.state == "open":
            move(follower, "recall", now)
            record(by, "recall_ask", follower, now)


@transaction.atomic
def comment_signature(
    *, by: int | None, ask_id: int, comment: str, now: dt.datetime, way: str = ACCOUNT
) -> SignatureAnswer:
    """Add a line to a signature: what to practise next. The signature itself stays as it is."""
    ask = held_ask(ask_id)
    check_answers(ask, by, way, now)
    text = checked_comment(comment, needed=_("Skriv en kommentar."))
    if ask.state != "answered":
        raise refuse("state", _("En kommentar hører til en signatur. Signer først."))
    given = ask.answers.filter(outcome="comment", undone_at=None)
    if (same := given.filter(comment=text).first()) is not None:
        return same
    if given.count() >= MOST_COMMENTS:
        raise refuse("comment", _("Signaturen har så mange kommentarer som den kan ha."))
    answer = _answer(ask, "comment", by, way, now, comment=text)
    record(by, "comment_signature", ask, now, comment=text, way=way)
    return answer


def _answer(
    ask: Ask,
    outcome: str,
    by: int | None,
    way: str,
    now: dt.datetime,
    *,
    level: int | None = None,
    comment: str = "",
) -> SignatureAnswer:
    """A row of what was answered, with the digest of what it was an answer to."""
    return SignatureAnswer.objects.create(
        ask=ask,
        outcome=outcome,
        level=level,
        comment=comment,
        at=now,
        by_id=by,
        name=ask.name,
        email=ask.email,
        way=way,
        content=digest_of(activity_of(ask)),
    )
