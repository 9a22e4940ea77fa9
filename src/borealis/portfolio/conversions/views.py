"""Pages of conversions: what has ended, goal by goal, the decision with its proof, and the trainee's own view."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.portfolio.conversions import actions
from borealis.portfolio.conversions.forms import DecideForm, JudgeForm
from borealis.portfolio.conversions.permissions import (
    check_may_decide_on,
    check_may_judge,
    check_may_propose,
    conversion_of,
)
from borealis.portfolio.conversions.queries import (
    ConversionView,
    conversion_view,
    due_sets,
    earlier_goals,
)
from borealis.portfolio.conversions.wording import VERDICT_WORDS
from borealis.portfolio.models import Conversion
from borealis.portfolio.permissions import check_may_see_portfolio, is_own, may_call_panel, may_decide
from borealis.trainees.directory import Trainee


def _common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    viewer = viewer_in(request)
    return {
        "trainee": trainee,
        "own": is_own(viewer, trainee),
        "may_propose": may_call_panel(viewer, trainee),
        "may_decide": may_decide(viewer, trainee),
    }


def _conversions(trainee: Trainee) -> list[Conversion]:
    rows = Conversion.objects.filter(trainee=trainee).select_related("from_set", "to_set")
    return list(rows.order_by("-pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def conversions(request: HttpRequest, trainee: int) -> HttpResponse:
    """The sets that have ended, and the conversions so far; sending it proposes one."""
    viewer = viewer_in(request)
    row = check_may_propose(viewer, trainee)
    if request.method == "POST":
        try:
            made = actions.propose_conversion(
                by=viewer.person_id,
                trainee_id=row.pk,
                from_set=request.POST.get("from_set", ""),
                now=timezone.now(),
            )
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
            return redirect("conversions", trainee=trainee)
        return redirect("conversion", trainee=trainee, pk=made.pk)
    found = _conversions(row)
    under_way = {one.from_set_id for one in found if not one.outcome}
    due = [one for one in due_sets(row, timezone.localdate()) if one.from_set.pk not in under_way]
    page = {**_common(request, row), "due": due, "conversions": found}
    return render(request, "portfolio/conversions/conversions.html", page)


@require_safe
def conversion(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """One conversion, newer goal by newer goal, with what would happen."""
    row = check_may_judge(viewer_in(request), trainee, pk)
    return _page(request, row, DecideForm(row=row))


def _page(request: HttpRequest, row: Conversion, form: DecideForm, status: int = 200) -> HttpResponse:
    page = {**_common(request, row.trainee), "view": conversion_view(row), "form": form}
    return render(request, "portfolio/conversions/conversion.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, trainee: int, pk: int, goal: int) -> HttpResponse:
    """What the earlier goals mean for one newer goal; afterwards on to the next that is not judged."""
    row = check_may_judge(viewer_in(request), trainee, pk)
    view = conversion_view(row)
    newer = next((one for one in view.newer if one.goal.pk == goal), None)
    if newer is None:
        raise Http404("goal")
    if row.outcome:
        return redirect("conversion", trainee=trainee, pk=pk)
    form = JudgeForm(request.POST or None, view=view, newer=newer)
    page = {**_common(request, row.trainee), "view": view, "newer": newer, "form": form}
    try:
        if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
            messages.success(request, _("%(goal)s er vurdert.") % {"goal": newer.goal.code})
            return _onwards(request, view, goal)
    except ChangedMeanwhile as meanwhile:
        page["stands"] = _stands(form, meanwhile)
        return render(request, "portfolio/conversions/judge.html", page, status=409)
    return render(request, "portfolio/conversions/judge.html", page, status=422 if form.is_bound else 200)


def _onwards(request: HttpRequest, view: ConversionView, done: int) -> HttpResponse:
    """To the next newer goal without a verdict, when asked; otherwise back to the list."""
    left = [one.goal.pk for one in view.newer if not one.verdict and one.goal.pk != done]
    if "neste" in request.POST and left:
        return redirect("conversion_judge", trainee=view.row.trainee_id, pk=view.row.pk, goal=left[0])
    return redirect("conversion", trainee=view.row.trainee_id, pk=view.row.pk)


def _stands(form: JudgeForm, meanwhile: ChangedMeanwhile) -> list[tuple[str, Any]]:
    """What another has stored meanwhile; what was typed can be stored next."""
    form.go_on_from(meanwhile.stands["version"])
    names = dict(form.fields["olders"].choices)  # type: ignore[attr-defined]
    now = {
        "verdict": VERDICT_WORDS.get(meanwhile.stands["verdict"], ""),
        "olders": ", ".join(str(names[key]) for key in meanwhile.stands["olders"] if key in names),
        "text": meanwhile.stands["text"],
    }
    return [(str(form.fields[name].label), words) for name, words in now.items()]


@require_POST
def decide(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """The head's decision."""
    row = check_may_decide_on(viewer_in(request), trainee, pk)
    form = DecideForm(request.POST, row=row)
    if form.store(by=viewer_in(request).person_id, now=timezone.now()):
        messages.success(request, _("Overgangen er avgjort. Alt som var godkjent, står der fortsatt."))
        return redirect("conversion", trainee=trainee, pk=pk)
    return _page(request, row, form, status=422)


@require_POST
def drop(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Put a proposal away."""
    row = check_may_judge(viewer_in(request), trainee, pk)
    try:
        actions.drop_conversion(
            by=viewer_in(request).person_id, trainee_id=trainee, conversion_id=row.pk, now=timezone.now()
        )
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Forslaget er lagt bort."))
    return redirect("conversions", trainee=trainee)


@require_safe
def own(request: HttpRequest, trainee: int) -> HttpResponse:
    """What became of the goals that were followed before: every earlier goal with its state, and the decisions."""
    row = check_may_see_portfolio(viewer_in(request), trainee)
    sets = row.earlier_goal_sets.order_by("code")
    page = {
        **_common(request, row),
        "sets": [(one, earlier_goals(row.pk, one.code)) for one in sets],
        "due": due_sets(row, timezone.localdate()),
        "conversions": [
            conversion_view(conversion_of(row, one.pk)) for one in _conversions(row) if one.decided_at
        ],
    }
    return render(request, "portfolio/conversions/own.html", page)
