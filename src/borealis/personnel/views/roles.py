"""What roles mean, for everyone; and giving and changing roles, for those who keep persons."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from borealis.organisations.queries import name_of
from borealis.people.directory import Person, RoleAssignment, posts
from borealis.people.queries import Viewer, viewer_in
from borealis.people.rules.roles import roles_given_with
from borealis.people.words import all_roles
from borealis.personnel import forms, permissions, queries
from borealis.personnel.views.storing import stored_or_shown, typed

EITHER = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """What each role sees and may do."""
    return render(request, "personnel/roles.html", {"roles": all_roles()})


def _role_form(request: HttpRequest, viewer: Viewer, person: Person) -> forms.RoleForm:
    given = roles_given_with(frozenset({"manage_people"}))
    places = queries.role_places(given, permissions.kept_places(viewer))
    today = timezone.localdate()
    held = posts().filter(person=person)
    open_posts = [(p.pk, name_of(p.organisation)) for p in held if p.to_day is None or p.to_day >= today]
    return forms.RoleForm(
        typed(request),
        people=[(person.pk, person.name)],
        roles=queries.role_choices(given),
        places=places,
        posts=open_posts,
        initial={"in_force_from": today},
    )


@EITHER
def give_role(request: HttpRequest, person: int) -> HttpResponse:
    """A role for this person at a place that the reader keeps."""
    viewer = viewer_in(request)
    row = permissions.check_may_see(viewer, person)
    if viewer.person_id == person:
        raise PermissionDenied("own role")
    form = _role_form(request, viewer, row)
    if request.method == "POST" and form.is_valid():
        permissions.check_may_give(viewer, form.cleaned_data["role"], person_id=person, **form.where)
    return stored_or_shown(
        request,
        form,
        heading=_("Gi en rolle"),
        done=_("Rollen er gitt."),
        back=reverse("person", args=[person]),
        name=row.name,
    )


@EITHER
def change_role(request: HttpRequest, assignment: int) -> HttpResponse:
    """The last day of a role, or its end at once."""
    row = permissions.check_may_end(viewer_in(request), assignment)
    return role_end(request, row, reverse("person", args=[row.person_id]), row.person.name)


def role_end(request: HttpRequest, row: RoleAssignment, back: str, name: str) -> HttpResponse:
    """The form that moves or makes the end of a role."""
    at_once = "avslutt" in request.POST
    line = queries.role_line(row, True)
    return stored_or_shown(
        request,
        forms.RoleEndForm(typed(request), assignment=row, at_once=at_once),
        heading=f"{line.role}, {line.where}",
        done=_("Rollen er avsluttet.") if at_once else _("Siste dag er lagret."),
        back=back,
        name=name,
        line=line,
        may_end=True,
    )
