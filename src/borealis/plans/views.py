"""Pages of plans: see, sign, compare, print; run the planner and decide on what it proposes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import Viewer, viewer_in
from borealis.planner import FormatError
from borealis.plans import actions, permissions
from borealis.plans.forms import KINDS, CompareForm, EventForm
from borealis.plans.queries.documents import plan_calendar, plan_pdf
from borealis.plans.queries.outlook import outlook_page
from borealis.plans.queries.pages import (
    choices_of,
    compare_page,
    plan_page,
    version_page,
)
from borealis.plans.queries.pages import (
    department_plans as department_page,
)
from borealis.plans.queries.proposals import proposal_page
from borealis.plans.queries.replan_page import answer, choices_for, chosen_from, event_of, first_month
from borealis.plans.queries.what_if import NotInPlans
from borealis.programmes.permissions import check_may_see_department
from borealis.programmes.queries import CurrentProgramme, programme, programmes_visible
from borealis.shell.limits import limited
from borealis.trainees.permissions import PLAN, check_may_see
from borealis.trainees.queries import own_training


@require_safe
def own_plan(request: HttpRequest) -> HttpResponse:
    """The reader's own plan."""
    own = own_training(viewer_in(request))
    if own is None:
        raise Http404("training")
    return redirect("plan", trainee=own.pk)


@require_safe
def plan(request: HttpRequest, trainee: int) -> HttpResponse:
    """A trainee's plan."""
    check_may_see(viewer_in(request), trainee, PLAN)
    page = plan_page(trainee, viewer_in(request), timezone.localdate())
    return render(request, "plans/plan.html", {"page": page})


@require_POST
def sign(request: HttpRequest, trainee: int) -> HttpResponse:
    """Trainee or head agrees to the plan that was read."""
    viewer = viewer_in(request)
    row = check_may_see(viewer, trainee, PLAN)
    role = permissions.signing_role(viewer, row.person_id, row.programme.department_id)
    if role is None or viewer.person_id is None:
        raise PermissionDenied("agree_plan")
    get_object_or_404(permissions.working_plans_visible_to(viewer), trainee_id=trainee)
    try:
        version = actions.sign_plan(
            by=viewer.person_id,
            role=role,
            trainee_id=trainee,
            seen_digest=request.POST.get("digest", ""),
            now=timezone.now(),
        )
    except actions.PlanOutdated:
        messages.warning(request, _("Planen er endret siden du leste den. Les den nye før du signerer."))
        return redirect("plan", trainee=trainee)
    if version is None:
        messages.success(request, _("Signert. Planen gjelder når begge har signert."))
    else:
        text = _("Begge har signert. Planen gjelder som versjon %(number)s.")
        messages.success(request, text % {"number": version.number})
    return redirect("plan", trainee=trainee)


@require_safe
@limited("pdf", times=60, seconds=600)
def pdf(request: HttpRequest, trainee: int) -> HttpResponse:
    """The plan as a PDF."""
    viewer = viewer_in(request)
    check_may_see(viewer, trainee, PLAN)
    content = plan_pdf(trainee, timezone.localdate())
    if content is None:
        raise Http404("plan")
    actions.record_export(by=viewer.person_id, trainee_id=trainee, kind="pdf", now=timezone.now())
    return HttpResponse(content, content_type="application/pdf", headers=_attached(f"plan-{trainee}.pdf"))


@require_safe
def calendar(request: HttpRequest, trainee: int) -> HttpResponse:
    """The plan as a calendar file."""
    viewer = viewer_in(request)
    check_may_see(viewer, trainee, PLAN)
    content = plan_calendar(trainee, timezone.now())
    if content is None:
        raise Http404("plan")
    actions.record_export(by=viewer.person_id, trainee_id=trainee, kind="ics", now=timezone.now())
    headers = _attached(f"plan-{trainee}.ics")
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}


@require_safe
def version(request: HttpRequest, trainee: int, number: int) -> HttpResponse:
    """One frozen version."""
    permissions.check_may_see_version(viewer_in(request), trainee, number)
    page = version_page(trainee, number, timezone.localdate())
    if page is None:
        raise Http404("version")
    return render(request, "plans/version.html", {"page": page})


@require_safe
def compare(request: HttpRequest, trainee: int) -> HttpResponse:
    """Two plans of one trainee beside each other."""
    check_may_see(viewer_in(request), trainee, PLAN)
    choices = {key: name for key, (name, _content) in choices_of(trainee).items()}
    if not choices:
        raise Http404("plan")
    keys = list(choices)
    latest_two = {"fra": keys[max(0, len(keys) - 2)], "til": keys[-1]}
    form = CompareForm({**latest_two, **request.GET.dict()}, choices=choices)
    chosen = form.cleaned_data if form.is_valid() else latest_two
    page = compare_page(trainee, chosen["fra"], chosen["til"], timezone.localdate())
    return render(request, "plans/compare.html", {"page": page, "form": form})


def _seen_programme(viewer: Viewer, code: str) -> CurrentProgramme:
    """The programme, when the viewer sees its department; otherwise there is none."""
    return check_may_see_department(viewer, programme(code))


@require_safe
def own_department_plans(request: HttpRequest) -> HttpResponse:
    """The plans of the first programme that the reader sees."""
    found = programmes_visible(viewer_in(request))
    if not found:
        raise Http404("programme")
    return redirect("plans_department", code=found[0].code)


