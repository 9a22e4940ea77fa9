"""Pages of the common goals and of project papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from borealis.improvement import forms, permissions, queries
from borealis.improvement.models import Paper
from borealis.improvement.queries.lists import own_page, paper_view
from borealis.improvement.rules import PAPER_STEPS, steps_from
from borealis.improvement.wording import PAPER_ACTS
from borealis.people.queries import Viewer, viewer_in
from borealis.trainees.permissions import GOALS, check_may_see
from borealis.trainees.queries import own_training

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own common goals."""
    training = own_training(viewer_in(request))
    if training is None:
        raise Http404("training")
    return redirect("common_goals", trainee=training.pk)


@require_safe
def common_goals(request: HttpRequest, trainee: int) -> HttpResponse:
    """A trainee's common goals by area, with what is done here to reach them."""
    viewer = viewer_in(request)
    row = check_may_see(viewer, trainee, GOALS)
    page = {
        "trainee": row,
        "own": row.person_id == viewer.person_id,
        **queries.common_page(row),
        **own_page(row, viewer),
    }
    return render(request, "improvement/common_goals.html", {"page": page})


@require_safe
def department(request: HttpRequest) -> HttpResponse:
    """The common goals of everyone in the reader's departments."""
    viewer = viewer_in(request)
    permissions.check_leads(viewer)
    return render(request, "improvement/department_goals.html", {"lines": queries.department_goals(viewer)})


@require_http_methods(PAGES)
def open_paper(request: HttpRequest, trainee: int) -> HttpResponse:
    """Choose a topic for the project paper."""
    viewer = viewer_in(request)
    row = permissions.check_may_open_paper(viewer, trainee)
    form = forms.PaperForm(request.POST or None, trainee=row)
    if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Temaet er valgt. Sett hvem som veileder oppgaven."))
        return redirect("paper", pk=form.result.pk)
    status = 422 if form.is_bound else 200
    return render(request, "improvement/paper_form.html", {"form": form, "trainee": row}, status=status)


@require_http_methods(PAGES)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper, and its next step for who takes it."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_paper(viewer, pk)
    act = request.POST.get("act_name", "") if request.method == "POST" else ""
    if act and act not in _acts(viewer, row):
        if any(step.act == act and step.from_state == row.state for step in PAPER_STEPS):
            raise PermissionDenied("step_paper")
        messages.warning(request, _("Oppgaven er kommet lenger siden du så den. Last siden på nytt."))
        return redirect("paper", pk=pk)
    form = forms.PaperStepForm(request.POST, paper=row, act=act) if act else None
    if form is not None and form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Lagret."))
        return redirect("paper", pk=pk)
    page = _page(viewer, row, form)
    return render(request, "improvement/paper.html", {"page": page}, status=422 if form else 200)


def _acts(viewer: Viewer, row: Paper) -> list[str]:
    steps = steps_from(PAPER_STEPS, row.state, permissions.paper_kinds(viewer, row))
    return [step.act for step in steps]


def _page(viewer: Viewer, row: Paper, typed: forms.PaperStepForm | None) -> dict[str, Any]:
    """A form for each step; what was typed and refused stands in its own."""
    acts = [
        (
            PAPER_ACTS[act],
            typed if typed and typed.act_now == act else forms.PaperStepForm(paper=row, act=act),
        )
        for act in _acts(viewer, row)
    ]
    return {"view": paper_view(row), "acts": acts, "own": row.trainee.person_id == viewer.person_id}
