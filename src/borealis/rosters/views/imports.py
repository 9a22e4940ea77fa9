"""Bringing a roster in: the file, how it is read and whom it names with what it would change, applied, undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.organisations.queries import name_by_id
from borealis.people.queries import viewer_in
from borealis.rosters import actions
from borealis.rosters.forms import MappingForm, PeopleForm, RosterFileForm
from borealis.rosters.models import RosterImport
from borealis.rosters.permissions import check_may_keep, check_may_keep_import
from borealis.rosters.queries.imports import imports_of, newest_applied, preview_of
from borealis.rosters.queries.kept import departments_kept
from borealis.rosters.queries.people import candidates
from borealis.rosters.queries.preview_page import preview_page
from borealis.rosters.wording import STATE_WORDS
from borealis.shell.limits import limited


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The departments whose rosters the reader keeps; the only one at once."""
    found = departments_kept(viewer_in(request))
    if not found:
        raise Http404("department")
    if len(found) == 1:
        return redirect("roster_imports", code=found[0].code)
    return render(request, "rosters/kept.html", {"departments": found})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("roster_import", times=120, seconds=3600)
def imports(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file; it is read and kept for a preview, and no duty is changed."""
    viewer = viewer_in(request)
    department = check_may_keep(viewer, code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RosterFileForm(*sent, department_id=department)
    if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
        return redirect("roster_import", code=code, pk=form.result.pk)
    newest = newest_applied(department)
    words = {
        "code": code,
        "department": name_by_id(department),
        "form": form,
        "imports": [(row, STATE_WORDS[row.state]) for row in imports_of(department)[:30]],
        "newest": newest.pk if newest else 0,
    }
    return render(request, "rosters/imports.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("roster_mapping", times=300, seconds=3600)
def import_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How the file is read, whom it names and what it would change; choices are stored and shown again."""
    stored = check_may_keep_import(viewer_in(request), code, pk)
    if stored.state not in ("previewed", "waiting"):
        return redirect("roster_imports", code=code)
    if request.method != "POST":
        return _shown(request, code, stored)
    form = _form(request, stored)
    if form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return redirect("roster_import", code=code, pk=pk)
    return _shown(request, code, stored, form, status=422)


def _form(request: HttpRequest, stored: RosterImport) -> MappingForm | PeopleForm:
    seen = preview_of(stored, timezone.now())
    if "people" in request.POST:
        found = candidates(stored.department_id)
        return PeopleForm(request.POST, department_id=stored.department_id, preview=seen, candidates=found)
    return MappingForm(request.POST, import_id=stored.pk, preview=seen)


def _shown(
    request: HttpRequest,
    code: str,
    stored: RosterImport,
    form: Any = None,
    status: int = 200,
    changed: bool = False,
) -> HttpResponse:
    seen = preview_of(stored, timezone.now())
    found = candidates(stored.department_id)
    people = form if isinstance(form, PeopleForm) else None
    mapping = form if isinstance(form, MappingForm) else None
    words = {
        "code": code,
        "department": name_by_id(stored.department_id),
        "stored": stored,
        "page": preview_page(stored.department_id, seen),
        "mapping_form": mapping or MappingForm(import_id=stored.pk, preview=seen),
        "people_form": people
        or PeopleForm(department_id=stored.department_id, preview=seen, candidates=found),
        "changed": changed,
    }
    return render(request, "rosters/import.html", words, status=status)


@require_POST
def apply(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Do exactly what was seen."""
    viewer = viewer_in(request)
    stored = check_may_keep_import(viewer, code, pk)
    digest = request.POST.get("digest", "")
    try:
        done = actions.apply_roster(by=viewer.person_id, import_id=pk, digest=digest, now=timezone.now())
    except actions.OtherPreview:
        return _shown(request, code, stored, status=409, changed=True)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("roster_imports", code=code)
    messages.success(
        request,
        _("Tjenesteplanen er tatt i bruk: %(added)d vakter lagt til, %(removed)d tatt bort.") % done.counts,
    )
    return redirect("roster_imports", code=code)


@require_POST
def discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put a file away."""
    return _act(request, code, pk, actions.discard_roster, _("Filen er lagt bort. Ingen vakter er endret."))


@require_POST
def undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take the newest file back."""
    return _act(request, code, pk, actions.undo_roster, _("Filen er angret. Vaktene står som før den."))


def _act(request: HttpRequest, code: str, pk: int, act: Any, done: str) -> HttpResponse:
    viewer = viewer_in(request)
    check_may_keep_import(viewer, code, pk)
    try:
        act(by=viewer.person_id, import_id=pk, now=timezone.now())
        messages.success(request, done)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    return redirect("roster_imports", code=code)
