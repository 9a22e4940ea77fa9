"""Pages of a department's research and of its projects."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.organisations.queries import name_by_id
from borealis.people.queries import Viewer, viewer_in
from borealis.research import actions, forms, permissions, queries
from borealis.research.models import Participant, Project
from borealis.research.rules.projects import TRANSITIONS, steps_for
from borealis.research.views.frame import act_and_return, form_page

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The research of the first department that the reader sees."""
    codes = list(permissions.departments_of(viewer_in(request)))
    if not codes:
        raise Http404("department")
    return redirect("research_department", code=_with_projects(codes))


def _with_projects(codes: list[str]) -> str:
    """The first of these departments that has projects, else the first."""
    known = Project.objects.filter(department__code__in=codes).values_list("department__code", flat=True)
    return next((code for code in codes if code in set(known)), codes[0])


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """The department's plan of research, for those who work or train there."""
    viewer = viewer_in(request)
    pk = permissions.check_may_see_department(viewer, code)
    page = {"code": code, **queries.department_page(pk, viewer, timezone.localdate())}
    return render(request, "research/department.html", {"page": page})


@PAGE
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a project."""
    pk = permissions.check_may_make_project(viewer_in(request), code)
    form = forms.ProjectForm(request.POST or None, department=pk, today=timezone.localdate())
    return form_page(
        request,
        form,
        title=_("Nytt prosjekt"),
        crumb=(_("Forskning"), reverse("research_department", args=[code])),
        done=_("Prosjektet er lagt til som en idé. Åpne det når LIS kan bli med."),
        go_to=lambda row: reverse("research_project", args=[row.pk]),
    )


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_project(viewer, pk)
    page = queries.project_page(row, viewer, timezone.localdate())
    code = row.department.code
    page |= {"code": code if code in permissions.departments_of(viewer) else ""}
    return render(
        request, "research/project.html", {"page": page, "department": name_by_id(row.department_id)}
    )


def _crumb(row: Project) -> tuple[str, str]:
    return row.title, reverse("research_project", args=[row.pk])


@PAGE
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of a project."""
    row = permissions.check_leads_project(viewer_in(request), pk)
    form = forms.ProjectForm(
        request.POST or None, department=row.department_id, today=timezone.localdate(), project=row
    )
    return form_page(request, form, title=_("Endre prosjektet"), crumb=_crumb(row), done=_("Lagret."))


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step: open, start, end; accept, decline, withdraw an idea."""
    viewer, act = viewer_in(request), request.POST.get("act", "")
    row = permissions.check_may_see_project(viewer, pk)
    known = {t.act for t in TRANSITIONS}
    if act in known and act not in steps_for(row.state, permissions.relations(viewer, row)):
        permissions.check_leads_project(viewer, pk)
    return act_and_return(
        request,
        lambda now: actions.move_project(by=viewer.person_id, project_id=pk, act=act, now=now),
        done=_("Prosjektet er oppdatert."),
        back=reverse("research_project", args=[pk]),
    )


@PAGE
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to join an open project."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_project(viewer, pk)
    form = forms.JoinForm(request.POST if request.method == "POST" else None, project=row)
    return form_page(
        request,
        form,
        title=_("Be om å bli med"),
        crumb=_crumb(row),
        done=_("Spørsmålet er sendt. Svaret står her."),
        button=_("Spør"),
    )


def _form(request: HttpRequest, pk: int, kind: Any, title: str, **more: Any) -> HttpResponse:
    """A form about a project, for who leads it."""
    row = permissions.check_leads_project(viewer_in(request), pk)
    form = kind(request.POST or None, project=row, **more)
    return form_page(request, form, title=title, crumb=_crumb(row), done=_("Lagret."))


@PAGE
def participant(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody to a project."""
    return _form(request, pk, forms.ParticipantForm, _("Legg til deltaker"), today=timezone.localdate())


@PAGE
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a milestone."""
    return _form(request, pk, forms.MilestoneForm, _("Ny milepæl"))


@PAGE
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an approval."""
    return _form(request, pk, forms.ApprovalForm, _("Før en godkjenning"))


@PAGE
def funding(request: HttpRequest, pk: int) -> HttpResponse:
    """Record money."""
    return _form(request, pk, forms.FundingForm, _("Før midler"))


@PAGE
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a publication by hand."""
    return _form(request, pk, forms.PublicationForm, _("Før en publikasjon"))


@require_POST
def reach(request: HttpRequest, pk: int, milestone: int) -> HttpResponse:
    """Say that a milestone is reached today."""
    viewer = viewer_in(request)
    row = permissions.check_leads_project(viewer, pk)
    if not row.milestones.filter(pk=milestone).exists():
        raise Http404("milestone")
    return act_and_return(
        request,
        lambda now: actions.reach_milestone(
            by=viewer.person_id, project_id=pk, milestone_id=milestone, on=timezone.localdate(now), now=now
        ),
        done=_("Milepælen er nådd."),
        back=reverse("research_project", args=[pk]),
    )


def _place(viewer: Viewer, pk: int) -> Participant:
    """A place in a project that the viewer sees."""
    seen = permissions.projects_visible_to(viewer).values("pk")
    row = Participant.objects.filter(pk=pk, project__in=seen).first()
    if row is None:
        raise Http404("participant")
    return row


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no to somebody who asks to join."""
    viewer = viewer_in(request)
    row = _place(viewer, pk)
    permissions.check_leads_project(viewer, row.project_id)
    return act_and_return(
        request,
        lambda now: actions.answer_participant(
            by=viewer.person_id or 0,
            participant_id=pk,
            joins=request.POST.get("svar") == "ja",
            answer=request.POST.get("answer", ""),
            now=now,
        ),
        done=_("Svaret er gitt."),
        back=reverse("research_project", args=[row.project_id]),
    )


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Go out of a project, or take somebody out of it."""
    viewer = viewer_in(request)
    row = _place(viewer, pk)
    if row.person_id != viewer.person_id:
        permissions.check_leads_project(viewer, row.project_id)
    return act_and_return(
        request,
        lambda now: actions.leave_project(by=viewer.person_id or 0, participant_id=pk, now=now),
        done=_("Deltakeren er ikke med lenger."),
        back=reverse("research_project", args=[row.project_id]),
    )
