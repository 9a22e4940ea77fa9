"""Persons: the list, a person's page, and the forms behind it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people import actions
from borealis.people.directory import RoleAssignment, posts
from borealis.people.queries import viewer_in
from borealis.people.rules import ROLES
from borealis.personnel import forms, permissions, queries
from borealis.personnel.views.storing import stored_or_shown, typed

EITHER = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def personnel(request: HttpRequest) -> HttpResponse:
    """The persons that the reader keeps."""
    viewer = viewer_in(request)
    places = permissions.check_may_manage(viewer)
    asked = {name: request.GET.get(key, "") for key, name in (("sok", "search"), ("sted", "place"))}
    asked |= {name: request.GET.get(key, "") for key, name in (("rolle", "role"), ("etter", "after"))}
    page = queries.listing(permissions.visible_to(viewer), timezone.localdate(), **asked)
    choices = {"places": queries.code_choices(places), "roles": queries.role_choices(ROLES)}
    return render(request, "personnel/list.html", {"page": page, **choices})


@require_safe
def person(request: HttpRequest, person: int) -> HttpResponse:
    """A person's facts, posts, approvals and roles."""
    viewer = viewer_in(request)
    row = permissions.check_may_see(viewer, person)
    places = permissions.kept_places(viewer)

    def may_change_role(role: RoleAssignment) -> bool:
        return permissions.may_end(viewer, role)

    page = queries.person_page(row, timezone.now(), timezone.localdate(), may_change_role, places)
    may = {"may_change": permissions.may_change(viewer, person), "own": viewer.person_id == person}
    return render(request, "personnel/person.html", {"page": page, "places": places, **may})


@EITHER
def new_person(request: HttpRequest) -> HttpResponse:
    """A person with a first post."""
    places = permissions.check_may_manage(viewer_in(request))
    form = forms.NewPersonForm(typed(request), places=queries.place_choices(places))
    return stored_or_shown(
        request,
        form,
        heading=_("Ny person"),
        done=_("Personen er lagt til. Gi en rolle og inviter fra personens side."),
        back=reverse("personnel"),
        name=_("Personer"),
    )


@EITHER
def change(request: HttpRequest, person: int) -> HttpResponse:
    """Name, address and numbers."""
    row = permissions.check_may_change(viewer_in(request), person)
    form = forms.PersonForm(typed(request), person=row)
    return stored_or_shown(
        request,
        form,
        heading=_("Rett opplysninger"),
        done=_("Opplysningene er lagret."),
        back=reverse("person", args=[person]),
        name=row.name,
    )


@EITHER
def add_post(request: HttpRequest, person: int) -> HttpResponse:
    """A post at a place that the reader keeps."""
    viewer = viewer_in(request)
    row = permissions.check_may_see(viewer, person)
    if viewer.person_id == person:
        raise PermissionDenied("own post")
    places = queries.place_choices(permissions.kept_places(viewer))
    form = forms.PostForm(typed(request), person=row, places=places)
    return stored_or_shown(
        request,
        form,
        heading=_("Ny stilling"),
        done=_("Stillingen er registrert."),
        back=reverse("person", args=[person]),
        name=row.name,
    )


@EITHER
def end_post(request: HttpRequest, post: int) -> HttpResponse:
    """The last day of a post."""
    viewer = viewer_in(request)
    places = permissions.kept_places(viewer)
    row = posts().filter(pk=post, organisation_id__in=places).first() if places else None
    if row is None:
        raise Http404("post")
    form = forms.PostEndForm(typed(request), post=row)
    return stored_or_shown(
        request,
        form,
        heading=_("Avslutt stillingen"),
        done=_("Siste dag er lagret."),
        back=reverse("person", args=[row.person_id]),
        name=row.person.name,
    )


@EITHER
def approve(request: HttpRequest, person: int) -> HttpResponse:
    """An approval as a specialist."""
    viewer = viewer_in(request)
    row = permissions.check_may_see(viewer, person)
    if viewer.person_id == person:
        raise PermissionDenied("own approval")
    specialties = queries.specialty_choices(timezone.localdate())
    form = forms.ApprovalForm(typed(request), person=row, specialties=specialties)
    return stored_or_shown(
        request,
        form,
        heading=_("Ny spesialistgodkjenning"),
        done=_("Godkjenningen er registrert."),
        back=reverse("person", args=[person]),
        name=row.name,
    )


@require_POST
def account(request: HttpRequest, person: int) -> HttpResponse:
    """Close the account, or open it again."""
    viewer = viewer_in(request)
    row = permissions.check_may_change(viewer, person)
    act = actions.deactivate_person if request.POST.get("steng") else actions.reactivate_person
    try:
        act(by=viewer.person_id, person_id=row.pk, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        closed = _("Kontoen er stengt, og øktene er avsluttet.")
        messages.success(request, closed if request.POST.get("steng") else _("Kontoen er åpen igjen."))
    return redirect("person", person=person)


@require_POST
def invite(request: HttpRequest, person: int) -> HttpResponse:
    """Send an invitation, or a new one in place of the one before."""
    viewer = viewer_in(request)
    row = permissions.check_may_change(viewer, person)
    try:
        actions.invite_person(by=viewer.person_id, person_id=row.pk, now=timezone.now())
    except actions.InvitationRefused:
        messages.error(request, _("Kontoen er stengt. Åpne den før du inviterer."))
    else:
        messages.success(request, _("Invitasjonen er sendt til %(mail)s.") % {"mail": row.email})
    return redirect("person", person=person)
