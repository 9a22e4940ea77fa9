"""Pages of one goal: the doctor's and the recommenders' view of it, sending in, and recommending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.curriculum.queries import GoalView
from borealis.people.queries import viewer_in
from borealis.portfolio.goals import actions, forms
from borealis.portfolio.goals.queries.goal_page import goal_in, goal_page
from borealis.portfolio.goals.queries.submit_page import chosen_goals, goals_to_submit
from borealis.portfolio.models import Recommendation
from borealis.portfolio.permissions import check_may_see_portfolio, is_own, recommends_as
from borealis.shell.forms import ActingForm
from borealis.trainees.directory import Trainee


def found_goal(request: HttpRequest, trainee: int, goal: int) -> tuple[Trainee, GoalView]:
    """The doctor and the goal; Http404 unless the reader sees the portfolio and the doctor follows the goal."""
    row = check_may_see_portfolio(viewer_in(request), trainee)
    view = goal_in(row, goal)
    if view is None:
        raise Http404("goal")
    return row, view


def own_training(request: HttpRequest, trainee: int) -> Trainee:
    """The doctor's own training; PermissionDenied for others who see it."""
    row = check_may_see_portfolio(viewer_in(request), trainee)
    if not is_own(viewer_in(request), row):
        raise PermissionDenied("own_goals")
    return row


def show_goal(
    request: HttpRequest, trainee: Trainee, goal: GoalView, form: ActingForm | None = None
) -> HttpResponse:
    """The page of a goal; a form that was refused is shown with what was typed."""
    viewer, now = viewer_in(request), timezone.now()
    page = goal_page(viewer, trainee, goal, now)
    refused = form is not None
    if form is None and page["may_recommend"]:
        form = forms.RecommendForm(initial={"submission": page["submission"].pk})
    withdraw = form if isinstance(form, forms.WithdrawForm) else None
    if withdraw is None and page["own_recommendation"]:
        withdraw = forms.WithdrawForm(recommendation_id=page["own_recommendation"].pk)
    context = {
        "trainee": trainee,
        "own": is_own(viewer, trainee),
        "page": page,
        "form": form if isinstance(form, forms.RecommendForm) else None,
        "withdraw": withdraw,
    }
    return render(request, "portfolio/goals/goal.html", context, status=422 if refused else 200)


@require_safe
def goal(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """One goal: how it stands, what is missing and what to do next."""
    return show_goal(request, *found_goal(request, trainee, goal))


@require_POST
def recommend(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """Recommend on what the doctor has sent in."""
    row, view = found_goal(request, trainee, goal)
    if recommends_as(viewer_in(request), row) is None:
        raise PermissionDenied("recommend_goal")
    form = forms.RecommendForm(request.POST)
    if not form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return show_goal(request, row, view, form)
    messages.success(request, _("Anbefalingen er gitt. Den som avgjør, ser den nå."))
    return redirect("goal", trainee=row.pk, goal=view.pk)


@require_POST
def withdraw(request: HttpRequest, trainee: int, goal: int, pk: int) -> HttpResponse:
    """Withdraw one's own recommendation."""
    row, view = found_goal(request, trainee, goal)
    own = Recommendation.objects.filter(pk=pk, submission__trainee=row, submission__goal_id=view.pk)
    if not own.filter(by_id=viewer_in(request).person_id).exists():
        raise Http404("recommendation")
    form = forms.WithdrawForm(request.POST, recommendation_id=pk)
    if not form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return show_goal(request, row, view, form)
    messages.success(request, _("Anbefalingen er trukket tilbake. Den blir stående med grunnen."))
    return redirect("goal", trainee=row.pk, goal=view.pk)


@require_POST
def begin(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """The doctor begins a goal."""
    return _at_once(request, trainee, goal, actions.begin_goal, _("Målet er i gang."))


@require_POST
def recall(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """The doctor takes back what was sent in."""
    done = _("Målet er trukket tilbake. Du kan sende det inn på nytt når du vil.")
    return _at_once(request, trainee, goal, actions.recall_goal, done)


def _at_once(
    request: HttpRequest, trainee: int, goal: int, act: Callable[..., Any], done: str
) -> HttpResponse:
    """Act with one press, and say how it went."""
    row = own_training(request, trainee)
    _row, view = found_goal(request, trainee, goal)
    try:
        act(by=viewer_in(request).person_id, trainee_id=row.pk, goal_id=view.pk, now=timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, done)
    return redirect("goal", trainee=row.pk, goal=view.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, trainee: int) -> HttpResponse:
    """Send one or more goals in: first which, then on what grounds."""
    row = own_training(request, trainee)
    chosen = chosen_goals(row, request.GET.getlist("maal"))
    if not chosen:
        context = {"trainee": row, "groups": goals_to_submit(row)}
        return render(request, "portfolio/goals/choose.html", context)
    form = forms.SubmitForm(request.POST or None, trainee=row, goals=chosen)
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return _sent(request, row, chosen)
    context = {"trainee": row, "goals": chosen, "form": form}
    return render(request, "portfolio/goals/submit.html", context, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest, trainee: Trainee, goals: list[GoalView]) -> HttpResponse:
    codes = ", ".join(goal.code for goal in goals)
    messages.success(
        request, _("%(codes)s er sendt inn. Veilederen og supervisøren ser det nå.") % {"codes": codes}
    )
    if len(goals) == 1:
        return redirect("goal", trainee=trainee.pk, goal=goals[0].pk)
    return redirect("trainee_goals", trainee=trainee.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """Ask for a new assessment after a refusal (§ 26)."""
    row = own_training(request, trainee)
    _row, view = found_goal(request, trainee, goal)
    page = goal_page(viewer_in(request), row, view, timezone.now())
    if page["state"] not in ("not_reached", "not_reached_again"):
        messages.warning(request, _("Ny vurdering kan du be om når målet ikke er nådd."))
        return redirect("goal", trainee=row.pk, goal=view.pk)
    further = page["state"] == "not_reached_again"
    form = forms.AskAgainForm(request.POST or None, trainee=row, goals=[view], further=further)
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return _sent(request, row, [view])
    context = {"trainee": row, "page": page, "form": form, "further": further}
    return render(request, "portfolio/goals/ask_again.html", context, status=422 if form.is_bound else 200)
