"""For heads, coordinators and training centres: who wishes what, leave against the roster, admission."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.courses import forms, permissions, queries
from borealis.courses.views.own import stepped
from borealis.people.queries import viewer_in


@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    """Demand against places, and those who ask for leave."""
    viewer = viewer_in(request)
    permissions.check_may_follow(viewer)
    page = queries.demand_page(viewer, timezone.localdate())
    return render(request, "courses/demand.html", {"page": page})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Courses against the roster, for who keeps it."""
    bodies = permissions.check_may_see_leave(viewer_in(request))
    page = queries.leave_page(bodies, timezone.localdate())
    return render(request, "courses/leave.html", {"page": page})


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave: yes, or no and why."""
    found = permissions.check_may_approve(viewer_in(request), pk)
    form = forms.AnswerForm(request.POST, registration=found)
    return stepped(request, form, _("Svaret er lagret. Legen ser det på påmeldingen."))


@require_http_methods(["GET", "HEAD", "POST"])
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """Give places: a proposal by seniority, decided by a person."""
    date = permissions.check_may_keep_date(viewer_in(request), pk)
    page = queries.admission_page(date, timezone.localdate())
    keys = [one["row"].pk for one in page["applicants"]]
    form = forms.AdmissionForm(request.POST or None, date=date, applicants=keys)
    if request.method == "POST" and form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Plassene er fordelt. De andre står på venteliste."))
        return redirect("course_admission", pk=pk)
    sent = request.method == "POST"
    page["chosen"] = (
        [int(one) for one in request.POST.getlist("chosen") if one.isdigit()] if sent else page["chosen"]
    )
    context = {"page": page, "form": form}
    return render(request, "courses/admission.html", context, status=422 if sent else 200)
