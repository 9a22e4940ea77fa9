"""The assessor's own page, what was asked for, links by mail, and the head's distribution."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.portfolio.assessment import access, actions, queries
from borealis.portfolio.assessment.views.giving import Giving, give_page
from borealis.portfolio.signing.actions import LINK

GONE = 410


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the reader is asked for and has given, and how the levels compare; seen by the reader alone."""
    person = viewer_in(request).person_id
    if person is None:
        raise Http404("person")
    page = queries.assessor_page(person, timezone.now())
    return render(request, "portfolio/assessment/own.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the assessment that was asked for."""
    viewer = viewer_in(request)
    ask = access.check_open_ask(viewer, pk, timezone.now())
    record = partial(actions.record_assessment, trainee_id=ask.trainee_id, ask_id=ask.pk)
    giving = Giving(ask.trainee, ask.form, viewer.person_id, record, ask.activity)
    return give_page(request, giving, {"trainee": ask.trainee, "ask": ask})


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to what was asked for."""
    viewer = viewer_in(request)
    ask = access.check_open_ask(viewer, pk, timezone.now())
    try:
        actions.close_ask(by=viewer.person_id, ask_id=ask.pk, act="decline", now=timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Du har sagt nei til forespørselen."))
    return redirect("assessor_own")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, word: str) -> HttpResponse:
    """Give an assessment through a mailed link. Opening the link uses nothing up."""
    ask = access.ask_behind(word, timezone.now())
    if ask is None or viewer_in(request).person_id == ask.trainee.person_id:
        return render(request, "portfolio/assessment/link_over.html", status=GONE)
    record = partial(actions.record_assessment, trainee_id=ask.trainee_id, ask_id=ask.pk, way=LINK)
    giving = Giving(ask.trainee, ask.form, ask.asked_id, record, ask.activity, by_link=True)
    return give_page(request, giving, {"trainee": ask.trainee, "ask": ask})


@require_safe
def spread(request: HttpRequest) -> HttpResponse:
    """How levels are given in the department, as a distribution."""
    page = queries.spread_page(access.led_trainees(viewer_in(request)))
    return render(request, "portfolio/assessment/spread.html", {"page": page})
