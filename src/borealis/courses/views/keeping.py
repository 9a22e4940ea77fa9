"""Keeping the catalogue: courses, dates, and lists taken in and back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.courses import actions, forms, permissions, queries
from borealis.courses.queries.keeping import list_text, owners_of, preview_rows
from borealis.courses.queries.preview import preview_courses
from borealis.people.queries import viewer_in

PAGE = ["GET", "HEAD", "POST"]


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The courses that the reader keeps, and the lists taken in."""
    viewer = viewer_in(request)
    permissions.check_may_keep_some(viewer)
    page = queries.keeping_page(viewer, timezone.localdate())
    return render(request, "courses/keeping.html", {"page": page})


@require_http_methods(PAGE)
def new(request: HttpRequest) -> HttpResponse:
    """A new course."""
    permissions.check_may_keep_some(viewer_in(request))
    form = forms.CourseForm(request.POST or None, owners=owners_of(viewer_in(request)))
    if request.method == "POST" and form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Kurset ligger i katalogen. Legg til når det går."))
        return redirect("course_date_new", code=form.result.code)
    return _form_page(request, form, title=_("Nytt kurs"))


def _form_page(request: HttpRequest, form: Any, **more: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/form.html", {"form": form, **more}, status=status)


@require_http_methods(PAGE)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """What a course says."""
    course = permissions.check_may_keep(viewer_in(request), code)
    form = forms.CourseForm(request.POST or None, owners={}, course=course)
    if request.method == "POST" and form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Lagret."))
        return redirect("course", code=code)
    return _form_page(request, form, title=_("Rett kurset"), course=course)


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Out of the catalogue."""
    course = permissions.check_may_keep(viewer_in(request), code)
    try:
        actions.retire_course(by=request.user.pk, course_id=course.pk, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("course", code=code)
    messages.success(request, _("Kurset er tatt ut av katalogen."))
    return redirect("course_keeping")


@require_http_methods(PAGE)
def new_date(request: HttpRequest, code: str) -> HttpResponse:
    """A new date."""
    course = permissions.check_may_keep(viewer_in(request), code)
    form = forms.CourseDateForm(request.POST or None, course=course)
    if request.method == "POST" and form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Datoen er lagt inn."))
        return redirect("course", code=code)
    return _form_page(request, form, title=_("Ny dato"), course=course)


@require_http_methods(PAGE)
def date(request: HttpRequest, pk: int) -> HttpResponse:
    """The days and places of a date."""
    found = permissions.check_may_keep_date(viewer_in(request), pk)
    form = forms.CourseDateForm(request.POST or None, course=found.course, date=found)
    if request.method == "POST" and form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Lagret."))
        return redirect("course", code=found.course.code)
    return _form_page(request, form, title=_("Rett datoen"), course=found.course, date=found)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """A date is called off."""
    found = permissions.check_may_keep_date(viewer_in(request), pk)
    actions.cancel_date(by=request.user.pk, date_id=pk, now=timezone.now())
    messages.success(request, _("Datoen er avlyst. De som ventet, kan velge en annen."))
    return redirect("course", code=found.course.code)


@require_http_methods(PAGE)
def take_in(request: HttpRequest) -> HttpResponse:
    """A list: shown first, then taken in exactly as it was shown."""
    viewer = viewer_in(request)
    permissions.check_may_keep_some(viewer)
    owners = owners_of(viewer)
    sent = request.method == "POST"
    form = forms.ListForm(*((request.POST, request.FILES) if sent else ()), owners=owners)
    if not sent or not form.is_valid():
        return _list_page(request, form)
    owner, text = form.cleaned_data["owner"], form.text()
    if "ta_i_bruk" in request.POST and form.cleaned_data["vist"] == forms.digest(owner, text):
        try:
            actions.import_courses(by=request.user.pk, owner_id=int(owner), text=text, now=timezone.now())
            messages.success(request, _("Listen er tatt i bruk. Du kan angre den her."))
            return redirect("course_keeping")
        except (actions.CoursesRefused, ValidationError):
            pass  # the preview beneath says why
    shown = preview_rows(preview_courses(text, int(owner)), text)
    again = {"owner": owner, "tekst": list_text(text), "vist": forms.digest(owner, list_text(text))}
    return _list_page(request, forms.ListForm(initial=again, owners=owners), shown)


def _list_page(request: HttpRequest, form: forms.ListForm, shown: Any = None) -> HttpResponse:
    bad = bool(form.errors) or (shown is not None and shown["problems"])
    return render(request, "courses/import.html", {"form": form, "shown": shown}, status=422 if bad else 200)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list back."""
    found = permissions.check_may_undo(viewer_in(request), pk)
    try:
        actions.undo_course_import(by=request.user.pk, import_id=found.pk, now=timezone.now())
        messages.success(request, _("Listen er tatt tilbake."))
    except actions.CannotUndo as refused:
        reasons = " ".join(refused.reasons)
        messages.error(request, _("Listen kan ikke angres. %(reasons)s") % {"reasons": reasons})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("course_keeping")
