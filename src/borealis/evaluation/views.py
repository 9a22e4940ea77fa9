"""Pages of evaluation: open, answer without a name, read, decide, and show back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.evaluation import actions, forms, permissions, queries
from borealis.people.queries import viewer_in
from borealis.trainees.queries import own_training

GONE = 410


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The surveys of the department that the reader trains in, and what was done."""
    viewer = viewer_in(request)
    training = own_training(viewer)
    if training is None:
        raise Http404("training")
    page = queries.own_page(viewer, training.programme.department_id, timezone.localdate())
    return render(request, "evaluation/own.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def department(request: HttpRequest) -> HttpResponse:
    """The years of the reader's department; this year's is opened here."""
    viewer, now = viewer_in(request), timezone.now()
    department_id = permissions.check_department(viewer)
    form = forms.OpenForm(request.POST or None, department_id=department_id)
    if request.method == "POST" and form.store(by=viewer.person_id, now=now):
        messages.success(request, _("Evalueringen er åpnet. Alle i utdanning her har fått en lenke."))
        return redirect("evaluation_department")
    page = {**queries.department_page(viewer, department_id, timezone.localdate(now)), "form": form}
    return render(request, "evaluation/department.html", {"page": page}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """A survey's figures; who leads decides on something to do."""
    viewer, now = viewer_in(request), timezone.now()
    check = permissions.check_leads_survey if request.method == "POST" else permissions.check_may_see_survey
    row = check(viewer, pk)
    form = forms.MeasureForm(request.POST or None, survey=row)
    if request.method == "POST" and form.store(by=viewer.person_id, now=now):
        messages.success(request, _("Tiltaket er lagt til, og legene her ser det."))
        return redirect("survey", pk=pk)
    page = {**queries.survey_page(row, viewer, timezone.localdate(now)), "form": form}
    return render(request, "evaluation/survey.html", {"page": page}, status=422 if form.is_bound else 200)


@require_POST
def step(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    """How it goes with what was decided."""
    viewer = viewer_in(request)
    row = permissions.check_leads_survey(viewer, pk)
    if not row.measures.filter(pk=measure).exists():
        raise Http404("measure")
    act, result = request.POST.get("act", ""), request.POST.get("result", "")
    try:
        actions.step_survey_measure(
            by=viewer.person_id, measure_id=measure, act=act, result=result, now=timezone.now()
        )
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    return redirect("survey", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, word: str) -> HttpResponse:
    """Answer without a name. The reader's session is neither read nor written."""
    row = actions.survey_behind(word, timezone.now())
    if row is None:
        return render(request, "evaluation/over.html", status=GONE)
    form = forms.AnswerForm(request.POST or None, survey=row, word=word)
    if request.method == "POST" and form.store(by=None, now=timezone.now()):
        return render(request, "evaluation/thanks.html")
    words = {"form": form, "survey": row}
    return render(request, "evaluation/answer.html", words, status=422 if form.is_bound else 200)
