"""Pages: ready to apply, the package, checking one, bringing one in, and a list of approved goals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.portfolio.activities.import_form import sent_table
from borealis.portfolio.dossier import actions, forms, permissions
from borealis.portfolio.dossier.keys import issuer_key
from borealis.portfolio.dossier.queries.arrival import BringingIn
from borealis.portfolio.dossier.queries.checked import checked, counted_words
from borealis.portfolio.dossier.queries.goal_lists import read_goals
from borealis.portfolio.dossier.queries.ready_page import ready_page
from borealis.portfolio.dossier.rules.package import CREDENTIAL, DOSSIER, PDF
from borealis.portfolio.models import Dossier
from borealis.portfolio.permissions import is_own
from borealis.shell.limits import limited, takes_files
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import may_register

PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
# What can be downloaded, by the word in the form: member ("" is the whole package), type, ending.
DOWNLOADS = {
    "pakke": ("", "application/zip", "zip"),
    "pdf": (PDF, "application/pdf", "pdf"),
    "data": (DOSSIER, "application/json", "json"),
    "bevis": (CREDENTIAL, "application/vc", "json"),
}


def _common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    viewer = viewer_in(request)
    return {"trainee": trainee, "own": is_own(viewer, trainee), "may_register": may_register(viewer, trainee)}


@require_safe
def ready(request: HttpRequest, trainee: int) -> HttpResponse:
    """What § 29 requires, what is there and what is missing; and the package."""
    row = permissions.check_may_apply(viewer_in(request), trainee)
    page = ready_page(row, timezone.localdate())
    return render(request, "portfolio/dossier/ready.html", {**_common(request, row), "page": page})


@require_POST
@limited("make_dossier", times=30, seconds=3600)
def take_out(request: HttpRequest, trainee: int) -> HttpResponse:
    """The package as a file, or one part of it."""
    viewer = viewer_in(request)
    row = permissions.check_may_apply(viewer, trainee)
    wanted = request.POST.get("fil", "pakke")
    if wanted not in DOWNLOADS:
        raise Http404("file")
    member, content_type, ending = DOWNLOADS[wanted]
    package = actions.make_dossier(by=viewer.person_id, trainee_id=row.pk, now=timezone.now())
    data = package.member(member).data if member else package.data
    name = f"utdanningsmappe-{timezone.localdate().isoformat()}.{ending}"
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(forms.LONGEST_CHECKED)
@limited("check_package", times=60, seconds=600, by="address")
def check(request: HttpRequest) -> HttpResponse:
    """Anybody may have a package checked. Nothing of it is stored."""
    form = forms.CheckForm(request.POST, request.FILES) if request.method == "POST" else forms.CheckForm()
    page: dict[str, Any] = {"form": form, "did": issuer_key().did}
    if form.is_bound and form.is_valid():
        page["found"] = checked(form.cleaned_data["file"])
        page["form"] = forms.CheckForm()
        return render(request, "portfolio/dossier/check.html", page)
    return render(request, "portfolio/dossier/check.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("goal_import", times=120, seconds=3600)
def goal_list(request: HttpRequest, trainee: int) -> HttpResponse:
    """A list of approved goals: the file, its columns with a preview, and the list itself."""
    row = permissions.check_may_register_goals(viewer_in(request), trainee)
    if "table" in request.POST:
        return _goal_columns(request, row)
    form = forms.GoalFileForm()
    if request.method == "POST":
        form = forms.GoalFileForm(request.POST, request.FILES)
        if form.is_valid():
            return _goal_preview(request, row, forms.first_goal_columns(row, form.cleaned_data["file"]))
    page = {**_common(request, row), "form": form}
    return render(request, "portfolio/dossier/goal_file.html", page, status=422 if form.is_bound else 200)


def _goal_columns(request: HttpRequest, row: Trainee) -> HttpResponse:
    """The chosen columns: show what they would register, or register it when that was seen."""
    table = sent_table(request.POST["table"])
    if table is None:
        messages.warning(request, _("Filen kunne ikke leses igjen. Velg den på nytt."))
        return redirect("dossier_goals", trainee=row.pk)
    form = forms.GoalColumnsForm(request.POST, trainee=row, table=table)
    if "hent" not in request.POST or not form.is_valid() or form.cleaned_data["seen"] != form.digest():
        return _goal_preview(request, row, form)
    if not form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return _goal_preview(request, row, form)
    words = ngettext("%(number)d mål er hentet inn.", "%(number)d mål er hentet inn.", form.result)
    messages.success(request, words % {"number": form.result})
    return redirect("trainee_goals", trainee=row.pk)


def _goal_preview(request: HttpRequest, row: Trainee, form: forms.GoalColumnsForm) -> HttpResponse:
    page: dict[str, Any] = {**_common(request, row), "form": form}
    if form.is_valid():
        found = read_goals(row.pk, form.cells, form.columns, timezone.localdate())
        page |= {"found": found, "digest": form.digest()}
    status = 422 if form.errors else 200
    return render(request, "portfolio/dossier/goal_columns.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(forms.LONGEST_BROUGHT_IN)
@limited("bring_in", times=60, seconds=3600)
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring a doctor's training in from another place: seen first, then done."""
    viewer = viewer_in(request)
    reach = permissions.check_may_bring_in(viewer)
    if request.method != "POST":
        return _bring_in_page(request, forms.BringInForm(reach=reach))
    form = forms.BringInForm(request.POST, request.FILES, reach=reach)
    if not form.is_valid():
        return _bring_in_page(request, form)
    plan = form.plan()
    if plan.reasons or form.cleaned_data["seen"] != plan.digest:
        return _bring_in_page(request, form, plan)
    if not form.store(by=viewer.person_id, now=timezone.now()):
        return _bring_in_page(request, form, plan)
    messages.success(request, _("Utdanningen til %(name)s er hentet inn.") % {"name": plan.finding.person})
    return redirect("dossier_ready", trainee=form.result.trainee_id)


def _bring_in_page(
    request: HttpRequest, form: forms.BringInForm, plan: BringingIn | None = None
) -> HttpResponse:
    rows = Dossier.objects.filter(direction="in", trainee__programme__department_id__in=form.reach)
    page: dict[str, Any] = {
        "form": form,
        "brought": rows.select_related("trainee__person").defer("content", "made")[:20],
    }
    if plan is not None:
        page |= {"plan": plan, "counts": counted_words(plan)}
    refused = bool(form.errors) or bool(plan and plan.reasons)
    return render(request, "portfolio/dossier/bring_in.html", page, status=422 if refused else 200)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what a package brought in."""
    row = permissions.check_may_undo(viewer_in(request), pk)
    try:
        actions.undo_bringing_in(by=viewer_in(request).person_id, dossier_id=row.pk, now=timezone.now())
        messages.success(request, _("Innhentingen er angret. Personen er fortsatt kjent."))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    return redirect("dossier_bring_in")
