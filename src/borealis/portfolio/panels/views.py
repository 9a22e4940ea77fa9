"""Pages of panels: calling together, writing, reading through and concluding, and what each may read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.portfolio.panels import actions
from borealis.portfolio.panels.forms import PRESENT, CallForm, InformedForm, PanelForm
from borealis.portfolio.panels.permissions import (
    check_may_call,
    check_may_conclude,
    check_may_read,
    check_may_write,
    may_write,
    panels_visible,
)
from borealis.portfolio.panels.queries import lines_of, panel_findings_of, panel_view
from borealis.portfolio.panels.wording import CONCLUSION_WORDS
from borealis.portfolio.permissions import check_may_see_portfolio, is_own, may_call_panel
from borealis.trainees.directory import Trainee


def _common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    viewer = viewer_in(request)
    return {
        "trainee": trainee,
        "own": is_own(viewer, trainee),
        "may_call": may_call_panel(viewer, trainee),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def panels(request: HttpRequest, trainee: int) -> HttpResponse:
    """What is due, the panels so far, and a form to call one together."""
    viewer, today = viewer_in(request), timezone.localdate()
    row = check_may_call(viewer, trainee)
    form = CallForm(request.POST or None, trainee=row, today=today)
    if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Møtet er kalt sammen. Deltakerne ser det nå."))
        return redirect("panel", trainee=trainee, pk=form.result.pk)
    page = {
        **_common(request, row),
        "form": form,
        "findings": panel_findings_of(row.pk, today, may_call=True),
        "lines": lines_of(row.pk, panels_visible(viewer, row), invited=False),
    }
    return render(request, "portfolio/panels/panels.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Write in a panel, as long as it has not concluded."""
    viewer = viewer_in(request)
    row = check_may_write(viewer, trainee, pk)
    if row.concluded_at is not None:
        return redirect("panel_read", trainee=trainee, pk=pk)
    form = PanelForm(request.POST or None, view=panel_view(row))
    page = {**_common(request, row.trainee), "form": form, "view": form.view}
    try:
        if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
            messages.success(request, _("Lagret. Kollegiet har ikke konkludert ennå."))
            return redirect("panel_conclude" if "videre" in request.POST else "panel", trainee=trainee, pk=pk)
    except ChangedMeanwhile as meanwhile:
        page["stands"] = _stands(form, meanwhile)
        return render(request, "portfolio/panels/panel.html", page, status=409)
    return render(request, "portfolio/panels/panel.html", page, status=422 if form.is_bound else 200)


def _stands(form: PanelForm, meanwhile: ChangedMeanwhile) -> list[tuple[str, Any]]:
    """What another has stored where it differs from what was typed; what was typed can be stored next."""
    form.go_on_from(meanwhile.stands["version"])
    now = dict(meanwhile.stands)
    now["trainee_present"] = {True: PRESENT[0][1], False: PRESENT[1][1]}.get(now["trainee_present"], "")
    names = dict(form.fields["members"].choices)  # type: ignore[attr-defined]
    now["members"] = ", ".join(str(names[key]) for key in now["members"] if key in names)
    told = []
    for name, field in form.fields.items():
        if name == "version" or now[name] == form.cleaned_data.get(name):
            continue
        words = CONCLUSION_WORDS.get(now[name], now[name]) if name.startswith("conclusion_") else now[name]
        told.append((str(field.label), words))
    return told


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Read through what will stand, and conclude. It is final, so it asks first."""
    viewer = viewer_in(request)
    row = check_may_conclude(viewer, trainee, pk)
    if row.concluded_at is not None:
        return redirect("panel_read", trainee=trainee, pk=pk)
    if request.method == "POST":
        try:
            actions.conclude_panel(
                by=viewer.person_id,
                trainee_id=trainee,
                panel_id=pk,
                version=_number(request.POST.get("version", "")),
                now=timezone.now(),
            )
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
            return redirect("panel_conclude", trainee=trainee, pk=pk)
        messages.success(request, _("Kollegiet har konkludert. Legen kan lese det nå."))
        return redirect("panel_read", trainee=trainee, pk=pk)
    page = {
        **_common(request, row.trainee),
        "view": panel_view(row),
        "missing": actions.missing_words(row, timezone.localdate()),
    }
    return render(request, "portfolio/panels/conclude.html", page)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
def informed(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """The guide has told a trainee who was not present."""
    row = check_may_write(viewer_in(request), trainee, pk)
    form = InformedForm(request.POST, panel=row)
    if form.store(by=viewer_in(request).person_id, now=timezone.now()):
        messages.success(request, _("Ført."))
        return redirect("panel_read", trainee=trainee, pk=pk)
    return render(
        request, "portfolio/panels/read.html", _reading(request, row.pk, row.trainee, form), status=422
    )


@require_safe
def own_panels(request: HttpRequest, trainee: int) -> HttpResponse:
    """The panels that the reader may read; a trainee also sees those to come."""
    viewer = viewer_in(request)
    row = check_may_see_portfolio(viewer, trainee)
    page = _common(request, row)
    page["lines"] = lines_of(row.pk, panels_visible(viewer, row), invited=page["own"])
    return render(request, "portfolio/panels/own.html", page)


@require_safe
def read(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """One panel for reading and for the printer."""
    row = check_may_read(viewer_in(request), trainee, pk)
    form = InformedForm(panel=row, initial={"on": timezone.localdate()})
    return render(request, "portfolio/panels/read.html", _reading(request, pk, row.trainee, form))


def _reading(request: HttpRequest, pk: int, trainee: Trainee, form: InformedForm) -> dict[str, Any]:
    row = check_may_read(viewer_in(request), trainee.pk, pk)
    return {
        **_common(request, trainee),
        "view": panel_view(row),
        "may_write": may_write(viewer_in(request), row),
        "form": form,
    }
