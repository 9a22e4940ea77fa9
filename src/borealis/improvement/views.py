"""Pages of improvement work: lists, a project, its steps and its tests of change."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.improvement import actions, forms, permissions, queries
from borealis.improvement.models import Project
from borealis.improvement.rules import PROJECT_STEPS, project_step, steps_from
from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.shell.forms import ActingForm
from borealis.trainees.queries import own_training

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own improvement work and project papers."""
    viewer = viewer_in(request)
    training = own_training(viewer)
    if training is None:
        raise Http404("training")
    page = {
        "trainee": training,
        "may_begin": training.finished_on is None,
        **queries.own_page(training, viewer),
    }
    return render(request, "improvement/own.html", {"page": page})


@require_safe
def department(request: HttpRequest) -> HttpResponse:
    """All improvement work of the reader's departments."""
    viewer = viewer_in(request)
    permissions.check_leads(viewer)
    return render(request, "improvement/department.html", {"page": queries.department_projects(viewer)})


@require_http_methods(PAGES)
def begin(request: HttpRequest) -> HttpResponse:
    """Lay in improvement work."""
    viewer = viewer_in(request)
    department_id = permissions.department_to_begin_in(viewer)
    training = own_training(viewer)
    own_pk = training.pk if training else None
    form = forms.ProjectForm(request.POST or None, department_id=department_id, own=own_pk)
    if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Arbeidet er lagt inn. Legg til det dere måler, og sett det i gang."))
        return redirect("improvement", project=form.result.pk)
    return _form(request, "improvement/project_form.html", form)


def _form(
    request: HttpRequest, template: str, form: ActingForm, status: int = 422, **more: object
) -> HttpResponse:
    """A page with a form; what was refused stands in it."""
    return render(request, template, {"form": form, **more}, status=status if form.is_bound else 200)


@require_safe
def project(request: HttpRequest, project: int) -> HttpResponse:
    """A project, for everyone who sees it."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_project(viewer, project)
    return render(request, "improvement/project.html", {"page": queries.project_page(row, viewer)})


@require_http_methods(PAGES)
def change(request: HttpRequest, project: int) -> HttpResponse:
    """Change the aim or the team."""
    viewer = viewer_in(request)
    row = permissions.check_may_work_on(viewer, project)
    form = forms.ProjectForm(request.POST or None, department_id=row.department_id, project=row)
    try:
        if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
            messages.success(request, _("Lagret."))
            return redirect("improvement", project=project)
    except ChangedMeanwhile as meanwhile:
        form.go_on_from(meanwhile.stands["version"])
        return _form(request, "improvement/project_form.html", form, 409, project=row, meanwhile=True)
    return _form(request, "improvement/project_form.html", form, project=row)


@require_POST
def take_step(request: HttpRequest, project: int) -> HttpResponse:
    """Take a project a step on."""
    viewer = viewer_in(request)
    row = permissions.check_may_work_on(viewer, project)
    act, kept_by = request.POST.get("act", ""), request.POST.get("kept_by", "")
    kinds = permissions.kinds_of(viewer, row)
    if project_step(row.state, act) and act not in {
        s.act for s in steps_from(PROJECT_STEPS, row.state, kinds)
    }:
        raise PermissionDenied("step_improvement")
    try:
        actions.step_improvement(
            by=viewer.person_id, project_id=project, act=act, kept_by=kept_by, now=timezone.now()
        )
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _step_words(act))
    return redirect("improvement", project=project)


def _step_words(act: str) -> str:
    if act == "finish":
        return _("Ferdig. Arbeidet står nå som aktivitet i mappen til alle som var med.")
    return _("Lagret.")


@require_http_methods(PAGES)
def new_test(request: HttpRequest, project: int) -> HttpResponse:
    """Something to try out."""
    row = permissions.check_may_work_on(viewer_in(request), project)
    return _test(request, row, forms.TestForm(request.POST or None, project=row))


@require_http_methods(PAGES)
def change_test(request: HttpRequest, project: int, pk: int) -> HttpResponse:
    """Write on in a test of change."""
    test = permissions.check_test(viewer_in(request), project, pk)
    row = permissions.check_may_work_on(viewer_in(request), project)
    return _test(request, row, forms.TestForm(request.POST or None, project=row, test=test))


def _test(request: HttpRequest, row: Project, form: forms.TestForm) -> HttpResponse:
    try:
        if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
            messages.success(request, _("Lagret. Dagen står på diagrammene."))
            return redirect("improvement", project=row.pk)
    except ChangedMeanwhile as meanwhile:
        form.go_on_from(meanwhile.stands["version"])
        return _form(request, "improvement/test_form.html", form, 409, project=row, meanwhile=True)
    return _form(request, "improvement/test_form.html", form, project=row)
