"""Pages of a measure: the chart, its values, and values from a file."""

from __future__ import annotations

import json

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from borealis.improvement import actions, forms, permissions, queries
from borealis.improvement.import_form import ValuesForm, first_columns, preview_of
from borealis.improvement.models import Measure
from borealis.people.queries import Viewer, viewer_in
from borealis.portfolio.activities.import_form import ListFileForm, sent_table
from borealis.shell.limits import limited

PAGES = ["GET", "HEAD", "POST"]


@require_http_methods(PAGES)
def new(request: HttpRequest, project: int) -> HttpResponse:
    """Something to count or measure."""
    viewer = viewer_in(request)
    row = permissions.check_may_work_on(viewer, project)
    form = forms.MeasureForm(request.POST or None, project=row)
    if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
        return redirect("measure", project=project, pk=form.result.pk)
    status = 422 if form.is_bound else 200
    return render(request, "improvement/measure_form.html", {"form": form, "project": row}, status=status)


@require_http_methods(PAGES)
def measure(request: HttpRequest, project: int, pk: int) -> HttpResponse:
    """A measure over time; who works on it adds values."""
    viewer = viewer_in(request)
    row = permissions.check_measure(viewer, project, pk, writes=request.method == "POST")
    form = forms.ValueForm(request.POST or None, measure=row)
    if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Verdien er ført opp."))
        return redirect("measure", project=project, pk=pk)
    return _show(request, row, viewer, form)


def _show(request: HttpRequest, row: Measure, viewer: Viewer, form: forms.ValueForm) -> HttpResponse:
    works = bool(permissions.kinds_of(viewer, row.project)) and row.project.state in ("idea", "running")
    baseline = forms.BaselineForm(measure=row, initial={"baseline_to": row.baseline_to})
    page = {**queries.measure_page(row), "works": works, "form": form, "baseline": baseline}
    return render(request, "improvement/measure.html", {"page": page}, status=422 if form.is_bound else 200)


@require_POST
def freeze(request: HttpRequest, project: int, pk: int) -> HttpResponse:
    """What later values are held against."""
    viewer = viewer_in(request)
    row = permissions.check_measure(viewer, project, pk, writes=True)
    form = forms.BaselineForm(request.POST, measure=row)
    if form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Lagret."))
    else:
        messages.warning(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("measure", project=project, pk=pk)


@require_POST
def drop(request: HttpRequest, project: int, pk: int, value: int) -> HttpResponse:
    """Take a value out."""
    viewer = viewer_in(request)
    row = permissions.check_measure(viewer, project, pk, writes=True)
    try:
        actions.drop_value(by=viewer.person_id, measure_id=row.pk, value_id=value, now=timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    return redirect("measure", project=project, pk=pk)


@require_http_methods(PAGES)
@limited("measure_import", times=120, seconds=3600)
def take_in(request: HttpRequest, project: int, pk: int) -> HttpResponse:
    """A file, then its columns with a preview, then the values."""
    row = permissions.check_measure(viewer_in(request), project, pk, writes=True)
    if request.method != "POST":
        return _file_page(request, row, ListFileForm())
    if "table" in request.POST:
        return _columns(request, row)
    form = ListFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, row, form)
    return _preview(request, row, first_columns(row, form.cleaned_data["file"]))


def _columns(request: HttpRequest, row: Measure) -> HttpResponse:
    """The chosen columns: show what they would add, or add it when that was seen."""
    table = sent_table(request.POST["table"])
    if table is None:
        messages.warning(request, _("Filen kunne ikke leses igjen. Velg den på nytt."))
        return redirect("measure_import", project=row.project_id, pk=row.pk)
    form = ValuesForm(request.POST, measure=row, table=table)
    if "hent" not in request.POST or not form.is_valid() or form.cleaned_data["seen"] != form.digest():
        return _preview(request, row, form)
    if not form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return _preview(request, row, form)
    words = ngettext("%(n)d verdi er hentet inn.", "%(n)d verdier er hentet inn.", form.result)
    messages.success(request, words % {"n": form.result})
    return redirect("measure", project=row.project_id, pk=row.pk)


def _preview(request: HttpRequest, row: Measure, form: ValuesForm) -> HttpResponse:
    page = preview_of(form)
    words = {"form": form, "page": page, "measure": row, "table": json.dumps(form.cells.as_json())}
    status = 422 if form.errors or page.get("faults") else 200
    return render(request, "improvement/values.html", words, status=status)


def _file_page(request: HttpRequest, row: Measure, form: django_forms.Form) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "improvement/values_file.html", {"form": form, "measure": row}, status=status)
