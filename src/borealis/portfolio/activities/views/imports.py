"""Taking in a list from a file: the file, the columns with a preview, the list itself, and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from borealis.people.queries import viewer_in
from borealis.portfolio.activities import actions, queries
from borealis.portfolio.activities.import_form import ColumnsForm, ListFileForm, first_columns, sent_table
from borealis.portfolio.activities.preview import preview_of
from borealis.portfolio.activities.views.common import common
from borealis.portfolio.permissions import check_may_record
from borealis.shell.limits import limited
from borealis.trainees.directory import Trainee


@require_http_methods(["GET", "HEAD", "POST"])
@limited("activity_import", times=120, seconds=3600)
def take_in(request: HttpRequest, trainee: int) -> HttpResponse:
    """A file, then its columns with a preview, then the list."""
    row = check_may_record(viewer_in(request), trainee)
    if request.method != "POST":
        return _file_page(request, row, ListFileForm())
    if "table" in request.POST:
        return _columns(request, row)
    form = ListFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, row, form)
    terms = queries.terms_of(row)
    return _preview(request, row, first_columns(row, terms, form.cleaned_data["file"], form.upload.name))


def _columns(request: HttpRequest, row: Trainee) -> HttpResponse:
    """The chosen columns: show what they would add, or add it when that was seen."""
    table = sent_table(request.POST["table"])
    if table is None:
        messages.warning(request, _("Filen kunne ikke leses igjen. Velg den på nytt."))
        return redirect("activity_import", trainee=row.pk)
    form = ColumnsForm(request.POST, trainee=row, terms=queries.terms_of(row), table=table)
    if "hent" not in request.POST or not form.is_valid() or form.cleaned_data["seen"] != form.digest():
        return _preview(request, row, form)
    if not form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return _preview(request, row, form)
    number = len(form.result.added)
    words = ngettext("%(number)d aktivitet er hentet inn.", "%(number)d aktiviteter er hentet inn.", number)
    messages.success(request, words % {"number": number})
    return redirect("portfolio", trainee=row.pk)


def _preview(request: HttpRequest, row: Trainee, form: ColumnsForm) -> HttpResponse:
    page = preview_of(form)
    words = {**common(request, row), "form": form, "page": page}
    status = 200 if not form.errors and not page["faults"] else 422
    return render(request, "portfolio/activities/columns.html", words, status=status)


def _file_page(request: HttpRequest, row: Trainee, form: ListFileForm) -> HttpResponse:
    words: dict[str, Any] = {**common(request, row), "form": form, "imports": queries.imports_of(row.pk)}
    return render(request, "portfolio/activities/import.html", words, status=422 if form.is_bound else 200)


@require_POST
def undo_import(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Take a whole list back."""
    row = check_may_record(viewer_in(request), trainee)
    try:
        actions.undo_activity_import(
            by=viewer_in(request).person_id, trainee_id=row.pk, import_id=pk, now=timezone.now()
        )
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Listen er angret. Det som kom fra den, teller ikke lenger."))
    return redirect("activity_import", trainee=row.pk)
