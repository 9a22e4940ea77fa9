"""A form's way: shown, refused with what was typed, refused because somebody else was first, or stored."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.shell.forms import ActingForm


def typed(request: HttpRequest) -> QueryDict | None:
    """What was typed; None before anything was sent."""
    return request.POST if request.method == "POST" else None


def stored_or_shown(
    request: HttpRequest, form: ActingForm, *, heading: str, done: str, back: str, name: str = "", **more: Any
) -> HttpResponse:
    """Answer a form: 302 when stored, 422 when refused, 409 when changed meanwhile; typed text is kept."""
    page = {"form": form, "heading": heading, "back": back, "back_name": name, **more}
    if request.method != "POST":
        return render(request, "personnel/form.html", page)
    try:
        if form.store(by=viewer_in(request).person_id, now=timezone.now()):
            messages.success(request, done)
            return redirect(back)
    except ChangedMeanwhile as meanwhile:
        return _changed(request, form, meanwhile, page)
    return render(request, "personnel/form.html", page, status=422)


def _changed(
    request: HttpRequest, form: ActingForm, meanwhile: ChangedMeanwhile, page: dict[str, Any]
) -> HttpResponse:
    """What stands now beside what was typed; sending once more is a choice made with open eyes."""
    stands = [
        (form.fields[name].label, value)
        for name, value in meanwhile.stands.items()
        if name in form.fields and name != "version"
    ]
    if version := meanwhile.stands.get("version"):
        typed = request.POST.copy()
        typed["version"] = str(version)
        form.data = typed
    page |= {"stands": stands, "gone": not version, "meanwhile": True}
    return render(request, "personnel/form.html", page, status=409)
