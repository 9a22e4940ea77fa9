"""Keys for other systems: made, shown once, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from borealis.people.queries import viewer_in
from borealis.personnel import forms, permissions, queries
from borealis.personnel.actions import revoke_key
from borealis.personnel.models import FeedKey
from borealis.personnel.views.storing import typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the places that the reader keeps; a new one is shown in the answer to its form alone."""
    viewer = viewer_in(request)
    places = permissions.check_may_run(viewer)
    form = forms.KeyForm(typed(request), places=queries.place_choices(places))
    secret, status = "", 200
    if request.method == "POST":
        stored = form.store(by=viewer.person_id, now=timezone.now())
        secret, status = (form.result[1], 200) if stored else ("", 422)
    now = timezone.now()
    rows = FeedKey.objects.filter(place_id__in=places).select_related("place", "made_by")
    page = {"form": form, "secret": secret, "keys": rows, "now": now}
    return render(request, "personnel/keys.html", page, status=status)


@require_POST
def revoke(request: HttpRequest, key: int) -> HttpResponse:
    """A key works no more."""
    viewer = viewer_in(request)
    places = permissions.check_may_run(viewer)
    if not FeedKey.objects.filter(pk=key, place_id__in=places).exists():
        raise Http404("key")
    try:
        revoke_key(by=viewer.person_id, key_id=key, now=timezone.now())
        messages.success(request, _("Nøkkelen er trukket tilbake."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("feed_keys")
