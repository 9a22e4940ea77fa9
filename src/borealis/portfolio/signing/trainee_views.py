"""A trainee's pages: what waits for a signature, asking for one, asking another, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.portfolio.models import Activity, Ask
from borealis.portfolio.permissions import check_may_record, check_may_see_portfolio, is_own, may_record
from borealis.portfolio.signing import actions
from borealis.portfolio.signing.forms import AskAnother, AskForActivities, AskForm
from borealis.portfolio.signing.queries import proposals_for, signing_of
from borealis.portfolio.signing.showing import activity_of, span_words
from borealis.shell.limits import limited
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import own_training


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own page."""
    found = own_training(viewer_in(request))
    if found is None:
        raise Http404("training")
    return redirect("trainee_signing", trainee=found.pk)


@require_safe
def page(request: HttpRequest, trainee: int) -> HttpResponse:
    """What waits with its age, what is not sent, and what was signed."""
    row = check_may_see_portfolio(viewer_in(request), trainee)
    facts = {"page": signing_of(row.pk, timezone.now()), "may_ask": may_record(viewer_in(request), row)}
    return render(request, "portfolio/signing/trainee.html", {**_common(request, row), **facts})


def _common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    return {"trainee": trainee, "own": is_own(viewer_in(request), trainee)}


@require_http_methods(["GET", "HEAD", "POST"])
@limited("signing_asked", times=200, seconds=3600)
def new(request: HttpRequest, trainee: int) -> HttpResponse:
    """Ask somebody to sign one or more activities: ``?a=3&a=4``."""
    row = check_may_record(viewer_in(request), trainee)
    keys = _keys(request.POST if request.method == "POST" else request.GET)
    chosen = list(Activity.objects.filter(trainee=row, pk__in=keys).select_related("arena"))
    if not chosen:
        messages.warning(request, _("Velg minst én aktivitet som skal signeres."))
        return redirect("trainee_signing", trainee=row.pk)
    now = timezone.now()
    form = AskForActivities(
        request.POST if request.method == "POST" else None,
        trainee_id=row.pk,
        activity_ids=[activity.pk for activity in chosen],
        proposals=proposals_for(row, chosen[0], now),
    )
    if form.is_bound and form.store(by=viewer_in(request).person_id, now=now):
        return _asked(request, row, form.result)
    return _form(request, row, form, chosen)


def _keys(sent: Any) -> list[int]:
    return [int(key) for key in sent.getlist("a") if key.isascii() and key.isdecimal() and len(key) < 19]


def _asked(request: HttpRequest, trainee: Trainee, asks: list[Ask]) -> HttpResponse:
    words = ngettext(
        "%(name)s er bedt om å signere.",
        "%(name)s er bedt om å signere %(count)d aktiviteter.",
        len(asks),
    )
    messages.success(request, words % {"name": asks[0].name, "count": len(asks)})
    return redirect("trainee_signing", trainee=trainee.pk)


def _form(request: HttpRequest, trainee: Trainee, form: AskForm, chosen: list[Activity]) -> HttpResponse:
    lines = [(row.pk, row.title, row.count, span_words(row.from_day, row.to_day)) for row in chosen]
    facts = {"form": form, "lines": lines, "another": isinstance(form, AskAnother)}
    status = 422 if form.is_bound else 200
    return render(
        request, "portfolio/signing/new.html", {**_common(request, trainee), **facts}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@limited("signing_asked", times=200, seconds=3600)
def another(request: HttpRequest, trainee: int, ask: int) -> HttpResponse:
    """Take an ask back and put it to somebody else."""
    row = check_may_record(viewer_in(request), trainee)
    found, now = _open_ask(row, ask), timezone.now()
    activity = activity_of(found)
    proposals = [
        proposal
        for proposal in proposals_for(row, activity, now)
        if proposal.email.casefold() != found.email.casefold()
    ]
    sent = request.POST if request.method == "POST" else None
    form = AskAnother(sent, ask_id=found.pk, proposals=proposals)
    if form.is_bound and form.store(by=viewer_in(request).person_id, now=now):
        return _asked(request, row, [form.result])
    return _form(request, row, form, [activity])


def _open_ask(trainee: Trainee, ask: int) -> Ask:
    rows = Ask.objects.filter(trainee=trainee, kind="signature", state="open").select_related(
        "activity__arena"
    )
    found = rows.filter(pk=ask).first()
    if found is None:
        raise Http404("ask")
    return found


@require_POST
def recall(request: HttpRequest, trainee: int, ask: int) -> HttpResponse:
    """Take an ask back."""
    row = check_may_record(viewer_in(request), trainee)
    try:
        actions.recall_ask(by=viewer_in(request).person_id, ask_id=_open_ask(row, ask).pk, now=timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Forespørselen er trukket tilbake. Aktiviteten kan endres igjen."))
    return redirect("trainee_signing", trainee=row.pk)
