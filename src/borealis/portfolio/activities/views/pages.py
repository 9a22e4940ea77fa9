"""The portfolio: the list, recording one or many, one activity, changing and withdrawing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.portfolio.activities import actions, queries
from borealis.portfolio.activities.forms import BatchForm, ChangeForm, FileForm, RecordForm, sent_as_json
from borealis.portfolio.activities.meanwhile import differences, initial_of
from borealis.portfolio.activities.views.common import common, held, seen
from borealis.portfolio.permissions import check_may_record, check_may_see_portfolio
from borealis.shell.uploads import read_json
from borealis.trainees.queries import own_training


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own portfolio."""
    training = own_training(viewer_in(request))
    if training is None:
        raise Http404("training")
    return redirect("portfolio", trainee=training.pk)


@require_safe
def portfolio(request: HttpRequest, trainee: int) -> HttpResponse:
    """Everything a trainee has recorded, with totals."""
    row = check_may_see_portfolio(viewer_in(request), trainee)
    page = queries.list_page(row, request.GET.dict())
    return render(request, "portfolio/activities/list.html", {**common(request, row), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, trainee: int) -> HttpResponse:
    """Record one activity: the page, its form, and the same for programs.

    A program, such as the queue of a phone without a network, posts JSON (``Content-Type: application/json``)
    or a form, asks for JSON (``Accept: application/json``) and sends the token in ``X-CSRFToken``. Fields, all
    but ``key`` and ``from_day`` optional: ``key`` (UUID, made when the entry was written), ``template`` (id in
    the programme), ``kind``, ``title``, ``from_day`` and ``to_day`` (2026-12-03), ``arena`` (code), ``place``,
    ``count``, ``note``, ``goals`` (keys of goals; left out: those of the template). Answers:

    - 201 ``{"id": …, "key": …, "url": …}``: stored now
    - 200 with the same: it was stored before, word for word
    - 409 ``{"errors": {"key": […]}, "stands": {…}}``: stored before with other content, which still stands
    - 422 ``{"errors": {field: [message, …]}}``: nothing is stored
    """
    row = check_may_record(viewer_in(request), trainee)
    terms = queries.terms_of(row)
    as_json = request.accepts("application/json") and not request.accepts("text/html")
    if request.method == "POST":
        form = RecordForm(_sent(request), trainee=row, terms=terms)
        return _recorded_json(request, form) if as_json else _recorded(request, form)
    guess = queries.guess_of(row, terms, timezone.localdate())
    initial = {
        "template": request.GET.get("aktivitet"),
        "from_day": timezone.localdate(),
        "arena": guess.arena,
    }
    form = RecordForm(trainee=row, terms=terms, initial={**initial, "key": uuid.uuid4()})
    return _record_page(request, form)


def _sent(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        return request.POST
    try:
        content = read_json(request.body)
    except ValidationError:
        content = {}
    return sent_as_json(content if isinstance(content, dict) else {})


def _recorded_json(request: HttpRequest, form: RecordForm) -> JsonResponse:
    known = form.is_valid() and _is_stored(form)
    try:
        done = form.store(by=viewer_in(request).person_id, now=timezone.now())
    except ChangedMeanwhile as meanwhile:
        told = {"key": [_("Aktiviteten er ført opp fra før med annet innhold. Det som står der, gjelder.")]}
        return JsonResponse({"errors": told, "stands": meanwhile.stands}, status=409)
    if not done:
        return JsonResponse({"errors": form.errors}, status=422)
    url = reverse("activity", args=[form.trainee.pk, form.result.pk])
    answer = {"id": form.result.pk, "key": str(form.result.key), "url": url}
    return JsonResponse(answer, status=200 if known else 201)


def _is_stored(form: RecordForm) -> bool:
    return bool(form.trainee.activities.filter(key=form.cleaned_data["key"]).exists())


def _recorded(request: HttpRequest, form: RecordForm) -> HttpResponse:
    try:
        done = form.store(by=viewer_in(request).person_id, now=timezone.now())
    except ChangedMeanwhile:
        messages.warning(
            request, _("Denne aktiviteten er ført opp allerede. Endre den her hvis noe er galt.")
        )
        stored = form.trainee.activities.get(key=form.cleaned_data["key"])
        return redirect("activity", trainee=form.trainee.pk, pk=stored.pk)
    if not done:
        return _record_page(request, form, 422)
    messages.success(request, _("Ført opp: %(title)s.") % {"title": form.result.title})
    return redirect("activity_record" if "neste" in request.POST else "portfolio", trainee=form.trainee.pk)


def _record_page(request: HttpRequest, form: RecordForm, status: int = 200) -> HttpResponse:
    chosen = form["template"].value() or ""
    guess = queries.guess_of(form.trainee, form.terms, timezone.localdate())
    page = queries.record_page(form.trainee, form.terms, guess, chosen)
    words = {**common(request, form.trainee), "form": form, "page": page, "chosen": chosen}
    return render(request, "portfolio/activities/record.html", words, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, trainee: int) -> HttpResponse:
    """Record a whole day: a number beside each activity."""
    row = check_may_record(viewer_in(request), trainee)
    terms, today = queries.terms_of(row), timezone.localdate()
    guess = queries.guess_of(row, terms, today)
    initial = {"from_day": today, "arena": guess.arena, "key": uuid.uuid4()}
    form = BatchForm(request.POST or None, trainee=row, terms=terms, initial=initial)
    try:
        done = form.is_bound and form.store(by=viewer_in(request).person_id, now=timezone.now())
    except ChangedMeanwhile:
        messages.warning(request, _("Denne dagen er ført opp allerede. Se over listen."))
        return redirect("portfolio", trainee=row.pk)
    if done:
        messages.success(request, _("Ført opp: %(number)d aktiviteter.") % {"number": len(form.result)})
        return redirect("portfolio", trainee=row.pk)
    lines = [(bar, form[f"antall-{bar.template.id}"]) for bar in queries.batch_page(row, terms, guess)]
    words = {**common(request, row), "form": form, "lines": lines}
    return render(request, "portfolio/activities/batch.html", words, status=422 if form.is_bound else 200)


@require_safe
def activity(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """One activity with its goals and files."""
    row = seen(request, trainee, pk)
    page = queries.detail_page(row, queries.terms_of(row.trainee))
    words = {**common(request, row.trainee), "page": page, "file_form": FileForm(row=row)}
    return render(request, "portfolio/activities/activity.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Change an activity that is neither sent nor signed."""
    row = held(request, trainee, pk)
    terms = queries.terms_of(row.trainee)
    form = ChangeForm(request.POST or None, row=row, terms=terms, initial=initial_of(row, terms))
    changed: list[str] = []
    status = 422 if form.is_bound else 200
    try:
        if form.is_bound and form.store(by=viewer_in(request).person_id, now=timezone.now()):
            messages.success(request, _("Endringen er lagret."))
            return redirect("activity", trainee=trainee, pk=pk)
    except ChangedMeanwhile as meanwhile:
        changed, status = differences(form, meanwhile.stands), 409
        form = ChangeForm(
            {
                **request.POST.dict(),
                "goals": request.POST.getlist("goals"),
                "version": meanwhile.stands["version"],
            },
            row=row,
            terms=terms,
        )
    words = {**common(request, row.trainee), "row": row, "form": form, "changed": changed}
    return render(request, "portfolio/activities/change.html", words, status=status)


@require_POST
def withdraw(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Take an activity out of the portfolio."""
    row = held(request, trainee, pk)
    try:
        actions.withdraw_activity(
            by=viewer_in(request).person_id, trainee_id=row.trainee_id, activity_id=row.pk, now=timezone.now()
        )
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("activity", trainee=trainee, pk=pk)
    messages.success(request, _("Aktiviteten er trukket tilbake og teller ikke lenger."))
    return redirect("portfolio", trainee=trainee)
