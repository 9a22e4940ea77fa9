"""The inbox of who has an account: what waits, by trainee and day, signed one by one or together."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from borealis.people.queries import viewer_in
from borealis.portfolio.permissions import asks_of
from borealis.portfolio.signing import actions
from borealis.portfolio.signing.queries import SHOWN, inbox_of
from borealis.portfolio.signing.wording import LEVELS

MOST = 200  # shown, and signed at once


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; a batch of it is signed at one level."""
    if request.method == "POST":
        return _sign_many(request)
    page = inbox_of(viewer_in(request), timezone.now(), _how_many(request))
    row = render_to_string("portfolio/signing/levels_row.html", {"levels": LEVELS}, request)
    context = {"page": page, "levels_row": row, "most": MOST, "more": page.shown + SHOWN}
    return render(request, "portfolio/signing/inbox.html", context)


def _how_many(request: HttpRequest) -> int:
    """How many the reader has asked to see: never fewer than a page, never more than a day's work."""
    asked = request.GET.get("vis", "")
    return (
        min(max(int(asked), SHOWN), MOST)
        if asked.isascii() and asked.isdecimal() and len(asked) < 5
        else SHOWN
    )


def _sign_many(request: HttpRequest) -> HttpResponse:
    level, chosen = request.POST.get("level", ""), request.POST.getlist("ask")
    numbers = {int(key) for key in chosen[:MOST] if key.isascii() and key.isdecimal() and len(key) < 19}
    keys = list(asks_of(viewer_in(request)).filter(pk__in=numbers).values_list("pk", flat=True))
    if level not in {str(known.value) for known in LEVELS} or not keys:
        messages.warning(request, _("Velg minst én aktivitet og et nivå."))
        return redirect("signing_inbox")
    signed, left = actions.sign_many(
        by=viewer_in(request).person_id, ask_ids=keys, level=int(level), now=timezone.now()
    )
    if signed:
        words = ngettext(
            "Én aktivitet er signert. Den kan angres i ti minutter.",
            "%(count)d aktiviteter er signert. De kan angres i ti minutter.",
            len(signed),
        )
        messages.success(request, words % {"count": len(signed)})
    if left:
        words = ngettext(
            "Én ble ikke signert: den er besvart eller trukket tilbake i mellomtiden.",
            "%(count)d ble ikke signert: de er besvart eller trukket tilbake i mellomtiden.",
            len(left),
        )
        messages.warning(request, words % {"count": len(left)})
    return redirect("signing_inbox")


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just signed: one, or all that still can be."""
    viewer, now = viewer_in(request), timezone.now()
    chosen = request.POST.getlist("ask")
    undone = 0
    for item in inbox_of(viewer, now).just_signed:
        if str(item.pk) in chosen:
            try:
                actions.undo_signature(by=viewer.person_id, ask_id=item.pk, now=now)
            except ValidationError as refused:
                messages.warning(request, " ".join(refused.messages))
            else:
                undone += 1
    if undone:
        words = ngettext("Signaturen er angret.", "%(count)d signaturer er angret.", undone)
        messages.success(request, words % {"count": undone})
    return redirect("signing_inbox")
