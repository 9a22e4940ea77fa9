"""Links by mail: a word of 256 bits for one ask and one address, and the mails that carry it.

Only the SHA-256 of a word is stored. Opening a link uses nothing up, so that scanners of mail may open it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from borealis.people import mail
from borealis.people.rules import word_digest
from borealis.portfolio.models import Ask, AskLink
from borealis.portfolio.signing.chain import Receiver, asked_of
from borealis.portfolio.signing.rules import link_until, mail_at_once
from borealis.portfolio.signing.showing import AskView, ask_view


def new_link(
    ask: Ask, link_days: int, now: dt.datetime, route: str = "signing_link"
) -> tuple[str, dt.datetime]:
    """Store a link for an ask; give its whole address, with the word, and until when it works.

    ``route`` names the page that it opens.
    """
    word = secrets.token_urlsafe(32)
    row = AskLink.objects.create(
        ask=ask,
        digest=word_digest(word),
        made_at=now,
        expires_at=link_until(now, link_days, ask.expires_at),
    )
    return f"{settings.SITE_ADDRESS}{reverse(route, args=[word])}", row.expires_at


def link_behind(word: str) -> AskLink | None:
    """The link with a word."""
    return AskLink.objects.select_related("ask").filter(digest=word_digest(word)).first()


def last_mail(ask: Ask) -> dt.datetime | None:
    """When the receiver of an ask last got a mail whose own ask still waits."""
    waiting = AskLink.objects.filter(ask__state="open", ask__kind="signature").exclude(ask=ask)
    same = waiting.filter(ask__email__iexact=ask.email)
    return same.order_by("-made_at").values_list("made_at", flat=True).first()


def mail_ask(ask: Ask, link_days: int, now: dt.datetime) -> None:
    """Mail a new ask once it is stored, unless a mail of the last day leads to it already."""
    if mail_at_once(last_mail(ask), now):
        send_link(ask, link_days, now)


def send_link(ask: Ask, link_days: int, now: dt.datetime) -> None:
    """Mail a link to an ask."""
    link, until = new_link(ask, link_days, now)
    receiver = asked_of(ask)
    _send(receiver, "ask", {"view": _shown(ask, receiver), "link": link, "until": until})


def send_reminder(asks: Sequence[Ask], link_days: int, now: dt.datetime) -> None:
    """Mail one receiver everything that waits, oldest first, with one link to the first of it."""
    receiver = asked_of(asks[0])
    link, until = new_link(asks[0], link_days, now)
    views = [(_shown(ask, receiver), (now - ask.asked_at).days) for ask in asks]
    _send(receiver, "reminder", {"views": views, "link": link, "until": until})


def send_news(ask: Ask, outcome: str, comment: str = "") -> None:
    """Tell the trainee what became of an ask that needs something more."""
    person = ask.trainee.person
    receiver = Receiver(person.name, person.email, person.pk, person.language)
    path = reverse("trainee_signing", args=[ask.trainee_id])
    facts = {"outcome": outcome, "comment": comment, "link": f"{settings.SITE_ADDRESS}{path}"}
    _send(receiver, "news", {"view": _shown(ask, receiver), **facts})


def _shown(ask: Ask, receiver: Receiver) -> AskView:
    """What is asked for, in the receiver's language."""
    with translation.override(receiver.language):
        return ask_view(ask)


def _send(receiver: Receiver, template: str, context: dict[str, Any]) -> None:
    """A mail when the transaction is done."""
    facts = {**context, "name": receiver.name}
    path = f"portfolio/signing/mail/{template}.txt"
    transaction.on_commit(lambda: mail.write_to_address(receiver.email, receiver.language, path, facts))
