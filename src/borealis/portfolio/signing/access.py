"""How a browser comes to an ask: signed in as who is asked, or by a link that was opened in it.

The word of a link goes from the address into the session, as its digest. A mailbox is shown to be one's own
by answering through a link; for a while the same browser then opens what else waits for the same address.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from borealis.people.queries import viewer_in
from borealis.portfolio.models import Ask, AskLink
from borealis.portfolio.signing.actions import ACCOUNT, LINK
from borealis.portfolio.signing.chain import asked_of, has_left

IN_SESSION = "signing"
NEXT_WITHIN = dt.timedelta(minutes=30)
MOST_KEPT = 50
CLOSED = {
    "answered": "used",
    "returned": "used",
    "declined": "used",
    "passed_on": "passed_on",
    "recalled": "recalled",
    "expired": "expired",
}


@dataclass(frozen=True)
class Way:
    """An ask as this browser may answer it. ``too_old``: by a link whose days are over. ``done``: it was
    answered here."""

    ask: Ask
    by: int | None
    way: str
    too_old: bool = False
    done: bool = False

    @property
    def by_link(self) -> bool:
        return self.way == LINK


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What the session holds of signing."""
    empty: dict[str, Any] = {"links": {}, "next": {}, "done": [], "as": []}
    return {**empty, **request.session.get(IN_SESSION, {})}


def _keep(request: HttpRequest, kept: dict[str, Any]) -> None:
    links = dict(list(kept["links"].items())[-MOST_KEPT:])
    parts = {**kept, "links": links, "done": kept["done"][-MOST_KEPT:], "as": kept["as"][-MOST_KEPT:]}
    request.session[IN_SESSION] = parts


def keep_link(request: HttpRequest, link: AskLink) -> None:
    """Remember that a link was opened in this browser."""
    kept = _kept(request)
    links = {key: digest for key, digest in kept["links"].items() if key != str(link.ask_id)}
    _keep(request, {**kept, "links": {**links, str(link.ask_id): link.digest}})


def keep_answered(request: HttpRequest, way: Way, now: dt.datetime) -> None:
    """Remember an answer, and open what else waits for the address that was shown to be the reader's."""
    kept = _kept(request)
    until = (now + NEXT_WITHIN).timestamp()
    opened = {way.ask.email.casefold(): until} if way.by_link else {}
    done = [*(key for key in kept["done"] if key != way.ask.pk), way.ask.pk]
    _keep(request, {**kept, "done": done, "next": {**kept["next"], **opened}})


def keep_as(request: HttpRequest, ask_id: int) -> None:
    """Remember that who is signed in as somebody else goes on as the one the link is for."""
    kept = _kept(request)
    _keep(request, {**kept, "as": [*kept["as"], ask_id]})


def way_in(request: HttpRequest, ask_id: int, now: dt.datetime) -> Way:
    """The way of this browser to an ask; Http404 when it has none, whether there is such an ask or not."""
    rows = Ask.objects.select_related("asked", "activity__arena", "trainee__person", "trainee__programme")
    ask = rows.filter(pk=ask_id, kind="signature").first()
    if ask is None:
        raise Http404("ask")
    kept, person = _kept(request), viewer_in(request).person_id
    done = ask.pk in kept["done"]
    if person is not None and person == ask.asked_id:
        return Way(ask, person, ACCOUNT, done=True)
    if kept["next"].get(ask.email.casefold(), 0) > now.timestamp():
        return Way(ask, ask.asked_id, LINK, done=done)
    digest = kept["links"].get(str(ask.pk), "")
    link = ask.links.filter(digest=digest).first() if digest else None
    if link is None:
        raise Http404("ask")
    return Way(ask, ask.asked_id, LINK, too_old=now >= link.expires_at, done=done)


def closed(request: HttpRequest, way: Way, now: dt.datetime) -> str:
    """Why the ask cannot be answered here and now: a word for its page; "" when it can."""
    person, ask = viewer_in(request).person_id, way.ask
    if person is not None and person == ask.trainee.person_id:
        return "own"
    if way.by_link and person is not None and ask.pk not in _kept(request)["as"]:
        return "other"
    if ask.state != "open":
        return CLOSED[ask.state]
    if way.too_old:
        return "too_old"
    return "left" if has_left(asked_of(ask), timezone.localdate(now)) else ""


def waiting_next(way: Way) -> list[Ask]:
    """What else waits for whoever answers, oldest first."""
    rows = Ask.objects.filter(state="open", kind="signature").exclude(pk=way.ask.pk)
    same = rows.filter(email__iexact=way.ask.email) if way.by_link else rows.filter(asked_id=way.by)
    return list(same.select_related("asked", "activity__arena", "trainee__person", "trainee__programme")[:5])
