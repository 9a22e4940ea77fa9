"""The head's helpers: stand-ins, delegates, guides and supervisors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from borealis.people.queries import viewer_in
from borealis.people.words import role_words
from borealis.personnel import forms, permissions, queries
from borealis.personnel.views.roles import role_end
from borealis.personnel.views.storing import stored_or_shown, typed

EITHER = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """Who helps the head, until when, and whose days soon end."""
    viewer = viewer_in(request)
    places = permissions.check_may_appoint(viewer)
    found = queries.appointed(places, timezone.localdate(), viewer.person_id)
    groups = [(role_words(role), lines) for role, lines in found.items()]
    return render(request, "personnel/appointments.html", {"groups": groups})


@EITHER
def appoint(request: HttpRequest) -> HttpResponse:
    """Give one of the four roles at the department, or for one doctor."""
    viewer = viewer_in(request)
    places = permissions.check_may_appoint(viewer)
    form = forms.RoleForm(
        typed(request),
        people=[(0, ""), *queries.people_choices(permissions.in_places(places), viewer.person_id)],
        roles=queries.role_choices(queries.APPOINTED),
        places=queries.role_places(queries.APPOINTED, places),
        initial={"in_force_from": timezone.localdate(), "role": request.GET.get("rolle", "")},
    )
    if request.method == "POST" and form.is_valid():
        who = form.person_id
        permissions.check_may_give(viewer, form.cleaned_data["role"], person_id=who, **form.where)
    return stored_or_shown(
        request,
        form,
        heading=_("Oppnevn"),
        done=_("Rollen er gitt."),
        back=reverse("appointments"),
        name=_("Roller"),
    )


@EITHER
def change_appointment(request: HttpRequest, assignment: int) -> HttpResponse:
    """Extend or end one of them."""
    viewer = viewer_in(request)
    permissions.check_may_appoint(viewer)
    row = permissions.check_may_end(viewer, assignment)
    return role_end(request, row, reverse("appointments"), _("Roller"))
