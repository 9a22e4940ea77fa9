"""What pages of research share: a page that holds one form, and an act that needs none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.shell.forms import ActingForm

Crumb = tuple[str, str]  # words and address


def form_page(
    request: HttpRequest,
    form: ActingForm,
    *,
    title: str,
    crumb: Crumb,
    done: str,
    go_to: Callable[[Any], str] | str = "",
    lede: str = "",
    button: str = "",
    text: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """A page with one form. Stored: says so, and leads to ``go_to`` (or back). Refused: 422, nothing cleared.
    Changed by somebody else meanwhile: 409, and what was typed can be stored on top of it."""
    page: dict[str, Any] = {
        "title": title,
        "crumb": crumb,
        "lede": lede,
        "button": button or _("Lagre"),
        "text": text,
    }
    status = 200
    if request.method == "POST":
        try:
            if form.store(by=viewer_in(request).person_id, now=timezone.now()):
                messages.success(request, done)
                return redirect(go_to(form.result) if callable(go_to) else go_to or crumb[1])
            status = 422
        except ChangedMeanwhile as meanwhile:
            form.go_on_from(meanwhile.stands["version"])
            page["changed"], status = True, 409
    return render(request, "research/form.html", {"form": form, "page": page}, status=status)


def act_and_return(
    request: HttpRequest, act: Callable[[dt.datetime], object], *, done: str, back: str
) -> HttpResponse:
    """Do something at once, say how it went, and go back."""
    try:
        act(timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    except ChangedMeanwhile:
        messages.warning(request, _("Noen andre endret dette mens du leste. Se på det igjen."))
    else:
        messages.success(request, done)
    return redirect(back)


def number_in(request: HttpRequest, name: str) -> int:
    """A whole number that was sent; 0 when it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
