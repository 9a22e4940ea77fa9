"""Rounds of feedback: proposed, agreed, answered without a name, read together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.portfolio.assessment import access, actions, queries
from borealis.portfolio.assessment.forms import AnswerForm, InviteeForm, ProposeForm
from borealis.portfolio.assessment.views.pages import common
from borealis.portfolio.models import FeedbackRound
from borealis.shell.language import text_in

GONE = 410


def _seat(request: HttpRequest, trainee: int) -> access.Seat:
    return access.check_seat(viewer_in(request), trainee, timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: HttpRequest, trainee: int) -> HttpResponse:
    """The rounds of a trainee, and a form for a new one."""
    seat, now = _seat(request, trainee), timezone.now()
    form = ProposeForm(request.POST or None, trainee=seat.trainee, chosen=queries.round_choices())
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=now):
        return redirect("feedback_round", trainee=trainee, pk=form.result.pk)
    found = queries.rounds_page(trainee, now)
    proposed = any(entry["row"].state == "proposed" for entry in found)
    words = {**common(request, seat.trainee), "rounds": found, "form": form, "proposed": proposed}
    return render(request, "portfolio/assessment/rounds.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """One round: those who are asked, or what they answered. What is sent adds somebody to the list."""
    seat, now = _seat(request, trainee), timezone.now()
    row = access.check_round(seat, pk)
    form = _invitee_form(request, row)
    person = viewer_in(request).person_id
    if request.method == "POST" and form.store(by=person, now=now):
        messages.success(request, _("%(name)s står på listen.") % {"name": form.result.name})
        return redirect("feedback_round", trainee=trainee, pk=pk)
    words = {
        **common(request, seat.trainee),
        "page": queries.round_page(row, now),
        "row": row,
        "form": form,
        "my_turn": row.by_id != person,
        "other": _("veilederen") if seat.own else seat.trainee.person.name,
    }
    return render(request, "portfolio/assessment/round.html", words, status=422 if form.is_bound else 200)


def _invitee_form(request: HttpRequest, row: FeedbackRound) -> InviteeForm:
    asked = queries.wordings([row.form_digest])[row.form_digest]
    return InviteeForm(
        request.POST or None,
        feedback_round=row,
        groups=[(group.code, text_in(group.name)) for group in asked.groups],
        people=queries.invitee_choices(row, timezone.localdate()),
    )


@require_POST
def remove(request: HttpRequest, trainee: int, pk: int, invitee: int) -> HttpResponse:
    """Take somebody off the list."""
    row = access.check_round(_seat(request, trainee), pk)
    return _act(
        request,
        row,
        lambda facts: actions.remove_invitee(invitee_id=invitee, **facts),
        _("Navnet er tatt av listen."),
    )


@require_POST
def agree(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Agree to the list that was read, and send it."""
    row = access.check_round(_seat(request, trainee), pk)
    version = request.POST.get("version", "")
    read = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    asked = row.invitees.count()
    said = ngettext("Runden er satt i gang. %(n)d er spurt.", "Runden er satt i gang. %(n)d er spurt.", asked)
    return _act(request, row, lambda facts: actions.agree_round(version=read, **facts), said % {"n": asked})


@require_POST
def drop(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Lay a proposal away."""
    row = access.check_round(_seat(request, trainee), pk)
    _act(request, row, lambda facts: actions.drop_round(**facts), _("Forslaget er lagt bort."))
    return redirect("feedback_rounds", trainee=trainee)


def _act(
    request: HttpRequest, row: FeedbackRound, act: Callable[[dict[str, Any]], Any], done: str
) -> HttpResponse:
    """Act at once and say how it went."""
    facts = {"by": viewer_in(request).person_id, "round_id": row.pk, "now": timezone.now()}
    try:
        act(facts)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    except ChangedMeanwhile:
        messages.warning(request, _("Listen er endret siden du leste den. Se på den en gang til."))
    else:
        messages.success(request, done)
    return redirect("feedback_round", trainee=row.trainee_id, pk=row.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, word: str) -> HttpResponse:
    """Answer a round without a name. The reader's session is neither read nor written."""
    ticket = actions.round_behind(word, timezone.now())
    if ticket is None:
        return render(request, "portfolio/assessment/feedback_over.html", status=GONE)
    row = ticket.feedback_round
    asked = queries.wordings([row.form_digest])[row.form_digest]
    form = AnswerForm(request.POST or None, asked=asked, word=word)
    if request.method == "POST" and form.store(by=None, now=timezone.now()):
        return render(request, "portfolio/assessment/feedback_thanks.html", {"row": row})
    words = {"form": form, "row": row, "name": text_in(asked.name)}
    template = "portfolio/assessment/feedback_answer.html"
    return render(request, template, words, status=422 if form.is_bound else 200)
