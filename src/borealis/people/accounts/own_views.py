"""A person's own account: what is known, the ways to sign in, the sessions and the log of sign-ins."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from borealis.people.accounts.devices import device_words
from borealis.people.accounts.signed_in_log import sign_ins_of
from borealis.people.actions import end_own_sessions
from borealis.people.models import Person

LOG_ROWS = 50


@require_safe
@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """My account, with each way to sign in and whether I have it."""
    person = cast(Person, request.user)
    kinds = list(Authenticator.objects.filter(user_id=person.pk).values_list("type", flat=True))
    context = {
        "person": person,
        "has_password": person.has_usable_password(),
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_code": Authenticator.Type.TOTP in kinds,
        "has_recovery": Authenticator.Type.RECOVERY_CODES in kinds,
    }
    return render(request, "people/me.html", context)


@login_required
@never_cache
def own_sessions(request: HttpRequest) -> HttpResponse:
    """My sessions, the one in use first; POST ends one, or all others."""
    found = UserSession.objects.purge_and_list(request.user)
    if request.method == "POST":
        return _end(request, found)
    rows = [
        {
            "pk": row.pk,
            "device": device_words(row.user_agent),
            "address": row.ip,
            "began": row.created_at,
            "used": row.last_seen_at,
            "this": row.session_key == request.session.session_key,
        }
        for row in found
    ]
    rows.sort(key=lambda row: (not row["this"], -row["used"].timestamp()))
    return render(request, "usersessions/usersession_list.html", {"rows": rows})


def _end(request: HttpRequest, found: list[UserSession]) -> HttpResponse:
    """End the named session, or every other one."""
    others = [row for row in found if row.session_key != request.session.session_key]
    wanted = request.POST.get("session", "")
    if wanted:
        others = [row for row in others if str(row.pk) == wanted]
        if not others:
            raise Http404("session")
    ended = end_own_sessions(by=int(request.user.pk or 0), sessions=others, now=timezone.now())
    messages.success(
        request,
        ngettext("Én økt er avsluttet.", "%(number)d økter er avsluttet.", ended) % {"number": ended}
        if ended
        else _("Det var ingen andre økter."),
    )
    return redirect("usersessions_list")


@require_safe
@login_required
@never_cache
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Who has signed in as me, and who was refused: newest first."""
    before = request.GET.get("foer", "")
    rows = sign_ins_of(
        int(request.user.pk or 0), before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    older = rows[-1].number if len(rows) == LOG_ROWS else None
    return render(request, "people/sign_ins.html", {"rows": rows, "older": older})
