"""A file of personnel: chosen, previewed, applied, undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.personnel import permissions
from borealis.personnel.actions.imports import (
    CannotUndo,
    OtherPreview,
    apply_import,
    keep_preview,
    plan_for,
    undo_import,
)
from borealis.personnel.forms import ImportForm
from borealis.personnel.models import Import
from borealis.personnel.planning import Plan, plan_of, reach_of
from borealis.personnel.reading import Fault, read
from borealis.personnel.views.storing import typed

SHOWN = 200  # lines of each kind on the page; the counts tell of all


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and compared, and nothing is changed."""
    viewer = viewer_in(request)
    permissions.check_may_run(viewer)
    form = ImportForm(typed(request), request.FILES if request.method == "POST" else None)
    if request.method != "POST":
        return _chosen(request, form)
    if not form.is_valid():
        return _chosen(request, form, status=422)
    rows, faults = read(form.cleaned_data["file"].read())
    reach, now, complete = reach_of(viewer), timezone.now(), form.cleaned_data["complete"]
    faults = faults or plan_of(rows, reach, timezone.localdate(now), complete=complete).faults
    if faults:
        return _chosen(request, form, faults, 422)
    name = form.cleaned_data["file"].name
    facts = {"by": viewer.person_id, "rows": rows, "reach": reach, "file_name": name}
    kept = keep_preview(**facts, complete=complete, now=now)
    return redirect("personnel_import_preview", number=kept.pk)


def _chosen(
    request: HttpRequest, form: ImportForm, faults: list[Fault] | None = None, status: int = 200
) -> HttpResponse:
    mine = Import.objects.filter(made_by_id=viewer_in(request).person_id).exclude(applied_at=None)
    page = {"form": form, "faults": faults or [], "imports": mine[:20]}
    return render(request, "personnel/imports.html", page, status=status)


def _own(request: HttpRequest, number: int) -> Import:
    """An import that the reader made; others' hold persons that the reader may not keep."""
    viewer = viewer_in(request)
    permissions.check_may_run(viewer)
    found = Import.objects.filter(pk=number, made_by_id=viewer.person_id).first()
    if found is None:
        raise Http404("import")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """What the file would change, and doing exactly that."""
    stored, now = _own(request, number), timezone.now()
    reach = reach_of(viewer_in(request))
    if stored.applied_at is not None:
        return redirect("personnel_import")
    if request.method != "POST":
        return _preview(request, stored, plan_for(stored, reach, now))
    facts: dict[str, Any] = {"digest": request.POST.get("digest", ""), "many_end": "many_end" in request.POST}
    try:
        apply_import(by=viewer_in(request).person_id, import_id=number, reach=reach, now=now, **facts)
    except (OtherPreview, ChangedMeanwhile):
        return _preview(request, stored, plan_for(stored, reach, now), 409)
    except ValidationError as refused:
        return _preview(request, stored, plan_for(stored, reach, now), 422, refused.messages)
    messages.success(request, _("Filen er tatt i bruk."))
    return redirect("personnel_import")


def _preview(
    request: HttpRequest, stored: Import, plan: Plan, status: int = 200, refused: list[str] | None = None
) -> HttpResponse:
    groups = [
        (words, steps[:SHOWN], len(steps))
        for words, steps in (
            (_("Nytt"), plan.of_kind("new")),
            (_("Endres"), plan.of_kind("changed")),
            (_("Avsluttes"), plan.of_kind("ended")),
        )
    ]
    page = {"stored": stored, "plan": plan, "groups": groups, "meanwhile": status == 409, "refused": refused}
    return render(request, "personnel/preview.html", page, status=status)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a whole import back."""
    stored = _own(request, number)
    try:
        undo_import(by=viewer_in(request).person_id, import_id=stored.pk, now=timezone.now())
        messages.success(request, _("Innhentingen er angret."))
    except CannotUndo as cannot:
        said = " ".join(cannot.reasons[:5])
        messages.error(
            request, _("Innhentingen kan ikke angres. Dette står i veien: %(said)s") % {"said": said}
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("personnel_import")
