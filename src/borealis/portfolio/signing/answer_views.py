"""The pages of whoever is asked: sign with one tap, or return, decline, pass on; and what comes after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.portfolio.signing import access, actions, forms
from borealis.portfolio.signing.access import Way, way_in
from borealis.portfolio.signing.links import link_behind
from borealis.portfolio.signing.rules import UNDO_WITHIN, age_in_days
from borealis.portfolio.signing.showing import ask_view, ask_views
from borealis.portfolio.signing.wording import LEVELS, OVER, level_words
from borealis.shell.limits import limited

Answering = Callable[[HttpRequest, Way, dt.datetime], HttpResponse]
View = Callable[[HttpRequest, int], HttpResponse]


@require_safe
@never_cache
@limited("signing_link", times=120, seconds=600, by="address")
def link(request: HttpRequest, word: str) -> HttpResponse:
    """Take the word out of the address, so that it leaks nowhere, and go on. Nothing is used up."""
    found = link_behind(word)
    if found is None:
        return _over(request, "unknown", {})
    access.keep_link(request, found)
    return redirect("signing_ask", ask=found.ask_id)


def by_who_is_asked(view: Answering) -> View:
    """A view for this browser's way to an ask, in the language of whoever is asked. Nobody else finds it."""

    @wraps(view)
    def answered(request: HttpRequest, ask: int) -> HttpResponse:
        now = timezone.now()
        way = way_in(request, ask, now)
        known = viewer_in(request).person_id is not None or way.ask.asked is None
        language = translation.get_language() or "nb" if known else way.ask.asked.language  # type: ignore[union-attr]
        with translation.override(language):
            response = view(request, way, now)
            response.headers["Content-Language"] = language
        return response

    return never_cache(answered)


@require_http_methods(["GET", "HEAD", "POST"])
@by_who_is_asked
def ask(request: HttpRequest, way: Way, now: dt.datetime) -> HttpResponse:
    """What is asked for, and four buttons of which one tap signs."""
    if request.method == "POST":
        return _sign(request, way, now)
    reason = access.closed(request, way, now)
    if way.done and reason in ("used", "passed_on"):
        return redirect("signing_receipt", ask=way.ask.pk)
    if reason:
        return _over(request, reason, _facts(way))
    return render(request, "portfolio/signing/ask.html", {**_page(way, now), "levels": LEVELS})


def _sign(request: HttpRequest, way: Way, now: dt.datetime) -> HttpResponse:
    """Sign. The same tap twice gives the same receipt, so the state is left to the action."""
    reason = access.closed(request, way, now)
    if reason and reason != "used":
        return _over(request, reason, _facts(way))
    level = request.POST.get("level", "")
    facts: dict[str, Any] = {"by": way.by, "ask_id": way.ask.pk, "way": way.way, "now": now}
    try:
        actions.sign(level=int(level) if level.isascii() and level.isdecimal() else -1, **facts)
    except ValidationError as refused:
        way.ask.refresh_from_db()
        reason = access.closed(request, way, now)
        if reason == "used" and way.done:
            return redirect("signing_receipt", ask=way.ask.pk)
        if reason:
            return _over(request, reason, _facts(way), HTTPStatus.CONFLICT)
        messages.warning(request, " ".join(refused.messages))
        context = {**_page(way, now), "levels": LEVELS}
        return render(request, "portfolio/signing/ask.html", context, status=422)
    access.keep_answered(request, way, now)
    return redirect("signing_receipt", ask=way.ask.pk)


@dataclass(frozen=True)
class Answer:
    """Another answer than a signature: its form, its heading, and the words of its button."""

    form: type[forms.AnswerForm]
    heading: str | Promise
    button: str | Promise


