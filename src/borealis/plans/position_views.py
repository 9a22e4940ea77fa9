"""Pages of expected starters: list and add, change, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import Viewer, viewer_in
from borealis.plans import position_actions
from borealis.plans.models import ExpectedStarters
from borealis.plans.permissions import check_may_change_expected, check_may_plan
from borealis.plans.position_forms import ExpectedStartersForm
from borealis.plans.queries.expected import expected_page, expected_row, home_town
from borealis.plans.rules.months import month_of
from borealis.programmes.permissions import check_may_see_department
from borealis.programmes.queries import CurrentProgramme, programme
from borealis.shell.words import month_year

PAGE = require_http_methods(["GET", "HEAD", "POST"])


def _programme(viewer: Viewer, code: str) -> CurrentProgramme:
    """The programme, for who plans there: 404 where its department is not seen, 403 where it is only seen."""
    found = check_may_see_department(viewer, programme(code))
    check_may_plan(viewer, found.department_id)
    return found


@PAGE
def expected(request: HttpRequest, code: str) -> HttpResponse:
    """The expected starters of a programme, and a form to register more."""
    viewer = viewer_in(request)
    found = _programme(viewer, code)
    form = ExpectedStartersForm(request.POST or None, programme_id=found.pk, town=home_town(found))
    if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Ført opp. Neste forslag til planer holder av plass."))
        return redirect("plans_expected", code=code)
    page = {**expected_page(found, timezone.localdate()), "form": form}
    return render(request, "plans/expected.html", {"page": page}, status=422 if form.is_bound else 200)


@PAGE
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change what is expected."""
    viewer = viewer_in(request)
    found = _programme(viewer, code)
    row = check_may_change_expected(viewer, found, pk)
    if row.removed_at is not None and request.method != "POST":
        return _gone(request, code)
    form = ExpectedStartersForm(request.POST or None, programme_id=found.pk, row=row)
    page: dict[str, Any] = {"code": code, "form": form, "row": expected_row(row, timezone.localdate())}
    try:
        if request.method == "POST" and form.store(by=viewer.person_id, now=timezone.now()):
            messages.success(request, _("Lagret. Neste forslag til planer regner med det."))
            return redirect("plans_expected", code=code)
    except ChangedMeanwhile as meanwhile:
        if meanwhile.stands["removed_at"] is not None:
            return _removed(request, code, form)
        page["stands"] = _stands(form, meanwhile)
        return render(request, "plans/expected_change.html", {"page": page}, status=409)
    return render(request, "plans/expected_change.html", {"page": page}, status=422 if form.is_bound else 200)


def _stands(form: ExpectedStartersForm, meanwhile: ChangedMeanwhile) -> list[tuple[str, Any]]:
    """What another has stored where it differs from what was typed; what was typed can be stored next."""
    form.go_on_from(meanwhile.stands["version"])
    stands, typed = meanwhile.stands, form.cleaned_data
    now = {**stands, "first_month": month_of(stands["first_month"])}
    shown = {**stands, "first_month": month_year(stands["first_month"])}
    return [
        (str(field.label), shown[name] or _("(tomt)"))
        for name, field in form.fields.items()
        if name != "version" and now[name] != typed[name]
    ]


def _removed(request: HttpRequest, code: str, form: ExpectedStartersForm) -> HttpResponse:
    """Another has removed what this one changed: say so, and give back what was typed."""
    typed = form.cleaned_data
    kept = [f"{field.label}: {typed[name]}" for name, field in form.fields.items() if name != "version"]
    page = {
        "changed": _("Disse ventede starterne er fjernet i mellomtiden."),
        "kept": "\n".join(kept),
        "back": reverse("plans_expected", args=[code]),
    }
    return render(request, "shell/conflict.html", page, status=409)


def _gone(request: HttpRequest, code: str) -> HttpResponse:
    messages.warning(request, _("Disse ventede starterne er alt fjernet."))
    return redirect("plans_expected", code=code)


@PAGE
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask first, and then remove what is expected."""
    viewer = viewer_in(request)
    found = _programme(viewer, code)
    row = check_may_change_expected(viewer, found, pk)
    if row.removed_at is not None:
        return _gone(request, code)
    if request.method != "POST":
        return _ask(request, code, row)
    try:
        position_actions.remove_expected_starters(
            by=viewer.person_id,
            expected_id=pk,
            version=_number(request.POST.get("version", "")),
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        row.refresh_from_db()
        return _gone(request, code) if row.removed_at is not None else _ask(request, code, row, changed=True)
    messages.success(request, _("Fjernet. Neste forslag til planer holder ikke av plass lenger."))
    return redirect("plans_expected", code=code)


def _ask(request: HttpRequest, code: str, row: ExpectedStarters, *, changed: bool = False) -> HttpResponse:
    page = {"code": code, "row": expected_row(row, timezone.localdate()), "changed": changed}
    return render(request, "plans/expected_remove.html", {"page": page}, status=409 if changed else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
