"""Absence in the roster that service time lacks, confirmed by who registers for the trainee."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from borealis.organisations.queries import name_by_id
from borealis.people.queries import viewer_in
from borealis.rosters.permissions import check_may_keep
from borealis.rosters.queries.absences import absence_page, proposal
from borealis.trainees.actions import register_absence
from borealis.trainees.permissions import check_may_register, check_may_see


@require_safe
def absences(request: HttpRequest, code: str) -> HttpResponse:
    """What the roster shows and the service does not."""
    viewer = viewer_in(request)
    department = check_may_keep(viewer, code)
    words = {
        "code": code,
        "department": name_by_id(department),
        "rows": absence_page(viewer, department, timezone.localdate()),
    }
    return render(request, "rosters/absences.html", words)


@require_POST
def confirm(request: HttpRequest, code: str, trainee: int) -> HttpResponse:
    """Register one absence exactly as it was proposed."""
    viewer, today = viewer_in(request), timezone.localdate()
    check_may_keep(viewer, code)
    row = check_may_see(viewer, trainee)
    check_may_register(viewer, row)
    found = proposal(trainee, request.POST.get("absence", ""), today)
    if found is None:
        messages.warning(request, _("Fraværet er ført allerede, eller planen er endret. Se over på nytt."))
        return redirect("roster_absences", code=code)
    facts = {"kind": found.kind, "from_day": found.from_day, "to_day": found.to_day}
    try:
        register_absence(by=viewer.person_id, trainee_id=trainee, now=timezone.now(), **facts)  # type: ignore[arg-type]
        messages.success(request, _("Fraværet er ført i tjenesten til %(name)s.") % {"name": row.person.name})
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    return redirect("roster_absences", code=code)