ANSWERS: dict[str, Answer] = {
    "returner": Answer(forms.ReturnForm, gettext_lazy("Returner aktiviteten"), gettext_lazy("Returner")),
    "avsla": Answer(forms.DeclineForm, gettext_lazy("Avslå forespørselen"), gettext_lazy("Avslå")),
    "gi-videre": Answer(forms.PassOnForm, gettext_lazy("Ikke meg"), gettext_lazy("Gi videre")),
    "ikke-meg": Answer(forms.NotMeForm, gettext_lazy("Ikke meg"), gettext_lazy("Det er ikke meg")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, ask: int, what: str) -> HttpResponse:
    """Return, decline, pass on, or say that it is somebody else."""
    if what not in ANSWERS or (what == "ikke-meg" and request.method != "POST"):
        raise Http404("answer")
    return by_who_is_asked(lambda request, way, now: _answer(request, way, now, ANSWERS[what], what))(
        request, ask
    )


def _answer(request: HttpRequest, way: Way, now: dt.datetime, kind: Answer, what: str) -> HttpResponse:
    reason = access.closed(request, way, now)
    if reason == "used" and way.done:
        return redirect("signing_receipt", ask=way.ask.pk)
    if reason:
        return _over(request, reason, _facts(way))
    form = kind.form(request.POST if request.method == "POST" else None, way=way)
    if form.is_bound and form.store(by=way.by, now=now):
        access.keep_answered(request, way, now)
        return redirect("signing_receipt", ask=way.ask.pk)
    page = {**_page(way, now), "form": form, "kind": kind, "what": what}
    return render(request, "portfolio/signing/answer.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@by_who_is_asked
def receipt(request: HttpRequest, way: Way, now: dt.datetime) -> HttpResponse:
    """What was answered, a line to practise next, undo for ten minutes, and what waits next."""
    if way.ask.state == "open":
        return redirect("signing_ask", ask=way.ask.pk)
    reason = access.closed(request, way, now)
    if not way.done or reason in ("own", "other"):
        return _over(request, reason, _facts(way))
    signed = way.ask.state == "answered"
    if request.method == "POST" and not signed:
        return redirect("signing_receipt", ask=way.ask.pk)
    form = forms.CommentForm(request.POST if request.method == "POST" else None, way=way)
    if form.is_bound and form.store(by=way.by, now=now):
        messages.success(request, _("Kommentaren er lagt til."))
        return redirect("signing_receipt", ask=way.ask.pk)
    page = {**_page(way, now), **_answered(way, now), "form": form if signed else None}
    return render(request, "portfolio/signing/receipt.html", page, status=422 if form.is_bound else 200)


def _answered(way: Way, now: dt.datetime) -> dict[str, Any]:
    """The answer that stands, and what else waits."""
    said = way.ask.answers.filter(undone_at=None)
    stands = said.exclude(outcome="comment").first()
    passed = way.ask.passed_on_to.first()
    nexts = access.waiting_next(way)
    ages = [age_in_days(row.asked_at, now) for row in nexts]
    return {
        "outcome": stands.outcome if stands else way.ask.state,
        "level": level_words(stands.level) if stands else "",
        "at": stands.at if stands else way.ask.closed_at,
        "comments": [row.comment for row in said if row.outcome == "comment"],
        "undo_until": stands.at + UNDO_WITHIN if stands and _undoable(stands, now) else None,
        "passed_to": passed.name if passed else "",
        "nexts": list(zip(ask_views(nexts), ages, strict=True)),
    }


def _undoable(stands: Any, now: dt.datetime) -> bool:
    return bool(stands.outcome == "signed" and now <= stands.at + UNDO_WITHIN)


@require_POST
@by_who_is_asked
def undo(request: HttpRequest, way: Way, now: dt.datetime) -> HttpResponse:
    """Take a signature back."""
    if not way.done or access.closed(request, way, now) in ("own", "other"):
        raise Http404("ask")
    try:
        actions.undo_signature(by=way.by, ask_id=way.ask.pk, way=way.way, now=now)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("signing_receipt", ask=way.ask.pk)
    messages.success(request, _("Signaturen er angret. Velg på nytt når du vil."))
    return redirect("signing_ask", ask=way.ask.pk)


@require_POST
@by_who_is_asked
@limited("signing_new_link", times=5, seconds=3600, by="address")
def new_link(request: HttpRequest, way: Way, now: dt.datetime) -> HttpResponse:
    """Mail a fresh link to the same address, for who holds one that is too old."""
    actions.send_new_link(ask_id=way.ask.pk, now=now)
    return render(request, "portfolio/signing/over.html", {**_facts(way), "words": OVER["sent"]})


@require_POST
@by_who_is_asked
def go_on(request: HttpRequest, way: Way, now: dt.datetime) -> HttpResponse:
    """Go on as the one whom the link is for, though somebody else is signed in here."""
    if viewer_in(request).person_id == way.ask.trainee.person_id:
        return _over(request, "own", _facts(way))
    access.keep_as(request, way.ask.pk)
    return redirect("signing_ask", ask=way.ask.pk)


def _page(way: Way, now: dt.datetime) -> dict[str, Any]:
    """What the pages of an ask need."""
    view = ask_view(way.ask)
    return {
        "view": view,
        "by_link": way.by_link,
        "name": way.ask.asked.name if way.ask.asked else way.ask.name,
        "days": age_in_days(view.asked_at, now),
    }


def _facts(way: Way) -> dict[str, Any]:
    """What a page that opens nothing may say: who is asked, and no content."""
    asked = way.ask.asked
    return {"ask": way.ask.pk, "name": asked.name if asked else way.ask.name, "by_link": way.by_link}


def _over(
    request: HttpRequest, reason: str, facts: dict[str, Any], status: int = HTTPStatus.GONE
) -> HttpResponse:
    """A calm page that says why, and what to do."""
    page = {**facts, "reason": reason, "words": OVER[reason]}
    here = HTTPStatus.OK if reason == "other" else status
    return render(request, "portfolio/signing/over.html", page, status=here)
