"""Pages of those who decide on goals, and the queues of what waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.curriculum.queries import GoalView
from borealis.people.queries import viewer_in
from borealis.portfolio.goals import forms
from borealis.portfolio.goals.queries.goal_page import goal_page, group_of, ready_submissions
from borealis.portfolio.goals.queries.queue import (
    OfOne,
    to_decide,
    to_recommend,
    waiting_words,
    withdrawn_findings,
)
from borealis.portfolio.goals.views import found_goal
from borealis.portfolio.permissions import check_may_decide
from borealis.shell.forms import ActingForm
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PORTFOLIO, visible_to


def _show(
    request: HttpRequest, trainee: Trainee, goal: GoalView, form: ActingForm | None = None
) -> HttpResponse:
    """The decision page; a form that was refused is shown with what was typed."""
    page = goal_page(viewer_in(request), trainee, goal, timezone.now())
    refused, row = form is not None, page["submission"]
    if form is None and row:
        form = forms.DecideForm(row=row, initial={"submission": row.pk})
    revoke = form if isinstance(form, forms.RevokeForm) else None
    if revoke is None and page["state"] == "approved":
        revoke = forms.RevokeForm(trainee=trainee, goal_id=goal.pk)
    context = {
        "trainee": trainee,
        "page": page,
        "form": form if isinstance(form, forms.DecideForm) else None,
        "revoke": revoke,
        "group": group_of(trainee, goal),
        "findings": withdrawn_findings(viewer_in(request), [trainee], goal.pk),
    }
    return render(request, "portfolio/goals/decide.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """Everything that a decision on one goal rests on, and the decision."""
    check_may_decide(viewer_in(request), trainee)
    row, view = found_goal(request, trainee, goal)
    if request.method != "POST":
        return _show(request, row, view)
    sent = row.submissions.filter(goal_id=view.pk)
    key = request.POST.get("submission", "")
    submission = sent.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
    if submission is None:
        raise Http404("submission")
    form = forms.DecideForm(request.POST, row=submission)
    if not form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return _show(request, row, view, form)
    messages.success(request, _("%(code)s er avgjort. Legen ser avgjørelsen nå.") % {"code": view.code})
    return redirect("goals_to_decide")


@require_POST
def revoke(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """Take an approval back."""
    check_may_decide(viewer_in(request), trainee)
    row, view = found_goal(request, trainee, goal)
    form = forms.RevokeForm(request.POST, trainee=row, goal_id=view.pk)
    if not form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return _show(request, row, view, form)
    messages.success(
        request,
        _("Godkjenningen av %(code)s er trukket tilbake. Målet er i gang igjen, og avgjørelsen står.")
        % {"code": view.code},
    )
    return redirect("goal_decide", trainee=row.pk, goal=view.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decide_together(request: HttpRequest, trainee: int) -> HttpResponse:
    """Approve several goals of one doctor at once, with a common text."""
    row = check_may_decide(viewer_in(request), trainee)
    ready = ready_submissions(row)
    form = forms.TogetherForm(request.POST or None, trainee=row, ready=ready)
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
        done = len(form.result)
        words = ngettext("%(n)s mål er godkjent.", "%(n)s mål er godkjent.", done) % {"n": done}
        messages.success(request, words)
        return redirect("goals_to_decide")
    context = {"trainee": row, "ready": ready, "form": form}
    return render(request, "portfolio/goals/together.html", context, status=422 if form.is_bound else 200)


@require_safe
def recommend_queue(request: HttpRequest, role: str) -> HttpResponse:
    """Goals that wait for the viewer's recommendation, as guide or as one who took part in supervision."""
    viewer = viewer_in(request)
    if not (viewer.holds("guide") if role == "guide" else viewer.has("supervise")):
        raise Http404(role)
    return _queue(request, to_recommend(viewer, timezone.now()), deciding=False)


@require_safe
def decide_queue(request: HttpRequest) -> HttpResponse:
    """Goals that wait for the viewer's decision."""
    viewer = viewer_in(request)
    if not viewer.has("decide_goals"):
        raise Http404("decide_goals")
    return _queue(request, to_decide(viewer, timezone.now()), deciding=True)


def _queue(request: HttpRequest, found: list[OfOne], *, deciding: bool) -> HttpResponse:
    viewer = viewer_in(request)
    trainees = visible_to(viewer, PORTFOLIO).select_related("programme") if deciding else []
    context = {
        "found": found,
        "deciding": deciding,
        "sentence": waiting_words(found),
        "findings": withdrawn_findings(viewer, trainees),
    }
    return render(request, "portfolio/goals/queue.html", context)
