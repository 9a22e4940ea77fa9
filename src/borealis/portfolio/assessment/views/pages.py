"""A trainee's assessments: over time, one by one, given, asked for, offered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.portfolio.assessment import access, actions, queries
from borealis.portfolio.assessment.forms import AskForm, OfferForm
from borealis.portfolio.assessment.views.giving import Giving, give_page
from borealis.portfolio.models import Activity, Assessment
from borealis.portfolio.permissions import check_may_see_portfolio, is_own
from borealis.portfolio.signing.chain import is_guide
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import own_training


def common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    """What every page of a trainee's assessments needs."""
    viewer = viewer_in(request)
    own = is_own(viewer, trainee)
    return {
        "trainee": trainee,
        "own": own,
        "may_give": access.may_give(viewer, trainee),
        "sees_rounds": own or is_guide(viewer.person_id, trainee, timezone.localdate()),
    }


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own assessments."""
    found = own_training(viewer_in(request))
    if found is None:
        raise Http404("training")
    return redirect("trainee_assessments", trainee=found.pk)


@require_safe
def over_time(request: HttpRequest, trainee: int) -> HttpResponse:
    """Every assessment of a trainee, with levels over time."""
    row = check_may_see_portfolio(viewer_in(request), trainee)
    chosen = request.GET.get("skjema", ""), request.GET.get("maal", "")
    page = queries.list_page(trainee, *chosen, timezone.now())
    words = {**common(request, row), "page": page, "me": viewer_in(request).person_id}
    return render(request, "portfolio/assessment/list.html", words)


@require_safe
def one(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """One assessment, in the wording it was given in."""
    row = access.check_assessment(viewer_in(request), trainee, pk)
    page = queries.detail_page(row)
    mine = row.assessor_id is not None and row.assessor_id == viewer_in(request).person_id
    words = {**common(request, row.trainee), "page": page, "row": row, "mine": mine}
    return render(request, "portfolio/assessment/one.html", words)


@require_safe
def choose(request: HttpRequest, trainee: int) -> HttpResponse:
    """Choose the form to assess on."""
    row = access.check_may_give(viewer_in(request), trainee)
    activity = activity_in(request, row)
    words = {**common(request, row), "forms": queries.form_choices(activity), "activity": activity}
    return render(request, "portfolio/assessment/choose.html", words)


def activity_in(request: HttpRequest, trainee: Trainee) -> Activity | None:
    """The trainee's activity that the address names, if any."""
    key = request.GET.get("aktivitet", "")
    if not key.isascii() or not key.isdigit() or len(key) > 15:
        return None
    return trainee.activities.select_related("arena").filter(pk=int(key)).first()


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, trainee: int, kind: str) -> HttpResponse:
    """Assess a trainee on a form."""
    row = access.check_may_give(viewer_in(request), trainee)
    activity = activity_in(request, row)
    record = partial(
        actions.record_assessment, trainee_id=row.pk, activity_id=activity.pk if activity else None
    )
    giving = Giving(row, kind, viewer_in(request).person_id, record, activity)
    return give_page(request, giving, common(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Put an assessment of one's own right: a new one that says what it corrects."""
    old = access.check_assessment(viewer_in(request), trainee, pk)
    if old.assessor_id != viewer_in(request).person_id or Assessment.objects.filter(corrects=old).exists():
        raise Http404("assessment")
    row = access.check_may_give(viewer_in(request), trainee)
    record = partial(actions.record_assessment, trainee_id=row.pk, corrects_id=old.pk)
    giving = Giving(row, old.form, old.assessor_id, record, old.activity, corrects=old)
    return give_page(request, giving, common(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, trainee: int) -> HttpResponse:
    """The trainee asks for an assessment; who may give one offers to."""
    row = access.check_may_ask(viewer_in(request), trainee)
    form = _ask_form(request, row)
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
        own = is_own(viewer_in(request), row)
        said = (
            _("%(name)s er spurt.") if own else _("Du har tilbudt en vurdering. Den venter på din egen side.")
        )
        messages.success(request, said % {"name": form.result.name})
        return redirect("trainee_assessments", trainee=row.pk)
    words = {**common(request, row), "form": form, "activity": activity_in(request, row)}
    return render(request, "portfolio/assessment/ask.html", words, status=422 if form.is_bound else 200)


def _ask_form(request: HttpRequest, trainee: Trainee) -> AskForm | OfferForm:
    activity = activity_in(request, trainee)
    chosen = [(form["code"], form["name"]) for form in queries.form_choices(activity)]
    if not is_own(viewer_in(request), trainee):
        return OfferForm(request.POST or None, trainee=trainee, chosen=chosen)
    return AskForm(
        request.POST or None,
        trainee=trainee,
        activity_id=activity.pk if activity else None,
        chosen=chosen,
        people=queries.ask_choices(trainee, timezone.localdate()),
        initial={"form": chosen[0][0]},
    )


@require_POST
def recall(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Take a wish or an offer back: who made it."""
    row = access.check_may_ask(viewer_in(request), trainee)
    by = viewer_in(request).person_id
    if not row.asks.filter(pk=pk, kind="assessment", by_id=by).exists():
        raise Http404("ask")
    try:
        actions.close_ask(by=by, ask_id=pk, act="recall", now=timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Forespørselen er trukket tilbake."))
    return redirect("trainee_assessments", trainee=row.pk)