@require_safe
def department_plans(request: HttpRequest, code: str) -> HttpResponse:
    """All plans of a programme."""
    found = _seen_programme(viewer_in(request), code)
    page = department_page(found, viewer_in(request), timezone.localdate())
    return render(request, "plans/department.html", {"page": page})


@require_POST
@limited("planner", times=20, seconds=3600)
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Run the planner, and show what it proposes."""
    viewer = viewer_in(request)
    found = _seen_programme(viewer, code)
    permissions.check_may_plan(viewer, found.department_id)
    try:
        made = actions.make_proposal(by=viewer.person_id, programme=code, now=timezone.now())
    except (actions.PlannerWrong, FormatError):
        text = _("Planene lot seg ikke regne ut slik programmet og tjenesten står nå. Ingenting er endret.")
        messages.error(request, text)
        return redirect("plans_department", code=code)
    return redirect("proposal", pk=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("replan", times=200, seconds=3600)
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """What happens, and the plans to choose among; one of them is opened as a proposal."""
    viewer = viewer_in(request)
    found = _seen_programme(viewer, code)
    permissions.check_may_plan(viewer, found.department_id)
    if request.method == "POST":
        return _open_choice(request, found)
    kind = request.GET.get("hva", "")
    kind, today = kind if kind in KINDS else next(iter(KINDS)), timezone.localdate()
    asked = request.GET if "first" in request.GET else None
    form = EventForm(asked, kind=kind, choices=choices_for(found), start=first_month(today))
    page: dict[str, Any] = {"code": code, "kind": kind, "form": form, "query": request.GET.urlencode()}
    page["kinds"] = [{"code": c, "name": name, "current": c == kind} for c, name in KINDS.items()]
    page["nothing"] = form.nothing_to_choose()
    if form.is_valid():
        page |= _answered(found, kind, form.cleaned_data, today)
    return render(request, "plans/what_if.html", {"page": page}, status=422 if form.errors else 200)


def _answered(found: CurrentProgramme, kind: str, facts: dict[str, Any], today: dt.date) -> dict[str, Any]:
    """The answer, or why there is none."""
    try:
        return {"found": answer(found, event_of(kind, facts, found), today)}
    except NotInPlans:
        return {"refused": _("Det er ingenting igjen å planlegge for denne legen, så ingen plan endres.")}
    except FormatError:
        return {"refused": _("Planene lot seg ikke regne ut slik programmet og tjenesten står nå.")}


def _open_choice(request: HttpRequest, found: CurrentProgramme) -> HttpResponse:
    """Keep what was chosen as a proposal, and show it."""
    chosen = chosen_from(request.POST.get("chosen", ""))
    again = f"{reverse('plans_what_if', args=[found.code])}?{request.GET.urlencode()}"
    try:
        if chosen is None:
            raise actions.PlanOutdated
        wanted = request.POST.getlist("take") if "parts" in request.POST else None
        made = actions.keep_choice(
            by=viewer_in(request).person_id,
            programme=found,
            chosen=chosen,
            wanted=wanted,
            now=timezone.now(),
        )
    except actions.NothingTaken:
        messages.warning(request, _("Du tok ikke med noen endringer, så det er ikke noe forslag å åpne."))
        return redirect(again)
    except actions.PlanOutdated:
        messages.warning(request, _("Planene er endret siden du så valgene. Se på dem en gang til."))
        return redirect(again)
    return redirect("proposal", pk=made.pk)


@require_safe
@limited("outlook", times=200, seconds=3600)
def outlook(request: HttpRequest, code: str) -> HttpResponse:
    """What life may do to the plans in force."""
    viewer = viewer_in(request)
    found = _seen_programme(viewer, code)
    permissions.check_may_plan(viewer, found.department_id)
    try:
        page = outlook_page(found, timezone.localdate())
    except FormatError:
        text = _("Planene lot seg ikke regne ut slik programmet og tjenesten står nå.")
        page = {"code": code, "refused": text}
    return render(request, "plans/outlook.html", {"page": page})


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal beside the plans of today."""
    row = get_object_or_404(permissions.proposals_visible_to(viewer_in(request)), pk=pk)
    return render(request, "plans/proposal.html", {"page": proposal_page(row)})


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a proposal's plans the working plans."""
    viewer = viewer_in(request)
    row = get_object_or_404(permissions.proposals_visible_to(viewer), pk=pk)
    try:
        changed = actions.accept_proposal(by=viewer.person_id, proposal_id=pk, now=timezone.now())
    except actions.PlanOutdated:
        messages.warning(request, _("Forslaget er avgjort av en annen i mellomtiden."))
        return redirect("proposal", pk=pk)
    text = ngettext(
        "%(n)s plan er endret og venter på signatur.",
        "%(n)s planer er endret og venter på signatur.",
        changed,
    )
    messages.success(request, text % {"n": changed} if changed else _("Ingen planer ble endret."))
    return redirect("plans_department", code=row.programme.code)


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the plans of today."""
    viewer = viewer_in(request)
    row = get_object_or_404(permissions.proposals_visible_to(viewer), pk=pk)
    if viewer.person_id is None:
        raise PermissionDenied("plan_department")
    try:
        actions.reject_proposal(by=viewer.person_id, proposal_id=pk, now=timezone.now())
    except actions.PlanOutdated:
        messages.warning(request, _("Forslaget er avgjort av en annen i mellomtiden."))
        return redirect("proposal", pk=pk)
    messages.success(request, _("Dagens planer står."))
    return redirect("plans_department", code=row.programme.code)
